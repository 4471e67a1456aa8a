"""`apply`, `rollback` and `status`: the runner on the project's migrations and its live database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pgplumb.config.duration import seconds
from pgplumb.errors import PolicyRefused, RolesMissingOnTarget
from pgplumb.model.migration import Direction
from pgplumb.runner import run as runner
from pgplumb.runner.options import Options
from pgplumb.syntax.split import split
from pgplumb.workflow.ends import directory
from pgplumb.workflow.roles import awaited_roles, missing_roles

if TYPE_CHECKING:
    from pgplumb.config.load import Config
    from pgplumb.model.migration import AppliedMigration, Migration
    from pgplumb.runner.events import Emit
    from pgplumb.runner.options import Means, Selection
    from pgplumb.runner.standing import Status
    from pgplumb.workflow.project import Project


def options_of(config: Config) -> Options:
    """The runner's options that the configuration sets; a number without a unit counts milliseconds, as in libpq."""
    return Options(
        history_schema=config.history,
        lock_timeout=seconds(config.lock_timeout) or 0.0,
        statement_timeout=seconds(config.statement_timeout) or 0.0,
    )


def apply(
    project: Project, *, selection: Selection, options: Options, means: Means, emit: Emit
) -> tuple[AppliedMigration, ...]:
    """Run what is pending on the live database; raises RolesMissingOnTarget before anything has run."""
    dsn, migrations = project.live(), directory(project).migrations
    chosen = runner.preview_apply(dsn, migrations, selection=selection, options=options)
    _check_roles(project, chosen, Direction.UP)
    return runner.apply(dsn, migrations, selection=selection, options=options, means=means, emit=emit)


def rollback(
    project: Project, *, selection: Selection, options: Options, allow: frozenset[str], means: Means, emit: Emit
) -> tuple[AppliedMigration, ...]:
    """Undo the latest migrations; raises PolicyRefused where that loses values and `data_loss` is not allowed."""
    dsn, migrations = project.live(), directory(project).migrations
    chosen = runner.preview_rollback(dsn, migrations, selection=selection, options=options)
    lost = [f"{loss} ({migration.id})" for migration in chosen for loss in migration.down_losses]
    if lost and "data_loss" not in allow:
        raise PolicyRefused(what="the way down loses " + ", ".join(lost), policy="data_loss")
    _check_roles(project, chosen, Direction.DOWN)
    return runner.rollback(dsn, migrations, selection=selection, options=options, means=means, emit=emit)


def preview_apply(project: Project, *, selection: Selection, options: Options) -> tuple[Migration, ...]:
    """What `apply` would run."""
    return runner.preview_apply(project.live(), directory(project).migrations, selection=selection, options=options)


def preview_rollback(project: Project, *, selection: Selection, options: Options) -> tuple[Migration, ...]:
    """What `rollback` would undo."""
    return runner.preview_rollback(project.live(), directory(project).migrations, selection=selection, options=options)


def mark_applied(project: Project, version: str, *, options: Options, emit: Emit) -> AppliedMigration:
    """Say that a migration that was cut off has been finished by hand."""
    migrations = directory(project).migrations
    return runner.mark_applied(project.live(), migrations, version, options=options, emit=emit)


def mark_pending(project: Project, version: str, *, options: Options, emit: Emit) -> Migration:
    """Say that a migration that was cut off has been undone by hand."""
    migrations = directory(project).migrations
    return runner.mark_pending(project.live(), migrations, version, options=options, emit=emit)


def status(project: Project) -> Status:
    """Where the live database stands among the migrations."""
    return runner.status(project.live(), directory(project).migrations, options=options_of(project.config))


def allowing(options: Options, allow: frozenset[str]) -> Options:
    """The options with what `--allow` says about order."""
    return replace(options, out_of_order="run") if "out_of_order" in allow else options


def _check_roles(project: Project, migrations: tuple[Migration, ...], direction: Direction) -> None:
    statements = [
        statement
        for migration in migrations
        for statement in split(migration.script(direction), migration.file(direction))
    ]
    if missing := missing_roles(project.live(), awaited_roles(statements)):
        raise RolesMissingOnTarget(dsn=project.live(), roles=", ".join(missing))
