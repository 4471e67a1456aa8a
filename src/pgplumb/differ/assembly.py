"""From an engine's statements to a script: assessed, cut into batches, with what it loses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.plan import Script
from pgplumb.plan.batches import batches, guarded_batches
from pgplumb.plan.hazards import assess_all
from pgplumb.plan.losses import losses
from pgplumb.plan.script import batch_sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.statement import Statement


def assemble(statements: Sequence[Statement], before: Catalog) -> Script:
    """A way up."""
    return Script(batches=batches(assess_all(statements, before)), losses=losses(statements, before))


def assemble_guarded(statements: Sequence[Statement], before: Catalog) -> Script:
    """A way down: it asks whether rows stand in its way before it does anything."""
    return Script(batches=guarded_batches(assess_all(statements, before)), losses=losses(statements, before))


def body(script: Script) -> str:
    """The text of one migration file; a way that has nothing to do says so."""
    return "\n".join(batch_sql(batch) for batch in script.batches) or "-- Nothing to do.\n"
