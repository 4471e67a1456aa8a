"""Strategies for ranges and multiranges: empty, unbounded, of one point, and with either bracket."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pgplumb.strategies import moments
from pgplumb.strategies.plain import Infinite, Multirange, Range, Text

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

EMPTY = Range(brackets="")
_BRACKETS = st.sampled_from(["[)", "[]", "()", "(]"])
_DATES = st.dates(moments.ORIGIN)
_TIMES = st.datetimes(datetime(2000, 1, 1)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001  no time zone
_BOUNDS: dict[str, SearchStrategy[Any]] = {
    "int4": st.integers(-10, 100) | st.sampled_from([-(2**31), 2**31 - 2]),
    "int8": st.integers(-10, 100) | st.sampled_from([-(2**63), 2**63 - 2]),
    "num": st.integers(-10, 100).map(Decimal) | st.integers(-(10**6), 10**6).map(lambda each: Decimal(each).scaleb(-3)),
    "date": _DATES,
    "ts": _TIMES,
    "tstz": _TIMES.map(lambda at: at.replace(tzinfo=UTC)),
}


def built_in(base: str) -> SearchStrategy[Any] | None:
    """Values of a built-in range or multirange type."""
    for suffix in ("multirange", "range"):
        if base.endswith(suffix) and (bounds := _BOUNDS.get(base.removesuffix(suffix))) is not None:
            return multiranges(ranges(bounds)) if suffix == "multirange" else ranges(bounds)
    return None


def ranges(bounds: SearchStrategy[Any]) -> SearchStrategy[Range]:
    """Ranges between two values that Python can order; those it cannot make ranges open on one side."""
    whole = st.sampled_from([EMPTY, Range(None, None, "()")])
    return st.builds(_ordered, bounds, bounds, _BRACKETS) | bounds.map(_from) | bounds.map(_until) | whole


def multiranges(inner: SearchStrategy[Range]) -> SearchStrategy[Multirange]:
    """Multiranges; the server joins those of their ranges that meet."""
    return st.lists(inner, max_size=3).map(lambda each: Multirange(tuple(each)))


def _from(lower: Any) -> Range:
    return Range(lower, None, "[)")


def _until(upper: Any) -> Range:
    return Range(None, upper, "()")


def _ordered(one: Any, other: Any, brackets: str) -> Range:
    """The server refuses a lower bound above the upper one; NaN and texts have an order that only it knows."""
    if (
        isinstance(one, str | Text | Infinite | list)
        or isinstance(other, Text | Infinite)
        or one != one
        or other != other
    ):
        return _from(one)
    lower, upper = sorted((one, other))
    return Range(lower, upper, brackets)
