"""Arithmetic and mathematical functions, with the scales, the rounding and the overflows of PostgreSQL."""

from __future__ import annotations

import math
import struct
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, Any

from pgplumb.strategies.functions.registry import function, typed
from pgplumb.strategies.types import FLOAT8, INT4, NUMERIC, Type, wider
from pgplumb.strategies.unsolved import Fails, Unsolved

if TYPE_CHECKING:
    from collections.abc import Sequence

#: More digits than any value here has: additions and products are exact.
EXACT = Context(prec=4000, Emax=99999, Emin=-99999)
_SIGNIFICANT = 16
_GROUP = 4
_BITS = {"int2": 16, "int4": 32, "int8": 64}


def single(value: float) -> float:
    """The nearest float4."""
    if not math.isfinite(value):
        return value
    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        raise Fails("out of range for real") from None


def _same(types: Sequence[Type]) -> Type:
    return types[0]


def _finite(value: float, types: Sequence[Type], *args: float) -> float:
    """The float as its type holds it; the server has no infinity from finite numbers."""
    found = single(value) if wider(types).name == "float4" else value
    if math.isinf(found) and not any(map(math.isinf, args)):
        raise Fails("out of range")
    return found


def _converted(types: Sequence[Type], args: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
    """The family to calculate in, and the arguments in it."""
    family = wider(types).family
    if family == "numeric":
        return family, tuple(Decimal(each) for each in args)
    return family, tuple(map(float, args)) if family == "float" else args


def _arithmetic(name: str, ints: Any, decimals: Any, floats: Any) -> None:
    @typed(name, "number number", wider)
    def calculate(types: Sequence[Type], left: Any, right: Any) -> Any:
        family, args = _converted(types, (left, right))
        match family:
            case "int":
                return ints(*args)
            case "numeric":
                if not all(each.is_finite() for each in args):
                    raise Unsolved("arithmetic with NaN or Infinity")
                return decimals(*args)
        return _finite(floats(*args), types, *args)


def quotient(left: Decimal, right: Decimal) -> Decimal:
    """Division of numeric: 16 significant digits, no fewer decimals than a side has (select_div_scale)."""
    if not right:
        raise Fails("division by zero")
    weights = [_weight(left), _weight(right)]
    weight = weights[0][0] - weights[1][0] - (weights[0][1] <= weights[1][1])
    scale = max(_SIGNIFICANT - weight * _GROUP, scale_of(left), scale_of(right), 0)
    exact = Context(prec=4000, rounding=ROUND_DOWN, Emax=99999, Emin=-99999).divide(left, right)
    return rounded(exact, min(scale, 1000))


def _weight(value: Decimal) -> tuple[int, int]:
    """Weight and first digit in base 10000, as the server stores the number."""
    if not value:
        return 0, 0
    weight = value.adjusted() // _GROUP
    return weight, int(abs(value).scaleb(-weight * _GROUP, EXACT))


def scale_of(value: Decimal) -> int:
    """Digits after the point, those that are 0 too."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def rounded(value: Decimal, scale: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    """To so many digits after the point, or before it where negative; halves away from zero."""
    if not value.is_finite():
        return value
    found = value.quantize(Decimal(1).scaleb(-scale), rounding, EXACT)
    # -0 is printed as 0.
    found = Decimal(format(found, "f")) if scale < 0 else found
    return found if found else abs(found)


def _divide_ints(left: int, right: int) -> int:
    if not right:
        raise Fails("division by zero")
    found = abs(left) // abs(right)
    return found if (left < 0) == (right < 0) else -found


def _mod_ints(left: int, right: int) -> int:
    return left - right * _divide_ints(left, right)


def _mod(left: Decimal, right: Decimal) -> Decimal:
    if not right:
        raise Fails("division by zero")
    found = EXACT.remainder(left, right)
    return rounded(found, max(scale_of(left), scale_of(right)))


def _divide_floats(left: float, right: float) -> float:
    if not right:
        raise Fails("division by zero")
    return left / right


def _no_mod(left: float, right: float) -> float:
    raise Unsolved("% of floating-point numbers")


def _product(left: Decimal, right: Decimal) -> Decimal:
    return rounded(EXACT.multiply(left, right), scale_of(left) + scale_of(right))


_arithmetic("+", lambda a, b: a + b, EXACT.add, lambda a, b: a + b)
_arithmetic("-", lambda a, b: a - b, EXACT.subtract, lambda a, b: a - b)
_arithmetic("*", lambda a, b: a * b, _product, lambda a, b: a * b)
_arithmetic("/", _divide_ints, quotient, _divide_floats)
_arithmetic("% mod", _mod_ints, _mod, _no_mod)


@function("-", "number", _same)
def _minus(value: Any) -> Any:
    return value.copy_negate() if isinstance(value, Decimal) and value else -value


@function("+", "number", _same)
def _plus(value: Any) -> Any:
    return value


@function("abs @", "number", _same)
def _abs(value: Any) -> Any:
    return value.copy_abs() if isinstance(value, Decimal) else abs(value)


def _float_or_numeric(types: Sequence[Type]) -> Type:
    return FLOAT8 if types[0].family == "float" else NUMERIC


def _rounding(names: str, direction: str, floats: Any) -> None:
    @function(names, "number", _float_or_numeric)
    def to_whole(value: Any) -> Any:
        if isinstance(value, float):
            return float(floats(value)) if math.isfinite(value) else value
        return rounded(Decimal(value), 0, direction)


_rounding("floor", ROUND_FLOOR, math.floor)
_rounding("ceil ceiling", ROUND_CEILING, math.ceil)
_rounding("trunc", ROUND_DOWN, math.trunc)
_rounding("round", ROUND_HALF_UP, round)


@function("round", "exact int", NUMERIC)
def _round_to(value: Any, scale: int) -> Decimal:
    return rounded(Decimal(value), scale)


@function("trunc", "exact int", NUMERIC)
def _trunc_to(value: Any, scale: int) -> Decimal:
    return rounded(Decimal(value), scale, ROUND_DOWN)


@function("sign", "number", _float_or_numeric)
def _sign(value: Any) -> Any:
    if math.isnan(value):
        return value
    found = (value > 0) - (value < 0)
    return float(found) if isinstance(value, float) else Decimal(found)


@typed("div", "exact exact", NUMERIC)
def _div(types: Sequence[Type], left: Any, right: Any) -> Decimal:
    one, other = Decimal(left), Decimal(right)
    if not (one.is_finite() and other.is_finite()):
        raise Unsolved("div of NaN or Infinity")
    if not other:
        raise Fails("division by zero")
    return rounded(EXACT.divide_int(one, other), 0)


@function("scale", "numeric", INT4)
def _scale(value: Decimal) -> int | None:
    return scale_of(value) if value.is_finite() else None


@function("min_scale", "numeric", INT4)
def _min_scale(value: Decimal) -> int | None:
    return scale_of(value.normalize(EXACT)) if value.is_finite() else None


@function("trim_scale", "numeric", NUMERIC)
def _trim_scale(value: Decimal) -> Decimal:
    return rounded(value, scale_of(value.normalize(EXACT))) if value.is_finite() else value


@function("gcd", "int int", wider)
def _gcd(left: int, right: int) -> int:
    return math.gcd(left, right)


@function("lcm", "int int", wider)
def _lcm(left: int, right: int) -> int:
    return math.lcm(left, right)


@function("sqrt |/", "float", FLOAT8)
def _sqrt(value: float) -> float:
    if value < 0:
        raise Fails("square root of a negative number")
    return math.sqrt(value)


@function("^ power pow", "float float", FLOAT8)
def _power(base: float, exponent: float) -> float:
    """Only where it is exact: the server's library may round otherwise than Python's."""
    if not (base.is_integer() and exponent.is_integer() and 0 <= exponent <= 64):
        raise Unsolved("powers that are no whole numbers")
    found = int(base) ** int(exponent)
    if abs(found) > 2**53:
        raise Unsolved("powers above 2^53")
    return float(found)


@function("^ power pow", "numeric numeric", NUMERIC)
def _numeric_power(base: Decimal, exponent: Decimal) -> Decimal:
    if not (base.is_finite() and exponent.is_finite() and exponent == int(exponent) and 0 <= exponent <= 64):
        raise Unsolved("powers that are no whole numbers")
    if base != int(base):
        raise Unsolved("powers of fractions")
    return Decimal(int(base) ** int(exponent))


def _bits(names: str, made: Any) -> None:
    function(names, "int int", wider)(made)


_bits("&", lambda a, b: a & b)
_bits("|", lambda a, b: a | b)
_bits("#", lambda a, b: a ^ b)


@function("~", "int", _same)
def _not(value: int) -> int:
    return int(~value)


@typed("<<", "int int", _same)
def _shift_left(types: Sequence[Type], value: int, by: int) -> int:
    """What is shifted out is lost without an error, and a distance counts modulo the width."""
    bits = _BITS[types[0].name]
    moved: int = (value << (by % max(bits, 32))) & (2**bits - 1)
    return moved - 2**bits if moved >= 2 ** (bits - 1) else moved


@typed(">>", "int int", _same)
def _shift_right(types: Sequence[Type], value: int, by: int) -> int:
    return int(value) >> (by % max(_BITS[types[0].name], 32))
