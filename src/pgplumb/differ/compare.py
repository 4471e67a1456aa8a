"""The one comparison of two catalogs; it names no kind of object."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from pgplumb.model.change import Added, Altered, Change, Removed
from pgplumb.model.held import differing
from pgplumb.model.objects import compared_fields

if TYPE_CHECKING:
    from pgplumb.model.catalog import Catalog


def compare(before: Catalog, after: Catalog) -> tuple[Change, ...]:
    """What must change to turn `before` into `after`, in the order of the objects' ids."""
    had, wanted = before.objects.keys(), after.objects.keys()
    changes: list[Change] = [Removed(before.objects[id]) for id in had - wanted]
    changes.extend(Added(after.objects[id]) for id in wanted - had)
    for id in differing(before.objects, after.objects):
        old, new = before.objects[id], after.objects[id]
        changes.extend(
            Altered(id, name, getattr(old, name), getattr(new, name))
            for name in compared_fields(type(old))
            if getattr(old, name) != getattr(new, name)
        )
    return tuple(sorted(changes, key=lambda change: change.id))


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
