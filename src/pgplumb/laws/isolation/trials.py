"""A trial: statements that an actor runs and what is to blame if they succeed; and the scene in which it is tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.strategies.rows import Row
from pgplumb.syntax.sql import Sql, ident, join, sql

if TYPE_CHECKING:
    from pgplumb.laws.bench import Bench
    from pgplumb.laws.isolation.acting import Person
    from pgplumb.laws.isolation.people import Spare
    from pgplumb.laws.isolation.reach import Access
    from pgplumb.laws.isolation.stage import Held, Stage
    from pgplumb.model.ids import ObjectId


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of the matrix that a trial tells something of."""

    table: ObjectId
    command: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Statements that an actor runs, and what it does if they succeed.

    `law` and `subject` are to blame for a leak; `before` runs with all rights. `point` is the one row that an UPDATE or
    DELETE is kept to: where policies hold one of ours does so, for a WHERE would ask for the right to read, too. One
    without a law is for the matrix alone.
    """

    law: str
    subject: ObjectId
    says: str
    statements: tuple[Sql, ...]
    before: tuple[Sql, ...] = ()
    point: str = ""
    guarded: bool = True
    cell: Cell | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Who tries, where: `place` is that of the actor's tenant, `guarded` are the tables whose policies hold for it."""

    stage: Stage
    person: Person
    place: int
    guarded: frozenset[ObjectId]
    bench: Bench

    def held(self, id: ObjectId, kind: str) -> list[Held]:
        """The rows that are of this kind to the actor, those of partitions too."""
        holders = self.bench.world.holders(id)
        return [held for each in holders for held in self.stage.held(each, kind, self.person.tenant)]

    def others(self, id: ObjectId) -> list[Held]:
        """The rows of other tenants."""
        return self.held(id, "other")

    def spare(self, id: ObjectId, kind: str) -> Row | None:
        """A row to insert that would be of this kind to the actor."""
        holders = self.bench.world.holders(id)
        for spare in self.stage.drawn.spares:
            if spare.row.table in holders and self._kind(spare) == kind:
                return Row(id, spare.row.values, spare.row.types)
        return None

    def _kind(self, spare: Spare) -> str:
        if spare.row.table == self.stage.tenancy.table:
            return "other"
        mine = bool(self.person.tenant) and spare.tenant == self.place
        if spare.kind == "own":
            return "own" if mine else "other"
        return spare.kind if mine or spare.kind == "shared" else ""


def name_of(id: ObjectId) -> Sql:
    """A relation's qualified name."""
    return ident(id.schema, id.name)


def stated(row: Row, access: Access) -> Row:
    """The row with the columns alone that the actor may state."""
    return row.without(row.values.keys() - set(access.insert))


def update(access: Access, giver: Row, names: tuple[str, ...]) -> Sql:
    """An UPDATE that gives these columns the values that the other row has."""
    pairs = join(", ", [sql("{} = {}", ident(name), giver.literal(name)) for name in names])
    return sql("UPDATE {} SET {}", name_of(access.id), pairs)
