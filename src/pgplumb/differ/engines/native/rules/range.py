"""Range types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.ranges import many_functions, value_functions
from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.swapping import SwappedType
from pgplumb.differ.engines.native.writing import finishing, name, owner_step, step
from pgplumb.model.given import temporary_name
from pgplumb.model.types import Range
from pgplumb.syntax.sql import Sql, ident, join, plain_name, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.ids import ObjectId


class RangeRule(SwappedType[Range], Rule[Range]):
    """A range type is swapped for any change but its owner."""

    kind = "range"
    rank = 16

    def create(self, found: Range, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        yield step(sql("CREATE TYPE {} AS RANGE ({})", name(found.id), join(", ", self._clauses(found))), "create")
        yield from finishing(found, context)

    def _clauses(self, found: Range) -> Iterator[Sql]:
        yield sql("subtype = {}", raw(found.subtype))
        clauses = {
            "subtype_opclass": found.opclass,
            "collation": found.collation,
            "canonical": found.canonical,
            "subtype_diff": found.difference,
            "multirange_type_name": found.multirange,
        }
        for key, value in clauses.items():
            if value:
                yield sql("{} = {}", raw(key), raw(value))

    def set_aside(self, found: Range, context: Context) -> Iterator[Step]:
        """Neither the multirange nor the functions that make values are renamed with the type."""
        yield from super().set_aside(found, context)
        aside, many_aside = (
            ident(temporary_name(each, "old")) for each in (found.id.name, plain_name(found.multirange))
        )
        old = sql("{}.{}", ident(found.id.schema), aside)
        for function in value_functions(name(found.id), raw(found.subtype)):
            yield step(sql("ALTER FUNCTION {} RENAME TO {}", function, aside), "rename")
        yield step(sql("ALTER TYPE {} RENAME TO {}", raw(found.multirange), many_aside), "rename")
        for function in many_functions(raw(found.multirange), old):
            yield step(sql("ALTER FUNCTION {} RENAME TO {}", function, many_aside), "rename")

    def drop(self, found: Range, context: Context) -> Iterator[Step]:
        yield step(sql("DROP TYPE {}", name(found.id)), "drop")

    def manner(self, before: Range, after: Range, changed: frozenset[str], context: Context) -> Manner:
        return Manner.ALTER if changed == {"owner"} else Manner.REPLACE

    def alter(self, before: Range, after: Range, changed: frozenset[str], context: Context) -> Iterator[Step]:
        yield owner_step(after)
