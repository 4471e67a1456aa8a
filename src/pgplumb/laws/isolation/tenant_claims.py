"""Claims that name nobody: nothing of any tenant is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.isolation.claims import claimed, readable, script
from pgplumb.laws.isolation.reach import reaches
from pgplumb.laws.isolation.tenancy import tenancy_of
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class TenantClaims(Law):
    """An actor whose claims are missing, empty or garbage sees nothing of any tenant; with empty ones nothing fails.

    Each actor that belongs to a tenant reads every table and view, and deletes what it can read, in a session that
    never had claims, with empty ones, and with texts that are no claims: JSON of other shapes, `%`, quotes, zeros. What
    it gets has to be the same as where no tenant has any row. An error is a refusal, except for empty claims.

    Why: what is set for a transaction (SET LOCAL, set_config(..., true)) is not NULL in the next one of the same
    connection but ''. A policy that casts it, `current_setting('app.tenant', true)::uuid`, fails (22P02) on whichever
    connection of the pool was used before, and on no other. One that lets everything through where there is no claim
    opens every table to who sends none
    (https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-SET).

    Instead: `nullif(current_setting('app.tenant', true), '')::uuid`, which is NULL, and equal to nothing.
    """

    code = "tenant_claims"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Tables of tenants' rows, and views, that an actor of a tenant may read."""
        tenancy = tenancy_of(bench)
        if tenancy is None:
            return
        roles = {actor.role for actor in tenancy.intent.actors if actor.of_tenant}
        found = [reach for reach in reaches(bench) if reach.role in roles]
        yield from dict.fromkeys(id for reach in found for id, _ in readable(reach, tenancy, bench.catalog))

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look at what was seen."""
        shown = claimed(bench).shown.get(subject)
        if shown is None:
            return Passed(examples=claimed(bench).tried[subject])
        return Failed(
            message=f"With claims that are {shown.state.says}, {shown.role} {shown.says}.",
            help="Read the claim as nullif(current_setting(..., true), ''), and let NULL match no row.",
            script=script(shown),
            examples=shown.examples,
        )
