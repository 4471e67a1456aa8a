"""One change of one row, as behaviour is tried on it: what has to be there, the statement, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pgplumb.errors import DatabaseError
from pgplumb.laws.detectors.meaning import is_fresh
from pgplumb.laws.search import Useless
from pgplumb.laws.trial import prepare
from pgplumb.model.relations import Column, Constraint, Default
from pgplumb.strategies.breaking import NothingFits
from pgplumb.syntax.sql import Sql, ident, join, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId
    from pgplumb.postgres.session import Session
    from pgplumb.strategies.breaking import Trial
    from pgplumb.strategies.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A change: rows that have to be there first, and the row that is inserted, changed to, or deleted."""

    event: str
    rows: Sequence[Row]
    there: Sequence[Row]
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A change that was tried: the row before and after (None where there is none), and what the server refused.

    `started` is what was returned just before the change; until then `new` is what the statement states.
    """

    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None
    statement: Sql
    started: Any = None
    error: DatabaseError | None = None


def planned(event: str, one: Trial, other: Trial | None) -> Planned:
    """The change that drawn rows stand for: at update the row that `other` is becomes what the one is."""
    try:
        if other is None:
            return Planned(event=event, rows=one.before, there=one.there, row=one.row)
        target = one.row if event == "update" else other.row
        before = (*other.before, other.row, *(one.before if event == "update" else ()))
        return Planned(event=event, rows=before, there=(*other.there, *one.there), row=target)
    except NothingFits as error:
        raise Useless(str(error)) from error


def perform(session: Session, plan: Planned, bench: Bench, start: Callable[[Made], Any]) -> Made:
    """Make the change in the open transaction, after calling `start` with what is known before it.

    Raises Useless where it cannot be made at all.
    """
    table = plan.row.table
    columns = [column.id.name for column in bench.world.tables[table].shape.columns]
    prepare(session, plan.rows)
    place = None if plan.event == "insert" else _place(session, plan, bench)
    old = None if place is None else _read(session, table, columns, place)
    statement = _statement(plan, place)
    stated = None if plan.event == "delete" else {**(old or dict.fromkeys(columns)), **_stated(session, plan, bench)}
    started = start(Made(old=old, new=stated, statement=statement))
    try:
        with session.savepoint():
            found = session.rows(sql("{} returning {}", statement, _key(table, bench)))
            session.execute("set constraints all immediate")
            session.execute("set constraints all deferred")
    except DatabaseError as error:
        return Made(old=old, new=stated, statement=statement, started=started, error=error)
    if not found:
        raise Useless(f"no row of {table.name} was touched")
    new = None if plan.event == "delete" else _read(session, table, columns, _where(table, found[0][0], bench))
    return Made(old=old, new=new, statement=statement, started=started)


def _statement(plan: Planned, place: Sql | None) -> Sql:
    if place is None:
        return plan.row.insert()
    if plan.event == "delete":
        return sql("DELETE FROM {} WHERE {}", ident(plan.row.table.schema, plan.row.table.name), place)
    if not plan.row.values:
        raise Useless("the table has no column to change")
    return plan.row.update(place)


def _place(session: Session, plan: Planned, bench: Bench) -> Sql:
    """The row that was inserted last into the table."""
    table = plan.row.table
    query = "select {} from only {} where xmin::text::bigint >= pg_current_xact_id()::text::bigint % (1::bigint << 32)"
    found = session.rows(
        sql("{} order by ctid desc limit 1", sql(query, _key(table, bench), ident(table.schema, table.name)))
    )
    if not found:
        raise Useless(f"no row of {table.name} was kept")
    return _where(table, found[0][0], bench)


def _primary(table: ObjectId, bench: Bench) -> tuple[str, ...]:
    children = bench.catalog.children(table)
    return next((child.columns for child in children if isinstance(child, Constraint) and child.type == "p"), ())


def _key(table: ObjectId, bench: Bench) -> Sql:
    """What tells a row apart, as a text: its primary key, else its place."""
    names = _primary(table, bench)
    return sql("row({})::text", join(", ", [ident(name) for name in names])) if names else raw("ctid::text")


def _where(table: ObjectId, key: str, bench: Bench) -> Sql:
    return sql("{} = {}", _key(table, bench), literal(key))


def _read(session: Session, table: ObjectId, columns: Sequence[str], place: Sql) -> Mapping[str, Any]:
    listed = join(", ", [ident(name) for name in columns])
    query = sql("select {} from only {} where {}", listed, ident(table.schema, table.name), place)
    try:
        with session.savepoint():
            rows = session.rows(query)
    except DatabaseError as error:
        raise Useless(f"Python has no such value: {error.primary}") from error
    if not rows:
        raise Useless(f"the row of {table.name} is gone")
    return dict(zip(columns, rows[0], strict=True))


def _stated(session: Session, plan: Planned, bench: Bench) -> Mapping[str, Any]:
    """The values of the statement as the server hands them out, and at an INSERT the defaults of what it leaves out."""
    given = {name: plan.row.literal(name) for name in plan.row.values}
    if plan.event == "insert":
        given |= {name: value for name, value in _defaults(plan.row.table, bench) if name not in given}
    if not given:
        return {}
    try:
        with session.savepoint():
            (row,) = session.rows(sql("select {}", join(", ", list(given.values()))))
    except DatabaseError as error:
        raise Useless(f"Python has no such value: {error.primary}") from error
    return dict(zip(given, row, strict=True))


def _defaults(table: ObjectId, bench: Bench) -> Iterator[tuple[str, Sql]]:
    """The defaults that are the same for each row of a transaction."""
    for child in bench.catalog.children(table):
        if isinstance(child, Column):
            default = bench.catalog.get(child.id._replace(kind="default"))
            if isinstance(default, Default) and not is_fresh(default.expression, bench):
                yield child.id.name, sql("({})::{}", raw(default.expression), raw(child.type))
