"""Materialised views and foreign tables, which can have no policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.isolation.beneath import guarded
from pgplumb.laws.isolation.policies import reached
from pgplumb.laws.isolation.reach import told
from pgplumb.laws.isolation.tenancy import tenancy_of
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.foreign import ForeignTable
from pgplumb.model.relations import MaterializedView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class CopyWithoutPolicies(Law):
    """Nobody else reads a materialised view over tables with row security, or a foreign table of tenants' rows.

    Why: neither can have policies. A materialised view holds what its owner saw at the last refresh, which is the rows
    of all tenants (https://www.postgresql.org/docs/current/rules-materializedviews.html); a foreign table asks the
    other server as the user of its mapping (https://www.postgresql.org/docs/current/sql-createusermapping.html).

    Instead: take the grant away, and grant a view with a condition on the claim, or a SECURITY DEFINER function that
    compares with it. What holds nothing of one tenant is allowed by its channel, such as `materialized_view:totals`.
    """

    code = "copy_without_policies"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Materialised views and foreign tables that somebody may read."""
        for kind in (MaterializedView, ForeignTable):
            yield from (found.id for found in bench.catalog.of(kind) if reached(found.id, bench))

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look at the tables beneath, or for the tenant's column."""
        roles = [told(reach.role) for reach, access in reached(subject, bench) if access.select]
        if not roles:
            return Passed()
        if subject.kind == "materialized_view":
            tables = guarded(subject, bench)
            said = f"{roles[0]} reads in it what the policies of {tables[0].name} hide." if tables else ""
        else:
            tenancy = tenancy_of(bench)
            column = tenancy.intent.column if tenancy else ""
            names = {child.id.name for child in bench.catalog.children(subject)}
            said = f"{roles[0]} reads the rows of all tenants in it." if column in names else ""
        return Failed(message=said, help="Take the grant away, and grant a view that asks.") if said else Passed()
