"""Strategies for dates, times and intervals: around the millennium at first, then leap days and the ends of time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pgplumb.strategies.plain import Infinite, Interval, Text

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def _late(*values: Any) -> SearchStrategy[Any]:
    """Values for which there is always a simpler one: they take two choices."""
    return st.tuples(st.booleans(), st.sampled_from(values)).map(lambda pair: pair[1])


#: The first server that has infinite intervals.
INFINITE_INTERVALS = 170000
ORIGIN = date(2000, 1, 1)
_DAYS = (date(2024, 2, 29), date(1999, 12, 31), date(1970, 1, 1), date(2038, 1, 19), date(1900, 2, 28), date(1, 1, 1))
_LAST = date(9999, 12, 31)
_INFINITE = (Infinite(1), Infinite(-1))

# Hypothesis shrinks to what takes the fewest choices: the simplest value comes first in a list.
_OUTER_DAYS = [Text("4713-11-24 BC"), Text("5874897-12-31")]
DATES: SearchStrategy[Any] = (
    st.sampled_from([ORIGIN, *_DAYS, _LAST, *_INFINITE, *_OUTER_DAYS])
    | st.dates(ORIGIN, date(2030, 12, 31))
    | st.dates()
)
_ENDS_OF_PYTHON = [datetime(9999, 12, 31, 23, 59, 59, 999999), datetime(1, 1, 1)]  # noqa: DTZ001
_NEAR = st.datetimes(datetime(2000, 1, 1), datetime(2030, 12, 31))  # noqa: DTZ001  a timestamp has no time zone
_EDGES = st.sampled_from([datetime.combine(day, time.min) for day in (ORIGIN, *_DAYS, _LAST)] + _ENDS_OF_PYTHON)
_ENDS = _late(*_INFINITE)
FINITE = _EDGES | _NEAR.map(lambda at: at.replace(microsecond=0)) | st.datetimes()
_SPANS = [Interval(), Interval(12), Interval(1, -1, 1), Interval(-1), Interval(0, 0, -1), Interval(12 * 178000000)]
_SECONDS = st.integers(0, 86400).map(lambda seconds: seconds * 10**6)
INTERVALS: SearchStrategy[Any] = st.sampled_from(_SPANS) | st.builds(Interval, st.just(0), st.integers(0, 30), _SECONDS)
_OUTER = _late(Text("4713-11-24 00:00:00 BC"), Text("294276-12-31 23:59:59"))
_OUTER_AWARE = _late(Text("4713-11-24 00:00:00+00 BC"), Text("294276-12-31 23:59:59+00"))


def _scale(modifiers: tuple[int, ...]) -> int:
    """Digits of a second's fraction that the type keeps."""
    return min(modifiers[0], 6) if modifiers else 6


def dates(modifiers: tuple[int, ...]) -> SearchStrategy[Any]:
    """Dates; those that Python cannot hold are Text."""
    return DATES


def timestamps(modifiers: tuple[int, ...]) -> SearchStrategy[Any]:
    """Timestamps without time zone."""
    step = 10 ** (6 - _scale(modifiers))
    return FINITE.map(lambda at: _cut(at, step)) | _ENDS | _OUTER


def aware_timestamps(modifiers: tuple[int, ...]) -> SearchStrategy[Any]:
    """Timestamps with time zone, in UTC."""
    step = 10 ** (6 - _scale(modifiers))
    finite = FINITE.map(lambda at: _cut(at, step).replace(tzinfo=UTC))
    return finite | _ENDS | _OUTER_AWARE


def times(modifiers: tuple[int, ...]) -> SearchStrategy[Any]:
    """Times of day; 24:00:00, which Python does not have, is Text."""
    return _times(modifiers) | _late(time(0), Text("24:00:00"))


def zoned_times(modifiers: tuple[int, ...]) -> SearchStrategy[Any]:
    """Times of day with an offset from UTC."""
    offsets = st.sampled_from(["+00", "-12", "+15:59", "+05:30"])
    return st.builds(lambda at, offset: Text(at.isoformat() + offset), _times(modifiers), offsets)


def intervals(modifiers: tuple[int, ...]) -> SearchStrategy[Any]:
    """Intervals of a server that has infinite ones."""
    return INTERVALS | _ENDS


def _times(modifiers: tuple[int, ...]) -> SearchStrategy[time]:
    step = 10 ** (6 - _scale(modifiers))
    finite = st.sampled_from([time(0), time(12), time.max]) | st.times()
    return finite.map(lambda at: at.replace(microsecond=at.microsecond // step * step))


def _cut(at: datetime, step: int) -> datetime:
    return at.replace(microsecond=at.microsecond // step * step)
