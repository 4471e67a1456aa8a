"""Draws one row that fits in among rows that are there: it refers to them, and equals none where that is forbidden."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pgplumb.strategies.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hypothesis.strategies import DrawFn

    from pgplumb.generate.shape import ForeignKey
    from pgplumb.model.ids import ObjectId
    from pgplumb.strategies.tables import DrawnTable, World

    There = Mapping[ObjectId, Sequence[Row]]

#: How often a row is drawn anew that cannot be fitted in.
_TRIES = 4
#: How many ways to refer to other rows are looked at.
_WAYS = 40
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
    broken: str = "",
) -> Row | None:
    """A row of the table; None where none was found that fits.

    `violated` names a check that the row breaks, `given` are values that it has, `broken` the unique constraint of
    which it is to be no judge. It has the values of the row `near` where it can, which triggers have let through.
    """
    given = dict(given or {})
    drawn = frozenset(table.kinds)
    if near is not None:
        drawn = frozenset(table.together(_loose(table, violated, given, broken)) & near.values.keys())
        given = {name: value for name, value in near.values.items() if name not in drawn | table.numbered} | given
    for _ in range(_TRIES):
        values = dict(draw(table.solution(violated, drawn).strategy)) | given
        _number(draw, table, values, world, given)
        start = draw(st.integers(0, 3))
        for linked in islice(_linked(table, tuple(table.keys), values, frozenset(given), there, world, start), _WAYS):
            row = Row(table.id, linked, table.types)
            if table.is_met(linked, violated) and not clashes(table, row, there, broken):
                return row
    return None


def clashes(table: DrawnTable, row: Row, there: There, broken: str = "") -> bool:
    """Whether a unique constraint other than `broken` refuses the row."""
    for unique in table.uniques:
        key = row.key(unique.columns)
        if unique.name == broken or (unique.nulls_distinct and None in key):
            continue
        if any(other.key(unique.columns) == key for other in there.get(table.id, ())):
            return True
    return False


def _loose(table: DrawnTable, violated: str | None, given: Mapping[str, Any], broken: str) -> frozenset[str]:
    """The columns in which a row has to differ from another: those of unique constraints, and of a check to break."""
    found = {name for unique in table.uniques if unique.name != broken for name in unique.columns} - given.keys()
    found |= {name for check in table.shape.checks if check.name == violated for name in check.columns}
    return frozenset(found)


def _number(draw: DrawFn, table: DrawnTable, values: dict[str, Any], world: World, given: Mapping[str, Any]) -> None:
    """Leave to sequences what they count, but for numbers that other rows refer to."""
    for name in sorted(table.numbered - given.keys()):
        kind = table.kinds.get(name)
        if (table.id, name) in world.referenced and kind is not None and kind.base in _NUMBERS:
            values[name] = draw(st.integers(*_NUMBERS[kind.base]))
        else:
            values.pop(name, None)


def _linked(
    table: DrawnTable,
    keys: Sequence[ForeignKey],
    values: dict[str, Any],
    fixed: frozenset[str],
    there: There,
    world: World,
    start: int,
) -> Iterator[dict[str, Any]]:
    """The values with those of rows that the keys refer to, in every way; first the one that was drawn."""
    if not keys:
        yield values
        return
    key, rest = keys[0], keys[1:]
    if fixed.issuperset(key.columns):
        yield from _linked(table, rest, values, fixed, there, world, start)
        return
    free = [name for name in key.columns if name not in fixed and name in table.nullable]
    nothing = values | dict.fromkeys(free)
    wants_none = bool(free) and any(values.get(name) is None for name in free)
    if wants_none:
        yield from _linked(table, rest, nothing, fixed | set(free), there, world, start)
    for parent in _parents(table, key, values, fixed, there, world, start):
        following = values | dict(zip(key.columns, parent, strict=True))
        yield from _linked(table, rest, following, fixed | set(key.columns), there, world, start)
    if free and not wants_none:
        yield from _linked(table, rest, nothing, fixed | set(free), there, world, start)


def _parents(
    table: DrawnTable,
    key: ForeignKey,
    values: Mapping[str, Any],
    fixed: frozenset[str],
    there: There,
    world: World,
    start: int,
) -> Iterator[tuple[Any, ...]]:
    """The values that the key may take: those of rows that are there, or of the row itself."""
    rows = [row for holder in world.holders(key.target) for row in there.get(holder, ())]
    shift = start % len(rows) if rows else 0
    own = [Row(table.id, values, table.types)] if key.target == table.id else []
    for row in (*rows[shift:], *rows[:shift], *own):
        if any(name not in row.values for name in key.referenced):
            continue
        found = row.key(key.referenced)
        mine = Row(table.id, values, table.types).key(key.columns)
        if all(name not in fixed or a == b for name, a, b in zip(key.columns, mine, found, strict=True)):
            yield tuple(row.values[name] for name in key.referenced)


def grouped(rows: Sequence[Row]) -> dict[ObjectId, list[Row]]:
    """Rows by their table."""
    found: dict[ObjectId, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.table].append(row)
    return found
