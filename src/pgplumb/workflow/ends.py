"""Both ends of a project: the schema that is desired, and that to which its migrations lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.source.read import read_project
from pgplumb.store.directory import Directory, read
from pgplumb.workflow.ignored import refuse_ignored

if TYPE_CHECKING:
    from pgplumb.differ.side import Side
    from pgplumb.workflow.project import Project
    from pgplumb.workflow.sides import Desired, Elaborator


def desired(project: Project, built: Elaborator) -> Desired:
    """The schema that the project's files and models describe; raises SourceError."""
    config = project.config
    files = read_project(config.desired, models=config.models, root=config.root)
    found = built.files(files)
    refuse_ignored(config, files, found.outline)
    return found


def replayed(project: Project, built: Elaborator) -> Side:
    """The schema at the end of the project's migrations; the empty one where there are none."""
    return built.migrations(directory(project).migrations)


def directory(project: Project) -> Directory:
    """The project's sealed migrations; none where the folder does not exist yet."""
    folder = project.config.migrations
    return read(folder) if folder.is_dir() else Directory(folder)
