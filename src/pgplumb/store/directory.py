"""The migration directory: pairs of files read into values, written without overwriting, and sealed."""

from __future__ import annotations

import contextlib
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.errors import (
    MigrationExists,
    MigrationFolderMissing,
    MigrationNotUtf8,
    MigrationStray,
    MigrationUnreadable,
    SumMissing,
)
from pgplumb.model.migration import Direction, Migration
from pgplumb.model.printable import printable
from pgplumb.store import sums
from pgplumb.store.format import Header, checksum, parse, render, restamp as restamped
from pgplumb.store.naming import Numbering, Pair, next_versions, pairs
from pgplumb.store.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

#: What may lie beside the pairs without being one.
_NEIGHBOURS = (".md", ".txt", ".toml")


@dataclass(frozen=True, slots=True)
class Directory:
    """The migrations of a folder, by version."""

    folder: Path
    migrations: tuple[Migration, ...] = ()

    @property
    def checksums(self) -> dict[str, str]:
        """The checksum of every file by name, in the order in which they run."""
        found: dict[str, str] = {}
        for migration in self.migrations:
            found[migration.file(Direction.UP)] = migration.checksum
            found[migration.file(Direction.DOWN)] = migration.down_checksum
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A batch of a plan that has no file yet: both bodies without a header, and what the headers are to say."""

    up: str = ""
    down: str = ""
    before: str = ""
    after: str = ""
    engine: str = ""
    engine_reason: str = ""
    hazards: tuple[str, ...] = ()
    down_hazards: tuple[str, ...] = ()
    up_losses: tuple[str, ...] = ()
    down_losses: tuple[str, ...] = ()
    up_transactional: bool = True
    down_transactional: bool = True


def read(folder: Path) -> Directory:
    """The migrations of a sealed folder; an error names the first file that is not as it was sealed."""
    directory = read_unsealed(folder)
    path = folder / sums.NAME
    if path.exists():
        sums.check(sums.parse(_text(path, path.read_bytes())), directory.checksums)
    elif directory.migrations:
        raise SumMissing(folder=folder)
    return directory


def read_unsealed(folder: Path) -> Directory:
    """The migrations of a folder whose files may have been edited since they were sealed."""
    if not folder.is_dir():
        raise MigrationFolderMissing(folder=folder)
    found = {unicodedata.normalize("NFC", path.name): path for path in _candidates(folder)}
    return Directory(folder, tuple(_migration(pair, found) for pair in pairs(found)))


def write(
    folder: Path,
    batches: Sequence[Draft],
    *,
    slug: str,
    now: datetime,
    numbering: Numbering = Numbering.TIMESTAMP,
) -> tuple[Path, ...]:
    """New pairs for the batches, with consecutive versions, up before down; the folder is made where it is missing.

    Either all the files are there afterwards and sealed, or none. Raises what read() raises, and MigrationExists.
    """
    folder.mkdir(parents=True, exist_ok=True)
    existing = read(folder)
    versions = next_versions(
        [migration.version for migration in existing.migrations], len(batches), now=now, numbering=numbering
    )
    texts: dict[Path, str] = {}
    for version, draft in zip(versions, batches, strict=True):
        pair = Pair(version, slug)
        texts[folder / pair.name(Direction.UP)] = render(_up_header(slug, draft), draft.up)
        texts[folder / pair.name(Direction.DOWN)] = render(_down_header(slug, draft), draft.down)
    with _all_or_nothing(texts):
        seal(folder)
    return tuple(texts)


def seal(folder: Path) -> Directory:
    """Renew `pgplumb.sum` from the files as they are now, and return them."""
    directory = read_unsealed(folder)
    write_whole(folder / sums.NAME, sums.render(directory.checksums))
    return directory


def withdraw(folder: Path, paths: Iterable[Path]) -> None:
    """Take away pairs that write() has written, because what was to follow failed; and the folder, if that is all."""
    _remove(paths)
    if read_unsealed(folder).migrations:
        seal(folder)
        return
    (folder / sums.NAME).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        folder.rmdir()


def restamp(folder: Path, migration: Migration, *, before: str, after: str) -> None:
    """Write other fingerprints into the headers of a pair that was edited by hand; seal the folder after it."""
    write_whole(folder / migration.file(Direction.UP), restamped(migration.up, before=before, after=after))
    write_whole(folder / migration.file(Direction.DOWN), restamped(migration.down, before=after, after=before))


def _candidates(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name == sums.NAME:
            continue
        if path.is_dir():
            raise MigrationStray(file=printable(path.name) + "/")
        if not path.name.endswith(_NEIGHBOURS):
            yield path


def _migration(pair: Pair, files: Mapping[str, Path]) -> Migration:
    data = {direction: _bytes(files[pair.name(direction)]) for direction in Direction}
    up, down = (_text(files[pair.name(direction)], data[direction]) for direction in Direction)
    up_header = parse(pair.name(Direction.UP), up)
    down_header = parse(pair.name(Direction.DOWN), down)
    return Migration(
        version=pair.version,
        slug=pair.slug,
        up=up,
        down=down,
        checksum=checksum(data[Direction.UP]),
        down_checksum=checksum(data[Direction.DOWN]),
        before=up_header.before,
        after=up_header.after,
        engine=up_header.engine,
        engine_reason=up_header.engine_reason,
        hazards=up_header.hazards,
        down_hazards=down_header.hazards,
        up_losses=up_header.losses,
        down_losses=down_header.losses,
        up_transactional=up_header.transactional,
        down_transactional=down_header.transactional,
    )


def _up_header(slug: str, draft: Draft) -> Header:
    return Header(
        slug=slug,
        engine=draft.engine,
        engine_reason=draft.engine_reason,
        before=draft.before,
        after=draft.after,
        hazards=draft.hazards,
        losses=draft.up_losses,
        transactional=draft.up_transactional,
    )


def _down_header(slug: str, draft: Draft) -> Header:
    return Header(
        slug=slug,
        engine=draft.engine,
        engine_reason=draft.engine_reason,
        before=draft.after,
        after=draft.before,
        hazards=draft.down_hazards,
        losses=draft.down_losses,
        transactional=draft.down_transactional,
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise MigrationUnreadable(file=path.name, reason=error.strerror or str(error)) from error


def _text(path: Path, data: bytes) -> str:
    try:
        # A byte order mark is an editor's habit; PostgreSQL takes it for the first letter of the first statement.
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise MigrationNotUtf8(file=path.name, line=line, offset=error.start) from error


@contextlib.contextmanager
def _all_or_nothing(texts: Mapping[Path, str]) -> Iterator[None]:
    """Write the files, and take them away again if a later one or the caller's block fails."""
    reserved: list[Path] = []
    try:
        for path in texts:
            try:
                # Creating it is the test that nobody else has it; the content comes by a rename, whole.
                path.touch(exist_ok=False)
            except FileExistsError as error:
                raise MigrationExists(file=path.name) from error
            reserved.append(path)
        for path, text in texts.items():
            write_whole(path, text)
        yield
    except BaseException:
        _remove(reserved)
        raise


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
