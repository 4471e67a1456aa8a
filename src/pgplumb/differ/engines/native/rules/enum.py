"""Enums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.swapping import SwappedType
from pgplumb.differ.engines.native.writing import finishing, name, owner_step, step
from pgplumb.model.types import Enum
from pgplumb.syntax.sql import join, literal, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.ids import ObjectId


class EnumRule(SwappedType[Enum], Rule[Enum]):
    """Labels are added in place; PostgreSQL cannot remove or reorder them, so then the type is swapped."""

    kind = "enum"
    rank = 10

    def create(self, found: Enum, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        labels = join(", ", map(literal, found.labels))
        yield step(sql("CREATE TYPE {} AS ENUM ({})", name(found.id), labels), "create")
        yield from finishing(found, context)

    def drop(self, found: Enum, context: Context) -> Iterator[Step]:
        yield step(sql("DROP TYPE {}", name(found.id)), "drop")

    def manner(self, before: Enum, after: Enum, changed: frozenset[str], context: Context) -> Manner:
        kept = tuple(label for label in after.labels if label in before.labels)
        in_place = kept == before.labels and ("labels" not in changed or before.id not in context.remade)
        return Manner.ALTER if in_place else Manner.REPLACE

    def alters_any_time(self, changed: frozenset[str]) -> bool:
        """What uses a type is not in the way of a label that comes."""
        return True

    def alter(self, before: Enum, after: Enum, changed: frozenset[str], context: Context) -> Iterator[Step]:
        if "owner" in changed:
            yield owner_step(after)
        held = list(before.labels)
        for place, label in enumerate(after.labels):
            if label in held:
                continue
            if place == len(held):
                yield step(sql("ALTER TYPE {} ADD VALUE {}", name(after.id), literal(label)))
            else:
                following = literal(held[place])
                yield step(sql("ALTER TYPE {} ADD VALUE {} BEFORE {}", name(after.id), literal(label), following))
            held.insert(place, label)
