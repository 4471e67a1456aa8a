"""Dates and times by their fields: those whose month, day or hour is a number that an expression names."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from pgplumb.strategies.expressions import Call, Constant, Expr, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pgplumb.strategies.types import Type

_EXTRACTS = frozenset({"extract", "date_part"})
_USUAL = {
    "year": (2000, 2024, 2001),
    "month": (1, 2, 4, 7, 12),
    "day": (1, 2, 29, 31),
    "hour": (0, 12, 23),
    "minute": (0, 1, 30),
    "second": (0, 59),
}
_MOST = 300


def fields_of(nodes: Sequence[Expr]) -> Mapping[str, tuple[int, ...]]:
    """For each field that is extracted the numbers that stand beside it, with their neighbours."""
    found: dict[str, dict[int, None]] = {}
    for node in nodes:
        if isinstance(node, Call) and node.name == "make_date":
            found.setdefault("year", {})
        if not isinstance(node, Call) or len(node.args) != 2:
            continue
        units = [each for arg in node.args for each in walk(arg) if isinstance(each, Call) and each.name in _EXTRACTS]
        numbers = [each.value for arg in node.args for each in walk(arg) if isinstance(each, Constant)]
        for unit in units:
            name = unit.args[0].value if isinstance(unit.args[0], Constant) else ""
            near = [int(each) + step for each in numbers if _is_whole(each) for step in (0, 1, -1)]
            found.setdefault(str(name), {}).update(dict.fromkeys(near))
    return {name: tuple(numbers) for name, numbers in found.items()}


def _is_whole(value: Any) -> bool:
    return not isinstance(value, bool | str) and isinstance(value, int) and abs(value) < 10_000


def moments(type: Type, fields: Mapping[str, tuple[int, ...]]) -> tuple[Any, ...]:
    """Values of a date or time type with the fields that are asked for; none where no field is."""
    if not fields or type.family not in {"date", "timestamp", "timestamptz", "time"}:
        return ()
    return tuple(islice(_moments(type, fields), _MOST))


def _moments(type: Type, fields: Mapping[str, tuple[int, ...]]) -> Iterator[Any]:
    options = [(*fields.get(name, ()), *(usual if name in fields else usual[:2])) for name, usual in _USUAL.items()]
    days = list(product(*options[:3]))
    clocks = list(_clocks(options[3:]))
    if type.family == "time":
        yield from clocks
        return
    week = (1, 2, 3, 4, 5, 6, 7) if fields.keys() & {"dow", "isodow", "doy", "week"} else ()
    for year, month, day in (*((2000, 1, each) for each in week), *days):
        with suppress(ValueError):
            if type.family == "date":
                yield date(year, month, day)
            else:
                zone = UTC if type.family == "timestamptz" else None
                yield from (datetime.combine(date(year, month, day), clock, zone) for clock in clocks[:6])


def _clocks(options: Sequence[tuple[int, ...]]) -> Iterator[time]:
    for hour, minute, second in product(*options):
        with suppress(ValueError):
            yield time(hour, minute, second)
