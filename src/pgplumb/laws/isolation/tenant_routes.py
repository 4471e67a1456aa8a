"""Views, functions and triggers: nobody reaches another tenant's rows by what runs with its owner's rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.code import routines, triggers
from pgplumb.laws.isolation.reach import reaches
from pgplumb.laws.isolation.telling import verdict
from pgplumb.laws.isolation.tenancy import tenancy_of
from pgplumb.laws.law import Law
from pgplumb.model.relations import MaterializedView, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.verdict import Verdict
    from pgplumb.model.ids import ObjectId


class TenantRoutes(Law):
    """Views, materialised views, SECURITY DEFINER functions and triggers keep to the tenant of who uses them.

    Each actor reads every view, writes through those that can be written, calls every SECURITY DEFINER function that it
    may call with values of another tenant's rows, and writes its own rows under the triggers of their tables: with the
    other tenants' rows there, and without them. What it gets has to be the same, and their rows have to stay what they
    are.

    Why: a view runs with the rights of its owner unless it is `security_invoker`, a materialised view holds what its
    owner saw when it was refreshed and can have no policies, and a SECURITY DEFINER function, one that a trigger calls
    as well, reads past policies whatever its owner's do not hide
    (https://www.postgresql.org/docs/current/rules-privileges.html).

    Instead: `WITH (security_invoker = true)`, a function of the caller's rights, or a condition on the claim within.
    What is meant to be everybody's is allowed by its channel, such as `view:public_prices`.
    """

    code = "tenant_routes"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Views and definer functions within an actor's reach, and triggers on tenants' tables."""
        tenancy = tenancy_of(bench)
        if tenancy is None:
            return
        reached = {id for reach in reaches(bench) for id, access in reach.relations.items() if access.any}
        callable_ = {oid for reach in reaches(bench) for oid in reach.routines}
        written = {
            (id.schema, id.name)
            for reach in reaches(bench)
            for id, access in reach.relations.items()
            if access.insert or access.update or access.delete
        }
        owned = {(id.schema, id.name) for id in tenancy.owned}
        views = (*bench.catalog.of(View), *bench.catalog.of(MaterializedView))
        yield from (view.id for view in views if view.id in reached)
        yield from (r.id for r in routines(bench) if r.definer and not r.is_trigger and r.oid in callable_)
        yield from (t.id for t in triggers(bench) if not t.on_view and (t.schema, t.table) in owned & written)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look at what the audit saw."""
        return verdict(self.code, subject, bench, help=_HELP[subject.kind])


_INVOKER = "Make it a security_invoker view, or compare the tenant's column with the claim in it."
_WITHIN = "Compare the tenant's column with the claim in it, or let it run with the rights of its caller."
_HELP = {
    "view": _INVOKER,
    "materialized_view": "Take the grant away, and give a view or function that compares with the claim.",
    "function": _WITHIN,
    "procedure": _WITHIN,
    "trigger": "Keep what its function does to rows of the same tenant.",
}
