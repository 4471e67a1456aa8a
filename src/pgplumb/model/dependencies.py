"""What depends on what among the objects of a catalog, by either end."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from pgplumb.model.ids import ObjectId


class Dependency(NamedTuple):
    """`dependent` needs `referenced`; automatic ones go silently when `referenced` is dropped (pg_depend.deptype)."""

    dependent: ObjectId
    referenced: ObjectId
    automatic: bool = False


class Dependencies:
    """Pairs of ids and whether they are automatic, as `make` gives them, in any order and some of them twice.

    They are worked out when somebody first asks, for equal schemas never need them.
    """

    def __init__(self, make: Callable[[], Iterable[tuple[ObjectId, ObjectId, bool]]]) -> None:
        self._make = make

    def of(self, id: ObjectId) -> Sequence[Dependency]:
        """What the object needs, in order."""
        return _ordered(self._ends[0].get(id, ()))

    def on(self, id: ObjectId) -> Sequence[Dependency]:
        """What needs the object, in order."""
        return _ordered(self._ends[1].get(id, ()))

    def among(self, ids: Container[ObjectId]) -> Dependencies:
        """Those of which both ends are among these ids."""
        return Dependencies(lambda: (edge for edge in self if edge.dependent in ids and edge.referenced in ids))

    def __iter__(self) -> Iterator[Dependency]:
        """All of them, in the order of the dependents."""
        for id in sorted(self._ends[0]):
            yield from self.of(id)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Dependencies) else NotImplemented

    @cached_property
    def _ends(self) -> tuple[_Edges, _Edges]:
        """All pairs by dependent, and by what they refer to."""
        dependents, referenced = defaultdict(list), defaultdict(list)
        for edge in self._make():
            dependents[edge[0]].append(edge)
            referenced[edge[1]].append(edge)
        return dependents, referenced


_Edges = defaultdict["ObjectId", list[tuple["ObjectId", "ObjectId", bool]]]


def _ordered(edges: Sequence[tuple[ObjectId, ObjectId, bool]]) -> Sequence[Dependency]:
    return [Dependency(*edge) for edge in sorted(set(edges))]
