"""Functions that run with their owner's rights, wherever the caller makes them look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.code import routines
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class DefinerSearchPath(Law):
    """A SECURITY DEFINER function or procedure has a search_path of its own, without `$user`.

    Why: it runs with the rights of its owner, and looks for what it names where the caller's search_path says. A caller
    who puts a table or a function of the same name in front, a temporary table for instance, decides what it reads and
    runs (https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY).

    Instead: `SET search_path = ''` and qualified names; or a path of schemas in which only trusted roles may create,
    with `pg_temp` last. A body in standard SQL (`BEGIN ATOMIC`, `RETURN`) has its names resolved when it is created,
    and needs none.
    """

    code = "definer_search_path"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Every SECURITY DEFINER function and procedure."""
        return (routine.id for routine in routines(bench) if routine.definer)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look for SET search_path."""
        routine = next(each for each in routines(bench) if each.id == subject)
        path = next((text for text in routine.settings if text.startswith("search_path=")), None)
        if routine.body or (path is not None and "$user" not in path):
            return Passed()
        return Failed(
            message="It is SECURITY DEFINER, and looks for what it names where its caller says."
            if path is None
            else 'It is SECURITY DEFINER, and its search_path holds "$user", the schema of whoever calls it.',
            help="Give it SET search_path = '' and qualify what it names.",
        )
