"""Files into a folder: all of them or none, and never over somebody's own."""

from __future__ import annotations

import unicodedata
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pgplumb.source.files import SourceFile


def in_the_way(folder: Path, files: Sequence[SourceFile]) -> tuple[Path, ...]:
    """The .sql files below the folder that the files would write over, or that would define more than they do."""
    wanted = {file.path: file.text.encode() for file in files}
    found = sorted(folder.rglob("*.sql")) if folder.is_dir() else []
    return tuple(
        path
        for path in found
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and not (path.is_file() and wanted.get(_name(path, folder)) == path.read_bytes())
    )


def write(folder: Path, files: Sequence[SourceFile]) -> tuple[Path, ...]:
    """Write the files that are not there yet, and return their paths; those that are there must be the same.

    Either all the files are there afterwards, or none of the new ones. Raises OSError.
    """
    with _undone_on_failure() as made:
        for file in files:
            path = folder / file.path
            if path.exists():
                continue
            _make_folders(path.parent, made)
            with path.open("x", encoding="utf-8", newline="\n") as opened:
                made.append(path)
                opened.write(file.text)
        return tuple(path for path in made if path.is_file())


@contextmanager
def set_aside(folder: Path, paths: Sequence[Path]) -> Iterator[Path]:
    """Move files to a new folder beside their own, as they lie below it, and back if the block fails; its path."""
    aside = next(path for path in _names_beside(folder) if not path.exists())
    moved: list[tuple[Path, Path]] = []
    try:
        for path in paths:
            target = aside / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)
            moved.append((path, target))
        _remove_empty(folder, paths)
        yield aside
    except BaseException:
        for path, target in moved:
            path.parent.mkdir(parents=True, exist_ok=True)
            target.rename(path)
        _remove_empty(aside, [target for _, target in moved])
        with suppress(OSError):
            aside.rmdir()
        raise


def _names_beside(folder: Path) -> Iterator[Path]:
    yield folder.with_name(f"{folder.name}.before")
    number = 2
    while True:
        yield folder.with_name(f"{folder.name}.before-{number}")
        number += 1


@contextmanager
def _undone_on_failure() -> Iterator[list[Path]]:
    """A list of the files and folders that are made, in order; they are gone again if the block fails."""
    made: list[Path] = []
    try:
        yield made
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise


def _make_folders(folder: Path, made: list[Path]) -> None:
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir()
        made.append(each)


def _remove_empty(folder: Path, gone: Sequence[Path]) -> None:
    """Remove the folders below `folder` that held nothing but what is gone."""
    for below in sorted({each for path in gone for each in path.parents if folder in each.parents}, reverse=True):
        with suppress(OSError):
            below.rmdir()


def _name(path: Path, folder: Path) -> str:
    # Some file systems give names back in another normal form than they took them in.
    return unicodedata.normalize("NFC", path.relative_to(folder).as_posix())
