"""What a value of PostgreSQL is in Python, where Python itself has no class for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Text:
    """A value by the text that its type's input function takes; nothing here looks into it."""

    text: str


@dataclass(frozen=True, slots=True)
class Json:
    """A json or jsonb value: None, bool, int, Decimal, str, and lists and dicts of these."""

    value: Any

    @property
    def text(self) -> str:
        """The document; keys in the order in which they are, numbers digit for digit."""
        return json_text(self.value)

    def __hash__(self) -> int:
        return hash(self.text)


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval as the server stores it: months, days and microseconds, each with its own sign."""

    months: int = 0
    days: int = 0
    microseconds: int = 0


@dataclass(frozen=True, slots=True)
class Infinite:
    """`infinity` or `-infinity` of a date, a timestamp or an interval; `sign` is 1 or -1."""

    sign: int


@dataclass(frozen=True, slots=True)
class Range:
    """A range; None for a bound is no bound, `brackets` such as `[)` say which bounds belong to it, '' is empty."""

    lower: Any = None
    upper: Any = None
    brackets: str = "[)"

    @property
    def is_empty(self) -> bool:
        """Whether it was written as empty; one such as [1,1) is empty too once the server has read it."""
        return not self.brackets


@dataclass(frozen=True, slots=True)
class Multirange:
    """A multirange, its ranges in no particular order."""

    ranges: tuple[Range, ...] = ()


#: Arrays are lists, of lists where they have more than one dimension; enums are their label.
Value = (
    None
    | bool
    | int
    | Decimal
    | float
    | str
    | bytes
    | date
    | datetime
    | time
    | UUID
    | list[Any]
    | Text
    | Json
    | Interval
    | Infinite
    | Range
    | Multirange
)


def json_text(value: Any) -> str:
    """JSON of a value; Decimals are written as they are, which the standard library does not do."""
    match value:
        case Decimal():
            return format(value, "f")
        case dict():
            return "{" + ", ".join(f"{json.dumps(key)}: {json_text(each)}" for key, each in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(json_text, value)) + "]"
    return json.dumps(value)


def jsonb_text(value: Any) -> str:
    """A value as jsonb prints it: of an object the shorter keys first, letters as they are."""
    match value:
        case dict():
            inside = sorted(value.items(), key=lambda each: (len(each[0].encode()), each[0].encode()))
            return "{" + ", ".join(f"{jsonb_text(key)}: {jsonb_text(each)}" for key, each in inside) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(jsonb_text, value)) + "]"
        case str():
            return json.dumps(value, ensure_ascii=False)
    return json_text(value)
