"""Whether the expressions of a catalog print the same after they have been read again."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from pgplumb.model.kinds import KINDS

if TYPE_CHECKING:
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.objects import Object

_MARK = "])::"
"""An ARRAY constructor cast as a whole, as `varchar IN (...)` prints at first; after that each element is cast."""


def is_settled(catalog: Catalog) -> bool:
    """False where any printed text holds the one form that PostgreSQL prints in another way after a restore."""
    return not any(_unsettled(found) for found in catalog.objects.values())


def _unsettled(found: Object) -> bool:
    names = _TEXTS[found.kind]
    return any(_MARK in getattr(found, name) for name in names)


_TEXTS = {
    name: tuple(field.name for field in fields(kind) if field.type == "str" and field.name != "body")
    for name, kind in KINDS.items()
}
