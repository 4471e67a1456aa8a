"""Reads everything that a project's desired schema consists of: its folder of files, its models, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.source.files import SourceFile, read_folder

if TYPE_CHECKING:
    from pathlib import Path


def read_project(folder: Path, *, models: str | None, root: Path) -> tuple[SourceFile, ...]:
    """The files of the folder, then the models; with models the folder may be missing. Raises what its parts raise."""
    if models is None:
        return read_folder(folder)
    # Imported here: SQLAlchemy takes longer to import than a plan of a project without models takes to make.
    from pgplumb.source.models import read_models

    files = read_folder(folder) if folder.is_dir() and any(folder.rglob("*.sql")) else ()
    return (*files, read_models(models, root))
