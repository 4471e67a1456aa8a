"""Composite types and their attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.swapping import SwappedType
from pgplumb.differ.engines.native.writing import finishing, name, owner_step, step, table
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Typing
from pgplumb.model.types import Attribute, Composite
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pgplumb.model.objects import Object


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
        return Manner.ALTER if is_extended(before, after) else Manner.REPLACE

    def completed_by(self, found: Composite, context: Context) -> Iterator[ObjectId]:
        """Once a column holds the type, its attributes cannot be retyped, nor those of a type that it has inside."""
        work, seen = [found.id], {found.id}
        while work:
            for part in context.after.children(work.pop()):
                if isinstance(part, Attribute):
                    yield part.id
                    inner = {edge.referenced for edge in context.after.requires(part.id)} - seen
                    seen |= inner
                    work += sorted(id for id in inner if id.kind == self.kind)

    def disturbs(
        self, before: Composite, after: Composite, changed: frozenset[str], context: Context
    ) -> Callable[[Object], bool]:
        return lambda dependent: isinstance(dependent, Typing) and "order" in changed

    def alter(self, before: Composite, after: Composite, changed: frozenset[str], context: Context) -> Iterator[Step]:
        if "owner" in changed:
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
        in_use = holder is not None and _holds_values(holder, context)
        return Manner.REPLACE_PARENT if in_use else Manner.ALTER

    def disturbs(
        self, before: Attribute, after: Attribute, changed: frozenset[str], context: Context
    ) -> Callable[[Object], bool]:
        return lambda dependent: isinstance(dependent, Typing)

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


def is_extended(before: Composite, after: Composite) -> bool:
    """Whether the attributes that stay keep their order, and new ones come last."""
    kept = tuple(attribute for attribute in before.order if attribute in after.order)
    added = tuple(attribute for attribute in after.order if attribute not in before.order)
    return after.order == kept + added


def _holds_values(type: ObjectId, context: Context) -> bool:
    """Whether a column may hold values of the type, or of one that has it inside (find_composite_type_dependencies)."""
    work, seen = [type], {type}
    while work:
        for edge in context.before.required_by(work.pop()):
            user = edge.dependent
            if user.kind in {"column", "domain", "range"}:
                return True
            outer = context.before.parent(user) if user.kind == "attribute" else None
            if outer is not None and outer not in seen:
                seen.add(outer)
                work.append(outer)
    return False
