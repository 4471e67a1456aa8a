"""Draws databases of several tenants: rows of each, rows of nobody, and rows that are not there yet."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import HealthCheck, Phase, assume, given, seed, settings, strategies as st
from hypothesis.errors import Unsatisfiable

from pgplumb.laws.isolation.tenancy import condition_columns
from pgplumb.strategies.fresh import clashes, fresh

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    from pgplumb.laws.bench import Profile
    from pgplumb.laws.isolation.tenancy import Owned, Tenancy
    from pgplumb.model.ids import ObjectId
    from pgplumb.strategies.rows import Row
    from pgplumb.strategies.tables import DrawnTable, World

_T = TypeVar("_T")

#: Tenants of a database. The first asks, or the next in the next database.
TENANTS = 3
#: Rows of a table for each tenant, at most; how often one is drawn anew that equals another; how many of nobody's.
_ROWS, _TRIES, _COMMON = 2, 6, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Spare:
    """A row that is not there yet; `kind` is own, shared or deleted, `tenant` the place of whose it is."""

    tenant: int
    kind: str
    row: Row


@dataclass(slots=True)
class Drawn:
    """Rows to insert in this order, each with the place of its tenant (None for nobody), and rows to try."""

    tenants: list[Any] = field(default_factory=list)
    rows: list[tuple[int | None, Row]] = field(default_factory=list)
    spares: list[Spare] = field(default_factory=list)
    lacking: dict[ObjectId, str] = field(default_factory=dict)


def databases(tenancy: Tenancy, world: World, profile: Profile, count: int) -> list[Drawn]:
    """So many databases, the same ones for the same seed."""
    found = []
    for number in range(count):
        crowd = _Crowd(Random(f"{profile.seed} {number}"), tenancy, world)  # noqa: S311 - nothing here is a secret
        crowd.fill()
        found.append(crowd.drawn)
    return found


def _one(strategy: SearchStrategy[_T], random: Random) -> _T | None:
    """One example; None if there is none. A whole database in one example would be more than Hypothesis allows."""
    found: list[_T] = []

    @st.composite
    def beyond_the_simplest(draw: DrawFn) -> _T:
        # Hypothesis begins with the simplest example of all, in which rows hardly differ.
        assume(draw(st.integers(0, 1 << 20)))
        return draw(strategy)

    @seed(random.getrandbits(64))
    @settings(
        max_examples=1,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(beyond_the_simplest())
    def collect(example: _T) -> None:
        found.append(example)

    with suppress(Unsatisfiable):
        collect()
    return found[0] if found else None


class _Crowd:
    """A database while it is drawn."""

    def __init__(self, random: Random, tenancy: Tenancy, world: World) -> None:
        self.random = random
        self.tenancy = tenancy
        self.world = world
        self.drawn = Drawn()
        self.all: dict[ObjectId, list[Row]] = {}
        self.common: dict[ObjectId, list[Row]] = {}
        self.of: list[dict[ObjectId, list[Row]]] = [{} for _ in range(TENANTS)]
        self.personal = _personal(tenancy, world)

    def fill(self) -> None:
        """The tenants, then every table for each of them, then rows to try."""
        tenants = self.tenancy.table
        above = _above(tenants, self.world) if tenants in self.world.tables else []
        for id in above:
            # Who makes a tenant may become a member by that, and then of no other.
            for place in range(TENANTS if id in self.personal else 0):
                self._add(place, id, self._living(id))
            if id not in self.personal:
                self._common(id)
        for place in range(TENANTS):
            rows = self._add(place, tenants, self._living(tenants))
            self.drawn.tenants.append(rows[-1].values.get(self.tenancy.key) if rows else None)
        for id in self.world.tables:
            if id in self.tenancy.owned or id in self.personal:
                for place in range(TENANTS):
                    for _ in range(self.random.randint(1, _ROWS) if id != tenants else 0):
                        self._add(place, id, self._usual(id, place))
                self._special(id)
            elif id not in above:
                self._common(id)
        for id, owned in self.tenancy.owned.items():
            # Rows that nothing refers to: what is shared may be so by what refers to it.
            for place in range(TENANTS if owned.shared and id in self.world.tables and id != tenants else 0):
                self._add(place, id, self._usual(id, place))
        for id in self.world.tables:
            if id in self.tenancy.owned:
                self._spare(id)

    def _common(self, id: ObjectId) -> None:
        for _ in range(_COMMON):
            for row in self._fresh(id, self.common, {}):
                self._keep(None, row)

    def _special(self, id: ObjectId) -> None:
        """A row of everybody's, rows of two tenants at once, and one that is marked as deleted."""
        owned = self.tenancy.owned.get(id)
        for place in range(TENANTS if owned and len(owned.paths) > 1 else 0):
            self._add(place, id, self._between(id, place, (place + 1) % TENANTS))
        if owned and (shared := self._shared(owned)) is not None:
            for row in self._fresh(id, self.common, shared):
                self._keep(None, row)
        for place in range(2 if id != self.tenancy.table else 0):
            if owned and (deleted := self._deleted(owned)) is not None:
                self._add(place, id, self._usual(id, place) | deleted)

    def _spare(self, id: ObjectId) -> None:
        owned = self.tenancy.owned[id]
        wanted: list[tuple[int, str, dict[str, Any]]] = [
            (place, "own", self._living(id) if id == self.tenancy.table else self._usual(id, place))
            for place in range(TENANTS)
        ]
        if id != self.tenancy.table and (deleted := self._deleted(owned)) is not None:
            wanted += [(place, "deleted", self._usual(id, place) | deleted) for place in range(TENANTS)]
        if (shared := self._shared(owned)) is not None:
            wanted.append((0, "shared", shared))
        for place, kind, values in wanted:
            there = self.common if kind == "shared" else self._there(place)
            rows = self._fresh(id, there, values)
            for row in rows[:-1]:
                self._keep(None if kind == "shared" else place, row)
            if rows:
                self.drawn.spares.append(Spare(tenant=place, kind=kind, row=rows[-1]))

    def _add(self, place: int, id: ObjectId, values: Mapping[str, Any]) -> Sequence[Row]:
        rows = self._fresh(id, self._there(place), values)
        for row in rows:
            self._keep(place, row)
        return rows

    def _keep(self, place: int | None, row: Row) -> None:
        self.drawn.rows.append((place, row))
        self.all.setdefault(row.table, []).append(row)
        own = self.tenancy.owned.keys() | self.personal
        pool = self.common if place is None or row.table not in own else self.of[place]
        pool.setdefault(row.table, []).append(row)

    def _there(self, place: int) -> dict[ObjectId, list[Row]]:
        return {id: [*self.common.get(id, ()), *self.of[place].get(id, ())] for id in {*self.common, *self.of[place]}}

    def _fresh(self, id: ObjectId, there: Mapping[ObjectId, Sequence[Row]], values: Mapping[str, Any]) -> Sequence[Row]:
        """A row that refers to rows of `there` alone, and equals no row at all where that is forbidden."""
        table = self.world.tables.get(id)
        if table is None:
            return ()
        stated = frozenset({self.tenancy.key}) if id == self.tenancy.table else frozenset[str]()
        for _ in range(_TRIES):
            rows = _one(_fresh(table, there, self.world, values, stated), self.random)
            if not rows:
                break
            if not any(clashes(self.world.tables[row.table], row, self.all) for row in rows):
                return rows
        self.drawn.lacking.setdefault(id, "no row was found that fits")
        return ()

    def _usual(self, id: ObjectId, place: int) -> dict[str, Any]:
        """What a row of the tenant has: the tenant's key, rows of the tenant's above it, and no mark of deletion."""
        return self._between(id, place, place)

    def _between(self, id: ObjectId, place: int, further: int) -> dict[str, Any]:
        """What such a row has whose further owners, where it has several, are another tenant."""
        found: dict[str, Any] = {}
        owned = self.tenancy.owned.get(id)
        for number, path in enumerate(owned.paths if owned else ()):
            whose = further if number else place
            if not path.hops:
                found[path.column] = self.drawn.tenants[whose]
            elif not found.keys() >= set(path.hops[0].columns) and (above := self._above(whose, path.hops[0].target)):
                row = self.random.choice(above)
                pairs = zip(path.hops[0].columns, path.hops[0].referenced, strict=True)
                found |= {here: row.values[there] for here, there in pairs if there in row.values}
        return found | self._living(id)

    def _living(self, id: ObjectId) -> dict[str, Any]:
        """The values of a row that is not marked as deleted."""
        condition = self.tenancy.deleted.get(id)
        if condition is None or id not in self.world.tables:
            return {}
        table = self.world.tables[id]
        marks = condition_columns(condition) & table.kinds.keys()
        plain = {name: False for name in marks if table.kinds[name].base == "bool"}
        return plain | dict.fromkeys(sorted(marks & table.nullable))

    def _above(self, place: int, target: ObjectId) -> list[Row]:
        return [row for holder in self.world.holders(target) for row in self.of[place].get(holder, ())]

    def _shared(self, owned: Owned) -> dict[str, Any] | None:
        """The values of a row that is everybody's: no tenant, where it may have none."""
        table = self.world.tables[owned.id]
        if owned.shared is None or not owned.column or owned.column not in table.nullable:
            return None
        return {owned.column: None} if owned.column in condition_columns(owned.shared) else None

    def _deleted(self, owned: Owned) -> dict[str, Any] | None:
        """The values that mark a row as deleted."""
        table = self.world.tables[owned.id]
        if owned.deleted is None:
            return None
        for name in sorted(condition_columns(owned.deleted) & table.kinds.keys()):
            value = True if table.kinds[name].base == "bool" else self._value(table, name)
            if value is not None:
                return {name: value}
        return None

    def _value(self, table: DrawnTable, name: str) -> Any:
        for _ in range(_TRIES):
            if (value := dict(_one(table.solution().strategy, self.random) or {}).get(name)) is not None:
                return value
        return None


@st.composite
def _fresh(
    draw: DrawFn,
    table: DrawnTable,
    there: Mapping[ObjectId, Sequence[Row]],
    world: World,
    values: Mapping[str, Any],
    stated: frozenset[str],
) -> Sequence[Row]:
    return fresh(draw, table, there, world, given=values, stated=stated)


def _personal(tenancy: Tenancy, world: World) -> frozenset[ObjectId]:
    """The table of people whom memberships name, which has no tenant of its own: nobody is in two tenants."""
    table = world.tables.get(tenancy.users_table) if tenancy.users_table else None
    if table is None or tenancy.users is None:
        return frozenset()
    targets = {key.target for key in table.keys if key.columns == (tenancy.users.column,)}
    return frozenset(targets - tenancy.owned.keys())


def _above(id: ObjectId, world: World) -> list[ObjectId]:
    """The tables that the tenants' table refers to, and so on."""
    found: list[ObjectId] = []
    pending = [id]
    while pending:
        for key in world.tables[pending.pop()].keys:
            for holder in world.holders(key.target):
                if holder not in found and holder != id:
                    found.append(holder)
                    pending.append(holder)
    return [each for each in world.tables if each in found]
