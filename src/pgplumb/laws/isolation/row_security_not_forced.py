"""Tables whose owner connects, and is held to no policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.isolation.policies import reached, tables
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.relations import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class RowSecurityNotForced(Law):
    """A table that belongs to an actor's role has row security forced.

    Why: the owner of a table is not held to its policies, nor is a member of the owner's role, and many applications
    connect as the role that made the schema. Then every policy is right, every test with another role passes, and
    production sees all tenants (https://www.postgresql.org/docs/current/ddl-rowsecurity.html).

    Instead: `ALTER TABLE ... FORCE ROW LEVEL SECURITY`; better still, connect as a role that owns nothing.
    """

    code = "row_security_not_forced"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Tables with row security that somebody may do something with."""
        return (table.id for table in tables(bench) if table.row_security)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look whether one of those who connect owns it."""
        table = bench.catalog.get(subject)
        owners = [reach.role for reach, access in reached(subject, bench) if access.owner]
        if not owners or (isinstance(table, Table) and table.force_row_security):
            return Passed()
        return Failed(
            message=f"{owners[0]} owns it, or is a member of its owner: no policy is asked.",
            help=f"ALTER TABLE {subject.name} FORCE ROW LEVEL SECURITY, or connect as another role.",
        )
