"""Tables: nobody reads rows of another tenant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.isolation.audit import audit
from pgplumb.laws.isolation.telling import verdict
from pgplumb.laws.isolation.tenancy import outside, tenancy_of
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Untested, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class TenantReads(Law):
    """An actor reads no row of another tenant, of any table.

    Databases of three tenants are drawn, and each actor of `[isolation]` reads every table that it may read, with its
    claims, twice: with the other tenants' rows there, and without them. What it gets has to be the same; rows that
    `shared` says are everybody's stay. A table with row security of which nothing is declared is untested.

    Why: a grant opens a table, and only policies keep tenants apart in it. They do not hold for the owner unless row
    security is forced, for a partition that is read by its own name, or where none of them asks who is there
    (https://www.postgresql.org/docs/current/ddl-rowsecurity.html).

    Instead: ENABLE ROW LEVEL SECURITY, FORCE it where the owner connects, and compare the tenant's column with the
    claim in every permissive policy; any one of them that is true opens the row.
    """

    code = "tenant_reads"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """The tables of tenants' rows, and those with row security that are none."""
        tenancy = tenancy_of(bench)
        yield from tenancy.owned if tenancy else ()
        yield from outside(bench)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look at what the audit saw."""
        tenancy = tenancy_of(bench)
        if tenancy is None:
            return Untested(reason="nothing says whose its rows are: declare it under [isolation]")
        if subject not in tenancy.owned:
            return Untested(reason="nothing says whose its rows are: name it in tenant.via of [isolation]")
        if why := audit(bench).lacking.get(subject):
            return Untested(reason=f"it has no rows: {why}")
        return verdict(self.code, subject, bench, help="Compare the tenant's column with the claim in its policies.")
