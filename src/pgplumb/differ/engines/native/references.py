"""Which tables foreign keys lead from and to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.relations import Constraint
from pgplumb.model.trees import links_to_parents, parent_of
from pgplumb.syntax.sql import ident

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.objects import Object


def references(id: ObjectId, catalog: Catalog) -> str:
    """The name of the table that a foreign key refers to; nothing for what is none."""
    found = catalog.get(id)
    return found.references if isinstance(found, Constraint) else ""


def referred(part: Object, catalog: Catalog) -> Iterator[ObjectId]:
    """The tables of a foreign key: its own, and the one that it refers to."""
    for edge in catalog.requires(part.id) if references(part.id, catalog) else ():
        holder = catalog.parent(edge.referenced)
        if edge.referenced.kind == "column" and holder is not None:
            yield holder


def referring(part: Object, catalog: Catalog) -> Iterator[ObjectId]:
    """The tables whose foreign keys refer to a part of a table."""
    for edge in catalog.required_by(part.id):
        holder = catalog.parent(edge.dependent)
        if references(edge.dependent, catalog) and holder is not None:
            yield holder


def foreign_keys_to(parent: ObjectId, catalog: Catalog) -> Iterator[ObjectId]:
    """The foreign keys that refer to a partitioned table, or to one above it."""
    for part in (parent, *(each.id for each in catalog.children(parent))):
        for edge in catalog.required_by(part):
            if references(edge.dependent, catalog) == ident(parent.schema, parent.name):
                yield edge.dependent
    for link in links_to_parents(parent, catalog):
        if link.bound:
            yield from foreign_keys_to(parent_of(link), catalog)


def reaches(table: ObjectId, wanted: ObjectId, catalog: Catalog) -> bool:
    """Whether foreign keys lead from one table to another."""
    work, seen = [table], {table}
    while work:
        for part in catalog.children(work.pop()):
            new = set(referred(part, catalog)) - seen
            seen |= new
            work += sorted(new)
    return wanted in seen
