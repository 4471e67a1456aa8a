"""Schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.writing import finishing, name, owner_step, step
from pgplumb.model.general import Schema
from pgplumb.syntax.sql import sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.ids import ObjectId


class SchemaRule(Rule[Schema]):
    """A schema is dropped empty: what it holds is dropped by name before it."""

    kind = "schema"
    rank = 0

    def create(self, found: Schema, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        yield step(sql("CREATE SCHEMA {}", name(found.id)), "create")
        yield from finishing(found, context)

    def drop(self, found: Schema, context: Context) -> Iterator[Step]:
        yield step(sql("DROP SCHEMA {}", name(found.id)), "drop")

    def manner(self, before: Schema, after: Schema, changed: frozenset[str], context: Context) -> Manner:
        return Manner.ALTER

    def alter(self, before: Schema, after: Schema, changed: frozenset[str], context: Context) -> Iterator[Step]:
        yield owner_step(after)
