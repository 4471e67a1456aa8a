"""Triggers: each fires on the events that it declares."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from pgplumb.laws.accepted import accepted
from pgplumb.laws.changes import add_parents, add_rows, attempt, deletes, inserts, on_view, updates
from pgplumb.laws.code import Routine, TriggerFacts, routine_of, triggers
from pgplumb.laws.law import Law
from pgplumb.laws.trial import together
from pgplumb.laws.verdict import Failed, Passed, Untested, Verdict
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import View
from pgplumb.syntax.parse import column_names, parse_statement
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pgplumb.laws.bench import Bench
    from pgplumb.postgres.session import Session
    from pgplumb.strategies.breaking import Trial

_TWIN = "pgplumb_traced"
_CALLS = "select coalesce(pg_stat_get_xact_function_calls('pg_temp.pgplumb_traced()'::regprocedure), 0)"
_STATES = {"D": "it is disabled", "R": "it fires in replication alone (ENABLE REPLICA TRIGGER)"}


class TriggerFires(Law):
    """A trigger fires on each event that it declares.

    Its function is put under another name, for this trigger alone, and rows are inserted, updated, deleted and
    truncated until the function was called at each event; columns are given values until the WHEN is true. A statement
    of an event that it does not declare must not call it. Everything is rolled back. What could not be brought about is
    untested, and says why.

    Why: a trigger whose WHEN is never true, that stands behind another one which returns NULL, or whose statement a
    rule replaces, looks like a rule of the schema and is none
    (https://www.postgresql.org/docs/current/trigger-definition.html).

    Instead: drop it, or mend what keeps it from firing.
    """

    code = "trigger_fires"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Every trigger of the user's."""
        return (trigger.id for trigger in triggers(bench))

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Bring about each of its events, then the others."""
        trigger = next(each for each in triggers(bench) if each.id == subject)
        routine = routine_of(trigger, bench)
        if trigger.enabled in _STATES or routine is None:
            return Untested(reason=_STATES.get(trigger.enabled, "an extension brought its function"))
        # Rows that are known to break nothing take long to find, and mostly others do.
        found = _try(trigger, routine, (), bench)
        return _try(trigger, routine, accepted(trigger.id, bench), bench) if isinstance(found, Untested) else found


def _try(trigger: TriggerFacts, routine: Routine, solved: Sequence[Trial], bench: Bench) -> Verdict:
    """Bring about each event; with the rows of the trials as well."""
    tried = 0
    with bench.populated() as session:
        _trace(session, trigger, routine)
        for event in ("INSERT", "UPDATE", "DELETE", "TRUNCATE"):
            if event in {"UPDATE", "DELETE"}:
                for trial in solved:
                    together(session, *(row.insert() for row in trial.rows))
            wholes = (join("; ", [row.insert() for row in trial.rows]) for trial in solved if event == "INSERT")
            statements = chain(_statements(session, trigger, event, bench), wholes)
            outcome = _hold(session, trigger, event, statements, bench)
            if not isinstance(outcome, int):
                return outcome
            tried += outcome
    return Passed(examples=tried)


def _hold(
    session: Session, trigger: TriggerFacts, event: str, statements: Iterator[Sql], bench: Bench
) -> int | Verdict:
    """The statements that it took to see that it fires at the event, or that it does not where it should not."""
    number, came, errors = 0, 0, []
    for number, statement in enumerate(statements, 1):
        before = session.value(_CALLS)
        tried = attempt(session, statement)
        inside = tried.error is not None and _TWIN in tried.error.context
        fired = inside or session.value(_CALLS) > before
        if fired and event not in trigger.events:
            return Failed(message=f"It fires at {event}, which it does not declare.", script=f"{statement};")
        if fired:
            return number
        if tried.error is not None:
            errors.append(tried.error)
        elif tried.rows > 0 or (tried.written == 0 and _may_be_kept(trigger, event, bench)):
            came += 1
            last = statement
    if event not in trigger.events:
        return number
    if came and not trigger.has_condition and not trigger.columns:
        return Failed(
            message=f"{came} times {event} of {trigger.table} was accepted, and it fired at none of them.",
            help="Look for a trigger before it that returns NULL, or a rule that takes the statement's place.",
            script=f"{last};",
        )
    if came:
        return Untested(reason=f"its condition was true of none of {came} rows that {event} changed")
    empty = bench.known.unfilled.get(ObjectId("table", trigger.schema, trigger.table), "")
    refused = f": {errors[0].primary if errors else empty}" if errors or empty else ""
    return Untested(reason=f"no {event} of {trigger.table} came through{refused}")


def _may_be_kept(trigger: TriggerFacts, event: str, bench: Bench) -> bool:
    """Whether something else may keep rows from being inserted or deleted, without an error."""
    mine = (other for other in triggers(bench) if (other.schema, other.table) == (trigger.schema, trigger.table))
    return event != "TRUNCATE" and any(o.timing == "BEFORE" and o.each_row and event in o.events for o in mine)


def _statements(session: Session, trigger: TriggerFacts, event: str, bench: Bench) -> Iterator[Sql]:
    table = ObjectId("table", trigger.schema, trigger.table)
    view = bench.catalog.get(table._replace(kind="view"))
    if isinstance(view, View):
        yield from on_view(view.id, [column.split(" ")[0].strip('"') for column in view.columns], event)
        return
    match event:
        case "INSERT":
            add_parents(session, table, bench)
            yield from inserts(table, bench)
        case "UPDATE":
            asked = _asked(trigger)
            if asked and "UPDATE" in trigger.events:
                # What is asked of a row may be true of none of the few that are there.
                add_parents(session, table, bench)
                add_rows(session, table, bench)
            yield from updates(session, table, bench, asked)
        case "DELETE":
            add_rows(session, table, bench)
            yield from deletes(session, table)
        case "TRUNCATE":
            yield sql("truncate {} cascade", ident(trigger.schema, trigger.table))


def _asked(trigger: TriggerFacts) -> list[str]:
    """The columns that decide whether it fires."""
    when = parse_statement(trigger.definition).whenClause
    return list(dict.fromkeys((*trigger.columns, *sorted(column_names(when) if when else ()))))


def _trace(session: Session, trigger: TriggerFacts, routine: Routine) -> None:
    """Let the trigger call a copy of its function that nothing else calls, and have calls counted."""
    session.execute("set local track_functions = 'all'")
    session.execute("set local check_function_bodies = off")
    named = str(ident(routine.schema, routine.name))
    session.execute(routine.definition.replace(f"{named}(", f"pg_temp.{_TWIN}(", 1))
    head, _, tail = trigger.definition.rpartition(" EXECUTE FUNCTION ")
    arguments = tail[tail.index("(") :] if "(" in tail else "()"
    table = ident(trigger.schema, trigger.table)
    session.execute(sql("drop trigger {} on {}", ident(trigger.name), table))
    session.execute(sql("{} execute function pg_temp.{}{}", raw(head), raw(_TWIN), raw(arguments)))
    if trigger.enabled == "A":
        session.execute(sql("alter table {} enable always trigger {}", table, ident(trigger.name)))
