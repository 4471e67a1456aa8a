"""Which major version of PostgreSQL a schema is for, and what is said where the scratch server has another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.errors import OtherMajor
from pgplumb.model.finding import Finding
from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.workflow.project import Project

OTHER_MAJOR = "other_major"


def target_of(project: Project, dsn: Dsn | None) -> int | None:
    """The major version that a plan has to run on: the live server's, or else what the configuration names."""
    if dsn is None:
        return project.config.postgres
    with connect(dsn) as session:
        return session.server_version // 10000


def is_other(project: Project, target: int | None) -> bool:
    """Whether the scratch server is of another major version than the target."""
    return target is not None and target != project.scratch.version // 10000


def how_to_match(project: Project, target: int) -> str:
    """What to do to have plans proved on the target's own version."""
    if "server" in project.config.origins:
        return f"Name a scratch server of PostgreSQL {target} as `server`."
    install = f"install PostgreSQL {target} or pull an image (docker pull postgres:{target})"
    if project.config.postgres == target:
        return f"No server of that version was found here: {install}, or name one as `server`."
    return f"Set `postgres = {target}` in the configuration; where no such server is found, {install}."


def refuse_other_major(project: Project) -> None:
    """Raise OtherMajor where what is to be written is proved on another major version than it is for."""
    target = target_of(project, project.dsn)
    if target is not None and is_other(project, target):
        proved = project.scratch.version // 10000
        raise OtherMajor(proved=proved, target=target, help=how_to_match(project, target))


def other_major(project: Project, dsn: Dsn | None, *, done: str = "proved") -> tuple[Finding, ...]:
    """A warning where something was done on another major version than it is for."""
    target = target_of(project, dsn)
    if target is None or not is_other(project, target):
        return ()
    return (
        Finding(
            code="other_major",
            severity="warning",
            message=f"{done} on {project.scratch.version // 10000}, target is {target}",
            help=how_to_match(project, target),
        ),
    )
