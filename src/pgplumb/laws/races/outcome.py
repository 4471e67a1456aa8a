"""What two calls leave in the tables that they write: how many rows, and which numbers are in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pgplumb.errors import DatabaseError
from pgplumb.laws.races.sessions import interleave
from pgplumb.postgres.session import connect
from pgplumb.syntax.sql import Sql, ident, sql

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.session import Session

_DEADLOCK = "40P01"

#: For each table how many rows it has, and the numbers in each of its columns.
State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Before:
    """What each of two runs, one call after another, left; what they do not agree on is left to chance."""

    one: State
    other: State


def alone(session: Session, before: Sequence[Sql], call: Sql, tables: Sequence[str]) -> Before | str:
    """What two calls leave that follow each other, twice; why not, where the first is refused. To be rolled back."""
    states = []
    for _ in range(2):
        session.execute("savepoint twice")
        for number, statement in enumerate((*before, call, call)):
            try:
                with session.savepoint():
                    session.execute(statement)
                    session.execute("set constraints all immediate")
            except DatabaseError as error:
                if number <= len(before):
                    session.execute("rollback to savepoint twice")
                    return str(error.primary)
        states.append(_state(session, tables))
        session.execute("rollback to savepoint twice")
    return Before(*states)


def together(dsn: Dsn, before: Sequence[Sql], call: Sql, tables: Sequence[str], expected: Before) -> str:
    """What is different after both calls were made at once and committed; empty where nothing is."""
    outcome = interleave(dsn, before, call, call)
    if any(error is not None and error.sqlstate == _DEADLOCK for error in (outcome.first, outcome.second)):
        return "a deadlock (40P01)"
    if not outcome.both:
        return ""
    with connect(dsn) as session:
        found = _state(session, tables)
    for table in tables:
        counts = {state[table]["rows"] for state in (expected.one, expected.other)}
        if found[table]["rows"] not in counts:
            return f"{found[table]['rows']} rows in {table}, and {min(counts)} one after the other"
        for column, values in found[table]["columns"].items():
            first, second = (state[table]["columns"].get(column) for state in (expected.one, expected.other))
            if first == second and values != first:
                return f"other values in {table}.{column} than one after the other"
    return ""


def _state(session: Session, tables: Sequence[str]) -> State:
    return {table: _of_table(session.rows(sql("select to_jsonb(t) from {} t", ident(table)))) for table in tables}


def _of_table(rows: Sequence[tuple[Mapping[str, Any]]]) -> Mapping[str, Any]:
    columns: dict[str, list[str]] = {}
    for (row,) in rows:
        for name, value in row.items():
            # Numbers alone: moments differ from call to call, as they should.
            if isinstance(value, int | float):
                columns.setdefault(name, []).append(repr(value))
    return {"rows": len(rows), "columns": {name: sorted(values) for name, values in columns.items()}}
