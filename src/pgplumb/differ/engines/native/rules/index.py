"""Indexes that no constraint owns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pgplumb.differ.engines.native.index_names import attached_to
from pgplumb.differ.engines.native.partial_indexes import is_by_hand, links_before
from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step, Taken
from pgplumb.differ.engines.native.rules.constraint import (
    attachment,
    clustering,
    detached_links,
    index_above,
    is_joined_by_hand,
    outlives_parent,
    taken_along,
)
from pgplumb.differ.engines.native.writing import name, option_steps, step, table
from pgplumb.model.ids import INVALID_INDEX, ObjectId
from pgplumb.model.relations import Index, Table
from pgplumb.syntax.sql import ident, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator


_WITH = re.compile(r" WITH \((\w+=(?:'[^']*'|\w+)(?:, \w+=(?:'[^']*'|\w+))*)\)(?= TABLESPACE | WHERE |\Z)")

_SORTED = re.compile(r" DESC\b| NULLS (?:FIRST|LAST)\b")


def _parameters(found: Index) -> tuple[str, tuple[str, ...]]:
    """The definition without its storage parameters, and those: they change without building the index anew."""
    match = _WITH.search(found.definition)
    if match is None:
        return found.definition, ()
    options = tuple(option.replace("'", "") for option in match[1].split(", "))
    return found.definition.replace(match[0], "", 1), options


def _shape(found: Index) -> str:
    """The definition without its name and without what the server does not compare where it attaches an index."""
    return _SORTED.sub("", _parameters(found)[0]).replace(f" INDEX {ident(found.id.name)} ON ", " INDEX ON ", 1)


def _turn(id: ObjectId, context: Context) -> tuple[Any, ...]:
    above = attached_to(id, context.after)
    if is_by_hand(id, context) or (above is not None and is_by_hand(above, context)):
        return 2, id
    return (0, *_turn(above, context)) if above is not None else (1, id in context.created, id)


class IndexRule(Rule[Index]):
    """An index whose text changes is built anew; storage parameters and what is said about it change in place."""

    kind = "index"
    rank = 38
    goes_with = frozenset({"table", "materialized_view", "index"})

    def create(self, found: Index, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        if ObjectId(INVALID_INDEX, found.id.schema, found.id.name) in context.before.unmodelled:
            # No copy of the database has it: pg_dump leaves it out.
            yield step(sql("DROP INDEX IF EXISTS {}", name(found.id)), "drop")
        yield step(raw(found.definition), "create")
        if found.tablespace:
            yield step(sql("ALTER INDEX {} SET TABLESPACE {}", name(found.id), ident(found.tablespace)))
        if found.clustered:
            yield from clustering(found, context)
        if found.replica_identity:
            yield self._replica_identity(found)
        for setting in found.statistics:
            yield self._statistics(found, setting)
        if is_joined_by_hand(found, context):
            yield step(sql("ALTER INDEX {} ATTACH PARTITION {}", raw(found.parent), name(found.id)))

    def follows(self, found: Index, context: Context) -> Iterator[ObjectId]:
        return links_before(found.id, context)

    def prefers(self, found: Index, context: Context) -> Iterator[ObjectId]:
        """Where it comes with its partition, the server attaches the first that will do, without a look at what is
        sorted which way (CompareIndexInfo): they are made in the order of those above, then come those of none, and
        last those that the server does not attach by itself."""
        place, shape = _turn(found.id, context), _shape(found)
        for other in context.after.children(ObjectId("table", found.id.schema, found.id.table)):
            if isinstance(other, Index) and _shape(other) == shape and _turn(other.id, context) < place:
                yield other.id

    def leaves_by_itself(self, found: Index, context: Context) -> bool:
        """An index of a partition stays with it when it is detached."""
        return any(detached_links(found.id, context))

    def taken_along(self, found: Index, context: Context) -> Taken | None:
        return taken_along(found.id, context)

    def dropped_after(self, found: Index, context: Context) -> Iterator[ObjectId]:
        return detached_links(found.id, context)

    def drop(self, found: Index, context: Context) -> Iterator[Step]:
        yield step(sql("DROP INDEX {}", name(found.id)), "drop")

    def bereft(self, found: Index, gone: ObjectId, context: Context) -> Manner:
        detached = found.parent and outlives_parent(found.id, gone, context)
        return Manner.IMPLIED if detached else super().bereft(found, gone, context)

    def needed_by(self, found: Index, context: Context) -> Iterator[ObjectId]:
        return index_above(found.id, context)

    def manner(self, before: Index, after: Index, changed: frozenset[str], context: Context) -> Manner:
        if "definition" in changed:
            # The index of a partitioned table has no storage that could change (ALTER INDEX).
            holder = context.after.get(ObjectId("table", after.id.schema, after.id.table))
            partitioned = isinstance(holder, Table) and bool(holder.partition_key)
            if partitioned or _parameters(before)[0] != _parameters(after)[0]:
                return Manner.REPLACE
        if changed == {"parent"}:
            return attachment(before.id, before.parent, context)
        return Manner.ALTER

    def alter(self, before: Index, after: Index, changed: frozenset[str], context: Context) -> Iterator[Step]:
        if "definition" in changed:
            yield from option_steps(sql("INDEX {}", name(after.id)), _parameters(before)[1], _parameters(after)[1])
        if "tablespace" in changed:
            space = ident(after.tablespace or "pg_default")
            yield step(sql("ALTER INDEX {} SET TABLESPACE {}", name(after.id), space))
        if "clustered" in changed:
            yield from clustering(after, context)
        if "replica_identity" in changed and after.replica_identity:
            yield self._replica_identity(after)
        if "statistics" in changed:
            numbers = {setting.partition("=")[0] for setting in after.statistics}
            for setting in before.statistics:
                if (number := setting.partition("=")[0]) not in numbers:
                    yield self._statistics(after, f"{number}=-1")
            for setting in after.statistics:
                yield self._statistics(after, setting)
        if "parent" in changed and is_joined_by_hand(after, context):
            yield step(sql("ALTER INDEX {} ATTACH PARTITION {}", raw(after.parent), name(after.id)))

    def _replica_identity(self, found: Index) -> Step:
        return step(sql("ALTER TABLE {} REPLICA IDENTITY USING INDEX {}", table(found.id), ident(found.id.name)))

    def _statistics(self, found: Index, setting: str) -> Step:
        number, _, target = setting.partition("=")
        return step(sql("ALTER INDEX {} ALTER COLUMN {} SET STATISTICS {}", name(found.id), raw(number), raw(target)))
