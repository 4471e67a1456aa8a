"""DET-13: functions that look first and write then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.code import Routine, routines
from pgplumb.laws.law import Law
from pgplumb.laws.races.calls import calls
from pgplumb.laws.races.outcome import Before, alone, together
from pgplumb.laws.routines.uses import parts, writes
from pgplumb.laws.verdict import Failed, Passed, Untested, Verdict
from pgplumb.syntax.sql import Sql, ident, sql
from pgplumb.syntax.tree import ast, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId

#: How many different calls are made at once with themselves.
_CALLS = 6


class FunctionRace(Law):
    """What two calls of a function leave when one follows the other, they leave when they are made at once.

    Held to it are functions that read from a table, by an aggregate or to see whether something is there, and insert
    into it or update it. One is called twice with the same arguments, drawn from the rows that are there: in one
    session, then in two, the second call before the first commits. Where both commit, the table must hold as many rows,
    with the same numbers in them, as after one call followed the other. A second call that waits, or fails by a
    constraint, is right.

    Why: `max(position) + 1` gives two sessions the same position, and who looks whether a seat is free before inserting
    sees what others have committed, not what they are about to
    (https://www.postgresql.org/docs/current/transaction-iso.html#XACT-READ-COMMITTED).

    Instead: lock the row that both have in common before reading (`SELECT ... FOR NO KEY UPDATE` of the parent), let a
    unique constraint decide and try again, or write one guarded statement, `UPDATE ... SET sold = sold + 1 WHERE sold <
    quantity`.
    """

    code = "function_race"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Functions that read what they write, other than by its key."""
        return (r.id for r in routines(bench) if not r.is_trigger and r.volatility == "v" and _tables(r))

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Call it twice, one after the other and at once."""
        routine = next(each for each in routines(bench) if each.id == subject)
        tables = _tables(routine)
        tried = 0
        refused = ""
        with bench.populated() as session:
            drawn = calls(session, routine, bench)
        # With rows that are at the end of their range, a call may only come through where they are gone.
        emptied = tuple(sql("delete from {}", ident(table)) for table in tables)
        for before, call in (*(((), call) for call in drawn), *((emptied, call) for call in drawn[:_CALLS])):
            with bench.populated() as session:
                expected = alone(session, before, call, tables)
            if not isinstance(expected, Before):
                refused = refused or expected
                continue
            tried += 1
            with bench.crowded() as dsn:
                found = together(dsn, before, call, tables, expected)
            if found:
                return _failed(found, before, call, tried)
            if tried == _CALLS:
                break
        if not tried:
            return Untested(reason=f"no call of it came through: {refused}" if refused else "no arguments were found")
        return Passed(examples=tried)


def _failed(found: str, before: tuple[Sql, ...], call: Sql, tried: int) -> Failed:
    script = "".join(f"{statement};\n" for statement in before)
    return Failed(
        message=f"Two calls at once leave {found}.",
        help="Lock what both have in common before reading, or let a unique constraint decide.",
        script=f"{script}-- session 1\nBEGIN; {call};\n-- session 2\nBEGIN; {call};\n-- then COMMIT in both",
        examples=tried,
    )


def _tables(routine: Routine) -> tuple[str, ...]:
    """The tables that it inserts into or updates, and reads by an aggregate or to see whether something is there."""
    found = parts(routine)
    written = {
        node.relation.relname
        for part in writes(found)
        for node in nodes(part.tree)
        if isinstance(node, ast.InsertStmt | ast.UpdateStmt)
    }
    looked = {name for part in found for name in _looked_at(part.tree)}
    return tuple(sorted(written & looked))


def _looked_at(tree: object) -> Iterator[str]:
    for node in nodes(tree):
        if isinstance(node, ast.SelectStmt) and node.fromClause:
            yield from (each.relname for each in nodes(node.fromClause) if isinstance(each, ast.RangeVar))
