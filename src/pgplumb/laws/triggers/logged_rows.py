"""DET-12: what triggers write about a row into other tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.errors import DatabaseError
from pgplumb.laws.changes import add_rows, deletes, inserts, updates
from pgplumb.laws.code import routine_of, triggers
from pgplumb.laws.law import Law
from pgplumb.laws.probe import undone
from pgplumb.laws.routines.uses import parts, writes
from pgplumb.laws.verdict import Failed, Passed, Untested, Verdict
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column, Table
from pgplumb.syntax.sql import Sql, ident, literal, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pgplumb.laws.bench import Bench
    from pgplumb.postgres.session import Session

_DOCUMENTS = frozenset({"json", "jsonb", "hstore"})
_CHANGES = ("chang", "diff", "delta", "modified")
_EMPTY: tuple[Any, ...] = ({}, [], "{}")
_TRIES = 12


class LoggedRows(Law):
    """What triggers log of a deleted row holds the row, and what they log of a change holds a change.

    A row is inserted, updated to what it was, and deleted. Among the rows that triggers write elsewhere, one for the
    DELETE has a document (json, jsonb, hstore) wherever those for other events have any; one for an update that changed
    nothing has no empty list of changes.

    Why: at DELETE the new row is NULL, and so is a snapshot of it; the log then says that something went and not what.
    Logged changes without a change wake everybody who listens
    (https://www.postgresql.org/docs/current/plpgsql-trigger.html).

    Instead: `CASE WHEN tg_op = 'DELETE' THEN to_jsonb(old) ELSE to_jsonb(new) END`; and WHEN (old.* IS DISTINCT FROM
    new.*) on the trigger for updates.
    """

    code = "logged_rows"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """The tables with row triggers that write, at more than one event."""
        found = dict.fromkeys(_logging(bench))
        return (id for id in found if isinstance(bench.catalog.get(id), Table))

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Compare what is written at each event."""
        logs = [table for table in bench.catalog.of(Table) if table.id != subject and not table.partition_key]
        with bench.populated() as session:
            written = {
                event: _written(session, subject, event, logs, bench) for event in ("INSERT", "UPDATE", "DELETE")
            }
        if not any(written.values()):
            return Untested(reason="no change of a row was logged anywhere")
        for log in sorted(written["DELETE"], key=lambda table: table.id):
            others = [row for event in ("INSERT", "UPDATE") for row in written[event].get(log, ())]
            documents = _documents(log, bench)
            full = any(row[name] is not None for row in others for name in documents)
            if full and all(row[name] is None for row in written["DELETE"][log] for name in documents):
                return Failed(
                    message=f"Of a deleted row of {subject.name}, {log.id.name} holds NULL in {', '.join(documents)}.",
                    help="Let the trigger take OLD at DELETE: NEW is NULL there.",
                )
        for log, rows in written["UPDATE"].items():
            for name in _change_lists(log, bench):
                if any(row[name] in _EMPTY for row in rows):
                    return Failed(
                        message=f"An UPDATE that changes nothing leaves an empty {name} in {log.id.name}.",
                        help="Give the trigger WHEN (old.* IS DISTINCT FROM new.*).",
                    )
        return Passed(examples=sum(len(rows) for found in written.values() for rows in found.values()))


def _logging(bench: Bench) -> Iterator[ObjectId]:
    for trigger in triggers(bench):
        routine = routine_of(trigger, bench)
        if trigger.each_row and trigger.enabled in "OA" and routine and writes(parts(routine)):
            yield ObjectId("table", trigger.schema, trigger.table)


def _written(
    session: Session, subject: ObjectId, event: str, logs: Sequence[Table], bench: Bench
) -> dict[Table, list[dict[str, Any]]]:
    """The rows that the first change which comes through leaves in other tables."""
    for statement in _statements(session, subject, event, bench):
        try:
            with undone(session):
                before = {log: _rows(session, log) for log in logs}
                if session.execute(statement) > 0:
                    session.execute("set constraints all immediate")
                    after = {log: [row for row in _rows(session, log) if row not in before[log]] for log in logs}
                    return {
                        log: rows for log, rows in after.items() if rows and len(_rows(session, log)) > len(before[log])
                    }
        except DatabaseError:
            continue
    return {}


def _rows(session: Session, log: Table) -> list[dict[str, Any]]:
    return [row for (row,) in session.rows(sql("select to_jsonb(t) from only {} t", ident(log.id.schema, log.id.name)))]


def _statements(session: Session, table: ObjectId, event: str, bench: Bench) -> Sequence[Sql]:
    match event:
        case "INSERT":
            return inserts(table, bench)[:_TRIES]
        case "UPDATE":
            return _unchanging(session, table, bench)
    add_rows(session, table, bench)
    return deletes(session, table)


def _unchanging(session: Session, table: ObjectId, bench: Bench) -> list[Sql]:
    """UPDATEs of every column to what it is, which say so of each."""
    named = ident(table.schema, table.name)
    columns = [c for c in bench.catalog.children(table) if isinstance(c, Column) and not c.generated and not c.identity]
    if not columns:
        return list(updates(session, table, bench))[:_TRIES]
    name = ident(columns[0].id.name)
    places = session.rows(sql("select ctid::text from only {} limit 5", named))
    return [sql("update only {} set {} = {} where ctid = {}", named, name, name, literal(place)) for (place,) in places]


def _documents(log: Table, bench: Bench) -> list[str]:
    return [c.id.name for c in bench.catalog.children(log.id) if isinstance(c, Column) and c.type in _DOCUMENTS]


def _change_lists(log: Table, bench: Bench) -> list[str]:
    return [
        child.id.name
        for child in bench.catalog.children(log.id)
        if isinstance(child, Column)
        and (child.type in _DOCUMENTS or child.type.endswith("[]"))
        and any(word in child.id.name.lower() for word in _CHANGES)
    ]
