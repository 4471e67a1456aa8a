"""Texts as values of a type, for the texts that the server prints in expressions, and for casts from text."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pgplumb.strategies.arrays_text import split_array, split_range
from pgplumb.strategies.order import as_json
from pgplumb.strategies.plain import Infinite, Interval, Json, Range, Text
from pgplumb.strategies.unsolved import Fails, Unsolved

if TYPE_CHECKING:
    from pgplumb.strategies.types import Type

_TRUE, _FALSE = {"t", "true", "y", "yes", "on", "1"}, {"f", "false", "n", "no", "off", "0"}
_UNITS = {
    "year": (12, 0, 0),
    "mon": (1, 0, 0),
    "month": (1, 0, 0),
    "week": (0, 7, 0),
    "day": (0, 1, 0),
    "hour": (0, 0, 3600),
    "minute": (0, 0, 60),
    "min": (0, 0, 60),
    "second": (0, 0, 1),
    "sec": (0, 0, 1),
}
#: Types whose values are only ever texts here.
OPAQUE = frozenset({"inet", "bit", "timetz", "macaddr", "pg_lsn", "other", "money"})


def parse(text: str, type: Type, modifiers: tuple[int, ...]) -> Any:
    """The value of a text; raises Fails where the server refuses it, Unsolved where we cannot tell."""
    match type.family:
        case "text" | "citext" | "enum":
            return _text(text, type)
        case "bpchar":
            return text.ljust(modifiers[0]) if modifiers else text
        case "bool":
            return _bool(text)
        case "int" | "oid":
            return _int(text, type)
        case "numeric":
            return _numeric(text)
        case "float":
            return float(_numeric(text))
        case "date" | "timestamp" | "timestamptz" | "time":
            return _moment(text, type.family)
        case "interval":
            return _interval(text)
        case "json" | "jsonb":
            return _json(text)
        case "uuid":
            return _uuid(text)
        case "bytea":
            return _bytes(text)
        case "array":
            return [None if each is None else parse(each, type.inner, ()) for each in split_array(text)]
        case "range":
            return _range(text, type.inner)
        case family if family in OPAQUE:
            return Text(text)
    raise Unsolved(f"constants of type {type.name}")


def _text(text: str, type: Type) -> str:
    if type.family == "enum" and text not in type.labels:
        raise Fails(f"{text} is no label of {type.name}")
    return text


def _bool(text: str) -> bool:
    plain = text.strip().lower()
    if plain in _TRUE | _FALSE:
        return plain in _TRUE
    # Unambiguous beginnings are taken as well, which nobody writes.
    raise Fails("no boolean")


def _int(text: str, type: Type) -> int:
    plain = text.strip(" \t\n\r\f\v")
    if not plain.isascii():
        raise Fails("no integer")
    digits = plain[1:] if plain[:1] in {"+", "-"} else plain
    if not digits.isdigit():
        if any(letter.isdigit() for letter in digits) and set(digits.lower()) & set("_xob"):
            raise Unsolved("integers with underscores or in another base, which depend on the server's version")
        raise Fails("no integer")
    return int(plain)


def _numeric(text: str) -> Decimal:
    plain = text.strip(" \t\n\r\f\v")
    if not plain.isascii() or "_" in plain or plain[:2].lower() in {"0x", "0o", "0b"}:
        raise Unsolved("numbers with underscores or in another base, which depend on the server's version")
    lowered = plain.lower().lstrip("+-")
    if lowered.startswith(("snan", "nan")) and lowered != "nan":
        raise Fails("no number")
    try:
        found = Decimal(plain)
    except InvalidOperation:
        raise Fails("no number") from None
    return Decimal(format(found, "f")) if found.is_finite() else found


def _moment(text: str, family: str) -> Any:
    plain = text.strip()
    if family != "time" and plain in {"infinity", "-infinity"}:
        return Infinite(-1 if plain.startswith("-") else 1)
    if len(plain) < 8 or not (plain[0].isdigit() and plain.isascii()) or plain.endswith("BC"):
        raise Unsolved(f"{family} from the text {plain[:20]}")
    try:
        if family == "time":
            return time.fromisoformat(plain)
        if plain[4:5] != "-" or plain[7:8] != "-":
            raise Unsolved(f"{family} from the text {plain[:20]}")
        if family == "date":
            return date.fromisoformat(plain)
        found = datetime.fromisoformat(plain)
    except ValueError:
        raise Unsolved(f"{family} from the text {plain[:20]}") from None
    if (found.tzinfo is None) == (family == "timestamptz"):
        raise Unsolved("a timestamp whose time zone is the session's")
    return found.astimezone(UTC) if found.tzinfo else found


def _interval(text: str) -> Interval:
    """As IntervalStyle postgres prints it: 1 year 2 mons -3 days 04:05:06.7."""
    months = days = micro = 0
    pieces = text.split()
    if not pieces:
        raise Fails("no interval")
    while pieces:
        piece = pieces.pop(0)
        if ":" in piece:
            micro += _clock(piece)
            continue
        unit = pieces.pop(0).rstrip("s") if pieces else "sec"
        amount = _numeric(piece)
        if unit not in _UNITS or (amount != amount.to_integral_value() and unit not in {"sec", "second"}):
            raise Unsolved(f"interval {text[:20]}")
        in_months, in_days, in_seconds = _UNITS[unit]
        months += int(amount) * in_months
        days += int(amount) * in_days
        micro += int(amount * in_seconds * 10**6)
    return Interval(months, days, micro)


def _clock(text: str) -> int:
    parts = text.lstrip("+-").split(":")
    try:
        seconds = Decimal(parts[2]) if len(parts) > 2 else Decimal(0)
        span = timedelta(hours=int(parts[0]), minutes=int(parts[1]))
    except (InvalidOperation, ValueError):
        raise Unsolved(f"interval {text}") from None
    micro = span // timedelta(microseconds=1) + int(seconds * 10**6)
    return -micro if text.startswith("-") else micro


def _json(text: str) -> Json:
    try:
        found = json.loads(text, parse_float=_plain_decimal, parse_constant=_no_constant)
    except ValueError:
        raise Fails("no JSON") from None
    return Json(as_json(found))


def _plain_decimal(text: str) -> Decimal:
    return Decimal(format(Decimal(text), "f"))


def _no_constant(text: str) -> Any:
    raise ValueError(text)


def _uuid(text: str) -> UUID:
    plain = text.strip()
    if len(plain) != 36:
        raise Unsolved("a uuid of another form")
    try:
        return UUID(plain)
    except ValueError:
        raise Fails("no uuid") from None


def _bytes(text: str) -> bytes:
    if not text.startswith("\\x"):
        raise Unsolved("bytea in the escape format")
    return bytes.fromhex(text[2:])


def _range(text: str, subtype: Type) -> Range:
    lower, upper, brackets = split_range(text)
    if not brackets:
        return Range(brackets="")
    parsed = [None if each is None else parse(each, subtype, ()) for each in (lower, upper)]
    return Range(parsed[0], parsed[1], brackets)
