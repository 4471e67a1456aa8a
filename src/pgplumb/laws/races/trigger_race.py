"""DET-13: rules over several rows, kept by triggers that see their own transaction alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.changes import deletes, inserts, updates
from pgplumb.laws.code import routine_of, triggers
from pgplumb.laws.law import Law
from pgplumb.laws.races.alone import Rivals, Series, rivals
from pgplumb.laws.races.sessions import interleave
from pgplumb.laws.races.variants import from_words, in_words, limited, variants
from pgplumb.laws.routines.uses import parts, reads
from pgplumb.laws.verdict import Failed, Passed, Untested, Verdict
from pgplumb.model.ids import ObjectId
from pgplumb.syntax.sql import ident, sql
from pgplumb.syntax.tree import ast, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.code import Routine, TriggerFacts
    from pgplumb.laws.routines.uses import Part
    from pgplumb.postgres.session import Session


class TriggerRace(Law):
    """What a trigger refuses of two changes one after the other, it refuses of two at once.

    Held to it are triggers whose function reads the table that it guards, and raises; not those that compare sums or
    counts for equality alone, for changes that each leave them equal leave them equal together. Changes are made until
    it refuses one, if need be after numbers in the rows above were made small, or large; then that one and one before
    it, either of which may stand alone, are made in two sessions, the second before the first commits. One has to wait,
    or to fail.

    Why: under READ COMMITTED, the usual isolation, a query sees what others have committed. Two transactions that each
    add up the rows of an event see their own row only, find room, and both commit: 14 of 10 are sold. A trigger that
    looks whether one owner is left lets two sessions remove the last two
    (https://www.postgresql.org/docs/current/transaction-iso.html#XACT-READ-COMMITTED).

    Instead: let the function lock what all such changes have in common, before it reads: `SELECT ... FROM events WHERE
    id = new.event_id FOR NO KEY UPDATE`. Or an exclusion constraint, or a counter in that row with a CHECK.
    """

    code = "trigger_race"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """The triggers whose function reads the table that it is on, and raises."""
        for trigger in triggers(bench):
            routine = routine_of(trigger, bench)
            if trigger.enabled in "OA" and not trigger.on_view and routine and _judges(trigger, routine):
                yield trigger.id

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look for two changes that exclude each other, then make them at once."""
        trigger = next(each for each in triggers(bench) if each.id == subject)
        routine = routine_of(trigger, bench)
        assert routine is not None
        for event in trigger.events:
            with bench.populated() as session:
                series = _statements(session, trigger, event, bench)
            found = _rivals(series, f"{routine.name}()", bench)
            if found is None:
                continue
            with bench.crowded() as dsn:
                outcome = interleave(dsn, found.before, found.first, found.second)
            if outcome.both:
                before = "".join(f"{statement};\n" for statement in found.before)
                return Failed(
                    message="Of two changes one after the other it refuses the second; at once, both are accepted.",
                    help="Let its function lock a row that both have in common before it reads, such as the parent's.",
                    script=f"{before}-- session 1\nBEGIN; {found.first};\n-- session 2\nBEGIN; {found.second};\n"
                    "-- then COMMIT in both",
                    examples=len(found.before) + 2,
                )
            return Passed(examples=len(found.before) + 2)
        return Untested(reason="no two changes were found of which it lets only one stand")


def _judges(trigger: TriggerFacts, routine: Routine) -> bool:
    """Whether it reads the rows of its own table other than by key, and refuses."""
    found = [part for part in parts(routine) if isinstance(part.tree, ast.SelectStmt)]
    own = [part for part in found if any(name == trigger.table for _, name in reads([part]))]
    judges = any(_adds_up(part.tree) for part in own)
    return judges and "raise" in routine.source.lower() and not _balances(found, own)


def _balances(found: Sequence[Part], own: Sequence[Part]) -> bool:
    """Whether all that it compares are sums and counts, and these for equality."""
    conditions = [part for part in found if part.kind in {"if", "case", "assert"}]
    compared = {n.name[-1].sval for part in conditions for n in nodes(part.tree) if isinstance(n, ast.A_Expr)}
    return bool(conditions) and compared <= {"=", "<>"} and all(_only_sums(part.tree) for part in own)


def _only_sums(tree: object) -> bool:
    calls = {n.funcname[-1].sval for n in nodes(tree) if isinstance(n, ast.FuncCall)}
    return calls <= {"sum", "count"} and not any(isinstance(n, ast.SubLink) for n in nodes(tree))


def _adds_up(tree: object) -> bool:
    names = {"sum", "count", "max", "min"}
    calls = (n for n in nodes(tree) if isinstance(n, ast.FuncCall))
    exists = any(isinstance(node, ast.SubLink) for node in nodes(tree))
    return exists or any(call.funcname[-1].sval in names for call in calls)


def _rivals(tried: Sequence[Series], culprit: str, bench: Bench) -> Rivals | None:
    for series in tried:
        with bench.populated() as session:
            if found := rivals(session, series, culprit):
                return found
    return None


def _statements(session: Session, trigger: TriggerFacts, event: str, bench: Bench) -> Sequence[Series]:
    """Statements of the event in series, each to be made from the start."""
    table = ObjectId("table", trigger.schema, trigger.table)
    match event:
        case "INSERT":
            emptied = sql("delete from {}", ident(table.schema, table.name))
            copies = [emptied, *variants(session, table, bench), *inserts(table, bench)]
            return [Series(copies), *in_words(session, table, bench), *limited(session, table, bench)]
        case "UPDATE":
            changes = list(updates(session, table, bench, trigger.columns))
            return [Series(changes), *from_words(session, table, bench, event)]
        case "DELETE":
            return [Series(deletes(session, table)), *from_words(session, table, bench, event)]
    return []
