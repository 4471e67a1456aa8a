"""Views that show past policies what their readers may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.isolation.beneath import guarded
from pgplumb.laws.isolation.policies import reached
from pgplumb.laws.isolation.reach import told
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.relations import View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class ViewWithoutSecurityInvoker(Law):
    """A view over tables with row security that somebody else may use is a security_invoker view.

    Why: what a view reads is read with the rights of its owner, policies included, and the owner is mostly the role
    that made the schema, to which they do not apply. Readers of the view see all rows of all tenants, and write them
    where the view can be written (https://www.postgresql.org/docs/current/sql-createview.html).

    Instead: `CREATE VIEW ... WITH (security_invoker = true)`, since PostgreSQL 15; before, a condition on the claim in
    the view itself, and `security_barrier`.
    """

    code = "view_without_security_invoker"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Views that somebody may use."""
        return (view.id for view in bench.catalog.of(View) if reached(view.id, bench))

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look at the tables beneath, and for the option."""
        view = bench.catalog.get(subject)
        tables = guarded(subject, bench)
        options = view.options if isinstance(view, View) else ()
        on = any(option.lower() in _ON for option in options)
        if on or not tables or _asks(view):
            return Passed()
        roles = [told(reach.role) for reach, _ in reached(subject, bench)]
        return Failed(
            message=f"{roles[0]} uses {tables[0].name} by it, with the rights of its owner and past the policies.",
            help=f"ALTER VIEW {subject.name} SET (security_invoker = true).",
        )


_ON = frozenset({"security_invoker=true", "security_invoker=on", "security_invoker=1"})


def _asks(view: object) -> bool:
    """Whether the view itself asks who is there."""
    words = ("current_setting(", "CURRENT_USER", "SESSION_USER", "CURRENT_ROLE")
    return isinstance(view, View) and any(word in view.definition for word in words)
