"""The tables that a view reads, through other views too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.relations import MaterializedView, Table, View

if TYPE_CHECKING:
    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


def guarded(view: ObjectId, bench: Bench) -> list[ObjectId]:
    """The tables with row security beneath a view or a materialised view, by name."""
    found: set[ObjectId] = set()
    seen: set[ObjectId] = set()
    pending = [view]
    while pending:
        id = pending.pop()
        if id in seen:
            continue
        seen.add(id)
        match bench.catalog.get(id):
            case Table(row_security=True):
                found.add(id)
            case View() | MaterializedView():
                for edge in bench.catalog.requires(id):
                    needed = edge.referenced
                    relations = [needed, bench.catalog.parent(needed)]
                    pending += [each for each in relations if each is not None and each.is_relation]
    return sorted(found)
