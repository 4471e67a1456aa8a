"""Which of two values of a type is the greater one, and whether they are equal, as PostgreSQL has it."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from decimal import Decimal
from itertools import zip_longest
from typing import Any
from uuid import UUID

from pgplumb.strategies.plain import Infinite, Interval, Range
from pgplumb.strategies.types import DISCRETE, Type
from pgplumb.strategies.unsolved import Fails, Unsolved

_DAY = 86400 * 10**6
_DIGITS, _LOWER, _UPPER = (
    frozenset(each) for each in ("0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
)
_MARKS = frozenset(" -_./:")


def equal(left: Any, right: Any, type: Type) -> bool:
    """Whether two values of the type, neither NULL, are equal."""
    match type.family:
        case "text" | "enum" | "bit":
            return bool(left == right)
        case "bpchar":
            return bool(left.rstrip(" ") == right.rstrip(" "))
        case "citext":
            return left == right or folded(left) == folded(right)
        case "json":
            raise Unsolved("json has no equality")
        case "jsonb":
            return json_equal(left.value, right.value)
        case "array":
            return _arrays(left, right, type, equals_only=True) == 0
    return compare(left, right, type) == 0


def compare(left: Any, right: Any, type: Type) -> int:
    """-1, 0 or 1; raises Unsolved where the order depends on what we do not know, such as a collation."""
    match type.family:
        case "text":
            return _texts(left, right, type)
        case "bpchar":
            return _texts(left.rstrip(" "), right.rstrip(" "), type)
        case "citext":
            return _texts(folded(left), folded(right), type)
        case "enum":
            return _sign(type.labels.index(left), type.labels.index(right))
        case "array":
            return _arrays(left, right, type, equals_only=False)
        case "range":
            return _ranges(canonical(left, type), canonical(right, type), type)
    return _sign(key(left), key(right))


def _sign(left: Any, right: Any) -> int:
    return int(left > right) - int(left < right)


def key(value: Any) -> Any:
    """What sorts like the value among values of its type; numbers of all types sort together."""
    match value:
        case bool():
            return value
        case int():
            return (0, value)
        case Decimal() | float():
            return _number(value)
        case Interval():
            return (0, (value.months * 30 + value.days) * _DAY + value.microseconds)
        case Infinite():
            return (value.sign, 0)
        case datetime() | date():
            return (0, value)
        case time() | bytes():
            return value
        case UUID():
            return value.bytes
    raise Unsolved(f"the order of {type(value).__name__} values")


def _number(value: Decimal | float) -> tuple[int, Any]:
    """NaN is equal to itself and above all else (manual: Numeric Types)."""
    if math.isnan(value):
        return (2, 0)
    if math.isinf(value):
        return (1 if value > 0 else -1, 0)
    return (0, value)


def folded(text: str) -> str:
    """Lower case; raises Unsolved for letters whose lower case depends on the locale."""
    if text.isascii():
        return text.lower()
    if any(not each.isascii() and (each.lower() != each or each.upper() != each) for each in text):
        raise Unsolved("the case of letters outside ASCII")
    return text.lower()


def _texts(left: str, right: str, type: Type) -> int:
    if left == right:
        return 0
    if type.collation == "C":
        return _sign(left.encode(), right.encode())
    if not left or not right:
        return _sign(bool(left), bool(right))
    if _is_in_any_order(left, right):
        return _sign(left, right)
    raise Unsolved("the order of texts depends on the collation")


def _is_in_any_order(left: str, right: str) -> bool:
    """Whether all collations sort them alike: digits before letters, letters of one case, marks at equal places."""
    letters = set(left) | set(right)
    if not (letters <= _DIGITS | _LOWER | _MARKS or letters <= _DIGITS | _UPPER | _MARKS):
        return False
    if not letters & _MARKS:
        return True
    places = [[(at, each) for at, each in enumerate(text) if each in _MARKS] for text in (left, right)]
    return len(left) == len(right) and places[0] == places[1]


def _arrays(left: list[Any], right: list[Any], type: Type, *, equals_only: bool) -> int:
    """Element by element, NULLs equal and last (manual: Array Functions and Operators)."""
    if any(isinstance(each, list) for each in (*left, *right)):
        if equals_only or left == right:
            return 0 if left == right else 1
        raise Unsolved("the order of arrays of more dimensions")
    if equals_only and len(left) != len(right):
        return 1
    missing = object()
    for one, other in zip_longest(left, right, fillvalue=missing):
        if one is missing or other is missing:
            return -1 if one is missing else 1
        if one is None or other is None:
            found = _sign(one is None, other is None)
        elif equals_only:
            found = int(not equal(one, other, type.inner))
        else:
            found = compare(one, other, type.inner)
        if found:
            return found
    return 0


def json_equal(left: Any, right: Any) -> bool:
    """Equality of jsonb; numbers by their value, and never a boolean and a number."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(json_equal(left[name], right[name]) for name in left)
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return len(left) == len(right) and all(map(json_equal, left, right))
    return bool(left == right)


