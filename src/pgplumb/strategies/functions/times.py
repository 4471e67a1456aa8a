"""Dates, times and intervals: arithmetic, fields, truncation; timestamps with time zone are taken in UTC."""

from __future__ import annotations

import calendar
import math
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from pgplumb.strategies.functions.comparisons import as_timestamp
from pgplumb.strategies.functions.registry import function, typed
from pgplumb.strategies.plain import Infinite, Interval
from pgplumb.strategies.types import (
    BOOL,
    DATE,
    INT4,
    INTERVAL,
    TEXT,
    TIME,
    TIMESTAMP,
    TIMESTAMPTZ,
    Type,
)
from pgplumb.strategies.unsolved import Fails, Unsolved

if TYPE_CHECKING:
    from collections.abc import Sequence

_MICROSECOND = timedelta(microseconds=1)
_DAY = 86400 * 10**6
_TEMPLATES = {"YYYY": "%Y", "MM": "%m", "DD": "%d", "HH24": "%H", "MI": "%M", "SS": "%S"}


def _same(types: Sequence[Type]) -> Type:
    return types[0]


def is_plain(*values: Any) -> None:
    """Raise Unsolved for infinities, and for moments that Python cannot hold."""
    for value in values:
        if not isinstance(value, date | time | Interval):
            raise Unsolved("arithmetic with infinite dates")


def _moved(value: Any, by: timedelta) -> Any:
    try:
        return value + by
    except OverflowError:
        raise Unsolved("a moment that Python cannot hold") from None


@function("+", "date int", DATE)
def _days_later(day: Any, days: int) -> Any:
    if isinstance(day, Infinite):
        return day
    is_plain(day)
    if abs(days) > 10**7:
        raise Unsolved("a date that Python cannot hold")
    return _moved(day, timedelta(days=days))


@function("+", "int date", DATE)
def _days_before_date(days: int, day: Any) -> Any:
    return _days_later(day, days)


@function("-", "date int", DATE)
def _days_earlier(day: Any, days: int) -> Any:
    return _days_later(day, -days)


@function("-", "date date", INT4)
def _days_between(left: Any, right: Any) -> int:
    if isinstance(left, Infinite) or isinstance(right, Infinite):
        raise Fails("cannot subtract infinite dates")
    is_plain(left, right)
    return int((left - right).days)


@function("-", "timestamp timestamp", INTERVAL)
@function("-", "timestamptz timestamptz", INTERVAL)
def _span(left: Any, right: Any) -> Interval:
    """Days and the rest, both of the sign of the whole."""
    is_plain(left, right)
    micro = (left - right) // _MICROSECOND
    days = abs(micro) // _DAY * (-1 if micro < 0 else 1)
    return Interval(0, days, micro - days * _DAY)


@function("-", "time time", INTERVAL)
def _clock_span(left: Any, right: Any) -> Interval:
    is_plain(left, right)
    return Interval(0, 0, of_day(left) - of_day(right))


@function("+", "date time", TIMESTAMP)
def _at(day: Any, clock: Any) -> Any:
    is_plain(day, clock)
    return datetime.combine(day, clock)


def of_day(value: Any) -> int:
    if not isinstance(value, time):
        raise Unsolved("24:00")
    return ((value.hour * 60 + value.minute) * 60 + value.second) * 10**6 + value.microsecond


def add_interval(value: Any, span: Interval) -> Any:
    """Months first, to the last day where the month is too short, then days, then the rest (timestamp_pl_interval)."""
    if isinstance(value, Infinite):
        return value
    is_plain(value, span)
    if span.months:
        months = value.year * 12 + value.month - 1 + span.months
        year, month = divmod(months, 12)
        if not 1 <= year <= 9999:
            raise Unsolved("a moment that Python cannot hold")
        value = value.replace(year=year, month=month + 1, day=min(value.day, calendar.monthrange(year, month + 1)[1]))
    if abs(span.days) > 10**7 or abs(span.microseconds) > 10**7 * _DAY:
        raise Unsolved("a moment that Python cannot hold")
    return _moved(_moved(value, timedelta(days=span.days)), timedelta(microseconds=span.microseconds))


def _negated(span: Any) -> Interval:
    is_plain(span)
    return Interval(-span.months, -span.days, -span.microseconds)


def _timestamped(types: Sequence[Type]) -> Type:
    moment = next(each for each in types if each.family != "interval")
    return TIMESTAMP if moment.family == "date" else moment


@function("+", "moment interval", _timestamped)
def _later(value: Any, span: Any) -> Any:
    return add_interval(as_timestamp(value), span)


@function("+", "interval moment", _timestamped)
def _later_too(span: Any, value: Any) -> Any:
    return add_interval(as_timestamp(value), span)


@function("-", "moment interval", _timestamped)
def _earlier(value: Any, span: Any) -> Any:
    return add_interval(as_timestamp(value), _negated(span))


@function("+", "time interval", TIME)
def _clock_later(value: Any, span: Any) -> time:
    """Round the clock; days and months do not count."""
    is_plain(value, span)
    return _as_time((of_day(value) + span.microseconds) % _DAY)


@function("-", "time interval", TIME)
def _clock_earlier(value: Any, span: Any) -> time:
    return _clock_later(value, _negated(span))


def _as_time(micro: int) -> time:
    seconds, rest = divmod(micro, 10**6)
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60, rest)


