"""Composite types and their attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.swapping import SwappedType
from pgplumb.differ.engines.native.writing import finishing, name, owner_step, step, table
from pgplumb.model.ids import ObjectId
from pgplumb.model.types import Attribute, Composite
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator


def _clause(found: Attribute) -> Sql:
    collation = sql(" COLLATE {}", raw(found.collation)) if found.collation else raw("")
    return sql("{} {}{}", ident(found.id.name), raw(found.type), collation)


class CompositeRule(SwappedType[Composite], Rule[Composite]):
    """Composite types change attribute by attribute; new attributes come last, so another order means a swap."""

    kind = "composite"
    rank = 14

    def create(self, found: Composite, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        parts = sorted(context.inline(found.id, inline), key=lambda part: part.position)
        yield step(sql("CREATE TYPE {} AS ({})", name(found.id), join(", ", map(_clause, parts))), "create")
        yield from finishing(found, context)

    def drop(self, found: Composite, context: Context) -> Iterator[Step]:
        yield step(sql("DROP TYPE {}", name(found.id)), "drop")

    def manner(self, before: Composite, after: Composite, changed: frozenset[str], context: Context) -> Manner:
        kept = tuple(attribute for attribute in before.order if attribute in after.order)
        added = tuple(attribute for attribute in after.order if attribute not in before.order)
        if after.order != kept + added:
            return Manner.REPLACE
        return Manner.ALTER if "owner" in changed else Manner.IMPLIED

    def alter(self, before: Composite, after: Composite, changed: frozenset[str], context: Context) -> Iterator[Step]:
        yield owner_step(after)


class AttributeRule(Rule[Attribute]):
    """Attributes are added and dropped in place; PostgreSQL retypes one only while no column holds the type."""

    kind = "attribute"
    rank = 15
    goes_with = frozenset({"composite"})
    inline_in = frozenset({"composite"})
    stays_inline = True

    def create(self, found: Attribute, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        yield step(sql("ALTER TYPE {} ADD ATTRIBUTE {}", table(found.id), _clause(found)))

    def drop(self, found: Attribute, context: Context) -> Iterator[Step]:
        yield step(sql("ALTER TYPE {} DROP ATTRIBUTE {}", table(found.id), ident(found.id.name)), "drop")

    def manner(self, before: Attribute, after: Attribute, changed: frozenset[str], context: Context) -> Manner:
        holder = context.before.parent(before.id)
        users = context.before.required_by.get(holder, ()) if holder else ()
        in_use = any(edge.dependent.kind in {"column", "domain", "range"} for edge in users)
        return Manner.REPLACE_PARENT if in_use else Manner.ALTER

    def bereft(self, found: Attribute, gone: ObjectId, context: Context) -> Manner:
        return Manner.REPLACE if context.before.parent(found.id) == gone else Manner.REPLACE_PARENT

    def follows(self, found: Attribute, context: Context) -> Iterator[ObjectId]:
        """A new attribute is added at the end: those that stand before it are there first."""
        for other in context.after.children(ObjectId("composite", found.id.schema, found.id.table)):
            if isinstance(other, Attribute) and other.position < found.position:
                yield other.id

    def alter(self, before: Attribute, after: Attribute, changed: frozenset[str], context: Context) -> Iterator[Step]:
        collation = sql(" COLLATE {}", raw(after.collation)) if after.collation else raw("")
        yield step(
            sql(
                "ALTER TYPE {} ALTER ATTRIBUTE {} TYPE {}{}",
                table(after.id),
                ident(after.id.name),
                raw(after.type),
                collation,
            )
        )
