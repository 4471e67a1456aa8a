"""The objects of a catalog as rows of values, of which each becomes an object when somebody asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby, zip_longest
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pgplumb.model.kinds import KINDS
from pgplumb.model.objects import attributes, maker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, KeysView

    from pgplumb.model.ids import ObjectId
    from pgplumb.model.objects import Object


class Objects(Mapping["ObjectId", "Object"]):
    """Objects by id, in the order of `rows`, which has the values of their `attributes`, arrays as lists.

    Of two databases almost every object is the same; to tell, their rows are enough, and to make an object of each
    would be a good part of reading a catalog.
    """

    __slots__ = ("_made", "_rows")

    def __init__(self, rows: Mapping[ObjectId, list[Any]]) -> None:
        self._rows = rows
        self._made: dict[ObjectId, Object] = {}

    def __getitem__(self, id: ObjectId) -> Object:
        found = self._made.get(id)
        if found is None:
            found = self._made[id] = maker(KINDS[id.kind])(id, self._rows[id])
        return found

    def get(self, id: ObjectId, default: Any = None) -> Any:
        """The object of this id, or `default`."""
        return self[id] if id in self._rows else default

    def __contains__(self, id: object) -> bool:
        return id in self._rows

    def __iter__(self) -> Iterator[ObjectId]:
        return iter(self._rows)

    def keys(self) -> KeysView[ObjectId]:
        """The ids."""
        return self._rows.keys()

    def __len__(self) -> int:
        return len(self._rows)

    def rows(self) -> Iterable[tuple[ObjectId, list[Any]]]:
        """The values of each object's attributes, by its id."""
        return self._rows.items()


def rows(objects: Mapping[ObjectId, Object]) -> Iterable[tuple[ObjectId, list[Any]]]:
    """The values of each object's `attributes`, by its id; arrays may be lists or tuples."""
    if isinstance(objects, Objects):
        return objects.rows()
    return ((id, [getattr(found, name) for name in attributes(KINDS[id.kind])]) for id, found in objects.items())


def by_kind(objects: Iterable[ObjectId]) -> dict[str, list[ObjectId]]:
    """The ids of each kind, in the order of all: to look for one kind takes a fraction of looking at every id."""
    found: dict[str, list[ObjectId]] = {}
    for kind, ids in groupby(objects, key=itemgetter(0)):
        found.setdefault(kind, []).extend(ids)
    return found


def unlike(before: Mapping[ObjectId, Object], after: Mapping[ObjectId, Object]) -> Iterator[ObjectId]:
    """The ids that only one side has, and those whose rows are not the same; both sides are in the order of their ids.

    To walk through both side by side takes a fraction of looking each id up: most rows are the same.
    """
    ours, theirs = iter(rows(before)), iter(rows(after))
    for mine, other in zip_longest(ours, theirs):
        while mine != other:
            if other is None or (mine is not None and mine[0] < other[0]):
                yield mine[0]
                mine = next(ours, None)
            elif mine is None or other[0] < mine[0]:
                yield other[0]
                other = next(theirs, None)
            else:
                yield mine[0]
                break
