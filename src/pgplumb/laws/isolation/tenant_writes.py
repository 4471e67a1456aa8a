"""Tables: nobody writes rows of another tenant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.isolation.audit import audit
from pgplumb.laws.isolation.telling import verdict
from pgplumb.laws.isolation.tenancy import tenancy_of
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Untested, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class TenantWrites(Law):
    """An actor changes, deletes, takes over, gives away or inserts no row of another tenant, and empties no table.

    Each actor tries it on drawn databases of three tenants, a row at a time: an UPDATE and a DELETE of a row of
    another's, an UPDATE that gives such a row its own tenant, or one of its own another's, an INSERT for another
    tenant, and TRUNCATE where it is granted. Afterwards the rows of all others have to be what they were, and what the
    actor was told has to be the same as without them.

    Why: each command has its policies. USING says which rows a command reaches, WITH CHECK what they may become; where
    WITH CHECK is left out, USING is taken for it too, so that a policy with USING alone does not let foreign rows in.
    What does is a WITH CHECK that says less than USING, which gives rows away, or a USING that says less than WITH
    CHECK: an UPDATE without WHERE needs no policy for SELECT, and takes over every row that it reaches. TRUNCATE asks
    no policy at all (https://www.postgresql.org/docs/current/sql-createpolicy.html).

    Instead: one condition for USING and WITH CHECK; leave WITH CHECK out where they are the same. No TRUNCATE for
    roles that are held to policies.
    """

    code = "tenant_writes"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """The tables of tenants' rows."""
        tenancy = tenancy_of(bench)
        yield from tenancy.owned if tenancy else ()

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look at what the audit saw."""
        if why := audit(bench).lacking.get(subject):
            return Untested(reason=f"it has no rows: {why}")
        return verdict(self.code, subject, bench, help="Hold USING and WITH CHECK of its policies to the claim.")
