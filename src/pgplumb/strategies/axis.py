"""Ordered types as numbers on one axis, and spans of it: what arithmetic on bounds is done with."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pgplumb.strategies.plain import Interval
from pgplumb.strategies.scalars import INTEGERS

if TYPE_CHECKING:
    from pgplumb.strategies.types import Type

DAY = 86400 * 10**6
_START = datetime(1, 1, 1)  # noqa: DTZ001  timestamps have no zone
_MICROSECOND = timedelta(microseconds=1)
_MILLENNIUM = (datetime(2000, 1, 1) - _START) // _MICROSECOND  # noqa: DTZ001
_LAST = (datetime(9999, 12, 31) - _START) // _MICROSECOND  # noqa: DTZ001
MOMENTS = frozenset({"date", "timestamp", "timestamptz"})
FAMILIES = frozenset({"int", "numeric", "float", "money", "oid", "time", "interval", "enum", *MOMENTS})


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers from `low` to `high`; None is no bound, an open bound does not belong to it."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing lies in it."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    @property
    def point(self) -> Fraction | None:
        """The one number in it, if there is one only."""
        return self.low if self.low == self.high and not self.is_empty else None

    def meet(self, other: Span) -> Span:
        """What lies in both."""
        low, low_open = _tighter((self.low, self.low_open), (other.low, other.low_open), 1)
        high, high_open = _tighter((self.high, self.high_open), (other.high, other.high_open), -1)
        return Span(low, high, low_open, high_open)

    def plus(self, other: Span) -> Span:
        """All sums."""
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Span(low, high, self.low_open or other.low_open, self.high_open or other.high_open)

    def minus(self) -> Span:
        """The numbers with the other sign."""
        return Span(
            None if self.high is None else -self.high,
            None if self.low is None else -self.low,
            self.high_open,
            self.low_open,
        )

    def times(self, factor: Fraction) -> Span:
        """The products with a number other than 0."""
        if factor < 0:
            return self.minus().times(-factor)
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return Span(low, high, self.low_open, self.high_open)

    def wider(self, below: Fraction | int, above: Fraction | int) -> Span:
        """The span with both bounds moved outwards."""
        low = None if self.low is None else self.low - below
        high = None if self.high is None else self.high + above
        return Span(low, high)


def _tighter(
    one: tuple[Fraction | None, bool], other: tuple[Fraction | None, bool], sign: int
) -> tuple[Fraction | None, bool]:
    if one[0] is None or other[0] is None:
        return other if one[0] is None else one
    if one[0] == other[0]:
        return one[0], one[1] or other[1]
    return one if (one[0] - other[0]) * sign > 0 else other


#: Everything.
ANYWHERE = Span()


def at(number: Fraction | int) -> Span:
    """The span of one number."""
    return Span(Fraction(number), Fraction(number))


def place(value: Any, type: Type) -> Fraction | None:
    """Where a value lies on the axis; None for infinities, NaN and what Python cannot hold."""
    match value:
        case bool():
            return None
        case int():
            return Fraction(value)
        case Decimal() | float():
            # The shortest digits of a float: as a binary fraction, 0.1 would lie on no decimal step.
            return Fraction(str(value)) if math.isfinite(value) else None
        case datetime():
            return Fraction((value.replace(tzinfo=None) - _START) // _MICROSECOND)
        case date():
            return Fraction((value.toordinal() - 1) * DAY)
        case time():
            return Fraction(((value.hour * 60 + value.minute) * 60 + value.second) * 10**6 + value.microsecond)
        case Interval():
            return Fraction((value.months * 30 + value.days) * DAY + value.microseconds)
        case str() if type.family == "enum" and value in type.labels:
            return Fraction(type.labels.index(value))
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The values of a type as whole multiples of a step, between two ends; `origin` is the simplest of them."""

    step: Fraction
    least: int | None
    most: int | None
    origin: int = 0
    #: How far from the origin values are drawn first, in steps of `stride`.
    stride: int = 1


def scale_of(type: Type, modifiers: tuple[int, ...], span: Span) -> Scale:
    """The scale of a type; where the type has none of its own it is fine enough for the span."""
    match type.family:
        case "int" | "oid":
            least, most = INTEGERS[type.name]
            return Scale(step=Fraction(1), least=least, most=most)
        case "numeric" if modifiers:
            precision, digits = (*modifiers, 0)[:2]
            top = 10**precision - 1
            return Scale(step=Fraction(1, 10**digits) if digits >= 0 else Fraction(10**-digits), least=-top, most=top)
        case "money":
            return Scale(step=Fraction(1, 100), least=None, most=None, stride=100)
        case "enum":
            return Scale(step=Fraction(1), least=0, most=len(type.labels) - 1)
        case "date":
            return Scale(step=Fraction(DAY), least=0, most=_LAST // DAY, origin=_MILLENNIUM // DAY)
        case "timestamp" | "timestamptz":
            step = 10 ** (6 - min(modifiers[0], 6)) if modifiers else 1
            return Scale(
                step=Fraction(step), least=0, most=_LAST // step, origin=_MILLENNIUM // step, stride=60 * 10**6 // step
            )
        case "time":
            return Scale(step=Fraction(1), least=0, most=DAY - 1, stride=60 * 10**6)
        case "interval":
            return Scale(step=Fraction(1), least=None, most=None, stride=60 * 10**6)
    return _fine(span)


def _fine(span: Span) -> Scale:
    """Decimal steps small enough that a bounded span has some hundred of them."""
    digits = 0
    if span.low is not None and span.high is not None and span.high > span.low:
        while (span.high - span.low) * 10**digits < 100 and digits < 18:
            digits += 1
    elif span.low is not None or span.high is not None:
        digits = 2
    # A bound such as 0.125 shall be a value itself.
    for bound in (span.low, span.high):
        while bound is not None and (bound * 10**digits).denominator != 1 and digits < 18:
            digits += 1
    return Scale(step=Fraction(1, 10**digits), least=None, most=None, stride=1)


def value_at(number: Fraction, type: Type) -> Any:
    """The value at a place on the axis, which is a multiple of its type's step."""
    match type.family:
        case "int" | "oid":
            return int(number)
        case "numeric" | "money":
            return _decimal(number)
        case "float":
            return float(number)
        case "enum":
            return type.labels[int(number)]
        case "date":
            return date.fromordinal(int(number) // DAY + 1)
        case "timestamp":
            return _START + timedelta(microseconds=int(number))
        case "timestamptz":
            return (_START + timedelta(microseconds=int(number))).replace(tzinfo=UTC)
        case "time":
            return (_START + timedelta(microseconds=int(number))).time()
    days = abs(int(number)) // DAY * (1 if number >= 0 else -1)
    return Interval(0, days, int(number) - days * DAY)


def _decimal(number: Fraction) -> Decimal:
    digits = 0
    while (number * 10**digits).denominator != 1:
        digits += 1
    return Decimal(int(number * 10**digits)).scaleb(-digits)


def steps_within(span: Span, scale: Scale) -> tuple[int | None, int | None]:
    """The first and the last whole multiple of the step in the span; None where there is no end."""
    first, last = scale.least, scale.most
    if span.low is not None:
        low = math.ceil(span.low / scale.step)
        low += span.low_open and low * scale.step == span.low
        first = low if first is None else max(first, low)
    if span.high is not None:
        high = math.floor(span.high / scale.step)
        high -= span.high_open and high * scale.step == span.high
        last = high if last is None else min(last, high)
    return first, last
