"""Functions and operators of arrays; those that Python holds begin at 1 in every dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.strategies.functions.registry import function, typed
from pgplumb.strategies.order import equal
from pgplumb.strategies.types import BOOL, INT4, TEXT, Type, array_of
from pgplumb.strategies.unsolved import Unsolved

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def _same(types: Sequence[Type]) -> Type:
    return types[0]


def _second(types: Sequence[Type]) -> Type:
    return types[1]


def flat(value: list[Any]) -> Iterator[Any]:
    """The elements, whatever the dimensions."""
    for each in value:
        if isinstance(each, list):
            yield from flat(each)
        else:
            yield each


def _lengths(value: list[Any]) -> list[int]:
    found: list[int] = []
    inside: Any = value
    while isinstance(inside, list) and inside:
        found.append(len(inside))
        inside = inside[0]
    return found


@function("cardinality", "array", INT4)
def _cardinality(value: list[Any]) -> int:
    return sum(1 for _ in flat(value))


@function("array_length array_upper", "array int", INT4)
def _length(value: list[Any], dimension: int) -> int | None:
    """NULL for an empty array, which has no dimensions."""
    lengths = _lengths(value)
    return lengths[dimension - 1] if 1 <= dimension <= len(lengths) else None


@function("array_lower", "array int", INT4)
def _lower(value: list[Any], dimension: int) -> int | None:
    return 1 if 1 <= dimension <= len(_lengths(value)) else None


@function("array_ndims", "array", INT4)
def _dimensions(value: list[Any]) -> int | None:
    return len(_lengths(value)) or None


@typed("[]", "array int", lambda types: types[0].inner)
def _subscript(types: Sequence[Type], value: list[Any], at: int) -> Any:
    if not 1 <= at <= len(value) or isinstance(value[0], list):
        return None
    return value[at - 1]


def _holds(value: list[Any], element: Any, type: Type) -> bool:
    return any(each is not None and equal(each, element, type) for each in flat(value))


@typed("@>", "array array", BOOL)
def _contains(types: Sequence[Type], left: list[Any], right: list[Any]) -> bool:
    """NULL is an element of nothing."""
    return all(each is not None and _holds(left, each, types[0].inner) for each in flat(right))


@typed("<@", "array array", BOOL)
def _contained(types: Sequence[Type], left: list[Any], right: list[Any]) -> bool:
    return _contains(types, right, left)


@typed("&&", "array array", BOOL)
def _overlap(types: Sequence[Type], left: list[Any], right: list[Any]) -> bool:
    return any(each is not None and _holds(left, each, types[0].inner) for each in flat(right))


def _one_dimension(*values: list[Any]) -> None:
    if any(isinstance(each, list) for value in values for each in value):
        raise Unsolved("arrays of more dimensions")


def _is(left: Any, right: Any, type: Type) -> bool:
    """Equal, NULL to NULL too."""
    return (left is None and right is None) or (left is not None and right is not None and equal(left, right, type))


@typed("array_position", "array any", INT4, strict=False)
def _position(types: Sequence[Type], value: list[Any] | None, element: Any) -> int | None:
    if value is None:
        return None
    _one_dimension(value)
    return next((at for at, each in enumerate(value, 1) if _is(each, element, types[0].inner)), None)


@typed("array_positions", "array any", array_of(INT4), strict=False)
def _positions(types: Sequence[Type], value: list[Any] | None, element: Any) -> list[int] | None:
    if value is None:
        return None
    _one_dimension(value)
    return [at for at, each in enumerate(value, 1) if _is(each, element, types[0].inner)]


@typed("array_remove", "array any", _same, strict=False)
def _without(types: Sequence[Type], value: list[Any] | None, element: Any) -> list[Any] | None:
    if value is None:
        return None
    _one_dimension(value)
    return [each for each in value if not _is(each, element, types[0].inner)]


@typed("array_replace", "array any any", _same, strict=False)
def _replaced(types: Sequence[Type], value: list[Any] | None, old: Any, new: Any) -> list[Any] | None:
    if value is None:
        return None
    return [new if _is(each, old, types[0].inner) else each for each in _flat_only(value)]


def _flat_only(value: list[Any]) -> list[Any]:
    _one_dimension(value)
    return value


@function("array_append ||", "array any", _same, strict=False)
def _appended(value: list[Any] | None, element: Any) -> list[Any]:
    return [*_flat_only(value or []), element]


@function("array_prepend ||", "any array", _second, strict=False)
def _prepended(element: Any, value: list[Any] | None) -> list[Any]:
    return [element, *_flat_only(value or [])]


@function("array_cat ||", "array array", _same, strict=False)
def _joined(left: list[Any] | None, right: list[Any] | None) -> list[Any] | None:
    if left is None or right is None:
        return left if right is None else right
    return [*_flat_only(left), *_flat_only(right)]


@typed("array_to_string", "array text", TEXT)
def _text(types: Sequence[Type], value: list[Any], separator: str) -> str:
    if types[0].inner.family not in {"text", "int"}:
        raise Unsolved(f"array_to_string of {types[0].name}")
    return separator.join(str(each) for each in flat(value) if each is not None)
