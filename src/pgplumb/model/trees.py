"""Which tables inherit from which, as partitions or otherwise: told by schema and name, for namesakes may inherit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Inheritance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.catalog import Catalog


def links_to_parents(table: ObjectId, catalog: Catalog) -> Iterator[Inheritance]:
    """What binds a table to its parents."""
    return (part for part in catalog.children(table) if isinstance(part, Inheritance))


def links_to_heirs(table: ObjectId, catalog: Catalog) -> Iterator[Inheritance]:
    """What binds the tables right below to this one."""
    for edge in catalog.required_by(table):
        link = catalog.get(edge.dependent)
        if isinstance(link, Inheritance) and (link.parent_schema, link.parent_table) == (table.schema, table.name):
            yield link


def parent_of(link: Inheritance) -> ObjectId:
    """The table above."""
    return ObjectId("table", link.parent_schema, link.parent_table)


def heir_of(link: Inheritance) -> ObjectId:
    """The table below."""
    return ObjectId("table", link.id.schema, link.id.table)


def links_above(table: ObjectId, catalog: Catalog) -> Iterator[Inheritance]:
    """What binds a table to its parents, and those to theirs."""
    for link in links_to_parents(table, catalog):
        yield link
        yield from links_above(parent_of(link), catalog)


def tables_below(table: ObjectId, catalog: Catalog) -> Iterator[ObjectId]:
    """The tables that inherit from one, at every depth."""
    for link in links_to_heirs(table, catalog):
        yield heir_of(link)
        yield from tables_below(heir_of(link), catalog)
