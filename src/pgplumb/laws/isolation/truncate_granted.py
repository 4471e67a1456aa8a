"""TRUNCATE, which asks no policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.isolation.policies import reached, tables
from pgplumb.laws.isolation.reach import told
from pgplumb.laws.isolation.tenancy import tenancy_of
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class TruncateGranted(Law):
    """Nobody who is held to policies may TRUNCATE the table.

    Why: TRUNCATE removes the rows of everybody, and asks neither policies nor row triggers
    (https://www.postgresql.org/docs/current/ddl-rowsecurity.html). `GRANT ALL` holds it.

    Instead: grant SELECT, INSERT, UPDATE and DELETE by name.
    """

    code = "truncate_granted"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Tables with row security or of tenants' rows that somebody may do something with."""
        tenancy = tenancy_of(bench)
        owned = tenancy.owned if tenancy else {}
        return (table.id for table in tables(bench) if table.row_security or table.id in owned)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look at the grants."""
        roles = [told(reach.role) for reach, access in reached(subject, bench) if access.truncate and not access.owner]
        if not roles:
            return Passed()
        return Failed(
            message=f"{roles[0]} may TRUNCATE it: the rows of every tenant, whatever the policies say.",
            help=f"REVOKE TRUNCATE ON {subject.name} FROM {roles[0]}.",
        )
