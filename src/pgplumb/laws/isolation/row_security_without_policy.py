"""Tables with row security and grants that no policy answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.isolation.policies import policies, reached, tables
from pgplumb.laws.isolation.reach import told
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class RowSecurityWithoutPolicy(Law):
    """A table that has row security and is granted to somebody has a permissive policy.

    Why: without one every row is refused to everybody but the owner: reads are empty, writes fail (42501). Nothing
    leaks; a grant that does nothing is one that was forgotten, or a policy that was
    (https://www.postgresql.org/docs/current/ddl-rowsecurity.html). Restrictive policies alone let nothing through
    either.

    Instead: write the policy, or take the grant away.
    """

    code = "row_security_without_policy"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Tables with row security that somebody may do something with."""
        return (table.id for table in tables(bench) if table.row_security)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look for a permissive policy."""
        roles = [told(reach.role) for reach, access in reached(subject, bench) if not access.owner]
        if not roles or any(policy.permissive for policy in policies(subject, bench)):
            return Passed()
        return Failed(
            message=f"Nothing leaks, and nothing works: {roles[0]} has grants on it, and no policy lets a row through.",
            help="Write a policy, or take the grants away.",
        )
