"""Indexes that no constraint owns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.rules.constraint import attachment, clustering, is_attached, outlives_parent
from pgplumb.differ.engines.native.writing import name, option_steps, step, table
from pgplumb.model.ids import INVALID_INDEX, ObjectId
from pgplumb.model.relations import Index
from pgplumb.syntax.sql import ident, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator


_WITH = re.compile(r" WITH \((\w+=(?:'[^']*'|\w+)(?:, \w+=(?:'[^']*'|\w+))*)\)(?= TABLESPACE | WHERE |\Z)")


def _parameters(found: Index) -> tuple[str, tuple[str, ...]]:
    """The definition without its storage parameters, and those: they change without building the index anew."""
    match = _WITH.search(found.definition)
    if match is None:
        return found.definition, ()
    options = tuple(option.replace("'", "") for option in match[1].split(", "))
    return found.definition.replace(match[0], "", 1), options


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
        if found.parent and is_attached(found.id, context):
            yield step(sql("ALTER INDEX {} ATTACH PARTITION {}", raw(found.parent), name(found.id)))

    def drop(self, found: Index, context: Context) -> Iterator[Step]:
        yield step(sql("DROP INDEX {}", name(found.id)), "drop")

    def bereft(self, found: Index, gone: ObjectId, context: Context) -> Manner:
        detached = found.parent and outlives_parent(found.id, gone, context)
        return Manner.IMPLIED if detached else super().bereft(found, gone, context)

    def manner(self, before: Index, after: Index, changed: frozenset[str], context: Context) -> Manner:
        if "definition" in changed and _parameters(before)[0] != _parameters(after)[0]:
            return Manner.REPLACE
        if changed == {"parent"}:
            return attachment(before.id, before.parent, after.parent, context)
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
        if "parent" in changed and after.parent:
            yield step(sql("ALTER INDEX {} ATTACH PARTITION {}", raw(after.parent), name(after.id)))

    def _replica_identity(self, found: Index) -> Step:
        return step(sql("ALTER TABLE {} REPLICA IDENTITY USING INDEX {}", table(found.id), ident(found.id.name)))

    def _statistics(self, found: Index, setting: str) -> Step:
        number, _, target = setting.partition("=")
        return step(sql("ALTER INDEX {} ALTER COLUMN {} SET STATISTICS {}", name(found.id), raw(number), raw(target)))
