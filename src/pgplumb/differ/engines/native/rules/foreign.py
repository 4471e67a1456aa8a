"""Foreign data: wrappers, servers, user mappings and foreign tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.columns import column_clause, column_settings
from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.rules.constraint import constraint_clauses
from pgplumb.differ.engines.native.whole import WholeRule
from pgplumb.differ.engines.native.writing import (
    address,
    finishing,
    foreign_option_changes,
    foreign_options,
    name,
    owner_step,
    step,
)
from pgplumb.model.foreign import ForeignDataWrapper, ForeignTable, Server, UserMapping
from pgplumb.model.relations import Column, Inheritance
from pgplumb.syntax.sql import Sql, ident, join, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.ids import ObjectId


def _options(options: tuple[str, ...]) -> list[Sql]:
    return [sql("OPTIONS ({})", foreign_options(options))] if options else []


class ForeignDataWrapperRule(WholeRule[ForeignDataWrapper]):
    """Every attribute of a wrapper changes in place."""

    kind = "foreign_data_wrapper"
    rank = 6
    in_place = frozenset({"owner", "handler", "validator", "options"})

    def definition(self, found: ForeignDataWrapper) -> Sql:
        clauses = [sql("CREATE FOREIGN DATA WRAPPER {}", name(found.id))]
        for word, function in (("HANDLER", found.handler), ("VALIDATOR", found.validator)):
            if function:
                clauses.append(raw(f"{word} {function}"))
        return join(" ", clauses + _options(found.options))

    def changes(self, before: ForeignDataWrapper, after: ForeignDataWrapper, changed: frozenset[str]) -> Iterator[Step]:
        clauses = [
            raw(f"{attribute.upper()} {value}" if value else f"NO {attribute.upper()}")
            for attribute, value in (("handler", after.handler), ("validator", after.validator))
            if attribute in changed
        ]
        if "options" in changed:
            clauses.append(sql("OPTIONS ({})", foreign_option_changes(before.options, after.options)))
        if clauses:
            yield step(sql("ALTER {} {}", address(after.id), join(" ", clauses)))


class ServerRule(WholeRule[Server]):
    """A server's version and options change in place; it cannot lose its version."""

    kind = "server"
    rank = 7

    def definition(self, found: Server) -> Sql:
        clauses = [sql("CREATE SERVER {}", name(found.id))]
        if found.type:
            clauses.append(sql("TYPE {}", literal(found.type)))
        if found.version:
            clauses.append(sql("VERSION {}", literal(found.version)))
        clauses.append(sql("FOREIGN DATA WRAPPER {}", ident(found.wrapper)))
        return join(" ", clauses + _options(found.options))

    def manner(self, before: Server, after: Server, changed: frozenset[str], context: Context) -> Manner:
        return Manner.REPLACE if changed & {"type", "wrapper"} else Manner.ALTER

    def changes(self, before: Server, after: Server, changed: frozenset[str]) -> Iterator[Step]:
        clauses = []
        if "version" in changed:
            clauses.append(sql("VERSION {}", literal(after.version) if after.version else raw("NULL")))
        if "options" in changed:
            clauses.append(sql("OPTIONS ({})", foreign_option_changes(before.options, after.options)))
        if clauses:
            yield step(sql("ALTER {} {}", address(after.id), join(" ", clauses)))


class UserMappingRule(WholeRule[UserMapping]):
    """A secret stands in the statement as its digest: it is to be set by hand."""

    kind = "user_mapping"
    rank = 8
    goes_with = frozenset({"server"})
    in_place = frozenset({"options"})

    def definition(self, found: UserMapping) -> Sql:
        return join(" ", [sql("CREATE {}", self._address(found)), *_options(found.options)])

    def drop(self, found: UserMapping, context: Context) -> Iterator[Step]:
        yield step(sql("DROP {}", self._address(found)), "drop")

    def changes(self, before: UserMapping, after: UserMapping, changed: frozenset[str]) -> Iterator[Step]:
        options = foreign_option_changes(before.options, after.options)
        yield step(sql("ALTER {} OPTIONS ({})", self._address(after), options))

    def _address(self, found: UserMapping) -> Sql:
        who = ident(found.id.name) if found.id.name else raw("PUBLIC")
        return sql("USER MAPPING FOR {} SERVER {}", who, ident(found.id.signature))


class ForeignTableRule(Rule[ForeignTable]):
    """Holds columns and checks like a table; another server means another table."""

    kind = "foreign_table"
    rank = 31

    def create(self, found: ForeignTable, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        parts = context.inline(found.id, inline)
        parents = sorted((part for part in parts if isinstance(part, Inheritance)), key=lambda part: part.position)
        columns = sorted((part for part in parts if isinstance(part, Column)), key=lambda part: part.position)
        clauses = [column_clause(part, None, context) for part in columns if not (parents and part.inherited)]
        clauses += constraint_clauses(parts)
        body = sql("(\n    {}\n)", join(",\n    ", clauses)) if clauses else raw("()")
        text = sql("CREATE FOREIGN TABLE {} {}", name(found.id), body)
        if parents:
            names = join(", ", (ident(part.parent_schema, part.parent_table) for part in parents))
            text = sql("{} INHERITS ({})", text, names)
        text = sql("{} SERVER {}", text, ident(found.server))
        yield step(join(" ", [text, *_options(found.options)]), "create")
        for part in columns:
            yield from column_settings(part, context)
        yield from finishing(found, context)

    def drop(self, found: ForeignTable, context: Context) -> Iterator[Step]:
        yield step(sql("DROP FOREIGN TABLE {}", name(found.id)), "drop")

    def manner(self, before: ForeignTable, after: ForeignTable, changed: frozenset[str], context: Context) -> Manner:
        return Manner.REPLACE if "server" in changed else Manner.ALTER

    def alter(
        self, before: ForeignTable, after: ForeignTable, changed: frozenset[str], context: Context
    ) -> Iterator[Step]:
        if "options" in changed:
            options = foreign_option_changes(before.options, after.options)
            yield step(sql("ALTER FOREIGN TABLE {} OPTIONS ({})", name(after.id), options))
        if "owner" in changed:
            yield owner_step(after)
