"""Values as SQL: constants that mean the same whatever the session's settings are."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pgplumb.strategies.plain import Infinite, Interval, Json, Multirange, Range, Text
from pgplumb.syntax.sql import Sql, literal as quoted, raw, sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.strategies.plain import Value

#: The separator between an array's elements (pg_type.typdelim) where it is not the comma.
_DELIMITERS = {"box": ";"}


def literal(value: Value, type: str) -> Sql:
    """A constant of the type, as format_type prints types; NULL for None.

    The cast is an explicit one: text longer than varchar(n) is cut silently, so give values that fit.
    """
    if value is None:
        return raw("NULL")
    base = type.partition("[")[0]
    if base == "money":
        # Its input function goes by lc_monetary; the cast from numeric does not.
        return sql("{}::{}::{}", quoted(text_of(value, base)), raw(type.replace(base, "numeric")), raw(type))
    return sql("{}::{}", quoted(text_of(value, base)), raw(type))


def text_of(value: Any, base: str = "") -> str:
    """The text of a value for its type's input function; `base` is the type's name, the element's for arrays."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return _float(value)
        case Decimal():
            return str(value) if not value.is_finite() else format(value, "f")
        case bytes():
            return "\\x" + value.hex()
        case datetime() | date() | time():
            return _moment(value)
        case list() | tuple():
            return _array(value, base)
        case Text() | Json():
            return value.text
        case Interval():
            return _interval(value)
        case Infinite():
            return "infinity" if value.sign > 0 else "-infinity"
        case Range():
            return _range(value, base)
        case Multirange():
            return "{" + ",".join(_range(each, base) for each in value.ranges) + "}"
    return str(value)


def row_text(values: Sequence[Value], bases: Sequence[str]) -> str:
    """The text of a composite value; an attribute that is NULL is nothing between its commas."""
    parts = zip(values, bases, strict=True)
    return "(" + ",".join("" if value is None else _quote(text_of(value, base)) for value, base in parts) + ")"


def _float(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return repr(value)


def _moment(value: date | time) -> str:
    if isinstance(value, datetime):
        text = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        return text.isoformat(sep=" ") + ("+00" if value.tzinfo else "")
    return value.isoformat()


def _interval(value: Interval) -> str:
    """ISO 8601, in which a sign belongs to its field alone whatever IntervalStyle says."""
    sign = "-" if value.microseconds < 0 else ""
    seconds, rest = divmod(abs(value.microseconds), 10**6)
    return f"P{value.months}M{value.days}DT{sign}{seconds}.{rest:06}S"


def _array(value: list[Any] | tuple[Any, ...], base: str) -> str:
    return "{" + _DELIMITERS.get(base, ",").join(_element(each, base) for each in value) + "}"


def _element(value: Any, base: str) -> str:
    if value is None:
        return "NULL"
    return _array(value, base) if isinstance(value, list | tuple) else _quote(text_of(value, base))


def _range(value: Range, base: str) -> str:
    if value.is_empty:
        return "empty"
    lower, upper = ("" if each is None else _quote(text_of(each, base)) for each in (value.lower, value.upper))
    return f"{value.brackets[0]}{lower},{upper}{value.brackets[1]}"


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
