"""File names and versions of migrations: which files are a pair, and what the next version is."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from pgplumb.errors import (
    MigrationGap,
    MigrationHalf,
    MigrationNumberingMixed,
    MigrationStray,
    MigrationVersionTwice,
)
from pgplumb.model.migration import Direction
from pgplumb.model.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NAME = re.compile(r"([0-9]{1,18})_([^.\s]+)\.(up|down)\.sql\Z")
_STAMP = "%Y%m%d%H%M%S"
_STAMP_DIGITS = 14
_SEQUENCE_DIGITS = 4


class Numbering(StrEnum):
    """How versions are given: the time of making (UTC, 14 digits), or 0001, 0002 and so on."""

    TIMESTAMP = "timestamp"
    SEQUENTIAL = "sequential"


@dataclass(frozen=True, slots=True)
class Pair:
    """The version and slug of two files that belong together."""

    version: str
    slug: str

    def name(self, direction: Direction) -> str:
        """The name of one of the files."""
        return f"{self.version}_{self.slug}.{direction}.sql"


def pairs(names: Iterable[str]) -> tuple[Pair, ...]:
    """The pairs among the files, by version.

    Raises MigrationStray, MigrationVersionTwice, MigrationHalf, MigrationNumberingMixed or MigrationGap.
    """
    found: defaultdict[int, dict[Pair, set[Direction]]] = defaultdict(lambda: defaultdict(set))
    for name in sorted(names):
        match = _NAME.match(name)
        if match is None or not name.isprintable():
            raise MigrationStray(file=printable(name))
        version, slug, direction = match.groups()
        found[int(version)][Pair(version, slug)].add(Direction(direction))
    for halves in found.values():
        if len(halves) > 1:
            files = [pair.name(sorted(sides)[-1]) for pair, sides in halves.items()]
            raise MigrationVersionTwice(version=min(pair.version for pair in halves), files=" and ".join(files))
    ordered: list[Pair] = []
    for number in sorted(found):
        [(pair, sides)] = found[number].items()
        for direction in Direction:
            if direction not in sides:
                [other] = sides
                raise MigrationHalf(file=pair.name(other), missing=pair.name(direction))
        ordered.append(pair)
    _check_numbering(ordered)
    return tuple(ordered)


def next_versions(existing: Sequence[str], count: int, *, now: datetime, numbering: Numbering) -> tuple[str, ...]:
    """Consecutive versions after those that exist; a time stamp never goes back, even where the clock did.

    `now` is aware of its time zone. Raises MigrationNumberingMixed if the directory is numbered the other way.
    """
    if existing and _is_stamp(existing[-1]) is not (numbering is Numbering.TIMESTAMP):
        raise MigrationNumberingMixed(
            file=f"{existing[-1]}_...", other=f'the configuration says (numbering = "{numbering}")'
        )
    versions: list[str] = []
    for _ in range(count):
        last = versions[-1] if versions else existing[-1] if existing else ""
        versions.append(_after(last, now) if numbering is Numbering.TIMESTAMP else _successor(last))
    return tuple(versions)


def _after(last: str, now: datetime) -> str:
    stamp = now.astimezone(UTC).strftime(_STAMP)
    if stamp > last:
        return stamp
    try:
        return (datetime.strptime(last, _STAMP).replace(tzinfo=UTC) + timedelta(seconds=1)).strftime(_STAMP)
    except ValueError:
        # Fourteen digits that are no date: somebody numbered by hand, and a number still has a successor.
        return str(int(last) + 1)


def _successor(last: str) -> str:
    return str(int(last or "0") + 1).zfill(len(last) or _SEQUENCE_DIGITS)


def _is_stamp(version: str) -> bool:
    return len(version) == _STAMP_DIGITS


def _check_numbering(ordered: Sequence[Pair]) -> None:
    sequential = [pair for pair in ordered if not _is_stamp(pair.version)]
    if not sequential:
        return
    if len(sequential) < len(ordered):
        stamped = next(pair for pair in ordered if _is_stamp(pair.version))
        file, other = (pair.name(Direction.UP) for pair in (sequential[0], stamped))
        raise MigrationNumberingMixed(file=file, other=f"{other} is")
    expected = min(int(sequential[0].version), 1)
    for pair in sequential:
        if int(pair.version) != expected:
            missing = str(expected).zfill(len(pair.version))
            raise MigrationGap(missing=missing, file=pair.name(Direction.UP))
        expected += 1
