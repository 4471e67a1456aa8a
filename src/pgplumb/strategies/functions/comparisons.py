"""The six comparisons, for any two values of one type or of two that PostgreSQL compares with each other."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from pgplumb.strategies.functions.registry import typed
from pgplumb.strategies.order import compare, equal
from pgplumb.strategies.plain import Infinite, Text
from pgplumb.strategies.types import BOOL
from pgplumb.strategies.unsolved import Unsolved

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pgplumb.strategies.types import Type

_NUMBERS = frozenset({"int", "numeric", "float", "oid"})
_MEANINGS: dict[str, Callable[[int], bool]] = {
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}


def _prepared(types: Sequence[Type], left: Any, right: Any) -> tuple[Any, Any, Type]:
    """The two values as values of one type."""
    first, second = types
    if first.family == second.family and (read := _READ.get(first.family)):
        return read(left.text), read(right.text), first
    if isinstance(left, Text) or isinstance(right, Text):
        raise Unsolved(f"comparison of {first.name} with {second.name}")
    if first.family == second.family or {first.family, second.family} <= _NUMBERS:
        return left, right, next((each for each in types if each.collation), first)
    families = {first.family, second.family}
    if families == {"date", "timestamp"}:
        return as_timestamp(left), as_timestamp(right), first
    if families in ({"date", "timestamptz"}, {"timestamp", "timestamptz"}):
        # As the session's time zone has it, which is taken to be UTC.
        return _in_utc(left), _in_utc(right), first
    if families == {"text", "citext"}:
        return left, right, first if first.family == "citext" else second
    raise Unsolved(f"comparison of {first.name} with {second.name}")


def _lsn(text: str) -> int:
    high, _, low = text.partition("/")
    return int(high, 16) << 32 | int(low, 16)


#: Types whose values are kept as texts, and what compares as they do.
_READ: dict[str, Callable[[str], Any]] = {
    "bit": str,
    "macaddr": lambda text: int("".join(each for each in text if each.isalnum()), 16),
    "pg_lsn": _lsn,
}


def _in_utc(value: Any) -> datetime | Infinite:
    found = as_timestamp(value)
    return found.replace(tzinfo=UTC) if isinstance(found, datetime) else found


def as_timestamp(value: Any) -> datetime | Infinite:
    """The beginning of a day; a timestamp as it is."""
    if isinstance(value, datetime | Infinite):
        return value
    if not isinstance(value, date):
        raise Unsolved("a moment that Python cannot hold")
    return datetime.combine(value, time.min)


@typed("=", "any any", BOOL)
def _equal(types: Sequence[Type], left: Any, right: Any) -> bool:
    return equal(*_prepared(types, left, right))


@typed("<>", "any any", BOOL)
def _unequal(types: Sequence[Type], left: Any, right: Any) -> bool:
    return not equal(*_prepared(types, left, right))


def _register(name: str) -> None:
    @typed(name, "any any", BOOL)
    def ordered(types: Sequence[Type], left: Any, right: Any) -> bool:
        return _MEANINGS[name](compare(*_prepared(types, left, right)))


for _each in _MEANINGS:
    _register(_each)
