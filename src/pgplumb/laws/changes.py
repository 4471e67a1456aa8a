"""Statements that change rows of a table which is filled: what triggers and keys are held against."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, product
from random import Random
from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError
from pgplumb.generate.attempts import attempts, in_turn, spread
from pgplumb.generate.candidates import cast
from pgplumb.generate.choose import Choice, choices, writable
from pgplumb.generate.shape import shape_of, shapes
from pgplumb.laws.facts import once
from pgplumb.laws.probe import undone
from pgplumb.syntax.sql import Sql, ident, join, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pgplumb.generate.shape import Shape
    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId
    from pgplumb.postgres.session import Session

#: How many INSERTs are written for a table, how many of its rows are changed, and how many values a column is given.
_INSERTS, _ROWS, _VALUES = 40, 3, 8
#: How often other values are drawn for a table.
_AGAIN = 8
#: How many of them are changed where it may depend on what they were.
_UNLIKE = 8
#: The most values of a column that counts as one of words.
_WORDS = 6
#: How many columns are changed at once, in how many ways.
_TOGETHER, _COMBINATIONS = 3, 200
#: Which of them are carried out where more rows are needed.
_EVERY = 5
#: Rows that were written in this transaction, in any table.
_WRITTEN = """
    select coalesce(sum(pg_stat_get_xact_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid)
        + pg_stat_get_xact_tuples_deleted(c.oid)), 0)::bigint
    from pg_class c where c.relkind in ('r', 'm') and c.oid >= 16384
"""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a statement: rows that it says it changed, rows written anywhere, and what the server said."""

    rows: int
    written: int
    error: DatabaseError | None


_Drawn = tuple[tuple[Choice, ...], tuple[Sql, ...]]
_NOTHING: _Drawn = ((), ())


@once
def _drawn(bench: Bench) -> Mapping[ObjectId, _Drawn]:
    random = Random(bench.profile.seed)  # noqa: S311 - nothing here is a secret
    found = shapes(bench.catalog)
    with bench.transaction() as session:
        chosen = choices(session, found, bench.catalog, random)
    return {
        shape.id: (choice, tuple(_inserts(shape, choice, random))) for shape, choice in zip(found, chosen, strict=True)
    }


def _inserts(shape: Shape, choice: Sequence[Choice], random: Random) -> Iterator[Sql]:
    for place in (spread, in_turn):
        yield from attempts(shape, choice, _INSERTS, random, place)


def inserts(table: ObjectId, bench: Bench) -> Sequence[Sql]:
    """INSERTs of one row each; none where the table is a view or partitioned."""
    return _drawn(bench).get(table, _NOTHING)[1]


def words_of(table: ObjectId, bench: Bench) -> Mapping[str, Sequence[str]]:
    """The values by column of those columns that were found to have few: states, kinds."""
    found = {
        name: sorted({str(row[place]) for row in choice.rows if row[place] is not None})
        for choice in _drawn(bench).get(table, _NOTHING)[0]
        for place, name in enumerate(choice.columns)
    }
    return {name: values for name, values in found.items() if 1 < len(values) <= _WORDS}


@once
def _others(bench: Bench) -> dict[ObjectId, Mapping[str, Sequence[str]]]:
    return {}


def other_values(table: ObjectId, bench: Bench) -> Mapping[str, Sequence[str]]:
    """Values that checks let through, by columns that have checks for themselves: other ones than the INSERTs have,
    where there are others.
    """
    known = _others(bench)
    if table not in known:
        known[table] = _drawn_again(table, bench)
    return known[table]


def _drawn_again(table: ObjectId, bench: Bench) -> Mapping[str, Sequence[str]]:
    found: dict[str, dict[str, None]] = {}
    with bench.transaction() as session:
        for again in range(1, _AGAIN + 1):
            random = Random(bench.profile.seed + again)  # noqa: S311 - nothing here is a secret
            (chosen,) = choices(session, [shape_of(table, bench.catalog)], bench.catalog, random)
            for choice in chosen:
                if len(choice.columns) == 1:
                    texts = (value for (value,) in choice.rows if value is not None)
                    found.setdefault(choice.columns[0], {}).update(dict.fromkeys(texts))
    return {name: list(texts) for name, texts in found.items()}


def add_parents(session: Session, table: ObjectId, bench: Bench) -> None:
    """New rows in the tables that the table refers to, so that its own rows find others to belong to."""
    for shape in shapes(bench.catalog):
        if shape.id == table:
            for target in dict.fromkeys(key.target for key in shape.keys):
                add_rows(session, target, bench)


