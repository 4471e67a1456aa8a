"""DET-12: rows that can be inserted, updated and deleted with every trigger in force."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pgplumb.laws.changes import Tried, add_parents, add_rows, attempt, deletes, inserts, updates
from pgplumb.laws.code import triggers
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Untested, Verdict
from pgplumb.model.relations import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pgplumb.errors import DatabaseError
    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId
    from pgplumb.postgres.session import Session
    from pgplumb.syntax.sql import Sql

#: The innermost function of an error's context, and where in it.
_PLACE = re.compile(r"PL/pgSQL function (\S+?\([^)]*\)) line (\d+) at (.+)")
_REFUSES = "RAISE"
_TRIES = 30


class RowChanges(Law):
    """Rows can be inserted, updated and deleted with every trigger in force: no trigger fails at its own work, and none
    makes a row vanish that nobody refused.

    Rows of the table are inserted, updated to what they were, and deleted, each by itself. What a trigger refuses by
    RAISE is its right. It fails at its own work where a statement within it is refused: a log that takes no capitals
    gets TG_OP, a log of deletes refers to the row that is gone.

    Why: a trigger that fails at its own work makes the table unusable, and the message names another table. A BEFORE
    trigger that returns NULL (as `RETURN NEW` does at DELETE) makes the server skip the row, with no error
    (https://www.postgresql.org/docs/current/plpgsql-trigger.html).

    Instead: mend the statement that the message names; return NEW at INSERT and UPDATE, OLD at DELETE. A trigger may
    take the row's place, as in a soft delete: then it writes something.
    """

    code = "row_changes"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """The tables that have triggers and hold rows."""
        with_triggers = {(trigger.schema, trigger.table) for trigger in triggers(bench) if trigger.enabled in "OA"}
        tables = (table for table in bench.catalog.of(Table) if not table.partition_key)
        return (table.id for table in tables if (table.id.schema, table.id.name) in with_triggers)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Try each kind of change until one comes through."""
        tried = 0
        for event in ("INSERT", "UPDATE", "DELETE"):
            with bench.populated() as session:
                statements = _statements(session, subject, event, bench)
                found = list(_attempts(session, statements))
            tried += len(found)
            failure = _failure(subject, event, found)
            if failure:
                return failure
        if not tried:
            return Untested(reason=f"there are no rows to try: {bench.known.unfilled.get(subject, 'none was kept')}")
        return Passed(examples=tried)


def _statements(session: Session, table: ObjectId, event: str, bench: Bench) -> Sequence[Sql]:
    match event:
        case "INSERT":
            add_parents(session, table, bench)
            return inserts(table, bench)[:_TRIES]
        case "UPDATE":
            return [statement for statement, _ in zip(updates(session, table, bench), range(_TRIES), strict=False)]
    add_rows(session, table, bench)
    return deletes(session, table)


def _attempts(session: Session, statements: Sequence[Sql]) -> Iterator[tuple[Sql, Tried]]:
    for statement in statements:
        tried = attempt(session, statement)
        yield statement, tried
        if tried.error is None and tried.rows > 0:
            return


def _failure(table: ObjectId, event: str, found: Sequence[tuple[Sql, Tried]]) -> Failed | None:
    """What went wrong each time, if nothing came through."""
    if any(tried.error is None and (tried.rows > 0 or tried.written) for _, tried in found):
        return None
    for statement, tried in found:
        place = _PLACE.search(tried.error.context) if tried.error else None
        if tried.error and place and not place.group(3).startswith(_REFUSES) and _is_its_own(tried.error):
            return Failed(
                message=f"No {event} of {table.name} comes through: {place.group(1)} fails in line {place.group(2)}: "
                f"{tried.error.primary} (SQLSTATE {tried.error.sqlstate}).",
                help="Mend the statement in the trigger's function.",
                script=f"{statement};",
            )
    vanished = [statement for statement, tried in found if tried.error is None]
    if vanished and len(vanished) == len(found) and event != "INSERT":
        return Failed(
            message=f"{event} of a row of {table.name} does nothing, and nobody refuses it.",
            help="A BEFORE trigger returns NULL: let it return OLD at DELETE, NEW otherwise, or RAISE.",
            script=f"{vanished[0]};",
        )
    return None


def _is_its_own(error: DatabaseError) -> bool:
    """Whether the trigger is at fault: a value that a cast or an arithmetic refuses may be the row's."""
    return error.sqlstate[:2] in {"23", "42", "0A", "2F", "3F", "55"} or error.sqlstate in {"22P02", "22004"}
