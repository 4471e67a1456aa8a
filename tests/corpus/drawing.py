"""Owns what the writers of drawn schemas share: the numbers of a place, and what there is so far to refer to."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TYPES = ("integer", "bigint", "text", "varchar(20)", "numeric(8,2)", "date")


class Numbers:
    """The numbers of a place, read in turn: a choice among so many."""

    def __init__(self, numbers: tuple[int, ...]) -> None:
        self._rest = list(numbers)

    def below(self, count: int) -> int:
        """The next number, as one of `count`."""
        return (self._rest.pop(0) if self._rest else 0) % count

    def one(self, choices: tuple[str, ...] | list[str]) -> str:
        """One of the choices."""
        return choices[self.below(len(choices))]

    def maybe(self, text: str) -> str:
        """The text, or nothing."""
        return text if self.below(2) else ""


@dataclass
class Drawn:
    """What there is so far, for what comes later to refer to; tables come in trees only where that is asked for."""

    trees: bool = False

    schemas: list[str] = field(default_factory=lambda: ["public"])
    types: list[str] = field(default_factory=lambda: list(TYPES))
    tables: dict[str, list[str]] = field(default_factory=dict)
    counts: dict[str, list[str]] = field(default_factory=dict)
    virtual: set[str] = field(default_factory=set)
    keyed: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    enums: dict[str, list[str]] = field(default_factory=dict)
    composites: list[str] = field(default_factory=list)
    collations: list[str] = field(default_factory=lambda: ['"C"'])
    sequences: list[str] = field(default_factory=list)
    views: list[str] = field(default_factory=list)
    storages: list[str] = field(default_factory=lambda: ["heap"])
    partitions: dict[str, list[str]] = field(default_factory=dict)
    said: dict[str, list[str]] = field(default_factory=dict)

    def note(self, kind: str, name: str) -> None:
        """Remember an object under the name of its kind, for comments, grants and owners."""
        self.said.setdefault(kind, []).append(name)

    def table(self, numbers: Numbers) -> tuple[str, str] | None:
        """A table and one of its columns, if there is a table."""
        if not self.tables:
            return None
        table = numbers.one(sorted(self.tables))
        return table, numbers.one(self.tables[table])


def of_table(write: Callable[[str, Numbers, Drawn, str, str], str]) -> Callable[[str, Numbers, Drawn], str]:
    """A writer of what belongs to a table, which is told the table and one of its columns: nothing without a table."""

    @wraps(write)
    def writer(name: str, numbers: Numbers, drawn: Drawn) -> str:
        found = drawn.table(numbers)
        return write(name, numbers, drawn, *found) if found else ""

    return writer
