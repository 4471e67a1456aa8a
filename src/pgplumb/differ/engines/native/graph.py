"""The order of a plan's actions: one graph, one deterministic topological sort."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

N = TypeVar("N")


class Graph(Generic[N]):
    """Actions and which of them must come first."""

    def __init__(self, nodes: Iterable[N]) -> None:
        self._after: dict[N, set[N]] = {node: set() for node in nodes}

    def before(self, first: N, second: N) -> None:
        """Note that `first` must come before `second`."""
        if first != second:
            self._after[first].add(second)

    def sort(self, key: Callable[[N], Any]) -> tuple[list[N], set[N]]:
        """The nodes in order, ties broken by `key`; and those that stand in or behind a cycle, left out."""
        waiting = dict.fromkeys(self._after, 0)
        for followers in self._after.values():
            for node in followers:
                waiting[node] += 1
        ready = [(key(node), node) for node, count in waiting.items() if not count]
        heapq.heapify(ready)
        order: list[N] = []
        while ready:
            _, node = heapq.heappop(ready)
            order.append(node)
            for follower in self._after[node]:
                waiting[follower] -= 1
                if not waiting[follower]:
                    heapq.heappush(ready, (key(follower), follower))
        return order, self._cyclic(set(self._after) - set(order))

    def _cyclic(self, stuck: set[N]) -> set[N]:
        """Of the nodes that could not be placed, those that others wait for: trim what only stands behind a cycle."""
        changed = True
        while changed:
            idle = {node for node in stuck if not self._after[node] & stuck}
            stuck = stuck - idle
            changed = bool(idle)
        return stuck