def as_json(value: Any) -> Any:
    """The value with what Python's parser makes of numbers as jsonb has them."""
    match value:
        case dict():
            return {name: as_json(each) for name, each in value.items()}
        case list():
            return [as_json(each) for each in value]
        case float():
            return Decimal(repr(value))
    return value


def canonical(value: Any, type: Type) -> Range:
    """The range as the server stores it: discrete ones as [), empty ones without bounds; raises Fails for [2,1]."""
    if not isinstance(value, Range):
        raise Unsolved(f"{type.name} from text")
    if value.is_empty:
        return value
    lower, upper, subtype = value.lower, value.upper, type.inner
    first = "[" if value.brackets[0] == "[" and lower is not None else "("
    last = "]" if value.brackets[1] == "]" and upper is not None else ")"
    if lower is not None and upper is not None and compare(lower, upper, subtype) > 0:
        raise Fails("the lower bound is above the upper one")
    if type.name in DISCRETE:
        # An infinite date is no neighbour of another one.
        if lower is not None and first == "(" and not isinstance(lower, Infinite):
            lower, first = next_value(lower), "["
        if upper is not None and last == "]" and not isinstance(upper, Infinite):
            upper, last = next_value(upper), ")"
    if lower is not None and upper is not None:
        order = compare(lower, upper, subtype)
        if order > 0 or (order == 0 and first + last != "[]"):
            return Range(brackets="")
    return Range(lower, upper, first + last)


def next_value(value: Any) -> Any:
    """The next integer or day; infinity has none (range types' canonical functions)."""
    match value:
        case int():
            return value + 1
        case datetime():
            raise Unsolved("the next timestamp")
        case date():
            if value == date.max:
                raise Unsolved("a date after 9999")
            return date.fromordinal(value.toordinal() + 1)
    return value


def _ranges(left: Range, right: Range, type: Type) -> int:
    """Empty first, then by lower bound, then by upper."""
    if left.is_empty or right.is_empty:
        return _sign(not left.is_empty, not right.is_empty)
    return lower_order(left, right, type) or upper_order(left, right, type)


def lower_order(left: Range, right: Range, type: Type) -> int:
    """Which of two canonical ranges begins first."""
    if left.lower is None or right.lower is None:
        return _sign(left.lower is not None, right.lower is not None)
    return compare(left.lower, right.lower, type.inner) or _sign(left.brackets[0] == "(", right.brackets[0] == "(")


def upper_order(left: Range, right: Range, type: Type) -> int:
    """Which of two canonical ranges ends first."""
    if left.upper is None or right.upper is None:
        return _sign(left.upper is None, right.upper is None)
    return compare(left.upper, right.upper, type.inner) or _sign(left.brackets[1] == "]", right.brackets[1] == "]")
