"""How a column is written: in CREATE TABLE and ADD COLUMN, and in what those cannot say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.identity import identity_clause, persistence, sequence_id
from pgplumb.differ.engines.native.not_null import named, not_null_clause
from pgplumb.differ.engines.native.privileges import unwanted
from pgplumb.differ.engines.native.writing import foreign_options, only, option_list, step, table
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column, Default, Table
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.differ.engines.native.rule import Context, Step


def column_clause(found: Column, holder: Table | None, context: Context) -> Sql:
    """A column as CREATE TABLE and ADD COLUMN take it, with its default where that is written inside."""
    options = raw(" WITH OPTIONS") if holder is not None and holder.of_type else sql(" {}", raw(found.type))
    clauses = [sql("{}{}", ident(found.id.name), options)]
    if found.foreign_options:
        clauses.append(sql("OPTIONS ({})", foreign_options(found.foreign_options)))
    if found.collation:
        clauses.append(sql("COLLATE {}", raw(found.collation)))
    if found.generated:
        kind = raw("STORED" if found.generated == "s" else "VIRTUAL")
        clauses.append(sql("GENERATED ALWAYS AS ({}) {}", raw(found.expression), kind))
    if found.identity:
        clauses.append(identity_clause(found))
    default = context.after.get(ObjectId("default", found.id.schema, found.id.name, found.id.table))
    if isinstance(default, Default) and default.id in context.written:
        clauses.append(sql("DEFAULT {}", raw(default.expression)))
    if found.not_null and found.not_null_valid:
        clauses.append(not_null_clause(named(found, context)))
    return join(" ", clauses)


def column_settings(found: Column, context: Context) -> Iterator[Step]:
    """What CREATE TABLE and ADD COLUMN cannot say, or not on every server version."""
    target = only(ObjectId("table", found.id.schema, found.id.table), context)
    column = ident(found.id.name)
    if found.storage:
        yield step(sql("ALTER TABLE {} ALTER COLUMN {} SET STORAGE {}", target, column, raw(found.storage.upper())))
    if found.identity_persistence:
        yield step(persistence(found, found.identity_persistence))
    if found.identity:
        yield from unwanted(sequence_id(found), context)
    if found.compression:
        yield step(sql("ALTER TABLE {} ALTER COLUMN {} SET COMPRESSION {}", target, column, raw(found.compression)))
    if found.statistics >= 0:
        yield step(sql("ALTER TABLE {} ALTER COLUMN {} SET STATISTICS {}", target, column, raw(str(found.statistics))))
    if found.options:
        yield step(sql("ALTER TABLE {} ALTER COLUMN {} SET ({})", target, column, option_list(found.options)))
    if found.not_null and not found.not_null_valid and found.not_null_origin != "parent":
        constraint = ident(found.called_not_null)
        whole = table(found.id)
        yield step(sql("ALTER TABLE {} ADD CONSTRAINT {} NOT NULL {} NOT VALID", whole, constraint, column))


def collation_clause(found: Column) -> Sql:
    """What follows the type, where the collation is not the usual one."""
    return sql(" COLLATE {}", raw(found.collation)) if found.collation else raw("")
