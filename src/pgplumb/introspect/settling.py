"""Whether the expressions of a catalog print the same after they have been read again."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from pgplumb.model.kinds import KINDS

if TYPE_CHECKING:
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.objects import Object

_MARKS = ("])::", "UNION", "INTERSECT", "EXCEPT", "BEGIN ATOMIC")
"""An ARRAY constructor cast as a whole, as `varchar IN (...)` prints at first: after that each element is cast.
Branches of a set operation and bodies in standard SQL: columns without a name have one after that."""


def is_settled(catalog: Catalog) -> bool:
    """False where a printed text holds a form that PostgreSQL may print in another way after a restore."""
    return not any(_unsettled(found) for found in catalog.objects.values())


def _unsettled(found: Object) -> bool:
    texts = (getattr(found, name) for name in _TEXTS[found.kind])
    return any(mark in text for text in texts for mark in _MARKS)


_TEXTS = {
    name: tuple(field.name for field in fields(kind) if field.type == "str" and field.name != "body")
    for name, kind in KINDS.items()
}
