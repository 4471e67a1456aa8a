"""Policies by which an actor of no tenant writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.isolation.policies import applies, may, reached, restricted
from pgplumb.laws.isolation.tenancy import tenancy_of
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.relations import Policy
from pgplumb.syntax.parse import parse_expression
from pgplumb.syntax.tree import ast, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class PolicyOpenToWrites(Law):
    """An actor of no tenant comes under no policy that lets it write tenants' rows without asking who is there.

    Why: a policy without TO is for PUBLIC: for roles that stand for nobody in particular too, and those that come
    later. Where its condition is about the row alone, everybody who has the grant writes
    (https://www.postgresql.org/docs/current/sql-createpolicy.html).

    Instead: name the role in TO, and compare with the claim.
    """

    code = "policy_open_to_writes"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Permissive policies for writes to tenants' tables."""
        tenancy = tenancy_of(bench)
        for policy in bench.catalog.of(Policy):
            owned = bench.catalog.parent(policy.id) in tenancy.owned if tenancy else False
            if owned and policy.permissive and policy.command != "select":
                yield policy.id

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look at who comes under it, and whether its condition asks."""
        policy, table, tenancy = bench.catalog.get(subject), bench.catalog.parent(subject), tenancy_of(bench)
        assert isinstance(policy, Policy)
        assert table is not None
        assert tenancy is not None
        nobody = {actor.role for actor in tenancy.intent.actors if not actor.of_tenant}
        nobody -= {actor.role for actor in tenancy.intent.actors if actor.of_tenant}
        if any(map(_asks, (policy.using, policy.check))):
            return Passed()
        for reach, access in reached(table, bench):
            for command in ("insert", "update", "delete") if reach.role in nobody else ():
                comes_under = may(access, command) and applies(policy, command, reach.role)
                if comes_under and not restricted(table, command, reach.role, bench):
                    return Failed(
                        message=f"{reach.role}, who is of no tenant, may {command.upper()} by it: it asks nobody.",
                        help="Name the roles that it is for in TO, and compare with the claim.",
                    )
        return Passed()


def _asks(condition: str) -> bool:
    """Whether the condition looks beyond the row: calls a function, asks for the user, or reads another table."""
    kinds = (ast.FuncCall, ast.SQLValueFunction, ast.SubLink)
    return bool(condition) and any(isinstance(node, kinds) for node in nodes(parse_expression(condition)))
