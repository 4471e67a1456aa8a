"""Constraints of tables, and the indexes behind them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.index_names import attached_to
from pgplumb.differ.engines.native.inherited import not_valid_below
from pgplumb.differ.engines.native.partial_indexes import is_by_hand, is_late, links_before
from pgplumb.differ.engines.native.references import foreign_keys_to
from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step, Taken
from pgplumb.differ.engines.native.writing import name, only, option_list, option_steps, step, table
from pgplumb.model.ids import ObjectId
from pgplumb.model.keys import INDEXED, alike_before, place
from pgplumb.model.relations import Constraint, Index, Inheritance, Table
from pgplumb.model.trees import heir_of, links_to_heirs, links_to_parents
from pgplumb.syntax.sql import Sql, ident, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pgplumb.model.catalog import Catalog

_WHEN = re.compile(r"(?: DEFERRABLE(?: INITIALLY DEFERRED)?)?(?: NOT ENFORCED)?\Z")


def constraint_clause(found: Constraint) -> Sql:
    """A constraint as CREATE TABLE and ADD CONSTRAINT take it."""
    return sql("CONSTRAINT {} {}", ident(found.id.name), raw(found.definition))


def adding(found: Constraint, holder: ObjectId) -> Sql:
    """ALTER TABLE that gives a table a constraint, which may be listed as that of a table above it."""
    suffix = raw("" if found.validated else " NOT VALID")
    return sql("ALTER TABLE {} ADD {}{}", name(holder), constraint_clause(found), suffix)


def constraint_clauses(parts: Iterable[object]) -> list[Sql]:
    """The constraints among the parts of a table as its CREATE lists them."""
    found = [part for part in parts if isinstance(part, Constraint)]
    found.sort(key=place)
    return [constraint_clause(part) for part in found]


def constraint_settings(found: Constraint, context: Context) -> Iterator[Step]:
    """What is said about the index behind a constraint."""
    index = ident(found.id.schema, found.id.name)
    if found.options:
        yield step(sql("ALTER INDEX {} SET ({})", index, option_list(found.options)))
    if found.tablespace:
        yield step(sql("ALTER INDEX {} SET TABLESPACE {}", index, ident(found.tablespace)))
    if found.clustered:
        yield from clustering(found, context)
    if found.replica_identity:
        yield step(sql("ALTER TABLE {} REPLICA IDENTITY USING INDEX {}", table(found.id), ident(found.id.name)))


class ConstraintRule(Rule[Constraint]):
    """A constraint whose text changes is dropped and added; validation and a foreign key's timing change in place."""

    kind = "constraint"
    rank = 36
    goes_with = frozenset({"table", "foreign_table", "constraint"})
    inline_in = frozenset({"table", "foreign_table"})

    def fits_inline(self, found: Constraint, context: Context) -> bool:
        return found.type != "f" and self.fits_definition(found, context)

    def fits_definition(self, found: Constraint, context: Context) -> bool:
        alike = any(alike_before(found, context.after))
        return found.validated and not alike and not is_late(found.id, context)

    def prefers(self, found: Constraint, context: Context) -> Iterator[ObjectId]:
        """Keys that are alike come in the same order to a partitioned table and to its partitions."""
        return alike_before(found, context.after)

    def reacts_to_rows(self, found: Constraint) -> bool:
        return found.type == "f"

    def follows(self, found: Constraint, context: Context) -> Iterator[ObjectId]:
        """A foreign key would hang on an old key of the same columns, which then could not go; whether its tables are
        logged is settled first. A check that is not valid comes down to new heirs, lest they have it as valid; a key
        that a partition is to lack comes after that is attached."""
        yield from links_before(found.id, context)
        for link in links_to_heirs(_holder(found), context.after):
            if found.id.name in not_valid_below(link, context):
                yield link.id
        if found.type != "f":
            return
        columns = (edge.referenced for edge in context.after.requires(found.id))
        holders = dict.fromkeys(context.after.parent(id) for id in columns if id.kind == "column")
        for holder in holders:
            if holder is not None and holder not in context.swapped:
                yield holder
            for part in context.before.children(holder) if holder is not None else ():
                if isinstance(part, Index) or (isinstance(part, Constraint) and part.type in {"p", "u"}):
                    yield part.id

    def leaves_by_itself(self, found: Constraint, context: Context) -> bool:
        """A foreign key lets no table that it refers to become unlogged, even if its own table goes, nor one partition
        go before another; an index of a partition stays with it when it is detached."""
        if found.type != "f":
            return any(detached_links(found.id, context))
        if _holds_partitions(found, context):
            return True
        columns = (edge.referenced for edge in context.before.requires(found.id))
        holders = {context.before.parent(id) for id in columns if id.kind == "column"}
        return any(_turns_unlogged(holder, context) for holder in holders if holder is not None)

    def taken_along(self, found: Constraint, context: Context) -> Taken | None:
        return taken_along(found.id, context)

    def after_drop_of(self, found: Constraint, context: Context) -> Iterator[ObjectId]:
        """What heirs are to have from above they no longer have of their own; a table has one primary key."""
        holder = context.after.parent(found.id) if found.type in {"c", "p"} else None
        if holder is None:
            return
        for other in context.before.children(holder) if found.type == "p" else ():
            if isinstance(other, Constraint) and other.type == "p":
                yield other.id
        for link in links_to_heirs(holder, context.before) if found.type == "c" else ():
            yield found.id._replace(schema=link.id.schema, table=link.id.table)

    def dropped_after(self, found: Constraint, context: Context) -> Iterator[ObjectId]:
        """The bonds of tables below that stay, which take what comes down from here along as their own."""
        yield from detached_links(found.id, context)
        yield from _shared_with(found, context)
        holder = context.before.parent(found.id) if found.type in {"c", "f"} else None
        for link in links_to_heirs(holder, context.before) if holder is not None else ():
            if heir_of(link) not in context.dropped - context.swapped:
                yield link.id

    def create(self, found: Constraint, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        if _left_behind(found, context.before, context.after):
            return
        holder = _holder(found)
        if found.type in INDEXED:
            yield step(sql("ALTER TABLE {} ADD {}", only(holder, context), constraint_clause(found)))
        else:
            yield step(adding(found, holder))
        yield from constraint_settings(found, context)
        if is_joined_by_hand(found, context):
            index = ident(found.id.schema, found.id.name)
            yield step(sql("ALTER INDEX {} ATTACH PARTITION {}", raw(found.parent), index))

    def drop(self, found: Constraint, context: Context) -> Iterator[Step]:
        if _left_behind(found, context.after, context.before):
            return
        yield step(sql("ALTER TABLE {} DROP CONSTRAINT {}", table(found.id), ident(found.id.name)), "drop")

    def bereft(self, found: Constraint, gone: ObjectId, context: Context) -> Manner:
        detached = found.parent and outlives_parent(found.id, gone, context)
        return Manner.IMPLIED if detached else super().bereft(found, gone, context)

    def needed_by(self, found: Constraint, context: Context) -> Iterator[ObjectId]:
        yield from index_above(found.id, context)
        yield from _shared_with(found, context)

    def manner(self, before: Constraint, after: Constraint, changed: frozenset[str], context: Context) -> Manner:
        if changed == {"definition"} and before.type == "f" and _timing(before)[0] == _timing(after)[0]:
            enforced = not any(_timing(found)[1].endswith("NOT ENFORCED") for found in (before, after))
            return Manner.ALTER if enforced else Manner.REPLACE
        if changed & {"type", "definition"} or ("validated" in changed and not after.validated):
            return Manner.REPLACE
        if changed == {"parent"}:
            return attachment(before.id, before.parent, context)
        return Manner.ALTER

    def alter(self, before: Constraint, after: Constraint, changed: frozenset[str], context: Context) -> Iterator[Step]:
        index = ident(after.id.schema, after.id.name)
        if "definition" in changed:
            when = raw(_timing(after)[1] or " NOT DEFERRABLE")
            yield step(sql("ALTER TABLE {} ALTER CONSTRAINT {}{}", table(after.id), ident(after.id.name), when))
        if "validated" in changed:
            yield step(sql("ALTER TABLE {} VALIDATE CONSTRAINT {}", table(after.id), ident(after.id.name)))
        if "options" in changed:
            yield from option_steps(sql("INDEX {}", index), before.options, after.options)
        if "tablespace" in changed:
            yield step(sql("ALTER INDEX {} SET TABLESPACE {}", index, ident(after.tablespace or "pg_default")))
        if "clustered" in changed:
            yield from clustering(after, context)
        if "replica_identity" in changed and after.replica_identity:
            yield step(sql("ALTER TABLE {} REPLICA IDENTITY USING INDEX {}", table(after.id), ident(after.id.name)))
        if "parent" in changed and is_joined_by_hand(after, context):
            yield step(sql("ALTER INDEX {} ATTACH PARTITION {}", raw(after.parent), index))


def clustering(found: Constraint | Index, context: Context) -> Iterator[Step]:
    """Cluster the table on the index, or on none, unless another of its indexes takes over."""
    holder = context.after.parent(found.id)
    others = [getattr(part, "clustered", False) for part in (context.after.children(holder) if holder else ())]
    if found.clustered:
        yield step(sql("ALTER TABLE {} CLUSTER ON {}", table(found.id), ident(found.id.name)))
    elif not any(others):
        yield step(sql("ALTER TABLE {} SET WITHOUT CLUSTER", table(found.id)))


def _turns_unlogged(holder: ObjectId, context: Context) -> bool:
    old, new = context.before.get(holder), context.after.get(holder)
    return isinstance(old, Table) and isinstance(new, Table) and new.unlogged and not old.unlogged


def _holds_partitions(found: Constraint, context: Context) -> bool:
    """Whether a foreign key refers to the table that has it, or to one above, while its partitions go."""
    holder = _holder(found)
    goes = any(link.bound and heir_of(link) in context.dropped for link in links_to_heirs(holder, context.before))
    return goes and found.id in foreign_keys_to(holder, context.before)


def _holder(found: Constraint) -> ObjectId:
    return ObjectId("table", found.id.schema, found.id.table)


def _timing(found: Constraint) -> tuple[str, str]:
    """A foreign key's definition apart from when it is checked, and that: it changes without checking the rows anew."""
    match = _WHEN.search(found.definition)
    return (found.definition[: match.start()], match[0]) if match else (found.definition, "")


def _shared_with(found: Constraint, context: Context) -> Iterator[ObjectId]:
    """The checks of parents that an heir holds too, as its own: it can only let go of its own while there is none."""
    for link in _links(found.id, context.before) if found.type == "c" else ():
        if not link.bound and link.id in context.after.objects and link.id not in context.dropped:
            yield found.id._replace(schema=link.parent_schema, table=link.parent_table)


def _left_behind(found: Constraint, under: Catalog, alone: Catalog) -> bool:
    """Whether the constraint is a parent's for as long as the table is `under` it: PostgreSQL keeps no copy of its own.

    Leaving a parent makes the inherited constraint the table's own, coming under a parent merges the two.
    """
    if found.type not in {"c", "f"}:
        return False
    for link in _links(found.id, under):
        parent = ObjectId("constraint", link.parent_schema, found.id.name, link.parent_table)
        above = under.get(parent)
        ours = isinstance(above, Constraint) and above.definition == found.definition
        if ours and link.id not in alone.objects and found.id not in under.objects:
            return True
    return False


def is_attached(id: ObjectId, context: Context) -> bool:
    """Whether the partition was attached before and still is: attaching it anew attaches its indexes as well."""
    links = [link.id for link in _links(id, context.after)]
    return any(link in context.before.objects and link not in context.dropped for link in links)


def is_joined_by_hand(found: Constraint | Index, context: Context) -> bool:
    """Whether an index of a partition comes under the one above by a statement of its own."""
    above = attached_to(found.id, context.after)
    return bool(found.parent) and (is_attached(found.id, context) or (above is not None and is_by_hand(above, context)))


def _links(id: ObjectId, catalog: Catalog) -> list[Inheritance]:
    return list(links_to_parents(ObjectId("table", id.schema, id.table), catalog))


def outlives_parent(id: ObjectId, gone: ObjectId, context: Context) -> bool:
    """Whether an index of a partition loses the one above it with the whole table: the partition is detached before."""
    return gone.table != id.table and ObjectId("table", gone.schema, gone.table) in context.dropped


def index_above(id: ObjectId, context: Context) -> Iterator[ObjectId]:
    """The index of a partitioned table that is not without the one of a partition, while the partition is there."""
    above = attached_to(id, context.before)
    if above is not None and ObjectId("table", id.schema, id.table) not in context.dropped and is_attached(id, context):
        yield above


def detached_links(id: ObjectId, context: Context) -> Iterator[ObjectId]:
    """The bonds of a partition that go, and with which an index of it leaves the one above and outlives it."""
    holder = ObjectId("table", id.schema, id.table)
    if attached_to(id, context.before) is not None and holder not in context.dropped - context.swapped:
        yield from (link.id for link in _links(id, context.before) if link.bound and link.id in context.dropped)


def taken_along(id: ObjectId, context: Context) -> Taken | None:
    """An index of a partition that goes as a whole leaves with the one above it, and cannot before."""
    above, holder = attached_to(id, context.before), ObjectId("table", id.schema, id.table)
    if above is None or above not in context.dropped or holder not in context.dropped - context.swapped:
        return None
    (link,) = _links(id, context.before)
    return Taken(by=above, through=link.id)


def attachment(id: ObjectId, before: str, context: Context) -> Manner:
    """How an index of a partition comes under another index of the partitioned table, or of none."""
    if before and any(link.id not in context.after.objects for link in _links(id, context.before)):
        return Manner.IMPLIED
    return Manner.REPLACE if before else Manner.ALTER
