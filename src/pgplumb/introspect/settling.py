"""Whether the expressions of a catalog print the same after they have been read again."""

from __future__ import annotations

from dataclasses import fields
from itertools import chain
from typing import TYPE_CHECKING, Any

from pgplumb.model.held import rows
from pgplumb.model.kinds import KINDS
from pgplumb.model.objects import getter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.objects import Object

_MARKS = ("])::", "UNION", "INTERSECT", "EXCEPT", "BEGIN ATOMIC")
"""An ARRAY constructor cast as a whole, as `varchar IN (...)` prints at first: after that each element is cast.
Branches of a set operation and bodies in standard SQL: columns without a name have one after that."""


def is_settled(catalog: Catalog) -> bool:
    """False where a printed text holds a form that PostgreSQL may print in another way after a restore."""
    whole = "\n".join(chain.from_iterable(_TEXTS[id.kind](row) for id, row in rows(catalog.objects)))
    return not any(mark in whole for mark in _MARKS)


def _texts(kind: type[Object]) -> Callable[[Sequence[Any]], tuple[str, ...]]:
    """A function that gets the printed texts of an object of this kind, from its row of values."""
    return getter(kind, [field.name for field in fields(kind) if field.type == "str" and field.name != "body"])


_TEXTS = {name: _texts(kind) for name, kind in KINDS.items()}
