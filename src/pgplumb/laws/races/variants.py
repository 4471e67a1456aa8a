"""Copies of rows with numbers that come near to what limits them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.generate.shape import shape_of
from pgplumb.model.relations import Constraint
from pgplumb.syntax.sql import Sql, ident, join, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.generate.shape import Shape
    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId
    from pgplumb.postgres.session import Session

_NUMBERS = ("smallint", "integer", "bigint", "numeric")
_TEXTS = ("text", "character varying")
_COPIES = 6


def variants(session: Session, table: ObjectId, bench: Bench) -> list[Sql]:
    """INSERTs that copy a row, a few of each, with other texts where a key asks for them.

    A number of it is set to all, and to a little more than half, of each number in the rows that it may refer to.
    """
    shape = shape_of(table, bench.catalog)
    return list(dict.fromkeys(_variants(session, shape, bench)))


def _variants(session: Session, shape: Shape, bench: Bench) -> Iterator[Sql]:
    named = ident(shape.id.schema, shape.id.name)
    limits = sorted({limit for key in shape.keys for limit in _limits(session, key.target, bench)})
    row = session.value(sql("select to_jsonb(t)::text from only {} t order by ctid limit 1", named))
    if row is None:
        return
    numbers = [c for c in shape.columns if c.type.startswith(_NUMBERS) and not c.identity and not c.generated]
    keys = {name for key in shape.keys for name in key.columns}
    numbers = [
        column for column in numbers if column.id.name not in keys and column.id.name not in _unique(shape, bench)
    ]
    for column in numbers:
        for limit in limits:
            for number in (limit // 2 + 1, limit):
                for copy in range(_COPIES):
                    yield _copy(shape, row, column.id.name, number, copy, bench)
    for copy in range(_COPIES * 4):
        yield _copy(shape, row, "", 0, copy, bench)


def _limits(session: Session, table: ObjectId, bench: Bench) -> Iterator[int]:
    shape = shape_of(table, bench.catalog) if table in bench.catalog.objects else None
    for column in shape.columns if shape else ():
        if column.type.startswith(_NUMBERS) and column.id.name not in _unique(shape, bench):
            named = ident(table.schema, table.name)
            query = sql("select distinct floor({}) from only {} where {} between 1 and 2000000000 limit 3",
                        ident(column.id.name), named, ident(column.id.name))  # fmt: skip
            yield from (int(number) for (number,) in session.rows(query))


def _unique(shape: Shape | None, bench: Bench) -> frozenset[str]:
    children = bench.catalog.children(shape.id) if shape else ()
    found = (child for child in children if isinstance(child, Constraint) and child.type in "pu")
    return frozenset(name for constraint in found for name in constraint.columns)


def _copy(shape: Shape, row: str, number_of: str, number: int, copy: int, bench: Bench) -> Sql:
    """The row again: what a default hands out comes anew, texts of unique keys get another ending."""
    keys = {name for key in shape.keys for name in key.columns}
    columns, values = [], []
    for column in shape.columns:
        name = column.id.name
        handed = name in shape.defaults and name in _unique(shape, bench) and name not in keys
        if column.identity or column.generated or handed:
            continue
        columns.append(ident(name))
        if name == number_of:
            values.append(raw(str(number)))
        elif name in _unique(shape, bench) and name not in keys and column.type.startswith(_TEXTS):
            values.append(literal(f"copy {copy} {number_of} {number}"))
        elif name in _unique(shape, bench) and name not in keys and column.type.startswith(_NUMBERS):
            values.append(raw(str(1000 + copy * 7 + number)))
        else:
            values.append(sql("r.{}", ident(name)))
    table = ident(shape.id.schema, shape.id.name)
    source = sql("jsonb_populate_record(null::{}, {})", table, literal(row))
    return sql("insert into {} ({}) select {} from {} r", table, join(", ", columns), join(", ", values), source)
