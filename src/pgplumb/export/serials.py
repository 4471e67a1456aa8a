"""Columns that count with a sequence of their own, written the short way: `id bigserial`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pgplumb.model.counting import HIGHEST
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column, Default, Sequence, Table
from pgplumb.syntax.sql import Sql, ident, literal, sql

if TYPE_CHECKING:
    from pgplumb.model.catalog import Catalog

#: What a column of a type is called that counts with a sequence of its own.
SERIALS = {"smallint": "smallserial", "integer": "serial", "bigint": "bigserial"}


def with_serials(catalog: Catalog) -> Catalog:
    """The catalog to write files from, where a column that is just what `serial` makes is of that type.

    Its sequence and its default are left out; what is said about the sequence stays.
    """
    objects = dict(catalog.objects)
    for sequence in catalog.of(Sequence):
        column = _column(sequence, catalog)
        if column is not None and _is_serial(column, sequence, catalog):
            objects[column.id] = replace(column, type=SERIALS[column.type])
            del objects[_default(column)], objects[sequence.id]
    return replace(catalog, objects=objects, depends=catalog.depends.among(objects))


def _column(sequence: Sequence, catalog: Catalog) -> Column | None:
    """The column that owns the sequence."""
    for edge in catalog.requires(sequence.id) if sequence.owned_by else ():
        found = catalog.get(edge.referenced)
        if isinstance(found, Column) and _name(found) == sequence.owned_by:
            return found
    return None


def _name(column: Column) -> Sql:
    return ident(column.id.schema, column.id.table, column.id.name)


def _default(column: Column) -> ObjectId:
    return ObjectId("default", column.id.schema, column.id.name, column.id.table)


def _is_serial(column: Column, sequence: Sequence, catalog: Catalog) -> bool:
    """Whether CREATE TABLE makes this very sequence, and nothing but the column's default counts with it."""
    table = catalog.get(ObjectId("table", column.id.schema, column.id.table))
    default = catalog.get(_default(column))
    if not isinstance(table, Table) or not isinstance(default, Default) or column.type not in SERIALS:
        return False
    users = {edge.dependent for edge in catalog.required_by(sequence.id) if edge.dependent.target is None}
    return (
        column.not_null
        and not column.inherited
        and not (table.unlogged or table.of_type)
        and users == {default.id}
        and default.expression == _counting(sequence)
        and sequence == _made(column, table)
    )


def _counting(sequence: Sequence) -> Sql:
    name = literal(ident(sequence.id.schema, sequence.id.name))
    return sql("nextval({}::regclass)", name)


def _made(column: Column, table: Table) -> Sequence:
    """The sequence that CREATE TABLE makes for a serial column."""
    return Sequence(
        ObjectId("sequence", column.id.schema, f"{column.id.table}_{column.id.name}_seq"),
        owner=table.owner,
        type=column.type,
        start=1,
        increment=1,
        minimum=1,
        maximum=HIGHEST[column.type],
        cache=1,
        cycle=False,
        unlogged=False,
        owned_by=_name(column),
    )