def add_rows(session: Session, table: ObjectId, bench: Bench) -> None:
    """New rows in the table, as many as are accepted, of different parents."""
    found = inserts(table, bench)
    for statement in (*found[:_VALUES], *found[_INSERTS::_EVERY]):
        with suppress(DatabaseError), session.savepoint():
            session.execute(statement)
            session.execute("set constraints all immediate")
    session.execute("set constraints all deferred")


def updates(session: Session, table: ObjectId, bench: Bench, only: Sequence[str] = ()) -> Iterator[Sql]:
    """UPDATEs of single rows: first such as change nothing, then each column to other values, those of `only` first."""
    named = ident(table.schema, table.name)
    places = [place for (place,) in session.rows(_some(named, only))]
    columns = {
        name: [row[place] for row in choice.rows]
        for choice in _drawn(bench).get(table, _NOTHING)[0]
        for place, name in enumerate(choice.columns)
    }
    shape = next((shape for shape in shapes(bench.catalog) if shape.id == table), None)
    if shape is not None:
        columns |= {name: _referred(session, shape, name) for name in only if name not in columns}
    types = {column.id.name: column.type for column in shape.columns if writable(column)} if shape else {}
    order = sorted(types, key=lambda name: (name not in only, list(types).index(name)))
    for place in places:
        for name in order[: len(only) or 1]:
            yield sql("update only {} set {} = {} where ctid = {}", named, ident(name), ident(name), literal(place))
    for name in order:
        for value in list(dict.fromkeys(columns.get(name, ())))[:_VALUES]:
            for place in places:
                given = cast(value, raw(types[name]))
                yield sql("update only {} set {} = {} where ctid = {}", named, ident(name), given, literal(place))
    yield from _together(named, only, columns, types)


def _referred(session: Session, shape: Shape, column: str) -> list[str | None]:
    """What rows that a column may refer to have: nothing else would do for it."""
    found: list[str | None] = []
    for key in shape.keys:
        other = dict(zip(key.columns, key.referenced, strict=True)).get(column)
        if other is not None:
            held = ident(key.target.schema, key.target.name)
            text = sql("select distinct {}::text from {} order by 1 limit {}", ident(other), held, raw(str(_VALUES)))
            found += [value for (value,) in session.rows(text)]
    return found


def _some(named: Sql, only: Sequence[str]) -> Sql:
    """Places of rows: of those that differ in the columns, as a condition may ask what they were, one of each first."""
    if not only:
        return sql("select ctid::text from only {} limit {}", named, raw(str(_ROWS)))
    kinds = join(", ", [sql("{}::text", ident(name)) for name in only])
    ranked = sql("select ctid, row_number() over (partition by {} order by ctid) as n from only {}", kinds, named)
    return sql("select ctid::text from ({}) as ranked order by n, ctid limit {}", ranked, raw(str(_UNLIKE)))


def _together(
    named: Sql, only: Sequence[str], columns: Mapping[str, Sequence[str | None]], types: Mapping[str, str]
) -> Iterator[Sql]:
    """UPDATEs that give several columns values at once, for conditions that ask for more than one."""
    asked = [name for name in only if name in columns and name in types][:_TOGETHER]
    pools = [list(dict.fromkeys(columns[name]))[:_VALUES] for name in asked]
    for values in islice(product(*pools), _COMBINATIONS if len(asked) > 1 else 0):
        given = [sql("{} = {}", ident(n), cast(v, raw(types[n]))) for n, v in zip(asked, values, strict=True)]
        yield sql("update only {} set {}", named, join(", ", given))


def deletes(session: Session, table: ObjectId) -> list[Sql]:
    """DELETEs of single rows, of the latest first."""
    named = ident(table.schema, table.name)
    rows = session.rows(sql("select ctid::text from only {} order by ctid desc limit 20", named))
    return [sql("delete from only {} where ctid = {}", named, literal(place)) for (place,) in rows]


def on_view(view: ObjectId, columns: Sequence[str], event: str) -> Iterator[Sql]:
    """One statement of the event through a view."""
    named = ident(view.schema, view.name)
    listed = join(", ", [ident(name) for name in columns])
    match event:
        case "INSERT":
            yield sql("insert into {} ({}) select {} from {} limit 1", named, listed, listed, named)
        case "UPDATE":
            yield from (sql("update {} set {} = {}", named, ident(name), ident(name)) for name in columns)
        case "DELETE":
            yield sql("delete from {}", named)


def attempt(session: Session, statement: Sql) -> Tried:
    """Run the statement with whatever is deferred, and undo it."""
    before = session.value(_WRITTEN)
    try:
        with undone(session):
            rows = session.execute(statement)
            written = session.value(_WRITTEN)
            session.execute("set constraints all immediate")
            return Tried(rows, written - before, None)
    except DatabaseError as error:
        return Tried(0, 0, error)
