"""Rules for objects that are made anew for most changes: what they have in common."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, TypeVar

from pgplumb.differ.engines.native.rule import Context, Manner, Rule, Step
from pgplumb.differ.engines.native.writing import address, finishing, owner_step, step
from pgplumb.model.objects import Object
from pgplumb.syntax.sql import Sql, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.ids import ObjectId

T = TypeVar("T", bound=Object)


class WholeRule(Rule[T]):
    """One CREATE, one DROP, and ALTER for the attributes in `in_place`."""

    in_place: ClassVar[frozenset[str]] = frozenset({"owner"})

    @abstractmethod
    def definition(self, found: T) -> Sql:
        """The object's CREATE."""

    def create(self, found: T, context: Context, inline: set[ObjectId]) -> Iterator[Step]:
        yield step(self.definition(found), "create")
        if hasattr(found, "owner"):
            yield from finishing(found, context)

    def drop(self, found: T, context: Context) -> Iterator[Step]:
        yield step(sql("DROP {}", address(found.id)), "drop")

    def manner(self, before: T, after: T, changed: frozenset[str], context: Context) -> Manner:
        return Manner.ALTER if changed <= self.in_place else Manner.REPLACE

    def alter(self, before: T, after: T, changed: frozenset[str], context: Context) -> Iterator[Step]:
        yield from self.changes(before, after, changed)
        if "owner" in changed:
            yield owner_step(after)

    def changes(self, before: T, after: T, changed: frozenset[str]) -> Iterator[Step]:
        """Statements for what changes in place beside the owner."""
        yield from ()
