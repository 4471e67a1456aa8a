"""Functions, procedures and aggregates."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.writing import finishing, name, noun, owner_step, step
from pgplumb.model.relations import Column
from pgplumb.model.routines import Aggregate, Function, Procedure
from pgplumb.syntax.bodies import named_in_body
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.ids import ObjectId

T = TypeVar("T", Function, Procedure)


class _RoutineRule(Rule[T]):
    """CREATE OR REPLACE where it can; it cannot rename arguments, take defaults away or change the result."""

    rank = 20

    def create(self, found: T, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        yield step(raw(found.definition), "create")
        yield from finishing(found, context)

    def prefers(self, found: T, context: Context) -> Iterator[ObjectId]:
        """What a string body names: the plan may run it, in a default, an index or a materialised view."""
        names = named_in_body(found.definition, found.language, found.body) if found.body else ()
        for schema, plain in names:
            for id in context.named(plain):
                if id != found.id and (not schema or id.schema == schema):
                    yield id
                    yield from (part.id for part in context.after.children(id) if isinstance(part, Column))

    def after_drop_of(self, found: T, context: Context) -> Iterator[ObjectId]:
        """The rows that it returns are as its body has them."""
        return _lost_in_rows(context.before.get(found.id), context)

    def drop(self, found: T, context: Context) -> Iterator[Step]:
        yield step(sql("DROP {} {}", noun(found.id.kind), name(found.id)), "drop")

    def manner(self, before: T, after: T, changed: frozenset[str], context: Context) -> Manner:
        renamed = any(old != new and old for old, new in zip(before.argument_names, after.argument_names, strict=False))
        fixed = renamed or "result" in changed or len(before.argument_names) > len(after.argument_names)
        fixed = fixed or any(_lost_in_rows(before, context))
        return Manner.REPLACE if fixed or after.defaults < before.defaults else Manner.ALTER

    def alter(self, before: T, after: T, changed: frozenset[str], context: Context) -> Iterator[Step]:
        if changed != {"owner"}:
            yield step(raw(after.definition), "create")
        if "owner" in changed:
            yield owner_step(after)


def _lost_in_rows(found: object, context: Context) -> Iterator[ObjectId]:
    """What goes of the relation or type whose rows a function returns, and a parsed body names until it goes itself."""
    if not isinstance(found, Function) or found.body:
        return
    row = found.result.removeprefix("SETOF ")
    for edge in context.before.requires(found.id):
        whole = edge.referenced
        for part in context.before.children(whole) if ident(whole.schema, whole.name) == row else ():
            if part.id.kind in {"column", "attribute"} and part.id not in context.after.objects:
                yield part.id


def _head(found: Function) -> str:
    """The name and the arguments, as pg_get_functiondef prints them."""
    return found.definition.partition("\n RETURNS ")[0]


class FunctionRule(_RoutineRule[Function]):
    """Functions and window functions."""

    kind = "function"

    def manner(self, before: Function, after: Function, changed: frozenset[str], context: Context) -> Manner:
        # The columns of a record are among the arguments.
        reshaped = after.result.endswith("record") and _head(before) != _head(after)
        return Manner.REPLACE if reshaped else super().manner(before, after, changed, context)


class ProcedureRule(_RoutineRule[Procedure]):
    """Procedures."""

    kind = "procedure"


class AggregateRule(Rule[Aggregate]):
    """Aggregates; CREATE OR REPLACE takes everything but another kind of result."""

    kind = "aggregate"
    rank = 22

    def create(self, found: Aggregate, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        yield step(self._definition(found), "create")
        yield from finishing(found, context)

    def _definition(self, found: Aggregate) -> Sql:
        clauses = join(", ", map(raw, found.clauses))
        arguments = raw(found.arguments or "*")
        return sql("CREATE AGGREGATE {}({}) ({})", ident(found.id.schema, found.id.name), arguments, clauses)

    def drop(self, found: Aggregate, context: Context) -> Iterator[Step]:
        yield step(sql("DROP AGGREGATE {}", name(found.id)), "drop")

    def manner(self, before: Aggregate, after: Aggregate, changed: frozenset[str], context: Context) -> Manner:
        return Manner.ALTER if changed == {"owner"} else Manner.REPLACE

    def alter(self, before: Aggregate, after: Aggregate, changed: frozenset[str], context: Context) -> Iterator[Step]:
        yield owner_step(after)
