"""What a table is bound to: parents, the partitioned table that it is a partition of, the type that it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.inherited import (
    all_constraints,
    constraints_through,
    not_valid_below,
    own_constraints,
)
from pgplumb.differ.engines.native.partial_indexes import (
    completed_without,
    displaced_by,
    indexes_of,
    is_by_hand,
    is_joined_by_link,
)
from pgplumb.differ.engines.native.references import foreign_keys_to
from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.rules.composite import is_extended
from pgplumb.differ.engines.native.rules.constraint import adding
from pgplumb.differ.engines.native.writing import step, table
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column, Constraint, Inheritance, TriggerState, Typing
from pgplumb.model.trees import heir_of, links_to_heirs, links_to_parents, parent_of, tables_below
from pgplumb.model.types import Composite
from pgplumb.syntax.sql import ident, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.catalog import Catalog


class InheritanceRule(Rule[Inheritance]):
    """Partitions are attached once their indexes stand; other parents are named in CREATE TABLE."""

    kind = "inheritance"
    rank = 34
    goes_with = frozenset({"table", "foreign_table"})
    inline_in = frozenset({"table", "foreign_table"})
    before_rows = True

    def fits_inline(self, found: Inheritance, context: Context) -> bool:
        return not found.bound

    def follows(self, found: Inheritance, context: Context) -> Iterator[ObjectId]:
        """Both tables have their columns and checks; parents come in their order; attaching joins indexes, and makes
        those that one lacks, unless it is to lack them."""
        late = not_valid_below(found, context)
        yield from (
            id for id in _merged(found, context.after, context) if id.kind != "constraint" or id.name not in late
        )
        if not found.bound:
            links = _links_in_order(found, context.after)
            yield from links[: links.index(found.id)]
            return
        for holder in _whole(found, context.after):
            for part in indexes_of(holder, context.after):
                if part.parent and is_joined_by_link(part, found, context):
                    yield part.id
        for part in indexes_of(parent_of(found), context.after):
            if not is_by_hand(part.id, context):
                yield part.id

    def displaces(self, found: Inheritance, context: Context) -> Iterator[ObjectId]:
        """The indexes above that the partition is to lack, and would get as it is attached."""
        return displaced_by(found, context)

    def alter(
        self, before: Inheritance, after: Inheritance, changed: frozenset[str], context: Context
    ) -> Iterator[Step]:
        for label in after.validated:
            if label not in before.validated:
                yield step(sql("ALTER TABLE {} VALIDATE CONSTRAINT {}", table(after.id), ident(label)))

    def after_drop_of(self, found: Inheritance, context: Context) -> Iterator[ObjectId]:
        """Neither table has what is not to be merged; the bounds of partitions overlap at no time, and no index that
        goes is above theirs."""
        yield from _merged(found, context.before, context)
        if found.bound and parent_of(found) not in context.dropped:
            yield from (link.id for link in links_to_heirs(parent_of(found), context.before))
            yield from (part.id for part in indexes_of(parent_of(found), context.before))

    def create(self, found: Inheritance, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        parent, child = ident(found.parent_schema, found.parent_table), ident(found.id.schema, found.id.table)
        if found.bound:
            yield from self._required(found, context)
            yield step(sql("ALTER TABLE {} ATTACH PARTITION {} {}", parent, child, raw(found.bound)))
        else:
            yield step(sql("ALTER TABLE {} INHERIT {}", child, parent))

    def drop(self, found: Inheritance, context: Context) -> Iterator[Step]:
        parent, child = ident(found.parent_schema, found.parent_table), ident(found.id.schema, found.id.table)
        if found.bound:
            yield step(sql("ALTER TABLE {} DETACH PARTITION {}", parent, child))
        else:
            yield step(sql("ALTER TABLE {} NO INHERIT {}", child, parent))
        yield from self._left_over(found, context)

    def _required(self, found: Inheritance, context: Context) -> Iterator[Step]:
        """The checks of the tables above that a partition does not have yet."""
        holder = heir_of(found)
        if holder in context.created:
            return
        had, own = all_constraints(holder, context.before), own_constraints(holder, context.after)
        for label, check in constraints_through(found, context.after).items():
            if check.type == "c" and label not in own and not _is_alike(check, had):
                yield step(adding(check, holder))

    def _left_over(self, found: Inheritance, context: Context) -> Iterator[Step]:
        """What a table has from its parent becomes its own when it leaves: what it is not to have goes."""
        holder = heir_of(found)
        if holder in context.dropped - context.swapped:
            return
        links = links_to_parents(holder, context.before)
        kept = [link for link in links if link.id != found.id and link.id not in context.dropped]
        stays = own_constraints(holder, context.before).keys() | {
            label for link in kept for label in constraints_through(link, context.before)
        }
        wanted = all_constraints(holder, context.after)
        for label, left in constraints_through(found, context.before).items():
            if label not in stays and not _is_alike(left, wanted):
                yield step(sql("ALTER TABLE {} DROP CONSTRAINT {}", table(found.id), ident(label)), "drop")

    def needed_by(self, found: Inheritance, context: Context) -> Iterator[ObjectId]:
        """How triggers are enabled that come and go with it, and indexes that only it kept from being valid."""
        yield from completed_without(found, context)
        for holder in _whole(found, context.before):
            yield from (part.id for part in context.before.children(holder) if isinstance(part, TriggerState))

    def leaves_by_itself(self, found: Inheritance, context: Context) -> bool:
        """A table that is set aside is not to get what its parent gets, nor to keep the place of its successor."""
        if parent_of(found) in context.dropped:
            return False
        set_aside = heir_of(found) in context.swapped
        return set_aside or (bool(found.bound) and _is_referenced(found, context))

    def holds_values(self, found: Inheritance, context: Context) -> bool:
        """The rows of a partition that goes are those of its table, from where they move."""
        holder = heir_of(found)
        return bool(found.bound) and parent_of(found) in context.swapped and holder in context.dropped - context.swapped

    def manner(self, before: Inheritance, after: Inheritance, changed: frozenset[str], context: Context) -> Manner:
        """Parents keep their order when others leave, and new ones come last. What was validated stays so."""
        if changed == {"validated"}:
            return Manner.REPLACE if _unvalidated(before, after, context) else Manner.ALTER
        if changed != {"position"}:
            return Manner.REPLACE
        old, new = (_links_in_order(after, catalog) for catalog in (context.before, context.after))
        if [link for link in old if link in new] == new[: len(set(old) & set(new))]:
            return Manner.IMPLIED
        arrived = self.arrival(after, context)
        return arrived if arrived is Manner.REPLACE_PARENT else Manner.REPLACE

    def bereft(self, found: Inheritance, gone: ObjectId, context: Context) -> Manner:
        """What is made anew above a table that stays is a new parent to it."""
        new = gone == parent_of(found) and self.arrival(found, context) is Manner.REPLACE_PARENT
        return Manner.REPLACE_PARENT if new else super().bereft(found, gone, context)

    def arrival(self, found: Inheritance, context: Context) -> Manner:
        """What a table has of its own stays so: only a new one has columns and checks from its parent alone."""
        if found.bound:
            return Manner.ALTER
        holder = heir_of(found)
        for part in context.after.children(holder):
            if isinstance(part, Column) and part.origin == "parent":
                return Manner.REPLACE_PARENT
        for part in context.after.children(parent_of(found)):
            own = ObjectId("constraint", holder.schema, part.id.name, holder.name)
            if isinstance(part, Constraint) and part.type == "c" and own not in context.after.objects:
                return Manner.REPLACE_PARENT
            below = context.after.get(ObjectId("column", holder.schema, part.id.name, holder.name))
            if isinstance(part, Column) and part.not_null and isinstance(below, Column) and below.origin == "both":
                # Whose NOT NULL it is depends on how the two came together (PostgreSQL 18).
                return Manner.REPLACE_PARENT
        return Manner.ALTER


def _whole(link: Inheritance, catalog: Catalog) -> tuple[ObjectId, ...]:
    """The table below and all that inherit from it."""
    return heir_of(link), *tables_below(heir_of(link), catalog)


def _links_in_order(link: Inheritance, catalog: Catalog) -> list[ObjectId]:
    links = links_to_parents(heir_of(link), catalog)
    return [each.id for each in sorted(links, key=lambda each: each.position)]


def _unvalidated(before: Inheritance, after: Inheritance, context: Context) -> bool:
    """Whether a check is to be as if it had never been validated."""
    above = constraints_through(after, context.after)
    return any(label in above and not above[label].validated for label in before.validated)


def _merged(link: Inheritance, catalog: Catalog, context: Context) -> Iterator[ObjectId]:
    """The columns of both tables, the defaults where they come down too, and the checks: of the table below those that
    share a name with one above."""
    names = {name for each in (context.before, context.after) for name in all_constraints(parent_of(link), each)}
    for end in (heir_of(link), parent_of(link)):
        for part in catalog.children(end):
            if isinstance(part, Column) or (
                isinstance(part, Constraint) and part.type == "c" and part.id.name in names
            ):
                yield part.id
            if isinstance(part, Column) and not link.bound:
                yield ObjectId("default", part.id.schema, part.id.name, part.id.table)


def _is_alike(found: Constraint, others: dict[str, Constraint]) -> bool:
    other = others.get(found.id.name)
    return other is not None and (other.definition, other.validated) == (found.definition, found.validated)


def _is_referenced(link: Inheritance, context: Context) -> bool:
    """Whether a foreign key refers to the partitioned table, or to one above it, and so holds on to the partition."""
    return any(True for catalog in (context.before, context.after) for _ in foreign_keys_to(parent_of(link), catalog))


class TypingRule(Rule[Typing]):
    """A table is of its type from the start, or comes to be once its columns are those of the type."""

    kind = "typing"
    rank = 33
    goes_with = frozenset({"table"})
    inline_in = frozenset({"table"})
    stays_inline = True
    ends_aside = True

    def create(self, found: Typing, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        yield step(sql("ALTER TABLE {} OF {}", table(found.id), raw(found.id.name)))

    def drop(self, found: Typing, context: Context) -> Iterator[Step]:
        yield step(sql("ALTER TABLE {} NOT OF", table(found.id)))

    def bereft(self, found: Typing, gone: ObjectId, context: Context) -> Manner:
        """Where the attributes come in another order the columns have to as well."""
        composite = ObjectId("composite", found.type_schema, found.type_name)
        old, new = context.before.get(composite), context.after.get(composite)
        if gone.kind != "table" and isinstance(old, Composite) and isinstance(new, Composite):
            return Manner.REPLACE if is_extended(old, new) else Manner.REPLACE_PARENT
        return Manner.REPLACE

    def follows(self, found: Typing, context: Context) -> Iterator[ObjectId]:
        """The columns that the type lacks are gone."""
        for part in context.before.children(ObjectId("table", found.id.schema, found.id.table)):
            if isinstance(part, Column):
                yield part.id
