"""What a column has from the tables above its own, and what holds its type in place."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column, Constraint, Inheritance, Table
from pgplumb.model.trees import heir_of, links_to_heirs, links_to_parents, parent_of
from pgplumb.syntax.sql import ident

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.differ.engines.native.rule import Context
    from pgplumb.model.catalog import Catalog

#: What comes down from a parent as it changes there.
_FOLLOWS_PARENT = frozenset(
    {"type", "collation", "expression", "generated", "not_null", "not_null_name", "identity", "identity_options"}
)


def parents(found: Column, context: Context) -> list[Inheritance]:
    """The links to its table's parents, before and after."""
    holder = context.after.parent(found.id) or context.before.parent(found.id)
    if holder is None:
        return []
    return [link for catalog in (context.before, context.after) for link in links_to_parents(holder, catalog)]


def constraints_above(table: ObjectId, catalog: Catalog) -> dict[str, Constraint]:
    """The checks and foreign keys that a table has from those above it, at every height, by name.

    They are listed as those of the tables above alone.
    """
    found: dict[str, Constraint] = {}
    for link in links_to_parents(table, catalog):
        found |= constraints_through(link, catalog)
    return found


def constraints_through(link: Inheritance, catalog: Catalog) -> dict[str, Constraint]:
    """Those that come down from one parent: foreign keys do so to partitions only."""
    comes = {"c", "f"} if link.bound else {"c"}
    above = all_constraints(parent_of(link), catalog)
    return {
        name: replace(found, validated=True) if name in link.validated else found
        for name, found in above.items()
        if found.type in comes and not found.definition.endswith(" NO INHERIT")
    }


def all_constraints(table: ObjectId, catalog: Catalog) -> dict[str, Constraint]:
    """What a table has from above and what is listed as its own, by name."""
    return constraints_above(table, catalog) | own_constraints(table, catalog)


def own_constraints(table: ObjectId, catalog: Catalog) -> dict[str, Constraint]:
    """What is listed as a table's own, by name."""
    return {part.id.name: part for part in catalog.children(table) if isinstance(part, Constraint)}


def not_valid_below(link: Inheritance, context: Context) -> set[str]:
    """The checks that come once the tables are tied: a new heir has as valid what its parent has already."""
    checks = all_constraints(parent_of(link), context.after) if heir_of(link) in context.created else {}
    return {
        name
        for name, check in checks.items()
        if not check.validated and name not in link.validated and check.id in context.created
    }


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
    links = links_to_parents(holder, context.before) if holder is not None else ()
    return [link for link in links if link.id in context.dropped and link.id in context.created]


def parent_columns(found: Column, context: Context, links: list[Inheritance] | None = None) -> list[ObjectId]:
    """The columns that it comes down from, in the parents by these links or by all."""
    return [
        ObjectId("column", link.parent_schema, found.id.name, link.parent_table)
        for link in (parents(found, context) if links is None else links)
    ]


def below(found: Column, context: Context) -> Iterator[ObjectId]:
    """The column in the tables right below, that are so all the time."""
    holder = context.before.parent(found.id)
    for link in links_to_heirs(holder, context.before) if holder is not None else ():
        if link.id in context.after.objects and link.id not in context.dropped:
            yield ObjectId("column", link.id.schema, found.id.name, link.id.table)


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
    for link in links_to_heirs(holder, context.before) if holder is not None else ():
        column = ObjectId("column", link.id.schema, id.name, link.id.table)
        if link.id in context.after.objects and column in context.after.objects and column not in context.dropped:
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


def own_changes(before: Column, after: Column, changed: frozenset[str], context: Context) -> frozenset[str]:
    """The changes that no parent of the table passes down."""
    own = changed if after.not_null_origin == "both" else changed - {"not_null_origin"}
    for id in parent_columns(after, context, kept_links(after, context)):
        old: Any = context.before.get(id)
        new: Any = context.after.get(id)
        if id in context.rebased:
            own -= {"type", "collation"}
        if old is not None and new is not None:
            passed_down = {name for name in _FOLLOWS_PARENT if getattr(old, name) != getattr(new, name)}
            if old.not_null != new.not_null:
                # The constraint comes and goes with its name, unless the column has one by now or is to.
                of_its_own = {"not_null_name"} if new.not_null and before.not_null else set()
                if "both" in {before.not_null_origin, after.not_null_origin}:
                    of_its_own = {"not_null", "not_null_name"}
                passed_down = (passed_down | {"not_null_name"}) - of_its_own
            elif (old.called_not_null, new.called_not_null) != (before.called_not_null, after.called_not_null):
                passed_down -= {"not_null_name"}
            if new.not_null and new.not_null_valid == after.not_null_valid and after.not_null_origin != "both":
                passed_down |= {"not_null_valid"}
            own -= passed_down
    return own
