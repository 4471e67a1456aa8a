"""Collations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.swapping import SwappedType
from pgplumb.differ.engines.native.writing import finishing, name, owner_step, step
from pgplumb.model.general import Collation
from pgplumb.syntax.sql import Sql, join, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.ids import ObjectId


class CollationRule(SwappedType[Collation], Rule[Collation]):
    """A collation is swapped for any change but its owner: the columns that use it keep their values."""

    kind = "collation"
    rank = 8

    def create(self, found: Collation, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        yield step(sql("CREATE COLLATION {} ({})", name(found.id), join(", ", self._clauses(found))), "create")
        yield from finishing(found, context)

    def _clauses(self, found: Collation) -> Iterator[Sql]:
        yield sql("provider = {}", raw(found.provider))
        if found.locale:
            yield sql("locale = {}", literal(found.locale))
        if found.lc_collate:
            yield sql("lc_collate = {}, lc_ctype = {}", literal(found.lc_collate), literal(found.lc_ctype))
        if not found.deterministic:
            yield raw("deterministic = false")
        if found.rules:
            yield sql("rules = {}", literal(found.rules))

    def drop(self, found: Collation, context: Context) -> Iterator[Step]:
        yield step(sql("DROP COLLATION {}", name(found.id)), "drop")

    def manner(self, before: Collation, after: Collation, changed: frozenset[str], context: Context) -> Manner:
        return Manner.ALTER if changed == {"owner"} else Manner.REPLACE

    def alter(self, before: Collation, after: Collation, changed: frozenset[str], context: Context) -> Iterator[Step]:
        yield owner_step(after)
