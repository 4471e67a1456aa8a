"""How a project's schemas are looked at: whose objects count as its own, and what is left out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pgplumb.differ.side import Observer
from pgplumb.postgres.session import connect
from pgplumb.workflow.ignored import ignores
from pgplumb.workflow.majors import is_other, target_of
from pgplumb.workflow.sides import Elaborator

if TYPE_CHECKING:
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.workflow.project import Project

SCRATCH_ROLE = "postgres"
"""The superuser of the servers that we start."""

_APPLIES = """
    select r.rolname from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles r on r.oid = c.relowner
    where n.nspname = %s and c.relkind = 'r'
"""
"""The owner of the history: its schema holds nothing else."""


def elaborator(project: Project, dsn: Dsn | None) -> Elaborator:
    """The builder of sides that are for the live server's major version, or without one for the configured version."""
    return elaborator_for(project, dsn, target=target_of(project, dsn))


def elaborator_for(project: Project, dsn: Dsn | None, *, target: int | None) -> Elaborator:
    """The builder of sides for a project whose schema is for servers of the major version `target`.

    Objects of the live database's user count as the migrating role's, and so do those of the role that has applied
    migrations there: whoever looks for drift need not be the one that applies.
    """
    config = project.config
    own = {SCRATCH_ROLE if (named := scratch_role(project)) is None else named}
    if dsn is not None:
        with connect(dsn) as session:
            own.add(session.value("select current_user::text"))
            own.update(row[0] for row in session.rows(_APPLIES, [config.history]))
    observer = Observer(
        scratch=project.scratch,
        own_roles=frozenset(own),
        ignored=partial(ignores, config),
        undumped=(config.history,),
        target=target if is_other(project, target) else None,
    )
    key = "\0".join((config.history, *config.ignore))
    return Elaborator(
        scratch=project.scratch,
        cache=project.cache,
        observer=observer,
        key=key,
        roles="managed" if config.roles else "named",
    )


def scratch_role(project: Project) -> str | None:
    """The role that we are on a scratch server that the user named; None for one that we start."""
    if project.config.server == "embedded":
        return None
    with project.scratch.database() as dsn, connect(dsn) as session:
        return str(session.value("select current_user::text"))
