"""Functions and operators of ranges; what comes in may be written in any way, what comes out is canonical."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.strategies.functions.registry import function, typed
from pgplumb.strategies.order import canonical, compare, lower_order, upper_order
from pgplumb.strategies.plain import Range
from pgplumb.strategies.types import BOOL, DATE, INT4, INT8, NUMERIC, TIMESTAMP, TIMESTAMPTZ, Type, range_of
from pgplumb.strategies.unsolved import Fails

if TYPE_CHECKING:
    from collections.abc import Sequence

_EMPTY = Range(brackets="")


def _same(types: Sequence[Type]) -> Type:
    return types[0]


def _inner(types: Sequence[Type]) -> Type:
    return types[0].inner


@typed("lower", "range", _inner)
def _lower(types: Sequence[Type], value: Any) -> Any:
    return canonical(value, types[0]).lower


@typed("upper", "range", _inner)
def _upper(types: Sequence[Type], value: Any) -> Any:
    return canonical(value, types[0]).upper


@typed("isempty", "range", BOOL)
def _is_empty(types: Sequence[Type], value: Any) -> bool:
    return canonical(value, types[0]).is_empty


@typed("lower_inc", "range", BOOL)
def _lower_inc(types: Sequence[Type], value: Any) -> bool:
    return canonical(value, types[0]).brackets[:1] == "["


@typed("upper_inc", "range", BOOL)
def _upper_inc(types: Sequence[Type], value: Any) -> bool:
    return canonical(value, types[0]).brackets[1:] == "]"


@typed("lower_inf", "range", BOOL)
def _lower_inf(types: Sequence[Type], value: Any) -> bool:
    found = canonical(value, types[0])
    return found.lower is None and not found.is_empty


@typed("upper_inf", "range", BOOL)
def _upper_inf(types: Sequence[Type], value: Any) -> bool:
    found = canonical(value, types[0])
    return found.upper is None and not found.is_empty


def _contains(type: Type, outer: Any, inner: Any) -> bool:
    left, right = canonical(outer, type), canonical(inner, type)
    if right.is_empty or left.is_empty:
        return right.is_empty
    return lower_order(left, right, type) <= 0 and upper_order(left, right, type) >= 0


@typed("@>", "range range", BOOL)
def _holds(types: Sequence[Type], left: Any, right: Any) -> bool:
    return _contains(types[0], left, right)


@typed("<@", "range range", BOOL)
def _held(types: Sequence[Type], left: Any, right: Any) -> bool:
    return _contains(types[0], right, left)


@typed("@>", "range any", BOOL)
def _holds_element(types: Sequence[Type], left: Any, right: Any) -> bool:
    return _contains_element(types[0], left, right)


@typed("<@", "any range", BOOL)
def _element_held(types: Sequence[Type], left: Any, right: Any) -> bool:
    return _contains_element(types[1], right, left)


def _contains_element(type: Type, outer: Any, element: Any) -> bool:
    return _contains(type, outer, Range(element, element, "[]"))


def _is_before(type: Type, left: Range, right: Range) -> bool:
    """Whether one canonical range, not empty, ends before the other begins."""
    if left.upper is None or right.lower is None:
        return False
    order = compare(left.upper, right.lower, type.inner)
    return order < 0 or (order == 0 and not (left.brackets[1] == "]" and right.brackets[0] == "["))


@typed("&&", "range range", BOOL)
def _overlap(types: Sequence[Type], one: Any, other: Any) -> bool:
    left, right = canonical(one, types[0]), canonical(other, types[0])
    if left.is_empty or right.is_empty:
        return False
    return not _is_before(types[0], left, right) and not _is_before(types[0], right, left)


@typed("<<", "range range", BOOL)
def _before(types: Sequence[Type], one: Any, other: Any) -> bool:
    left, right = canonical(one, types[0]), canonical(other, types[0])
    return not left.is_empty and not right.is_empty and _is_before(types[0], left, right)


@typed(">>", "range range", BOOL)
def _after(types: Sequence[Type], one: Any, other: Any) -> bool:
    return _before(types, other, one)


@typed("-|-", "range range", BOOL)
def _adjacent(types: Sequence[Type], one: Any, other: Any) -> bool:
    left, right = canonical(one, types[0]), canonical(other, types[0])
    return not left.is_empty and not right.is_empty and (_touch(types[0], left, right) or _touch(types[0], right, left))


def _touch(type: Type, left: Range, right: Range) -> bool:
    """Whether one ends where the other begins, the point between them in exactly one."""
    if left.upper is None or right.lower is None or compare(left.upper, right.lower, type.inner):
        return False
    return (left.brackets[1] == "]") != (right.brackets[0] == "[")


@typed("*", "range range", _same)
def _intersection(types: Sequence[Type], one: Any, other: Any) -> Range:
    type = types[0]
    left, right = canonical(one, type), canonical(other, type)
    if not _overlap(types, left, right):
        return _EMPTY
    first = left if lower_order(left, right, type) >= 0 else right
    last = left if upper_order(left, right, type) <= 0 else right
    return Range(first.lower, last.upper, first.brackets[0] + last.brackets[1])


_MAKERS = {
    "int4range": INT4,
    "int8range": INT8,
    "numrange": NUMERIC,
    "daterange": DATE,
    "tsrange": TIMESTAMP,
    "tstzrange": TIMESTAMPTZ,
}


def _maker(name: str, subtype: Type) -> None:
    made = range_of(subtype)

    def make(lower: Any, upper: Any, brackets: Any = "[)") -> Range:
        if brackets not in {"[)", "[]", "()", "(]"}:
            raise Fails("invalid range bound flags")
        return canonical(Range(lower, upper, brackets), made)

    function(name, f"{subtype.family} {subtype.family}", made, strict=False)(make)
    function(name, f"{subtype.family} {subtype.family} text", made, strict=False)(make)


for _name, _subtype in _MAKERS.items():
    _maker(_name, _subtype)
