"""Finds and reads the files of a desired schema, and names their content by a digest."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from pgplumb.errors import SourceFolderEmpty, SourceFolderMissing, SourceNotUtf8, SourceUnreadable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: Changes when the same files would load to another catalog, so that nothing cached before is used.
_LOADER = 1


class SourceFile(NamedTuple):
    """A file's path as the user would name it, with forward slashes, and its text."""

    path: str
    text: str


def read_folder(folder: Path) -> tuple[SourceFile, ...]:
    """Every `.sql` file below the folder, sorted by path; each path starts with the folder's own name.

    Raises SourceFolderMissing, SourceFolderEmpty, SourceUnreadable or SourceNotUtf8.
    """
    if not folder.is_dir():
        raise SourceFolderMissing(folder=folder)
    found = {path.relative_to(folder): path for path in folder.rglob("*.sql") if path.is_file()}
    names = {below.as_posix(): path for below, path in found.items() if not _hidden(below)}
    if not names:
        raise SourceFolderEmpty(folder=folder)
    return tuple(SourceFile(f"{folder.name}/{name}", _read(names[name])) for name in sorted(names))


def digest(files: Iterable[SourceFile], *, version: int) -> str:
    """SHA-256 over the files' names and texts and the server's version: equal digests load to equal catalogs."""
    found = hashlib.sha256(f"{_LOADER} {version}".encode())
    for file in files:
        for part in (file.path.encode(), file.text.encode()):
            found.update(len(part).to_bytes(8))
            found.update(part)
    return found.hexdigest()


def _hidden(path: Path) -> bool:
    # Editors keep their backup and lock files beside the file, under a name that starts with a dot.
    return any(part.startswith(".") for part in path.parts)


def _read(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceUnreadable(file=path, reason=error.strerror or str(error)) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SourceNotUtf8(file=path, offset=error.start, line=line) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise SourceUnreadable(file=path, reason=f"line {line} holds a NUL byte, so it is no text")
    return text
