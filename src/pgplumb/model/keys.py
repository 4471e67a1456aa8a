"""In what order a table lists its constraints, and which of its keys CREATE TABLE would take for a repetition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pgplumb.model.relations import Constraint

if TYPE_CHECKING:
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId

#: The types of constraints that have an index behind them (pg_constraint.contype).
INDEXED = frozenset({"p", "u", "x"})

_READING_ORDER = "puxfc"
_PRIMARY = re.compile(r"\APRIMARY KEY")


def place(constraint: Constraint) -> tuple[int, bool, ObjectId]:
    """Where among its table's constraints it is listed: keys come first, checks last.

    Of two alike the server takes the first when it attaches a partition: those with an index above come first.
    """
    return _READING_ORDER.index(constraint.type), not constraint.parent, constraint.id


def is_repetition(constraint: Constraint, catalog: Catalog) -> bool:
    """Whether CREATE TABLE would forget it: of two keys that are alike it makes one index (parse_utilcmd.c).

    ALTER TABLE makes both.
    """
    holder = catalog.parent(constraint.id) if constraint.type in INDEXED else None
    if holder is None:
        return False
    others = (part for part in catalog.children(holder) if isinstance(part, Constraint) and part.type in INDEXED)
    return any(place(each) < place(constraint) and _index(each) == _index(constraint) for each in others)


def _index(key: Constraint) -> str:
    return _PRIMARY.sub("UNIQUE", key.definition)
