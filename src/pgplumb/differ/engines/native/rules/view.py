"""Views and materialised views."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.writing import finishing, name, option_list, option_steps, owner_step, step
from pgplumb.model.relations import MaterializedView, View
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.ids import ObjectId


#: What a view may need itself through; all else is there before its columns are.
_LATE = frozenset({"function", "aggregate", "operator", "view", "materialized_view"})

_NAME = r'(?:"(?:[^"]|"")*"|[^". ]+)'
_COLUMN = re.compile(rf"(?P<name>{_NAME}) (?P<type>.+) (?P<collation>-|(?:{_NAME}\.)?{_NAME})\Z")


def _columns_alone(found: View) -> Sql:
    """A query that gives the same columns without any table."""
    columns = []
    for column in found.columns:
        match = _COLUMN.match(column)
        assert match is not None
        collation = "" if match["collation"] == "-" else f" COLLATE {match['collation']}"
        columns.append(raw(f"NULL::{match['type']}{collation} AS {match['name']}"))
    return sql("SELECT {}", join(", ", columns))


class ViewRule(Rule[View]):
    """CREATE OR REPLACE VIEW can only add columns at the end; any other change of columns makes the view anew."""

    kind = "view"
    rank = 50
    remade_in_cycles = True
    hollow_in_cycles = True

    def create(self, found: View, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        query = _columns_alone(found) if found.id in context.hollow else raw(found.definition)
        yield step(self._definition(found, raw("CREATE VIEW"), query), "create")
        yield from finishing(found, context)

    def late(self, found: View, needed: ObjectId, context: Context) -> bool:
        """The query comes when all is there that it may need itself through."""
        return found.id in context.hollow and needed.kind in _LATE

    def finish(self, found: View, context: Context) -> Iterator[Step]:
        yield step(self._definition(found, raw("CREATE OR REPLACE VIEW"), raw(found.definition)), "create")

    def empty(self, found: View, context: Context) -> Iterator[Step]:
        yield step(self._definition(found, raw("CREATE OR REPLACE VIEW"), _columns_alone(found)), "create")

    def _definition(self, found: View, verb: Sql, query: Sql) -> Sql:
        options = sql(" WITH ({})", option_list(found.options)) if found.options else raw("")
        return sql("{} {}{} AS\n{}", verb, name(found.id), options, query)

    def drop(self, found: View, context: Context) -> Iterator[Step]:
        yield step(sql("DROP VIEW {}", name(found.id)), "drop")

    def manner(self, before: View, after: View, changed: frozenset[str], context: Context) -> Manner:
        kept = after.columns[: len(before.columns)] == before.columns and before.id not in context.remade
        return Manner.ALTER if kept else Manner.REPLACE

    def alter(self, before: View, after: View, changed: frozenset[str], context: Context) -> Iterator[Step]:
        if "definition" in changed:
            yield step(self._definition(after, raw("CREATE OR REPLACE VIEW"), raw(after.definition)), "create")
        elif "options" in changed:
            yield from option_steps(sql("VIEW {}", name(after.id)), before.options, after.options)
        if "owner" in changed:
            yield owner_step(after)


class MaterializedViewRule(Rule[MaterializedView]):
    """A materialised view is made anew for another query; its indexes, comments and grants follow."""

    kind = "materialized_view"
    rank = 52

    def create(self, found: MaterializedView, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        text = sql("CREATE MATERIALIZED VIEW {}", name(found.id))
        if found.access_method:
            text = sql("{} USING {}", text, ident(found.access_method))
        if found.options:
            text = sql("{} WITH ({})", text, option_list(found.options))
        if found.tablespace:
            text = sql("{} TABLESPACE {}", text, ident(found.tablespace))
        data = raw("" if found.populated else "\nWITH NO DATA")
        yield step(sql("{} AS\n{}{}", text, raw(found.definition), data), "create")
        yield from self._settings(found, ())
        yield from finishing(found, context)

    def _settings(self, found: MaterializedView, held: tuple[str, ...]) -> Iterator[Step]:
        places = {setting.rpartition(" ")[0] for setting in found.settings}
        lost = [place for setting in held if (place := setting.rpartition(" ")[0]) not in places]
        reset = [f"{place} {-1 if place.endswith('STATISTICS') else 'DEFAULT'}" for place in lost]
        for setting in (*reset, *(setting for setting in found.settings if setting not in held)):
            place, _, value = setting.rpartition(" ")
            column, _, word = place.rpartition(" ")
            clause = sql("ALTER COLUMN {} SET {} {}", raw(column), raw(word), raw(value))
            yield step(sql("ALTER MATERIALIZED VIEW {} {}", name(found.id), clause))

    def reacts_to_rows(self, found: MaterializedView) -> bool:
        return True

    def drop(self, found: MaterializedView, context: Context) -> Iterator[Step]:
        yield step(sql("DROP MATERIALIZED VIEW {}", name(found.id)), "drop")

    def manner(
        self, before: MaterializedView, after: MaterializedView, changed: frozenset[str], context: Context
    ) -> Manner:
        return Manner.REPLACE if changed & {"definition", "columns"} else Manner.ALTER

    def alter(
        self, before: MaterializedView, after: MaterializedView, changed: frozenset[str], context: Context
    ) -> Iterator[Step]:
        target = sql("MATERIALIZED VIEW {}", name(after.id))
        if "options" in changed:
            yield from option_steps(target, before.options, after.options)
        if "settings" in changed:
            yield from self._settings(after, before.settings)
        if "access_method" in changed:
            yield step(sql("ALTER {} SET ACCESS METHOD {}", target, ident(after.access_method or "heap")))
        if "tablespace" in changed:
            yield step(sql("ALTER {} SET TABLESPACE {}", target, ident(after.tablespace or "pg_default")))
        if "populated" in changed:
            yield step(sql("REFRESH {}{}", target, raw("" if after.populated else " WITH NO DATA")))
        if "owner" in changed:
            yield owner_step(after)
