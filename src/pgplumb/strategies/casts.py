"""Casts between types, those that the server puts into a check included."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pgplumb.strategies.constants import parse
from pgplumb.strategies.functions.comparisons import as_timestamp
from pgplumb.strategies.functions.numbers import rounded, single
from pgplumb.strategies.plain import Infinite, Json, jsonb_text
from pgplumb.strategies.types import NUMERIC
from pgplumb.strategies.unsolved import Fails, Unsolved

if TYPE_CHECKING:
    from pgplumb.strategies.types import Type

_STRINGS = frozenset({"text", "bpchar", "citext", "unknown"})
_NUMBERS = frozenset({"int", "numeric", "float", "oid"})
_TEXTUAL = frozenset({"uuid", "enum", "int", "oid"})


def cast(value: Any, origin: Type, to: Type, modifiers: tuple[int, ...]) -> Any:
    """The value as one of another type; never called for NULL."""
    if to.family in _STRINGS:
        return _modified_text(_as_text(value, origin), to, modifiers)
    if origin.family in _STRINGS:
        return stored(parse(value.rstrip(" ") if origin.family == "bpchar" else value, to, ()), to, modifiers)
    if to.family in _NUMBERS:
        return stored(_as_number(value, origin, to), to, modifiers)
    if to.family == "array" and origin.family == "array":
        return [_cast_element(each, origin, to, modifiers) for each in value]
    if origin.family == to.family:
        return stored(value, to, modifiers)
    return _between(value, origin, to, modifiers)


def _cast_element(value: Any, origin: Type, to: Type, modifiers: tuple[int, ...]) -> Any:
    if isinstance(value, list):
        return [_cast_element(each, origin, to, modifiers) for each in value]
    return None if value is None else cast(value, origin.inner, to.inner, modifiers)


def stored(value: Any, type: Type, modifiers: tuple[int, ...]) -> Any:
    """The value as a column of the type keeps it: padded, rounded."""
    match type.family:
        case "bpchar" if modifiers and isinstance(value, str):
            return value.ljust(modifiers[0])
        case "numeric" if modifiers and isinstance(value, Decimal):
            return _fitted(value, modifiers)
        case "float" if type.name == "float4" and isinstance(value, float):
            return single(value)
        case "timestamp" | "timestamptz" | "time" | "interval" if modifiers:
            if isinstance(value, datetime | time) and value.microsecond % 10 ** (6 - min(modifiers[0], 6)):
                raise Unsolved(f"the rounding of {type.name}({modifiers[0]})")
            if type.family == "interval":
                raise Unsolved("interval with fields or a precision")
    return value


def _fitted(value: Decimal, modifiers: tuple[int, ...]) -> Decimal:
    precision, scale = (*modifiers, 0)[:2]
    found = rounded(value, scale)
    if not value.is_nan() and (value.is_infinite() or (found.adjusted() >= precision - scale and found)):
        raise Fails("numeric field overflow")
    return found


def _as_text(value: Any, origin: Type) -> str:
    match origin.family:
        case "bpchar":
            return str(value).rstrip(" ")
        case "text" | "citext" | "unknown":
            return str(value)
        case "bool":
            return "true" if value else "false"
        case "numeric":
            return format(value, "f") if value.is_finite() else str(value)
        case "date" if isinstance(value, date):
            # As DateStyle ISO prints it, which is what sessions have unless they ask for another.
            return value.isoformat()
        case "jsonb":
            return jsonb_text(value.value)
        case family if family in _TEXTUAL:
            return str(value)
    raise Unsolved(f"cast of {origin.name} to text")


def _modified_text(text: str, to: Type, modifiers: tuple[int, ...]) -> str:
    """An explicit cast cuts what is too long."""
    if to.name == "name":
        raise Unsolved("cast to name")
    if not modifiers:
        return text
    return text[: modifiers[0]].ljust(modifiers[0]) if to.family == "bpchar" else text[: modifiers[0]]


def _as_number(value: Any, origin: Type, to: Type) -> Any:
    match origin.family:
        case "bool":
            return int(value)
        case "json" | "jsonb":
            return _json_number(value, to)
        case family if family not in _NUMBERS:
            raise Unsolved(f"cast of {origin.name} to {to.name}")
    match to.family:
        case "numeric":
            return _decimal(value, origin)
        case "float":
            return _float(value)
    if isinstance(value, int):
        return value
    if not math.isfinite(value):
        raise Fails("out of range")
    return round(value) if isinstance(value, float) else int(rounded(value, 0))


def _decimal(value: Any, origin: Type) -> Decimal:
    if isinstance(value, float):
        if not math.isfinite(value):
            return Decimal(value)
        digits = 6 if origin.name == "float4" else 15
        return Decimal(format(Decimal(format(value, f".{digits}g")), "f"))
    return Decimal(value)


def _float(value: Any) -> float:
    try:
        found = float(value)
    except OverflowError:
        raise Fails("out of range") from None
    if math.isinf(found) and math.isfinite(Decimal(value)):
        raise Fails("out of range")
    return found


def _json_number(value: Json, to: Type) -> Any:
    found = value.value
    if isinstance(found, bool) or not isinstance(found, int | Decimal):
        raise Fails("cannot cast jsonb to a number")
    return _as_number(Decimal(found), NUMERIC, to)


def _between(value: Any, origin: Type, to: Type, modifiers: tuple[int, ...]) -> Any:
    match origin.family, to.family:
        case "date", "timestamp":
            return as_timestamp(value)
        case "timestamp" | "timestamptz", "date":
            return value.date() if isinstance(value, datetime) else _infinite(value)
        case "timestamp" | "timestamptz", "time":
            return value.time() if isinstance(value, datetime) else _no_time()
        case "timestamptz", "timestamp":
            return value.replace(tzinfo=None) if isinstance(value, datetime) else _infinite(value)
        case ("timestamp", "timestamptz") | ("date", "timestamptz"):
            found = as_timestamp(value)
            return found.replace(tzinfo=UTC) if isinstance(found, datetime) else found
        case "int", "money":
            return Decimal(value)
        case "int", "bool":
            return value != 0
        case ("jsonb", "bool"):
            if not isinstance(value.value, bool):
                raise Fails("cannot cast jsonb to a boolean")
            return value.value
        case ("json", "jsonb") | ("jsonb", "json"):
            return value
    raise Unsolved(f"cast of {origin.name} to {to.name}")


def _infinite(value: Any) -> Infinite:
    if not isinstance(value, Infinite):
        raise Unsolved("a timestamp that Python cannot hold")
    return value


def _no_time() -> Any:
    raise Unsolved("the time of a timestamp that Python cannot hold")
