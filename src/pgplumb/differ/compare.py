"""The one comparison of two catalogs; it names no kind of object."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from pgplumb.model.change import Added, Altered, Change, Removed
from pgplumb.model.held import unlike
from pgplumb.model.objects import compared_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.objects import Object


def compare(before: Catalog, after: Catalog) -> tuple[Change, ...]:
    """What must change to turn `before` into `after`, in the order of the objects' ids."""
    changes: list[Change] = []
    for id in unlike(before.objects, after.objects):
        mine, other = before.get(id), after.get(id)
        if mine is None:
            changes.append(Added(after.objects[id]))
        elif other is None:
            changes.append(Removed(mine))
        else:
            changes.extend(_altered(mine, other))
    return tuple(changes)


def _altered(before: Object, after: Object) -> Iterator[Altered]:
    for name in compared_fields(type(before)):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Altered(before.id, name, old, new)


def reverse(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """What must change on the way back."""
    return tuple(_reversed(change) for change in changes)


def _reversed(change: Change) -> Change:
    match change:
        case Added(found):
            return Removed(found)
        case Removed(found):
            return Added(found)
        case Altered(id, attribute, before, after):
            return Altered(id, attribute, after, before)
        case _:
            assert_never(change)
