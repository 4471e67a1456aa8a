"""Digests of the values in a database, by which one sees whether those of a column survive a migration."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pgplumb.generate.blocks import ask
from pgplumb.model.relations import Column, Table
from pgplumb.syntax.sql import ident, join, sql

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId
    from pgplumb.postgres.session import Session
    from pgplumb.syntax.sql import Sql


class Digest(NamedTuple):
    """How many rows a table has, and a digest of one column's values as text, whatever the order of the rows."""

    rows: int
    digest: str


def row_digests(session: Session, catalog: Catalog) -> Mapping[ObjectId, Digest]:
    """A digest for each column of each table; partitions count with the tables that they are part of as well.

    Tables that merely inherit from another count on their own.

    One query a table, all of them in one round trip. The text of a value depends on settings of the session such as
    DateStyle; digests are to be compared from sessions with the same ones.
    """
    tables = list(catalog.of(Table))
    columns = [[child.id for child in catalog.children(table.id) if isinstance(child, Column)] for table in tables]
    answers = ask(session, [_query(table, names) for table, names in zip(tables, columns, strict=True)])
    found: dict[ObjectId, Digest] = {}
    for names, answer in zip(columns, answers, strict=True):
        if answer is not None:
            rows, digests = answer
            found.update({id: Digest(rows, digest) for id, digest in zip(names, digests, strict=True)})
    return found


def _query(table: Table, columns: Sequence[ObjectId]) -> Sql:
    digests = join(", ", map(_digest, columns))
    target = ident(table.id.schema, table.id.name)
    source = target if table.partition_key else sql("ONLY {}", target)
    return sql("SELECT json_build_array(count(*), to_json(ARRAY[{}]::text[])) FROM {}", digests, source)


def _digest(column: ObjectId) -> Sql:
    """Equal values are told apart by how often they occur; NULL is a value of its own, unlike any text."""
    name = ident(column.name)
    marked = sql("CASE WHEN {}::text IS NULL THEN '' ELSE md5({}::text) END", name, name)
    return sql("md5(coalesce(string_agg({}, ',' ORDER BY {}), ''))", marked, marked)
