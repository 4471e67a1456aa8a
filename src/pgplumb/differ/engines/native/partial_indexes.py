"""Indexes of partitioned tables that not every partition has one for: they are put together by hand.

ATTACH PARTITION makes the indexes that a partition lacks, so the partitions of such an index are attached before it is
made, with ONLY, and what some of them have is attached to it after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.index_names import attached_to
from pgplumb.model.ids import ObjectId
from pgplumb.model.keys import INDEXED
from pgplumb.model.relations import Constraint, Index, Inheritance
from pgplumb.model.trees import heir_of, links_to_heirs, parent_of
from pgplumb.syntax.sql import ident

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from pgplumb.differ.engines.native.rule import Context
    from pgplumb.model.catalog import Catalog


def partial_indexes(catalog: Catalog) -> frozenset[ObjectId]:
    """The indexes, and constraints with one, that a partition at some depth has none for."""
    return frozenset(id for link in catalog.of(Inheritance) for id in _lacked_by(link, catalog))


def displaced_by(link: Inheritance, context: Context) -> Iterator[ObjectId]:
    """The indexes that a partition would be given as it is attached: the server passes over what is partial there."""
    return _lacked_by(link, context.after, context.partial)


def completed_without(link: Inheritance, context: Context) -> Iterator[ObjectId]:
    """The indexes that all partitions have as one leaves: none is valid (pg_index.indisvalid) for that alone."""
    return (id for id in _lacked_by(link, context.before) if id not in context.partial)


def _lacked_by(link: Inheritance, catalog: Catalog, partial: Set[ObjectId] = frozenset()) -> Iterator[ObjectId]:
    """The indexes of the partitioned table that a partition has none for, and those above them; a foreign table never
    has any."""
    if not link.bound or heir_of(link) not in catalog.objects:
        return
    joined = {part.parent for part in indexes_of(heir_of(link), catalog) if part.id not in partial}
    for part in indexes_of(parent_of(link), catalog):
        if ident(part.id.schema, part.id.name) not in joined:
            yield part.id
            yield from indexes_above(part.id, catalog)


def indexes_of(holder: ObjectId, catalog: Catalog) -> Iterator[Index | Constraint]:
    """The indexes of a table, and the constraints that have one."""
    for part in catalog.children(holder):
        if isinstance(part, Index) or (isinstance(part, Constraint) and part.type in INDEXED):
            yield part


def is_by_hand(id: ObjectId, context: Context) -> bool:
    """Whether the index is made once its partitions are attached, for one of them is not to get any with it."""
    return id in context.created and id in context.partial


def is_late(id: ObjectId, context: Context) -> bool:
    """Whether the index, or one above it, is made by hand: it cannot come with its table."""
    return any(is_by_hand(each, context) for each in (id, *indexes_above(id, context.after)))


def links_before(id: ObjectId, context: Context) -> Iterator[ObjectId]:
    """The bonds of the partitions that come before an index of the partitioned table."""
    if is_by_hand(id, context):
        yield from (link.id for link in links_to_heirs(ObjectId("table", id.schema, id.table), context.after))


def is_joined_by_link(part: Index | Constraint, link: Inheritance, context: Context) -> bool:
    """Whether what is below a bond stands before it: not where it is to come under an index that is made after."""
    for above in indexes_above(part.id, context.after):
        if is_by_hand(above, context):
            return False
        if (above.schema, above.table) == (link.parent_schema, link.parent_table):
            break
    return True


def indexes_above(id: ObjectId, catalog: Catalog) -> Iterator[ObjectId]:
    """The indexes that one of a partition is attached to, at every height."""
    above = attached_to(id, catalog)
    if above is not None:
        yield above
        yield from indexes_above(above, catalog)
