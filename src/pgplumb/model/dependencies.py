"""What depends on what among the objects of a catalog, by either end."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from pgplumb.model.ids import ObjectId

    Edge = tuple[ObjectId, ObjectId, bool]


class Dependency(NamedTuple):
    """`dependent` needs `referenced`; automatic ones go silently when `referenced` is dropped (pg_depend.deptype)."""

    dependent: ObjectId
    referenced: ObjectId
    automatic: bool = False


class Dependencies(ABC):
    """What needs what; equal schemas never ask, and between schemas that differ little, few objects are asked about."""

    def of(self, id: ObjectId) -> Sequence[Dependency]:
        """What the object needs, in order."""
        return _ordered(self._of(id))

    def on(self, id: ObjectId) -> Sequence[Dependency]:
        """What needs the object, in order."""
        return _ordered(self._on(id))

    def among(self, ids: Container[ObjectId]) -> Dependencies:
        """Those of which both ends are among these ids."""
        return Listed(lambda: (edge for edge in self if edge.dependent in ids and edge.referenced in ids))

    def __iter__(self) -> Iterator[Dependency]:
        """All of them, in the order of the dependents."""
        for id in self._dependents():
            yield from self.of(id)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Dependencies) else NotImplemented

    @abstractmethod
    def _of(self, id: ObjectId) -> Iterable[Edge]:
        """What the object needs, in any order, some of it twice."""

    @abstractmethod
    def _on(self, id: ObjectId) -> Iterable[Edge]:
        """What needs the object, in any order, some of it twice."""

    @abstractmethod
    def _dependents(self) -> Iterable[ObjectId]:
        """At least everything that needs something, in order."""


class Listed(Dependencies):
    """Those that `make` gives, in any order and some of them twice, once somebody asks."""

    def __init__(self, make: Callable[[], Iterable[Edge]]) -> None:
        self._make = make

    @cached_property
    def _ends(self) -> BothEnds:
        return BothEnds(self._make())

    def _of(self, id: ObjectId) -> Iterable[Edge]:
        return self._ends.by_dependent.get(id, ())

    def _on(self, id: ObjectId) -> Iterable[Edge]:
        return self._ends.by_referenced.get(id, ())

    def _dependents(self) -> Iterable[ObjectId]:
        return sorted(self._ends.by_dependent)


class BothEnds:
    """Pairs of ids and whether they are automatic, by their first end and by their second."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        by_dependent: dict[ObjectId, list[Edge]] = defaultdict(list)
        by_referenced: dict[ObjectId, list[Edge]] = defaultdict(list)
        for edge in edges:
            by_dependent[edge[0]].append(edge)
            by_referenced[edge[1]].append(edge)
        self.by_dependent: Mapping[ObjectId, Sequence[Edge]] = by_dependent
        self.by_referenced: Mapping[ObjectId, Sequence[Edge]] = by_referenced


def _ordered(edges: Iterable[Edge]) -> Sequence[Dependency]:
    return [Dependency(*edge) for edge in sorted(set(edges))]
