"""Copies of rows with numbers that come near to what limits them, and rows that go from one word to another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from pgplumb.generate.shape import shape_of
from pgplumb.laws.changes import other_values, words_of
from pgplumb.laws.facts import once
from pgplumb.laws.races.alone import Series
from pgplumb.model.relations import Constraint, Index
from pgplumb.model.types import Enum
from pgplumb.syntax.parse import parse_statement
from pgplumb.syntax.sql import Sql, ident, join, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pgplumb.generate.shape import ForeignKey, Shape
    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.relations import Column
    from pgplumb.postgres.session import Session

_NUMBERS = ("smallint", "integer", "bigint", "numeric")
_TEXTS = ("text", "character varying")
#: Rows that are copied, copies of each kind, and columns that get words together.
_ROWS, _COPIES, _TOGETHER = 3, 3, 2
#: A number that is out of the way as a limit.
_LARGE = 1_000_000
#: Series of changes between words.
_SERIES = 24


def variants(session: Session, table: ObjectId, bench: Bench) -> list[Sql]:
    """INSERTs that copy rows, a few of each, with other texts where a key asks for them.

    A number of it is set to all, and to a little more than half, of each number in the rows that it refers to.
    """
    shape = shape_of(table, bench.catalog)
    found = (statement for row in _rows(session, table) for statement in _variants(session, shape, row, bench))
    return list(dict.fromkeys(found))


def limited(session: Session, table: ObjectId, bench: Bench) -> list[Series]:
    """INSERTs that copy rows, in each series after numbers of the rows above were changed: what limits the rows of a
    table need not stand in a row that they refer to, it may be above that one.

    First all of these are made large, so that one limit is not in the way of another; then one after the other is made
    small, so that a few rows reach it.
    """
    shape = shape_of(table, bench.catalog)
    rows = [row for row in _rows(session, table) for _ in range(_COPIES)]
    copies = [_copy(shape, row, {}, copy, bench) for copy, row in enumerate(rows)]
    limits = [found for above in _above(table, bench) for found in _places_of_numbers(session, above, bench)]
    # Twice: one may have to keep below another.
    large = [place.become(_LARGE) for limit in (*limits, *limits) for place in limit]
    small = [
        Series(copies, [place.become(number) for place in limit])
        for limit in limits
        for number in range(1, _COPIES + 2)
    ]
    return [Series(variants(session, table, bench), large), *small] if copies else []


@dataclass(frozen=True, slots=True)
class _Number:
    """A number in one row."""

    table: ObjectId
    column: str
    where: Sql

    def become(self, number: int) -> Sql:
        """The UPDATE that gives it another value."""
        named, column = ident(self.table.schema, self.table.name), ident(self.column)
        return sql("update only {} set {} = {} where {}", named, column, raw(str(number)), self.where)


def _places_of_numbers(session: Session, table: ObjectId, bench: Bench) -> Iterator[list[_Number]]:
    """For each column of numbers that is no key, the number of each row."""
    shape, places = shape_of(table, bench.catalog), _places(session, table, bench)
    unique = _unique(shape, bench)
    for column in _free(shape):
        if column.type.startswith(_NUMBERS) and column.id.name not in unique:
            yield [_Number(table, column.id.name, place) for place in places]


def _above(table: ObjectId, bench: Bench) -> list[ObjectId]:
    """The tables that its rows refer to, those that these refer to, and so on, the nearest first."""
    found = [table]
    for below in found:
        keys = bench.world.tables[below].keys if below in bench.world.tables else ()
        found += dict.fromkeys(key.target for key in keys if key.target not in found)
    return found[1:]


def in_words(session: Session, table: ObjectId, bench: Bench) -> list[Series]:
    """INSERTs that copy a row with each word that columns of few words may have, such as states, and one of them often.

    They are tried one by one: a charge may have to be there before a refund, and fewer of the one than of the other.
    """
    shape = shape_of(table, bench.catalog)
    words = list(_words(shape, bench))
    every = [
        {name: literal(word) for (name, _), word in zip(words, chosen, strict=True)}
        for chosen in product(*(options for _, options in words))
    ]
    found = []
    for row in _rows(session, table) if words else ():
        once = [_copy(shape, row, given, 0, bench) for given in every]
        for place, given in enumerate(every):
            often = [_copy(shape, row, given, copy, bench) for copy in range(_COPIES + 1)]
            found.append(Series([*once[:place], *once[place + 1 :], *often]))
    return found


def from_words(session: Session, table: ObjectId, bench: Bench, event: str) -> list[Series]:
    """Series that first give all rows one word, and then delete them, or give them another, row by row.

    Of what has to be left there is enough at first: of several owners, for instance, the last one may not go.
    """
    named = ident(table.schema, table.name)
    places = _places(session, table, bench)
    found = []
    for name, options in _words(shape_of(table, bench.catalog), bench) if places else ():
        for word in options:
            first = sql("update only {} set {} = {}", named, ident(name), literal(word))
            if event == "DELETE":
                gone = (sql("delete from only {} where {}", named, place) for place in places)
                found.append(Series([*_freed(table, bench), first, *gone]))
                continue
            for other in options:
                if other != word:
                    change = sql("update only {} set {} = {}", named, ident(name), literal(other))
                    found.append(Series([first, *(sql("{} where {}", change, place) for place in places)]))
    return found[:_SERIES]


def _places(session: Session, table: ObjectId, bench: Bench) -> list[Sql]:
    """Conditions that are true of one row each, by the primary key; none where the table has no such key."""
    key = _primary_key(table, bench)
    columns = join(", ", [sql("{}::text", ident(name)) for name in key])
    query = sql("select {} from only {} order by ctid limit 20", columns, ident(table.schema, table.name))
    return [
        join(" and ", [sql("{}::text = {}", ident(n), literal(v)) for n, v in zip(key, row, strict=True)])
        for row in (session.rows(query) if key else ())
    ]


def _freed(table: ObjectId, bench: Bench) -> list[Sql]:
    """DELETEs of all rows that may refer to those of the table, or to such rows, the furthest first."""
    found = [table]
    for other in bench.world.tables.values():
        if other.id not in found and any(key.target in found for key in other.keys):
            found.append(other.id)
    return [sql("delete from {}", ident(id.schema, id.name)) for id in reversed(found[1:])]


def _primary_key(table: ObjectId, bench: Bench) -> tuple[str, ...]:
    for child in bench.catalog.children(table):
        if isinstance(child, Constraint) and child.type == "p":
            return child.columns
    return ()


def _rows(session: Session, table: ObjectId) -> list[str]:
    named = ident(table.schema, table.name)
    found = session.rows(sql("select to_jsonb(t)::text from only {} t order by ctid limit {}", named, raw(str(_ROWS))))
    return [row for (row,) in found]


def _variants(session: Session, shape: Shape, row: str, bench: Bench) -> Iterator[Sql]:
    free = [column for column in _free(shape) if column.type.startswith(_NUMBERS)]
    unique = _unique(shape, bench)
    limits = sorted({limit for key in shape.keys for limit in _limits(session, shape, row, key, bench)})
    for column in free:
        for limit in limits if column.id.name not in unique else ():
            for number in (limit // 2 + 1, limit):
                for copy in range(_COPIES):
                    yield _copy(shape, row, {column.id.name: raw(str(number))}, copy, bench)
    for copy in range(_COPIES * 4):
        yield _copy(shape, row, {}, copy, bench)


def _free(shape: Shape) -> list[Column]:
    """The columns that a copy may have another value in."""
    keys = {name for key in shape.keys for name in key.columns}
    return [c for c in shape.columns if not c.identity and not c.generated and c.id.name not in keys]


def _words(shape: Shape, bench: Bench) -> Iterator[tuple[str, Sequence[str]]]:
    """The columns of few words with these, those with the fewest first."""
    enums = {name for enum in bench.catalog.of(Enum) for name in (enum.id.name, f"{enum.id.schema}.{enum.id.name}")}
    names = {column.id.name for column in _free(shape) if column.type.startswith(_TEXTS) or column.type in enums}
    found = {name: options for name, options in words_of(shape.id, bench).items() if name in names}
    yield from sorted(found.items(), key=lambda item: len(item[1]))[:_TOGETHER]


def _limits(session: Session, shape: Shape, row: str, key: ForeignKey, bench: Bench) -> Iterator[int]:
    """The numbers in the row that the copied one refers to by the key."""
    above = shape_of(key.target, bench.catalog) if key.target in bench.catalog.objects else None
    pairs = zip(key.columns, key.referenced, strict=True)
    same = join(" and ", [sql("t.{} = r.{}", ident(other), ident(name)) for name, other in pairs])
    for column in above.columns if above else ():
        if column.type.startswith(_NUMBERS) and above and column.id.name not in _unique(above, bench):
            query = sql(
                "select floor(t.{name}) from {} t, {} r where {} and t.{name} between 1 and 2000000000",
                ident(key.target.schema, key.target.name),
                _as_row(shape, row),
                same,
                name=ident(column.id.name),
            )
            yield from (int(number) for (number,) in session.rows(query))


@once
def _uniques(bench: Bench) -> dict[ObjectId, frozenset[str]]:
    return {}


def _unique(shape: Shape, bench: Bench) -> frozenset[str]:
    """Columns of unique constraints and indexes; expressions in them are not looked into."""
    known = _uniques(bench)
    if shape.id not in known:
        known[shape.id] = _read_unique(shape, bench)
    return known[shape.id]


def _read_unique(shape: Shape, bench: Bench) -> frozenset[str]:
    names: set[str] = set()
    for child in bench.catalog.children(shape.id):
        if isinstance(child, Constraint) and child.type in "pu":
            names.update(child.columns)
        elif isinstance(child, Index) and child.unique:
            names.update(part.name for part in parse_statement(child.definition).indexParams if part.name)
    return frozenset(names)


def _copy(shape: Shape, row: str, given: Mapping[str, Sql], copy: int, bench: Bench) -> Sql:
    """The row again: what a default hands out comes anew, texts of unique keys get another ending."""
    keys = {name for key in shape.keys for name in key.columns}
    handing = {c.id.name for c in shape.columns if c.id._replace(kind="default") in bench.catalog.objects}
    unique = _unique(shape, bench)
    checked = {name for check in shape.checks for name in check.columns}
    mark = " ".join(f"{name} {value}" for name, value in given.items())
    columns, values = [], []
    for column in shape.columns:
        name = column.id.name
        asked = name in unique and name not in keys
        if column.identity or column.generated or (asked and name in handing):
            continue
        columns.append(ident(name))
        if name in given:
            values.append(given[name])
        elif asked and name in checked and (options := other_values(shape.id, bench).get(name)):
            values.append(literal(options[(copy + sum(map(ord, mark))) % len(options)]))
        elif asked and column.type.startswith(_TEXTS):
            values.append(literal(f"copy {copy} {mark}"))
        elif asked and column.type.startswith(_NUMBERS):
            values.append(raw(str(1000 + copy * 7 + sum(map(ord, mark)))))
        else:
            values.append(sql("r.{}", ident(name)))
    table = ident(shape.id.schema, shape.id.name)
    return sql(
        "insert into {} ({}) select {} from {} r", table, join(", ", columns), join(", ", values), _as_row(shape, row)
    )


def _as_row(shape: Shape, row: str) -> Sql:
    return sql("jsonb_populate_record(null::{}, {})", ident(shape.id.schema, shape.id.name), literal(row))
