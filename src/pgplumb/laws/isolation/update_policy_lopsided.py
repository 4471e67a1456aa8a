"""UPDATE policies by which rows change tenant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.isolation.policies import always, applies, may, reached, restricted
from pgplumb.laws.isolation.reach import told
from pgplumb.laws.isolation.tenancy import tenancy_of
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.relations import Policy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class UpdatePolicyLopsided(Law):
    """A policy for UPDATE of tenants' rows asks as much of the row before as of the row after.

    Why: USING says which rows an UPDATE reaches, WITH CHECK what they may become. `USING (true) WITH CHECK (mine)`
    takes over rows of others: an UPDATE without WHERE and RETURNING reads nothing, and no policy for SELECT is in the
    way.
    `USING (mine) WITH CHECK (true)` gives one's own away, into another tenant. That a policy with USING alone lets
    writes through is a myth: without WITH CHECK, USING is asked of the new row too
    (https://www.postgresql.org/docs/current/sql-createpolicy.html).

    Instead: leave WITH CHECK out, or repeat the condition in it.
    """

    code = "update_policy_lopsided"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Permissive policies for UPDATE of tenants' tables."""
        tenancy = tenancy_of(bench)
        for policy in bench.catalog.of(Policy):
            owned = bench.catalog.parent(policy.id) in tenancy.owned if tenancy else False
            if owned and policy.permissive and policy.command in {"all", "update"}:
                yield policy.id

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Compare USING with WITH CHECK."""
        policy, table = bench.catalog.get(subject), bench.catalog.parent(subject)
        assert isinstance(policy, Policy)
        assert table is not None
        before, after = always(policy.using), always(policy.check or policy.using)
        roles = [
            told(reach.role)
            for reach, access in reached(table, bench)
            if may(access, "update") and applies(policy, "update", reach.role)
        ]
        if before == after or not roles or restricted(table, "update", policy.roles[0] if policy.roles else "", bench):
            return Passed()
        does = "takes over rows of every tenant" if before else "gives rows away to any tenant"
        return Failed(
            message=f"{roles[0]} {does}: {'USING' if before else 'WITH CHECK'} is always true, and the other is not.",
            help="Leave WITH CHECK out: then USING is asked of both.",
        )
