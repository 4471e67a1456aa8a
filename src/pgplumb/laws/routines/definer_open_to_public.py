"""Functions that run with their owner's rights, and that everybody may call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.code import routines
from pgplumb.laws.law import Law
from pgplumb.laws.routines.uses import parts, reads, writes
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.relations import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class DefinerOpenToPublic(Law):
    """A SECURITY DEFINER function that writes, or that reads a table with row security, is not for PUBLIC to execute.

    Why: every new function may be executed by PUBLIC, and a SECURITY DEFINER one does with its owner's rights what its
    caller may not: past grants, and past policies where the owner is not held to them
    (https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY).

    A function that only reads, and that a policy calls, is left alone: whoever reads the table has to execute it.

    Instead: `REVOKE EXECUTE ... FROM PUBLIC` in the same transaction that creates it, and a grant to whom it is for.
    """

    code = "definer_open_to_public"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Every SECURITY DEFINER function and procedure but those that only triggers call."""
        return (routine.id for routine in routines(bench) if routine.definer and not routine.is_trigger)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look at its privileges, then at the tables in its body."""
        routine = next(each for each in routines(bench) if each.id == subject)
        found = parts(routine)
        guarded = {(table.id.schema, table.id.name) for table in bench.catalog.of(Table) if table.row_security}
        names = guarded | {("", name) for _, name in guarded}
        hidden = sorted(name for schema, name in reads(found) if (schema, name) in names)
        if not routine.public or not (hidden or writes(found)):
            return Passed()
        if not writes(found) and any(u.dependent.kind == "policy" for u in bench.catalog.required_by(subject)):
            return Passed()
        does = f"reads {hidden[0]} past its policies" if hidden and not writes(found) else "writes"
        return Failed(
            message=f"Everybody may execute it, and with the rights of its owner it {does}.",
            help="REVOKE EXECUTE ON it FROM PUBLIC, and grant it to the roles that it is for.",
        )
