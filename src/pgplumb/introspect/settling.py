"""Whether the expressions of a catalog print the same after they have been read again."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.objects import Object

_MARK = "])::"
"""An ARRAY constructor that is cast as a whole, as `varchar IN (...)` prints at first; each element is cast after that."""


def is_settled(catalog: Catalog) -> bool:
    """False where any printed text holds the one form that PostgreSQL prints in another way after a restore."""
    return not any(_unsettled(found) for found in catalog.objects.values())


def _unsettled(found: Object) -> bool:
    for name in _texts(type(found)):
        value: Any = getattr(found, name)
        if _MARK in value:
            return True
    return False


@cache
def _texts(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.type == "str" and field.name != "body")
