"""In what order a table lists its constraints, and which of its keys CREATE TABLE would take for a repetition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pgplumb.model.relations import Constraint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId

#: The types of constraints that have an index behind them (pg_constraint.contype).
INDEXED = frozenset({"p", "u", "x"})

_READING_ORDER = "puxfc"
_TIMING = re.compile(r" DEFERRABLE(?: INITIALLY DEFERRED)?\Z")
_PRIMARY = re.compile(r"\APRIMARY KEY")


def place(constraint: Constraint) -> tuple[int, bool, bool, ObjectId]:
    """Where among its table's constraints it is listed: keys come first, checks last.

    Of two alike the server takes the first when it attaches a partition, whatever their timing: those with an index
    above come first, and those that cannot wait, in both tables.
    """
    deferrable = _TIMING.search(constraint.definition) is not None
    return _READING_ORDER.index(constraint.type), not constraint.parent, deferrable, constraint.id


def is_repetition(constraint: Constraint, catalog: Catalog) -> bool:
    """Whether CREATE TABLE would forget it: of two keys that are alike it makes one index (parse_utilcmd.c).

    ALTER TABLE makes both.
    """
    return any(_index(each) == _index(constraint) for each in _before(constraint, catalog))


def alike_before(constraint: Constraint, catalog: Catalog) -> Iterator[ObjectId]:
    """The keys of the same columns, whatever their timing, that its table lists before it."""
    wanted = _TIMING.sub("", _index(constraint))
    return (each.id for each in _before(constraint, catalog) if _TIMING.sub("", _index(each)) == wanted)


def _before(constraint: Constraint, catalog: Catalog) -> Iterator[Constraint]:
    holder = catalog.parent(constraint.id) if constraint.type in INDEXED else None
    for part in catalog.children(holder) if holder is not None else ():
        if isinstance(part, Constraint) and part.type in INDEXED and place(part) < place(constraint):
            yield part


def _index(key: Constraint) -> str:
    return _PRIMARY.sub("UNIQUE", key.definition)
