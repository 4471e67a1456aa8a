"""A project's migrations as laws walk them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.side import State
from pgplumb.laws.migrations.course import Course
from pgplumb.store import directory as store
from pgplumb.workflow.ends import desired
from pgplumb.workflow.extensions import incomplete
from pgplumb.workflow.replay import run_migration

if TYPE_CHECKING:
    from pgplumb.workflow.project import Project
    from pgplumb.workflow.sides import Elaborator


def open_course(project: Project, built: Elaborator) -> Course | None:
    """The migrations as their files are now, sealed or not; None where the project has none."""
    folder = project.config.migrations
    migrations = store.read_unsealed(folder).migrations if folder.is_dir() else ()
    if not migrations:
        return None

    def wanted() -> State:
        side, script = desired(project, built)
        if script.left_out:
            raise incomplete(script.left_out, "Whether the migrations lead to it cannot be told.", built.scratch)
        return State(catalog=side.catalog, dump=side.dump)

    root = project.config.root
    shown = folder.relative_to(root) if folder.is_relative_to(root) else folder
    return Course(migrations, observer=built.observer, run=run_migration, folder=shown.as_posix(), desired=wanted)
