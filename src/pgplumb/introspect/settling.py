"""Whether the expressions of a catalog print the same after they have been read again."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from pgplumb.model.held import rows
from pgplumb.model.kinds import KINDS
from pgplumb.model.objects import attributes

if TYPE_CHECKING:
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.objects import Object

_MARKS = ("])::", "UNION", "INTERSECT", "EXCEPT", "BEGIN ATOMIC")
"""An ARRAY constructor cast as a whole, as `varchar IN (...)` prints at first: after that each element is cast.
Branches of a set operation and bodies in standard SQL: columns without a name have one after that."""

PRINTED = frozenset(
    ("arguments", "bound", "check", "default", "definition", "expression", "filter", "partition_key", "using")
)
"""The texts that PostgreSQL printed of an expression or a query; others are names, types and words."""


def is_settled(catalog: Catalog) -> bool:
    """False where a printed text holds a form that PostgreSQL may print in another way after a restore."""
    whole = "\n".join(row[place] for id, row in rows(catalog.objects) for place in _PLACES[id[0]])
    return not any(mark in whole for mark in _MARKS)


def _places(kind: type[Object]) -> tuple[int, ...]:
    """Where a row of values has the printed texts of an object of this kind."""
    printed = {field.name for field in fields(kind) if field.type == "str"} & PRINTED
    return tuple(place for place, name in enumerate(attributes(kind)) if name in printed)


_PLACES = {name: _places(kind) for name, kind in KINDS.items()}
