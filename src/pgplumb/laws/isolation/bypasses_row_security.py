"""Actors whose role no policy holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.isolation.reach import reaches
from pgplumb.laws.isolation.tenancy import tenancy_of
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.ids import ObjectId

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench


class BypassesRowSecurity(Law):
    """No actor's role is a superuser or has BYPASSRLS, or is a member of a role that is.

    Why: for such a role no policy is asked, forced or not. A member of one becomes it with SET ROLE, which whoever
    gets to send SQL of their own will do (https://www.postgresql.org/docs/current/sql-createrole.html).

    Instead: a role of its own for what has to see everything, with a login of its own.
    """

    code = "bypasses_row_security"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """The actors' roles."""
        tenancy = tenancy_of(bench)
        names = {actor.role for actor in tenancy.intent.actors} if tenancy else set()
        return (ObjectId("role", "", name) for name in sorted(names))

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look at its attributes and memberships."""
        reach = next(reach for reach in reaches(bench) if reach.role == subject.name)
        if not reach.powers:
            return Passed()
        way = "It is" if reach.powers[0] == subject.name else f"It is a member of {reach.powers[0]}, which is"
        return Failed(
            message=f"{way} a superuser or has BYPASSRLS: no policy is asked.",
            help="ALTER ROLE ... NOBYPASSRLS, or take the membership away.",
        )
