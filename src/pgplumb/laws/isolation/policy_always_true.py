"""Policies that let everything through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.isolation.policies import COMMANDS, always, applies, may, reached, restricted
from pgplumb.laws.isolation.reach import Access, Reach, told
from pgplumb.laws.isolation.tenancy import tenancy_of
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.relations import Policy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class PolicyAlwaysTrue(Law):
    """A permissive policy on tenants' rows that an actor comes under is not always true.

    Why: permissive policies are joined by OR: one that says `true` undoes all others of its command
    (https://www.postgresql.org/docs/current/sql-createpolicy.html). It mostly is left over from the day when row
    security was switched on and something had to work. A restrictive policy for the same command and role mends it.

    Instead: compare with the claim; or name the role that it is meant for in TO, if that is no actor's.
    """

    code = "policy_always_true"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Permissive policies of tenants' tables."""
        tenancy = tenancy_of(bench)
        for policy in bench.catalog.of(Policy):
            if tenancy and policy.permissive and bench.catalog.parent(policy.id) in tenancy.owned:
                yield policy.id

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look at the conditions, and at who comes under them."""
        policy, table = bench.catalog.get(subject), bench.catalog.parent(subject)
        assert isinstance(policy, Policy)
        assert table is not None
        for reach, access in reached(table, bench):
            for command in COMMANDS:
                if command == "select" and _is_shared(table, bench):
                    continue
                if _opens(policy, command, reach, access) and not restricted(table, command, reach.role, bench):
                    return Failed(
                        message=f"Every row passes it: {told(reach.role)} may {command.upper()} rows of all tenants.",
                        help="Compare the tenant's column with the claim, or say in TO whom it is meant for.",
                    )
        return Passed()


def _is_shared(table: ObjectId, bench: Bench) -> bool:
    """Whether all rows are declared to be everybody's."""
    tenancy = tenancy_of(bench)
    shared = tenancy.owned[table].shared if tenancy else None
    return shared is not None and always(shared)


def _opens(policy: Policy, command: str, reach: Reach, access: Access) -> bool:
    """Whether the role comes under it, and every row passes."""
    if not (may(access, command) and applies(policy, command, reach.role)):
        return False
    using, check = always(policy.using), always(policy.check or policy.using)
    return {"select": using, "delete": using, "insert": check, "update": using and check}[command]
