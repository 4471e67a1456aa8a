"""What is in a database at one moment, and what of it is missing at another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.generate.blocks import ask
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column, Table
from pgplumb.syntax.sql import ident, join, literal, sql

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from pgplumb.model.catalog import Catalog
    from pgplumb.postgres.session import Session
    from pgplumb.syntax.sql import Sql

#: Where each sequence is (pg_sequence_last_value is NULL before its first number), and the column that owns it.
_SEQUENCES = """
    select n.nspname, c.relname, coalesce(pg_sequence_last_value(c.oid), s.seqstart - s.seqincrement), s.seqincrement,
        owner.nspname, t.relname, a.attname
    from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
        left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')
            and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0
        left join pg_class t on t.oid = d.refobjid left join pg_namespace owner on owner.oid = t.relnamespace
        left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where c.relpersistence <> 't' order by 1, 2
"""
#: What a column is, whatever it is called: it keeps both numbers when it or its table gets another name.
_PLACES = """
    select n.nspname, c.relname, a.attname, c.oid::bigint, a.attnum
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and n.nspname !~ '^pg_|^information_schema$'
"""


@dataclass(frozen=True, slots=True)
class Position:
    """The last number that a sequence gave, the step to the next, and the column that it numbers."""

    last: int
    increment: int
    owner: ObjectId | None


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table as texts, NULL as None; columns that the server computes are left out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]

    def only(self, names: Sequence[str]) -> Counter[tuple[str | None, ...]]:
        """How often each combination of values in some columns occurs."""
        places = [self.columns.index(name) for name in names]
        return Counter(tuple(row[place] for place in places) for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Rows by table, positions by sequence, and the numbers by which the server knows each column."""

    tables: Mapping[ObjectId, Rows]
    sequences: Mapping[ObjectId, Position]
    places: Mapping[ObjectId, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Loss:
    """What is missing: the rows of a table, the values of a column, the position of a sequence; and how it shows."""

    id: ObjectId
    text: str


def contents(session: Session, catalog: Catalog) -> Contents:
    """What a database with this catalog holds; of partitions, what each holds itself."""
    tables = [table.id for table in catalog.of(Table) if not table.partition_key]
    names = {id: _stored(id, catalog) for id in tables}
    answers = ask(session, [_query(id, names[id]) for id in tables])
    sequences = session.rows(_SEQUENCES)
    places = session.rows(_PLACES)
    found = {id: Rows(names[id], tuple(map(tuple, answer or ()))) for id, answer in zip(tables, answers, strict=True)}
    return Contents(
        tables=found,
        sequences={
            ObjectId("sequence", schema, name): Position(
                last, increment, None if column is None else ObjectId("column", holder, column, table)
            )
            for schema, name, last, increment, holder, table, column in sequences
        },
        places={ObjectId("column", schema, name, table): (oid, number) for schema, table, name, oid, number in places},
    )


def _stored(table: ObjectId, catalog: Catalog) -> tuple[str, ...]:
    columns = (child for child in catalog.children(table) if isinstance(child, Column) and not child.generated)
    return tuple(column.id.name for column in columns)


def _query(table: ObjectId, names: Sequence[str]) -> Sql:
    texts = join(", ", [sql("{}::text", ident(name)) for name in names])
    return sql(
        "SELECT coalesce(json_agg(ARRAY[{}]::text[]), {}::json) FROM ONLY {}",
        texts,
        literal("[]"),
        ident(table.schema, table.name),
    )


def missing(held: Contents, now: Contents, spared: Collection[ObjectId]) -> Iterator[Loss]:
    """What was there and is not there now, but for tables, columns and sequences that are spared.

    The same names are taken for the same things.
    """
    for table, rows in held.tables.items():
        if rows.rows and table not in spared:
            yield from _missing(table, rows, now.tables.get(table), spared)
    for id, position in held.sequences.items():
        if id in spared or position.owner in spared or _table_of(position.owner) in spared:
            continue
        if position.owner is not None and _is_made_anew(position.owner, held, now):
            continue
        there = now.sequences.get(id)
        if there is None or (there.last - position.last) * position.increment < 0:
            said = f"{position.last}, now {'nowhere' if there is None else there.last}"
            yield Loss(id, f"{id} was at {said}")


def _is_made_anew(column: ObjectId, held: Contents, now: Contents) -> bool:
    """Whether the column's table holds no rows itself and is another one now: its partitions' rows tell of the loss."""
    return _table_of(column) not in held.tables and held.places.get(column) not in now.places.values()


def _table_of(column: ObjectId | None) -> ObjectId | None:
    return None if column is None else ObjectId("table", column.schema, column.table)


def _missing(table: ObjectId, held: Rows, now: Rows | None, spared: Collection[ObjectId]) -> Iterator[Loss]:
    if now is None:
        yield Loss(table, f"rows of {table} are gone")
        return
    ids = {name: ObjectId("column", table.schema, name, table.name) for name in held.columns}
    names = [name for name in held.columns if ids[name] not in spared]
    shared = [name for name in names if name in now.columns]
    for name in names:
        if name not in shared and any(key != (None,) for key in held.only([name])):
            yield Loss(ids[name], f"values of {ids[name]} are gone")
    if not shared or not _unmatched(held.only(shared), now.only(shared)):
        return
    changed = [name for name in shared if _values(held.only([name]) - now.only([name]))]
    if len(held.rows) > len(now.rows):
        yield Loss(table, f"{table} had {len(held.rows)} rows, now {len(now.rows)}")
    elif changed:
        for name in changed:
            yield Loss(ids[name], f"{ids[name]} {_example(held.only([name]), now.only([name]))}")
    else:
        yield Loss(table, f"values of {table} are in other rows than they were")


def _unmatched(held: Counter[tuple[str | None, ...]], now: Counter[tuple[str | None, ...]]) -> bool:
    """Whether a row has no counterpart. A NULL is no value that could be lost: a backfill may put one in its place."""
    spare = list((now - held).elements())
    for row in sorted((held - now).elements(), key=lambda row: row.count(None)):
        found = next((each for each in spare if _is_kept(row, each)), None)
        if found is None:
            return True
        spare.remove(found)
    return False


def _is_kept(row: tuple[str | None, ...], later: tuple[str | None, ...]) -> bool:
    return all(value is None or value == now for value, now in zip(row, later, strict=True))


def _values(found: Counter[tuple[str | None, ...]]) -> Counter[tuple[str | None, ...]]:
    return Counter({key: count for key, count in found.items() if None not in key})


def _example(held: Counter[tuple[str | None, ...]], now: Counter[tuple[str | None, ...]]) -> str:
    (was,), (became,) = (min(one, key=str) for one in (_values(held - now), now - held))
    return f"was {_shown(was)}, now {_shown(became)}"


def _shown(value: str | None) -> str:
    return "NULL" if value is None else str(literal(value))


def survives(column: ObjectId, held: Contents, now: Contents) -> bool | None:
    """Whether a column is the same one later, whatever it is called, with the same values; None where it has none."""
    rows = held.tables.get(ObjectId("table", column.schema, column.table))
    if rows is None or column.name not in rows.columns:
        return None
    values = rows.only([column.name])
    if not any(key != (None,) for key in values):
        return None
    place = held.places.get(column)
    for other, there in now.places.items():
        if there == place:
            found = now.tables.get(ObjectId("table", other.schema, other.table))
            return found is not None and other.name in found.columns and found.only([other.name]) == values
    return False


def gone(held: Contents, now: Contents, spared: Collection[ObjectId]) -> Iterator[Loss]:
    """Columns that are not the same ones later with the same values, whatever they are called, but for spared ones."""
    for table, rows in held.tables.items():
        for name in rows.columns if table not in spared else ():
            column = ObjectId("column", table.schema, name, table.name)
            if column not in spared and survives(column, held, now) is False:
                yield Loss(column, f"values of {column} are gone")
