"""The native engine: complete, and pure on two catalogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.compare import compare
from pgplumb.differ.engines.native.planner import definitions, plan
from pgplumb.differ.engines.proposal import Proposal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.change import Change
    from pgplumb.model.ids import ObjectId


class Native:
    """Proposes statements by one rule per kind of object."""

    name = "native"

    def propose(
        self,
        before: Catalog,
        after: Catalog,
        *,
        backfills: Mapping[ObjectId, str],
        changes: tuple[Change, ...] | None = None,
        remade: frozenset[ObjectId] = frozenset(),
    ) -> Proposal:
        """Statements from `before` to `after`; raises DependencyCycle where no order exists.

        `changes` is what `compare` finds, where that is known already. Types in `remade` are made over even where they
        could be altered in place.
        """
        found = compare(before, after) if changes is None else changes
        statements = plan(before, after, changes=found, backfills=backfills, remade=remade)
        return Proposal(engine=self.name, statements=statements)

    def define(self, before: Catalog, after: Catalog) -> Proposal:
        """Statements that define `after` as files hold them, where only `before` is there; raises DependencyCycle."""
        return Proposal(engine=self.name, statements=definitions(before, after))
