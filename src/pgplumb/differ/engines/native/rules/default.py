"""Defaults of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.inherited import ancestors
from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.writing import has_children, noun, step
from pgplumb.model.relations import Column, Default
from pgplumb.syntax.sql import Sql, ident, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.ids import ObjectId


class DefaultRule(Rule[Default]):
    """A default never reaches the tables below: each of those has its own."""

    kind = "default"
    rank = 33
    goes_with = frozenset({"column", "table", "foreign_table", "view"})
    inline_in = frozenset({"column"})

    def create(self, found: Default, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        yield self._alter(found, sql("SET DEFAULT {}", raw(found.expression)), context)

    def drop(self, found: Default, context: Context) -> Iterator[Step]:
        yield self._alter(found, raw("DROP DEFAULT"), context)

    def manner(self, before: Default, after: Default, changed: frozenset[str], context: Context) -> Manner:
        return Manner.ALTER

    def alter(self, before: Default, after: Default, changed: frozenset[str], context: Context) -> Iterator[Step]:
        yield self._alter(after, sql("SET DEFAULT {}", raw(after.expression)), context)

    def follows(self, found: Default, context: Context) -> Iterator[ObjectId]:
        """A column that gets its type from a table above has it once that has."""
        column = context.after.get(found.id._replace(kind="column"))
        above = ancestors(column, context) if isinstance(column, Column) else ()
        yield from (id for id in above if id in context.before.objects and id not in context.dropped)

    def _alter(self, found: Default, clause: Sql, context: Context) -> Step:
        column = context.after.parent(found.id) or context.before.parent(found.id)
        assert column is not None
        holder = context.after.parent(column) or context.before.parent(column) or column
        alone = raw("ONLY " if has_children(holder, context.before, context.after) else "")
        kind = noun(holder.kind)
        target = ident(found.id.schema, found.id.table)
        return step(sql("ALTER {} {}{} ALTER COLUMN {} {}", kind, alone, target, ident(found.id.name), clause))
