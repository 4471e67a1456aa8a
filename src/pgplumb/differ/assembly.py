"""From an engine's statements to a script: assessed, cut into batches, with what it loses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.plan import Script
from pgplumb.plan.batches import batches, guarded_batches
from pgplumb.plan.hazards import assess_each
from pgplumb.plan.script import batch_sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.plan import Batch, PlannedStatement
    from pgplumb.model.statement import Statement


def assemble(statements: Iterable[Statement], before: Catalog) -> Script:
    """A way up."""
    return _script(statements, before, batches)


def assemble_guarded(statements: Iterable[Statement], before: Catalog) -> Script:
    """A way down: it asks whether rows stand in its way before it does anything."""
    return _script(statements, before, guarded_batches)


def _script(
    statements: Iterable[Statement], before: Catalog, cut: Callable[[Iterable[PlannedStatement]], tuple[Batch, ...]]
) -> Script:
    """One pass over the statements: what parsing one of them gave is at hand for all that look at it."""
    losses: dict[str, None] = {}

    def planned() -> Iterator[PlannedStatement]:
        for each in assess_each(statements, before):
            losses.update(dict.fromkeys(each.lost))
            yield each.planned

    return Script(batches=cut(planned()), losses=tuple(losses))


def body(script: Script) -> str:
    """The text of one migration file; a way that has nothing to do says so."""
    return "\n".join(batch_sql(batch) for batch in script.batches) or "-- Nothing to do.\n"
