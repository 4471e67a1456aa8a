"""What is known of one column's values: bounds, lengths, lists, patterns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pgplumb.strategies.axis import ANYWHERE, FAMILIES, Span, place, scale_of, steps_within

if TYPE_CHECKING:
    from pgplumb.strategies.expressions import Column
    from pgplumb.strategies.regex import Pattern


#: A text of one letter may be as long as this, in bytes; one that matches a pattern is drawn letter by letter.
LONGEST_TEXT = 1 << 22
_LONGEST_MATCH, _LONGEST_ARRAY = 5000, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A column that is not NULL, and what its values shall be; it guides the choice, and proves nothing.

    `span` is on the axis of an ordered type, `length` counts letters, bytes or elements, `finite` lists the only
    values, `remainder` is a divisor and what it leaves.
    """

    column: Column
    span: Span = ANYWHERE
    length: Span = ANYWHERE
    finite: tuple[Any, ...] | None = None
    excluded: tuple[Any, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    remainder: tuple[int, int] | None = None

    @property
    def is_ordered(self) -> bool:
        """Whether the values lie on an axis."""
        return self.column.type.family in FAMILIES

    @property
    def is_empty(self) -> bool:
        """Whether no value can be left."""
        if self.finite is not None:
            return not self.listed
        if self.span.is_empty or self.length.is_empty or self.is_too_long:
            return True
        if not self.is_ordered:
            return False
        first, last = steps_within(self.span, scale_of(self.column.type, self.column.modifiers, self.span))
        return first is not None and last is not None and first > last

    @property
    def is_too_long(self) -> bool:
        """Whether every value is longer than a test has use for."""
        longest = _LONGEST_MATCH if self.patterns else LONGEST_TEXT
        most = _LONGEST_ARRAY if self.column.type.family == "array" else longest
        return self.length.low is not None and self.length.low > most

    @property
    def listed(self) -> tuple[Any, ...]:
        """The listed values that the other facts leave."""
        return tuple(each for each in self.finite or () if each not in self.excluded and self._is_within(each))

    def _is_within(self, value: Any) -> bool:
        number = place(value, self.column.type)
        if number is None:
            return True
        met = Span(number, number).meet(self.span)
        return not met.is_empty

    def within(self, span: Span) -> Domain:
        """The domain with bounds on the axis."""
        met = self.span.meet(span)
        return self if met == self.span else replace(self, span=met)

    def sized(self, length: Span) -> Domain:
        """The domain with bounds of the length."""
        met = self.length.meet(length)
        return self if met == self.length else replace(self, length=met)

    def among(self, values: tuple[Any, ...]) -> Domain:
        """The domain with a list of the only values."""
        if self.finite is None:
            return replace(self, finite=tuple(each for each in values if each is not None))
        kept = tuple(each for each in self.finite if each in values)
        return self if kept == self.finite else replace(self, finite=kept)

    def without(self, value: Any) -> Domain:
        """The domain with a value less."""
        return self if value in self.excluded else replace(self, excluded=(*self.excluded, value))

    def matching(self, pattern: Pattern) -> Domain:
        """The domain with one more pattern to match."""
        return self if pattern in self.patterns else replace(self, patterns=(*self.patterns, pattern))
