"""PARALLEL SAFE as functions declare it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.code import Routine, routines
from pgplumb.laws.law import Law
from pgplumb.laws.routines.uses import called_names, locks, parts, reads, writes
from pgplumb.laws.verdict import Failed, Passed, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId

_UNSAFE = frozenset(
    {"nextval", "setval", "set_config", "pg_notify", "pg_advisory_lock", "pg_advisory_xact_lock", "lo_create", "lo_put"}
)
#: From this version on a parallel worker may begin a subtransaction.
_SUBTRANSACTIONS = 170000


class DeclaredParallelSafe(Law):
    """A function that is declared PARALLEL SAFE writes nothing, locks no rows, takes no number from a sequence, changes
    no setting and uses no temporary table; before PostgreSQL 17 it also has no EXCEPTION block.

    Why: the planner sends it to parallel workers, where all of that fails, but only in the plans that happen to be
    parallel: on large tables, in production (https://www.postgresql.org/docs/current/parallel-safety.html).

    Instead: PARALLEL RESTRICTED for what needs the leader's temporary tables, PARALLEL UNSAFE for the rest; that is
    what a function is which says nothing.
    """

    code = "declared_parallel_safe"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Functions in SQL and PL/pgSQL that are declared PARALLEL SAFE."""
        return (r.id for r in routines(bench) if r.parallel == "s" and r.language in {"sql", "plpgsql"})

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look at what its body does."""
        routine = next(each for each in routines(bench) if each.id == subject)
        wrong = _against(routine, bench.catalog.server_version)
        if not wrong:
            return Passed()
        return Failed(
            message=f"It is declared PARALLEL SAFE, and {wrong}, which fails in a parallel worker.",
            help="Declare it PARALLEL UNSAFE, or leave the clause out.",
        )


def _against(routine: Routine, version: int) -> str:
    found = parts(routine)
    if writes(found) or any(schema == "pg_temp" for schema, _ in reads(found)):
        return "it writes, or uses a temporary table"
    if locks(found):
        return "it locks rows"
    names = sorted(called_names(found) & _UNSAFE)
    if names:
        return f"it calls {names[0]}()"
    steps = routine.steps.steps if routine.steps else ()
    return "it has an EXCEPTION block" if version < _SUBTRANSACTIONS and any(step.catches for step in steps) else ""