@function("+", "interval interval", INTERVAL)
def _sum(left: Any, right: Any) -> Interval:
    is_plain(left, right)
    return _within(Interval(left.months + right.months, left.days + right.days, left.microseconds + right.microseconds))


def _within(span: Interval) -> Interval:
    if max(abs(span.months), abs(span.days)) >= 2**31 or abs(span.microseconds) >= 2**63:
        raise Fails("interval out of range")
    return span


@function("-", "interval interval", INTERVAL)
def _difference(left: Any, right: Any) -> Interval:
    return _sum(left, _negated(right))


@function("-", "interval", INTERVAL)
def _minus(span: Any) -> Interval:
    return _negated(span)


@function("*", "interval float", INTERVAL)
def _times(span: Any, factor: float) -> Interval:
    is_plain(span)
    if not math.isfinite(factor) or not factor.is_integer() or abs(factor) > 10**6:
        raise Unsolved("an interval times a fraction")
    count = int(factor)
    return _within(Interval(span.months * count, span.days * count, span.microseconds * count))


@function("*", "float interval", INTERVAL)
def _times_too(factor: float, span: Any) -> Interval:
    return _times(span, factor)


@function("date_trunc", "text timestamp", TIMESTAMP)
@function("date_trunc", "text timestamptz", TIMESTAMPTZ)
def _truncated(unit: str, value: Any) -> Any:
    if isinstance(value, Infinite):
        return value
    is_plain(value)
    start = value.replace(hour=0, minute=0, second=0, microsecond=0)
    match unit.lower().rstrip("s"):
        case "second":
            return value.replace(microsecond=0)
        case "minute":
            return value.replace(second=0, microsecond=0)
        case "hour":
            return value.replace(minute=0, second=0, microsecond=0)
        case "day":
            return start
        case "week":
            return _moved(start, timedelta(days=-start.weekday()))
        case "month":
            return start.replace(day=1)
        case "quarter":
            return start.replace(day=1, month=(start.month - 1) // 3 * 3 + 1)
        case "year":
            return start.replace(day=1, month=1)
    raise Unsolved(f"date_trunc of {unit}")


@function("to_char", "timestamp text", TEXT)
@function("to_char", "timestamptz text", TEXT)
def _to_char(value: Any, template: str) -> str:
    """Templates of numbers alone; all else depends on the session's language."""
    if isinstance(value, Infinite):
        raise Unsolved("to_char of infinity")
    is_plain(value)
    found, rest = "", template
    while rest:
        known = next((each for each in _TEMPLATES if rest.startswith(each)), None)
        if known is None and rest[0] not in "-:./ ":
            raise Unsolved(f"to_char with {template}")
        found += value.strftime(_TEMPLATES[known]).zfill(len(known) if known != "HH24" else 2) if known else rest[0]
        rest = rest[len(known) if known else 1 :]
    return found


@typed("timezone", "text timestamptz", TIMESTAMP)
def _in_zone(types: Sequence[Type], zone: str, value: Any) -> Any:
    _is_utc(zone)
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


@typed("timezone", "text timestamp", TIMESTAMPTZ)
def _of_zone(types: Sequence[Type], zone: str, value: Any) -> Any:
    _is_utc(zone)
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def _is_utc(zone: str) -> None:
    if zone.upper() not in {"UTC", "GMT", "Z", "ETC/UTC", "UCT"}:
        raise Unsolved(f"time zone {zone}")


@function("isfinite", "moment", BOOL)
def _is_finite(value: Any) -> bool:
    return not isinstance(value, Infinite)


@function("isfinite", "interval", BOOL)
def _is_finite_span(value: Any) -> bool:
    return not isinstance(value, Infinite)


@function("make_date", "int int int", DATE)
def _make_date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        if year < 1 or year > 9999:
            raise Unsolved("a date that Python cannot hold") from None
        raise Fails("date field value out of range") from None


@function("age", "timestamp timestamp", INTERVAL)
@function("age", "timestamptz timestamptz", INTERVAL)
def _age(left: Any, right: Any) -> Interval:
    """Years, months and days as people count them (timestamp_age)."""
    is_plain(left, right)
    if left < right:
        return _negated(_age(right, left))
    months = (left.year - right.year) * 12 + left.month - right.month
    days = left.day - right.day
    micro = of_day(left.timetz().replace(tzinfo=None)) - of_day(right.timetz().replace(tzinfo=None))
    if micro < 0:
        micro, days = micro + _DAY, days - 1
    if days < 0:
        days += calendar.monthrange(right.year, right.month)[1]
        months -= 1
    if days < 0:
        raise Unsolved("age over the end of a short month")
    return Interval(months, days, micro)


@function("overlaps", "date date date date", BOOL, strict=False)
def _overlap_of_dates(*ends: Any) -> bool:
    return _overlap(*map(as_timestamp, ends))


def _overlap(start: Any, end: Any, other_start: Any, other_end: Any) -> bool:
    """Half-open spans, of which one without length counts as its moment."""
    is_plain(start, end, other_start, other_end)
    (first, last), (second, final) = sorted((start, end)), sorted((other_start, other_end))
    return bool(first == second or (first < final and second < last))


for _families in ("timestamp " * 4, "timestamptz " * 4, "time " * 4):
    function("overlaps", _families, BOOL, strict=False)(_overlap)
