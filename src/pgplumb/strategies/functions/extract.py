"""Fields of dates, times and intervals: extract and date_part."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from pgplumb.strategies.functions.registry import function
from pgplumb.strategies.functions.times import is_plain, of_day
from pgplumb.strategies.plain import Interval
from pgplumb.strategies.types import FLOAT8, NUMERIC
from pgplumb.strategies.unsolved import Unsolved

_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  timestamps have no zone


def _field(unit: str, value: Any) -> Decimal:
    """A field of a date, a timestamp, a time or an interval, as extract gives it."""
    is_plain(value)
    unit = unit.lower()
    if isinstance(value, Interval):
        return _field_of_interval(unit, value)
    if isinstance(value, date) and (found := _field_of_day(unit, value)) is not None:
        return Decimal(found)
    if not isinstance(value, datetime | time):
        if unit == "epoch":
            return Decimal((value - _EPOCH.date()).days * 86400)
        # A date has no hours since PostgreSQL 14; before it was midnight.
        raise Unsolved(f"{unit} of a date")
    seconds = Decimal(value.second * 10**6 + value.microsecond).scaleb(-6)
    match unit:
        case "hour":
            return Decimal(value.hour)
        case "minute":
            return Decimal(value.minute)
        case "second":
            return seconds
        case "milliseconds":
            return seconds * 1000
        case "microseconds":
            return seconds * 10**6
        case "epoch" if isinstance(value, datetime):
            micro = (value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value) - _EPOCH
            return Decimal(micro // _MICROSECOND).scaleb(-6)
        case "epoch" if isinstance(value, time):
            return Decimal(of_day(value)).scaleb(-6)
    raise Unsolved(f"extract of {unit}")


def _field_of_day(unit: str, value: date) -> int | None:
    match unit:
        case "year":
            return value.year
        case "month":
            return value.month
        case "day":
            return value.day
        case "quarter":
            return (value.month + 2) // 3
        case "dow":
            return value.isoweekday() % 7
        case "isodow":
            return value.isoweekday()
        case "doy":
            return value.timetuple().tm_yday
        case "week":
            return value.isocalendar().week
        case "isoyear":
            return value.isocalendar().year
        case "century":
            return (value.year + 99) // 100
        case "decade":
            return value.year // 10
        case "millennium":
            return (value.year + 999) // 1000
    return None


def _field_of_interval(unit: str, value: Interval) -> Decimal:
    sign = -1 if value.microseconds < 0 else 1
    micro = abs(value.microseconds)
    match unit:
        case "year":
            return Decimal(int(value.months / 12))
        case "month":
            return Decimal(int(math.fmod(value.months, 12)))
        case "day":
            return Decimal(value.days)
        case "hour":
            return Decimal(sign * (micro // (3600 * 10**6)))
        case "minute":
            return Decimal(sign * (micro // (60 * 10**6) % 60))
        case "second":
            return Decimal(sign * (micro % (60 * 10**6))).scaleb(-6)
        case "epoch":
            years, months = int(value.months / 12), int(math.fmod(value.months, 12))
            # A year is 365.25 days here, a month 30 (interval_part).
            days = Decimal(years) * Decimal("365.25") + months * 30 + value.days
            return days * 86400 + Decimal(value.microseconds).scaleb(-6)
    raise Unsolved(f"extract of {unit} from an interval")


for _families in ("text date", "text timestamp", "text timestamptz", "text time", "text interval"):
    function("extract", _families, NUMERIC)(_field)
    function("date_part", _families, FLOAT8)(lambda unit, value: float(_field(unit, value)))
