"""Swapping a type: the old form is renamed aside until every column has moved over to the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from pgplumb.differ.engines.native.writing import name, noun, step
from pgplumb.model.given import temporary_name
from pgplumb.model.objects import Object
from pgplumb.syntax.sql import ident, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.differ.engines.native.rule import Context, Step

T = TypeVar("T", bound=Object)


class SwappedType(Generic[T]):
    """Mixed into the rules of types: replacing one in use would cost the columns that hold its values."""

    swaps = True

    def set_aside(self, found: T, context: Context) -> Iterator[Step]:
        """Rename the old form."""
        aside = ident(temporary_name(found.id.name, "old"))
        yield step(sql("ALTER {} {} RENAME TO {}", noun(found.id.kind), name(found.id), aside), "rename")

    def drop_aside(self, found: T, context: Context) -> Iterator[Step]:
        """Drop the old form under the name it was given."""
        aside = ident(found.id.schema, temporary_name(found.id.name, "old"))
        yield step(sql("DROP {} {}", noun(found.id.kind), aside), "drop")
