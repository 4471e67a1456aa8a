"""What a column has from the tables above its own, and what holds its type in place."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column, Constraint, Inheritance, Table
from pgplumb.syntax.sql import ident

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.differ.engines.native.rule import Context
    from pgplumb.model.catalog import Catalog


def parents(found: Column, context: Context) -> list[Inheritance]:
    """The links to its table's parents, before and after."""
    holder = context.after.parent(found.id) or context.before.parent(found.id)
    return [
        part
        for catalog in (context.before, context.after)
        for part in (catalog.children(holder) if holder else ())
        if isinstance(part, Inheritance)
    ]


def parent_of(link: Inheritance) -> ObjectId:
    """The table above."""
    return ObjectId("table", link.parent_schema, link.parent_table)


def links_above(table: ObjectId, catalog: Catalog) -> Iterator[Inheritance]:
    """What binds a table to its parents, and those to theirs."""
    for part in catalog.children(table):
        if isinstance(part, Inheritance):
            yield part
            yield from links_above(parent_of(part), catalog)


def tables_below(table: ObjectId, catalog: Catalog) -> Iterator[ObjectId]:
    """The table itself, and those that inherit from it at every depth."""
    yield table
    for edge in catalog.required_by(table):
        link = edge.dependent
        if link.kind == "inheritance" and catalog.parent(link) != table:
            yield from tables_below(ObjectId("table", link.schema, link.table), catalog)


def constraints_above(table: ObjectId, catalog: Catalog) -> dict[str, Constraint]:
    """The checks and foreign keys that a table has from those above it, at every height, by name.

    They are listed as those of the tables above alone.
    """
    links = (part for part in catalog.children(table) if isinstance(part, Inheritance))
    return {name: found for link in links for name, found in constraints_through(link, catalog).items()}


def constraints_through(link: Inheritance, catalog: Catalog) -> dict[str, Constraint]:
    """Those that come down from one parent: foreign keys do so to partitions only."""
    comes = {"c", "f"} if link.bound else {"c"}
    above = constraints_above(parent_of(link), catalog) | own_constraints(parent_of(link), catalog)
    return {
        name: replace(found, validated=True) if name in link.validated else found
        for name, found in above.items()
        if found.type in comes and not found.definition.endswith(" NO INHERIT")
    }


def own_constraints(table: ObjectId, catalog: Catalog) -> dict[str, Constraint]:
    """What is listed as a table's own, by name."""
    return {part.id.name: part for part in catalog.children(table) if isinstance(part, Constraint)}


def kept_links(found: Column, context: Context) -> list[Inheritance]:
    """The parents that the table is under all the time."""
    return [
        link
        for link in parents(found, context)
        if link.id in context.before.objects and link.id in context.after.objects and link.id not in context.dropped
    ]


def loosened(found: Column, context: Context) -> list[Inheritance]:
    """The links to the table's parents that go and come back: in between, nothing comes down."""
    holder = context.before.parent(found.id)
    links = context.before.children(holder) if holder is not None else ()
    return [
        link
        for link in links
        if isinstance(link, Inheritance) and link.id in context.dropped and link.id in context.created
    ]


def parent_columns(found: Column, context: Context, links: list[Inheritance] | None = None) -> list[ObjectId]:
    """The columns that it comes down from, in the parents by these links or by all."""
    return [
        ObjectId("column", link.parent_schema, found.id.name, link.parent_table)
        for link in (parents(found, context) if links is None else links)
    ]


def below(found: Column, context: Context) -> Iterator[ObjectId]:
    """The column in the tables right below, that are so all the time."""
    holder = context.before.parent(found.id)
    for edge in context.before.required_by(holder) if holder is not None else ():
        link = edge.dependent
        stays = link in context.after.objects and link not in context.dropped
        if link.kind == "inheritance" and stays and context.before.parent(link) != holder:
            yield ObjectId("column", link.schema, found.id.name, link.table)


def ancestors(found: Column, context: Context) -> Iterator[ObjectId]:
    """The columns of tables above, at every height, that it comes down from."""
    for id in parent_columns(found, context, kept_links(found, context)):
        yield id
        above = context.after.get(id)
        if isinstance(above, Column):
            yield from ancestors(above, context)


def is_bound(found: Column, context: Context) -> bool:
    """Whether PostgreSQL can only give the column another type in a new table (ATPrepAlterColumnType): it is in the
    partition key, or comes down from two parents, neither of which can change it alone."""
    links = {link.id: link for link in kept_links(found, context)}
    parents = set(parent_columns(found, context, list(links.values()))) & context.after.objects.keys()
    return len(parents) > 1 or in_partition_key(found, context)


def in_partition_key(found: Column, context: Context) -> bool:
    word = re.compile(rf"(?<!\w){re.escape(str(ident(found.id.name)))}(?!\w)")
    holder = context.after.parent(found.id)
    assert holder is not None
    tables = (catalog.get(holder) for catalog in (context.before, context.after))
    return any(isinstance(table, Table) and word.search(table.partition_key) is not None for table in tables)


def is_outlived(id: ObjectId, context: Context) -> bool:
    """Whether a table below keeps the column that this one loses; ONLY makes it that table's own."""
    holder = context.before.parent(id)
    for edge in context.before.required_by(holder) if holder is not None else ():
        link = edge.dependent
        if link.kind == "inheritance" and link.table != id.table and link in context.after.objects:
            below = ObjectId("column", link.schema, id.name, link.table)
            if below in context.after.objects and below not in context.dropped:
                return True
    return False


def comes_down(found: Column, context: Context) -> bool:
    """Whether the column comes down from a parent that the table already has."""
    return any(
        link.id in context.before.objects
        and link.id not in context.dropped
        and ObjectId("column", link.parent_schema, found.id.name, link.parent_table) in context.created
        for link in parents(found, context)
    )
