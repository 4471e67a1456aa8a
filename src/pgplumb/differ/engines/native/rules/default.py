"""Defaults of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.inherited import ancestors, parent_columns, parents
from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.writing import has_children, noun, step
from pgplumb.model.relations import Column, Default, Inheritance
from pgplumb.syntax.sql import Sql, ident, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pgplumb.model.ids import ObjectId
    from pgplumb.model.objects import Object


def own_default(column: Column, context: Context, parts: Sequence[Object]) -> Iterator[Step]:
    """What gives a column of a new table another default than the one that comes down to it from its parents.

    Those are named in CREATE TABLE, where such a column is not (CREATE TABLE, INHERITS).
    """
    if not column.inherited or column.generated or not any(isinstance(part, Inheritance) for part in parts):
        return
    found = context.after.get(column.id._replace(kind="default"))
    own = found.expression if isinstance(found, Default) else None
    if _defaults_above(column, context) - {own}:
        clause = raw("DROP DEFAULT") if own is None else sql("SET DEFAULT {}", raw(own))
        target = ident(column.id.schema, column.id.table)
        yield step(sql("ALTER TABLE ONLY {} ALTER COLUMN {} {}", target, ident(column.id.name), clause))


def _defaults_above(column: Column, context: Context) -> set[str | None]:
    """Those of all the columns that it comes down from; None stands for none."""
    links = [link for link in parents(column, context) if link.id in context.after.objects]
    found: set[str | None] = set()
    for id in parent_columns(column, context, links):
        default = context.after.get(id._replace(kind="default"))
        found.add(default.expression if isinstance(default, Default) else None)
        above = context.after.get(id)
        found |= _defaults_above(above, context) if isinstance(above, Column) else set()
    return found


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
