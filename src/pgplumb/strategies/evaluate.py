"""The value of an expression for a row, in three-valued logic, as PostgreSQL computes it or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.strategies.casts import cast, stored
from pgplumb.strategies.constants import OPAQUE, parse
from pgplumb.strategies.expressions import (
    Call,
    Case,
    Cast,
    Choice,
    Column,
    Connective,
    Constant,
    Count,
    Distinct,
    Elements,
    Expr,
    Is,
    Not,
    NullIf,
    Quantified,
    Row,
)
from pgplumb.strategies.functions import apply
from pgplumb.strategies.functions.arrays import flat
from pgplumb.strategies.functions.registry import lookup
from pgplumb.strategies.plain import Text
from pgplumb.strategies.scalars import INTEGERS
from pgplumb.strategies.unsolved import Fails, Unsolved

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pgplumb.strategies.types import Type


def evaluate(expr: Expr, row: Mapping[str, Any]) -> Any:
    """The value, None for NULL; raises Unsolved rather than guess, and Fails where the server reports an error."""
    match expr:
        case Constant(value=value):
            return value
        case Column():
            value = row[expr.name]
            return None if value is None else _stored(value, expr)
        case Connective():
            return _connected(expr, row)
        case Call():
            return _called(expr, row)
        case Not(arg=arg):
            truth = evaluate(arg, row)
            return None if truth is None else not truth
        case Is(arg=arg, truth=truth):
            return evaluate(arg, row) is truth
        case Cast(arg=arg, type=to, modifiers=modifiers):
            value = evaluate(arg, row)
            return None if value is None else _in_range(cast(value, arg.type, to, modifiers), to)
        case Quantified():
            return _quantified(expr, row)
        case Distinct(left=left, right=right):
            return not _is_same(evaluate(left, row), evaluate(right, row), (left.type, right.type))
    return _chosen(expr, row)


def _chosen(expr: Expr, row: Mapping[str, Any]) -> Any:
    """The forms that choose among values."""
    match expr:
        case Case():
            for when in expr.whens:
                if evaluate(when.condition, row) is True:
                    return evaluate(when.result, row)
            return evaluate(expr.default, row)
        case Choice(name="coalesce", args=args):
            return next((value for each in args if (value := evaluate(each, row)) is not None), None)
        case Choice():
            return _extreme(expr, row)
        case Count(name=name, args=args):
            nulls = sum(evaluate(each, row) is None for each in args)
            return nulls if name == "num_nulls" else len(args) - nulls
        case NullIf(left=left, right=right):
            value, other = evaluate(left, row), evaluate(right, row)
            types = (left.type, right.type)
            return None if value is None or (other is not None and apply("=", types, (value, other))) else value
        case Elements(args=args):
            found = [evaluate(each, row) for each in args]
            if any(each.type.family == "array" for each in args):
                raise Unsolved("ARRAY of arrays")
            return found
        case Row():
            raise Unsolved("ROW(...)")
    raise AssertionError(expr)


def _stored(value: Any, column: Column) -> Any:
    if isinstance(value, Text) and column.type.family not in OPAQUE:
        value = parse(value.text, column.type, column.modifiers)
    if isinstance(value, list):
        inner = column.type.inner
        return [_stored_element(each, inner, column.modifiers) for each in value]
    return stored(value, column.type, column.modifiers)


def _stored_element(value: Any, type: Type, modifiers: tuple[int, ...]) -> Any:
    if isinstance(value, list):
        return [_stored_element(each, type, modifiers) for each in value]
    return None if value is None else stored(value, type, modifiers)


def _connected(expr: Connective, row: Mapping[str, Any]) -> Any:
    """From the left, no further than the outcome needs, as the server does: `b <> 0 AND a / b > 1` is safe."""
    decides = expr.name == "or"
    found: bool | None = not decides
    for each in expr.args:
        truth = evaluate(each, row)
        if truth is decides:
            return decides
        if truth is None:
            found = None
    return found


def _called(expr: Call, row: Mapping[str, Any]) -> Any:
    types = tuple(each.type for each in expr.args)
    values = [evaluate(each, row) for each in expr.args]
    return _in_range(call(expr.name, types, values), expr.type)


def call(name: str, types: tuple[Type, ...], values: Sequence[Any]) -> Any:
    """The result of an operator or function; NULL for NULL unless it takes NULLs."""
    found = lookup(name, types)
    if None in values and (found is None or found.strict):
        return None
    try:
        return apply(name, types, values)
    except (ArithmeticError, ValueError) as reason:
        # Beyond what Python can hold: a year 10000, a number of too many digits.
        raise Unsolved(f"{name}: {reason}") from reason


def _in_range(value: Any, type: Type) -> Any:
    if type.family == "int" and type.name in INTEGERS and isinstance(value, int):
        least, most = INTEGERS[type.name]
        if not least <= value <= most:
            raise Fails(f"{type.name} out of range")
    return value


def _is_same(left: Any, right: Any, types: tuple[Type, ...]) -> bool:
    if left is None or right is None:
        return left is None and right is None
    return bool(apply("=", types, (left, right)))


def _quantified(expr: Quantified, row: Mapping[str, Any]) -> Any:
    """ANY is an OR over the elements, ALL an AND (manual: Row and Array Comparisons)."""
    array = evaluate(expr.array, row)
    left = evaluate(expr.left, row)
    if array is None:
        return None
    if isinstance(array, Text):
        raise Unsolved("an array as text")
    types = (expr.left.type, expr.array.type.inner)
    decides = expr.quantifier == "any"
    found: bool | None = not decides
    for element in flat(array):
        truth = call(expr.operator, types, (left, element))
        if truth is decides:
            return decides
        if truth is None:
            found = None
    return found


def _extreme(expr: Choice, row: Mapping[str, Any]) -> Any:
    """GREATEST and LEAST leave NULLs out."""
    found, found_type = None, None
    for each in expr.args:
        value = evaluate(each, row)
        if value is None:
            continue
        operator = ">" if expr.name == "greatest" else "<"
        if found_type is None or apply(operator, (each.type, found_type), (value, found)):
            found, found_type = value, each.type
    return found
