"""Indexes of partitions, which the server names after what is free: one that only has another name now is renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.change import Altered, Removed
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Constraint, Index
from pgplumb.syntax.sql import ident

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.change import Change


def attached_to(id: ObjectId, catalog: Catalog) -> ObjectId | None:
    """The index of the partitioned table, or the constraint behind it, to which this one is attached."""
    found = catalog.get(id)
    if not isinstance(found, Index | Constraint) or not found.parent:
        return None
    above = (edge.referenced for edge in catalog.requires(id))
    return next(
        (each for each in above if each.kind == id.kind and ident(each.schema, each.name) == found.parent), None
    )


def renamed_indexes(before: Catalog, after: Catalog, changes: Iterable[Change]) -> dict[ObjectId, ObjectId]:
    """New ids and old ones of indexes of partitions, and of the constraints they are behind, that change their names:
    they stay attached where they are, and nothing else about them differs."""
    pairs = ((_now(id, before, after), id) for id in _touched(changes))
    return {new: old for new, old in pairs if new not in {None, old}}


def _touched(changes: Iterable[Change]) -> Iterator[ObjectId]:
    for change in changes:
        match change:
            case Removed(Index(id=id) | Constraint(id=id)):
                yield id
            case Altered(id, "definition" | "parent") if id.kind in {"index", "constraint"}:
                yield id
            case _:
                pass


def _now(id: ObjectId, before: Catalog, after: Catalog) -> ObjectId | None:
    """The id that it has in `after`, if it is there."""
    above = attached_to(id, before)
    if above is None:
        return id if id in after.objects else None
    place, wanted = _now(above, before, after), _without_name(id, before)
    for part in after.children(ObjectId("table", id.schema, id.table)) if place is not None else ():
        if part.id.kind == id.kind and attached_to(part.id, after) == place and _without_name(part.id, after) == wanted:
            return part.id
    return None


def _without_name(id: ObjectId, catalog: Catalog) -> str:
    found = catalog.objects[id]
    assert isinstance(found, Index | Constraint)
    return found.definition.replace(f" INDEX {ident(id.name)} ON ", " INDEX ON ", 1)


def namesakes(id: ObjectId, catalog: Catalog) -> Iterator[ObjectId]:
    """What has the name that an index is to get: relations, and constraints with an index."""
    for other in catalog.named(id.name):
        found = catalog.objects[other]
        without = isinstance(found, Constraint) and found.type in {"c", "f"}
        if not without and ("relation", id.schema, id.name) in other.namespaces:
            yield other
