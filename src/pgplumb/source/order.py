"""Puts the statements of all files into an order in which each finds what it needs."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pgplumb.syntax.references import Name, References
    from pgplumb.syntax.requires import Requirement
    from pgplumb.syntax.split import ParsedStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A statement to run, the search path it is written for, what it defines and needs, and which extensions the files
    say it requires."""

    statement: ParsedStatement
    path: tuple[str, ...]
    references: References
    requires: tuple[Requirement, ...] = ()


def ordered(statements: Sequence[Placed]) -> tuple[Placed, ...]:
    """A topological order by names; what is free to run goes by rank, then as the files have it.

    Where statements need each other in a circle, the first by rank goes first: the server has the last word.
    """
    providers = _providers(statements)
    waiting: list[int] = []
    dependents: list[list[int]] = [[] for _ in statements]
    for index, placed in enumerate(statements):
        needed = _needed(placed, providers) - {index}
        waiting.append(len(needed))
        for other in needed:
            dependents[other].append(index)
    ready = [(statements[index].references.rank, index) for index, count in enumerate(waiting) if not count]
    heapq.heapify(ready)
    circles = sorted(range(len(statements)), key=lambda index: (statements[index].references.rank, index))
    done: dict[int, Placed] = {}
    for fallback in (None, *circles):
        if fallback is not None and fallback not in done and not ready:
            ready = [(statements[fallback].references.rank, fallback)]
        while ready:
            index = heapq.heappop(ready)[1]
            if index in done:
                continue
            done[index] = statements[index]
            for dependent in dependents[index]:
                waiting[dependent] -= 1
                if not waiting[dependent]:
                    heapq.heappush(ready, (statements[dependent].references.rank, dependent))
    return tuple(done.values())


def independent(statements: Sequence[Placed]) -> tuple[Placed, ...]:
    """Those that need nothing that another one of them defines."""
    providers = _providers(statements)
    return tuple(placed for index, placed in enumerate(statements) if not _needed(placed, providers) - {index})


def _providers(statements: Sequence[Placed]) -> dict[Name, list[int]]:
    providers: dict[Name, list[int]] = {}
    for index, placed in enumerate(statements):
        for name in placed.references.provides:
            providers.setdefault(name, []).append(index)
    return providers


def _needed(placed: Placed, providers: Mapping[Name, list[int]]) -> set[int]:
    found: set[int] = set()
    for name in placed.references.needs:
        schemas = (name.schema,) if name.schema else placed.path
        for schema in schemas:
            indexes = providers.get(name._replace(schema=schema))
            if indexes:
                found.update(indexes)
                break
    return found
