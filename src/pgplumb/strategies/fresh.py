"""Draws one row that fits in among rows that are there: it refers to them, and equals none where that is forbidden."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pgplumb.strategies.plain import Text
from pgplumb.strategies.rows import Row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from hypothesis.strategies import DrawFn

    from pgplumb.generate.shape import ForeignKey
    from pgplumb.model.ids import ObjectId
    from pgplumb.strategies.tables import DrawnTable, Unique, World

    There = Mapping[ObjectId, Sequence[Row]]

#: How often a row is drawn anew that cannot be fitted in.
_TRIES = 4
#: How many ways to refer to other rows are looked at.
_WAYS = 40
#: How many new rows a row may need above it.
_DEPTH = 3
#: Numbers for columns that sequences count up: far from where those are, so that what triggers insert finds a place.
_NUMBERS = {"int2": (20_000, 30_000), "int4": (1_000_000, 1_100_000), "int8": (1_000_000, 1_100_000)}


def fresh(
    draw: DrawFn,
    table: DrawnTable,
    there: There,
    world: World,
    *,
    violated: str | None = None,
    given: Mapping[str, Any] | None = None,
    near: Row | None = None,
    loose: frozenset[str] | None = None,
    broken: frozenset[str] = frozenset(),
    stated: frozenset[str] = frozenset(),
    depth: int = _DEPTH,
) -> Sequence[Row]:
    """A row of the table, after new rows that it refers to where those that are there will not do; () for none.

    `violated` names a check that the row breaks, `given` are values that it has, `broken` the unique and exclusion
    constraints that it may break. It has the values of the row `near`, which triggers have let through, but for columns
    that are `loose`: by default those in which rows have to differ. Columns that a sequence numbers are left to it, but
    for those that are `stated` or referred to.
    """
    given = dict(given or {})
    drawn = frozenset(table.kinds)
    if near is not None:
        loose = _loose(table, given, broken) if loose is None else loose
        others = frozenset(name for name, value in given.items() if near.values.get(name, value) != value)
        tied = table.together(others) - given.keys()
        drawn = frozenset(table.together(loose | tied | _checked(table, violated)) & near.values.keys())
        given = {name: value for name, value in near.values.items() if name not in drawn | table.numbered} | given
    given = {name: draw(st.sampled_from(found)) for name, found in table.bounded.items() if name not in given} | given
    for _ in range(_TRIES):
        values = dict(draw(table.solution(violated, drawn).strategy)) | given
        _number(draw, table, values, stated | world.referenced_of(table.id), given.keys())
        fixed = frozenset(given)
        linking = _Linking(draw, table, there, world, violated, fixed, draw(st.integers(0, 3)), depth)
        # Keys of few columns go along with what one of many has chosen; the other way round nothing may fit.
        keys = sorted(table.keys, key=lambda key: -len(key.columns))
        for found in islice(linking.ways(keys, values, fixed), _WAYS):
            linked = found.values
            if not table.is_met(linked, violated):
                linked = _around(draw, table, linked, violated, drawn, given)
            row = Row(table.id, linked, table.types)
            if table.is_met(linked, violated) and not clashes(table, row, there, broken):
                return (*found.before, row)
    return ()


def _around(
    draw: DrawFn,
    table: DrawnTable,
    values: dict[str, Any],
    violated: str | None,
    drawn: frozenset[str],
    given: Mapping[str, Any],
) -> dict[str, Any]:
    """The values with other ones in free columns, chosen to go with those that are given and those of keys.

    Columns that no check ties to any of those keep their values: they were drawn to meet their own checks.
    """
    pinned = drawn & (set(given) | {name for key in table.keys for name in key.columns})
    tied = table.checked & table.together(frozenset(pinned)) & drawn
    pinned &= tied
    if not tied or any(isinstance(values[name], Text) for name in pinned):
        return values
    solution = table.solution_around({name: values[name] for name in sorted(pinned)}, violated, tied)
    return values if solution.strategy.is_empty else values | draw(solution.strategy)


def clashes(table: DrawnTable, row: Row, there: There, broken: Collection[str] = ()) -> tuple[ObjectId, ...]:
    """The unique constraints, but for those that it may break, which refuse the row."""
    return tuple(
        unique.id
        for unique in table.uniques
        if unique.id.name not in broken and _repeats(unique, row, there.get(table.id, ()))
    )


def _repeats(unique: Unique, row: Row, others: Sequence[Row]) -> bool:
    key = row.key(unique.columns)
    if unique.nulls_distinct and None in key:
        return False
    return any(other.key(unique.columns) == key for other in others)


def _loose(table: DrawnTable, given: Mapping[str, Any], broken: frozenset[str]) -> frozenset[str]:
    """The columns in which a row has to differ from another: those of unique and exclusion constraints, and with them
    those of keys that have such a column.
    """
    found = {name for unique in table.uniques if unique.id.name not in broken for name in unique.columns}
    found |= {name for each, names in table.excluding.items() if each not in broken for name in names}
    # What is referred to by several columns changes with one of them.
    found |= {name for key in table.keys if found.intersection(key.columns) - given.keys() for name in key.columns}
    return frozenset(found - given.keys())


def _checked(table: DrawnTable, check: str | None) -> frozenset[str]:
    return frozenset(name for each in table.shape.checks if each.name == check for name in each.columns)


def _number(
    draw: DrawFn, table: DrawnTable, values: dict[str, Any], stated: frozenset[str], given: Collection[str]
) -> None:
    """Leave to sequences what they count, but for numbers that have to be known."""
    for name in sorted(table.numbered - set(given)):
        kind = table.kinds.get(name)
        if name in stated and kind is not None and kind.base in _NUMBERS:
            values[name] = draw(st.integers(*_NUMBERS[kind.base]))
        else:
            values.pop(name, None)


@dataclass(frozen=True, slots=True)
class _Way:
    """Values of a row with those of its keys, and the new rows that these refer to."""

    values: dict[str, Any]
    before: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class _Linking:
    """Every way for a new row to refer to others, the one that was drawn first."""

    draw: DrawFn
    table: DrawnTable
    there: There
    world: World
    #: The check that the row is to break.
    violated: str | None
    #: Columns whose values were given: a key of these alone is as whoever gave them wants it.
    given: frozenset[str]
    start: int
    depth: int

    def ways(self, keys: Sequence[ForeignKey], values: dict[str, Any], fixed: frozenset[str]) -> Iterator[_Way]:
        """The values with those of rows that the keys refer to; `fixed` columns stay as they are."""
        if not keys:
            yield _Way(values)
            return
        key, rest = keys[0], keys[1:]
        # A key of which one column is NULL refers to nothing (MATCH SIMPLE).
        refers_to_none = any(name in fixed and values.get(name) is None for name in key.columns)
        if self.given.issuperset(key.columns) or refers_to_none:
            yield from self.ways(rest, values, fixed)
            return
        free = [name for name in key.columns if name not in fixed and name in self.table.nullable]
        wants_none = any(values.get(name) is None for name in free)
        nothing = (rest, values | dict.fromkeys(free), fixed.union(free))
        if wants_none:
            yield from self.ways(*nothing)
        for parent in self._parents(key, values, fixed):
            yield from self.ways(rest, values | dict(zip(key.columns, parent, strict=True)), fixed.union(key.columns))
        if free and not wants_none:
            yield from self.ways(*nothing)
        elif not free:
            yield from self._new_parent(key, rest, values, fixed)

    def _parents(self, key: ForeignKey, values: dict[str, Any], fixed: frozenset[str]) -> Iterator[tuple[Any, ...]]:
        """The values that the key may take: those of rows that are there, or of the row itself."""
        rows = [row for holder in self.world.holders(key.target) for row in self.there.get(holder, ())]
        shift = self.start % len(rows) if rows else 0
        own = Row(self.table.id, values, self.table.types)
        tied = [pair for pair in zip(key.columns, key.referenced, strict=True) if pair[0] in fixed]
        mine, others = own.key([name for name, _ in tied]), [other for _, other in tied]
        for row in (*rows[shift:], *rows[:shift], *((own,) if key.target == self.table.id else ())):
            if any(name not in row.values for name in key.referenced):
                continue
            if row.key(others) == mine:
                found = tuple(row.values[name] for name in key.referenced)
                # A check may be about columns of the key alone: only some rows are to be referred to.
                if self.table.is_met(dict(zip(key.columns, found, strict=True)), self.violated):
                    yield found

    def _new_parent(
        self, key: ForeignKey, rest: Sequence[ForeignKey], values: dict[str, Any], fixed: frozenset[str]
    ) -> Iterator[_Way]:
        """With a row that was not there: each of those that are there may be taken."""
        holders = self.world.holders(key.target)
        if not self.depth or not holders:
            return
        above = self.world.tables[self.draw(st.sampled_from(holders))]
        pairs = zip(key.columns, key.referenced, strict=True)
        alone = (check.columns for check in self.table.shape.checks if check.columns.issubset(key.columns))
        checked = {name for names in alone for name in names if values.get(name) is not None}
        given = {other: values[name] for name, other in pairs if name in fixed or name in checked}
        near = next(iter(self.there.get(above.id, ())), None)
        # Tables may need each other: the new row may refer to the one that refers to it.
        own = Row(self.table.id, values, self.table.types)
        there = with_rows(self.there, [own])
        rows = fresh(self.draw, above, there, self.world, given=given, near=near, depth=self.depth - 1)
        if rows and all(name in rows[-1].values for name in key.referenced):
            found = [rows[-1].values[name] for name in key.referenced]
            following = values | dict(zip(key.columns, found, strict=True))
            grown = replace(self, there=with_rows(self.there, rows))
            for way in grown.ways(rest, following, fixed.union(key.columns)):
                yield _Way(way.values, (*rows, *way.before))


def with_rows(there: There, rows: Sequence[Row]) -> There:
    """The rows that are there, and these."""
    found = dict(there)
    for row in rows:
        found[row.table] = (*found.get(row.table, ()), row)
    return found
