"""DET-12: triggers on named columns, past which other triggers change those columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.code import assigned, routine_of, triggers
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class UpdateOfMisses(Law):
    """A trigger for UPDATE OF columns does not miss what BEFORE triggers do to these columns.

    Why: UPDATE OF asks which columns the statement names, not which change. A BEFORE trigger that sets `new.status` in
    an UPDATE of something else changes the status, and a trigger for UPDATE OF status does not fire
    (https://www.postgresql.org/docs/current/sql-createtrigger.html).

    Instead: `AFTER UPDATE ... WHEN (old.status IS DISTINCT FROM new.status)`, without the list of columns.
    """

    code = "update_of_misses"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """The row triggers for UPDATE OF columns."""
        return (t.id for t in triggers(bench) if t.columns and t.each_row and t.timing != "INSTEAD OF")

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look for a BEFORE UPDATE trigger of the table that sets one of the columns."""
        trigger = next(each for each in triggers(bench) if each.id == subject)
        for other in triggers(bench):
            if (other.schema, other.table) != (trigger.schema, trigger.table) or other.id == trigger.id:
                continue
            earlier = other.timing == "BEFORE" and other.each_row and "UPDATE" in other.events
            routine = routine_of(other, bench)
            if not earlier or routine is None or other.enabled not in "OA":
                continue
            # Whoever fires on the same columns alone changes them only where the statement names them.
            missed = sorted(assigned(routine) & set(trigger.columns))
            if missed and not (other.columns and set(other.columns) <= set(trigger.columns)):
                return Failed(
                    message=f"It does not fire when {other.name} sets {missed[0]} in an UPDATE that does not name it.",
                    help=f"Declare it for UPDATE, WHEN (old.{missed[0]} IS DISTINCT FROM new.{missed[0]}).",
                )
        return Passed()
