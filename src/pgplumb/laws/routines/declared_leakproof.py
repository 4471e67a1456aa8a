"""LEAKPROOF as functions declare it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.code import routines
from pgplumb.laws.law import Law
from pgplumb.laws.routines.uses import calls, parts
from pgplumb.laws.verdict import Failed, Passed, Untested, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class DeclaredLeakproof(Law):
    """A function that is declared LEAKPROOF raises nothing, and calls only what is leakproof itself.

    Why: a leakproof function may run before a policy or a security barrier view has had its say, on rows that the
    caller may not see. A message, or an error that depends on the argument, tells of them
    (https://www.postgresql.org/docs/current/rules-privileges.html).

    Instead: leave LEAKPROOF out. Few things are: comparison of integers and of texts, and not much more.
    """

    code = "declared_leakproof"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Functions in SQL and PL/pgSQL that are declared LEAKPROOF."""
        return (r.id for r in routines(bench) if r.leakproof and r.language in {"sql", "plpgsql"})

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look for RAISE, and at the functions that it calls."""
        routine = next(each for each in routines(bench) if each.id == subject)
        found = parts(routine)
        if not found:
            return Untested(reason="our parser reads none of its statements")
        with bench.transaction() as session:
            loose = [call for call in calls(session, routine, found) if not call.leakproof]
        if "raise " in f"{routine.source} ".lower() and routine.language == "plpgsql":
            wrong = "it raises messages"
        elif loose:
            wrong = f"it calls {loose[0].signature}, which is not"
        else:
            return Passed()
        return Failed(
            message=f"It is declared LEAKPROOF, and {wrong}.",
            help="Leave LEAKPROOF out: what it says may tell of rows that policies hide.",
        )
