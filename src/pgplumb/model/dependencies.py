"""What depends on what among the objects of a catalog, by either end."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from pgplumb.model.ids import ObjectId

    Edge = tuple[ObjectId, ObjectId, bool]


class Dependency(NamedTuple):
    """`dependent` needs `referenced`; automatic ones go silently when `referenced` is dropped (pg_depend.deptype)."""

    dependent: ObjectId
    referenced: ObjectId
    automatic: bool = False


class Dependencies:
    """Pairs of ids and whether they are automatic, as `make` gives them, in any order and some of them twice.

    They are worked out when somebody first asks, for equal schemas never need them.
    """

    def __init__(self, make: Callable[[], Iterable[Edge]]) -> None:
        self._make = make

    def of(self, id: ObjectId) -> Sequence[Dependency]:
        """What the object needs, in order."""
        return _ordered(self._by_dependent.get(id, ()))

    def on(self, id: ObjectId) -> Sequence[Dependency]:
        """What needs the object, in order."""
        return _ordered(self._by_referenced.get(id, ()))

    def among(self, ids: Container[ObjectId]) -> Dependencies:
        """Those of which both ends are among these ids."""
        return Dependencies(lambda: (edge for edge in self if edge.dependent in ids and edge.referenced in ids))

    def __iter__(self) -> Iterator[Dependency]:
        """All of them, in the order of the dependents."""
        for id in sorted(self._by_dependent):
            yield from self.of(id)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Dependencies) else NotImplemented

    @cached_property
    def _edges(self) -> tuple[Edge, ...]:
        return tuple(self._make())

    @cached_property
    def _by_dependent(self) -> dict[ObjectId, list[Edge]]:
        found: dict[ObjectId, list[Edge]] = defaultdict(list)
        for edge in self._edges:
            found[edge[0]].append(edge)
        return found

    @cached_property
    def _by_referenced(self) -> dict[ObjectId, list[Edge]]:
        found: dict[ObjectId, list[Edge]] = defaultdict(list)
        for edge in self._edges:
            found[edge[1]].append(edge)
        return found


def _ordered(edges: Sequence[Edge]) -> Sequence[Dependency]:
    return [Dependency(*edge) for edge in sorted(set(edges))]
