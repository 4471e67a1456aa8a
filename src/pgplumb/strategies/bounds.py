"""Bounds of expressions: where their values can lie, and what bounds of them say of the columns in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from pgplumb.strategies.axis import DAY, FAMILIES, MOMENTS, Span, at, place
from pgplumb.strategies.expressions import MIRRORED, TRIMS, Call, Cast, Column, Constant, Expr, uncast
from pgplumb.strategies.types import DATE

if TYPE_CHECKING:
    from pgplumb.strategies.domain import Domain

    Domains = dict[str, Domain]

_LENGTHS = frozenset(
    {
        "length",
        "char_length",
        "character_length",
        "octet_length",
        "cardinality",
        "array_length",
        "array_upper",
        "bit_length",
    }
)
_ROUNDINGS = frozenset({"round", "floor", "ceil", "ceiling", "trunc"})
_UNITS = {"second": 10**6, "minute": 60 * 10**6, "hour": 3600 * 10**6, "day": DAY, "week": 7 * DAY, "month": 31 * DAY}
_UNITS |= {"quarter": 92 * DAY, "year": 366 * DAY}


def bound(operator: str, left: Expr, right: Expr, domains: Domains) -> None:
    here, there = bounds(left, domains), bounds(right, domains)
    match operator:
        case "=":
            _tighten(left, there, domains)
            _tighten(right, here, domains)
        case "<" | "<=":
            is_open = operator == "<"
            _tighten(left, Span(None, there.high, False, is_open or there.high_open), domains)
            _tighten(right, Span(here.low, None, is_open or here.low_open, False), domains)
        case ">" | ">=":
            bound(MIRRORED[operator], right, left, domains)


def _days(expr: Call) -> Fraction:
    """What one unit of a number that is added to a date is worth on the axis."""
    families = {each.type.family for each in expr.args}
    return Fraction(DAY) if "date" in families and "int" in families else Fraction(1)


def _scaled(arg: Expr, unit: Fraction) -> Fraction:
    return unit if arg.type.family == "int" else Fraction(1)


def bounds(expr: Expr, domains: Domains) -> Span:
    """Where the values of an expression can lie."""
    match expr:
        case Constant(value=value, type=type):
            number = place(value, type)
            return Span() if number is None else at(number)
        case Column(name=name) if name in domains:
            return domains[name].span
        case Cast(arg=arg) if arg.type.family in FAMILIES:
            inner = bounds(arg, domains)
            return inner.wider(*_loss(arg, expr))
        case Call(name=name) if name in _LENGTHS:
            return Span(Fraction(0))
        case Call(name="+" | "-" as name, args=(left, right)):
            return _sum(name, expr, bounds(left, domains), bounds(right, domains))
        case Call(name="-", args=(arg,)):
            return bounds(arg, domains).minus()
        case Call(name="*", args=(left, right)):
            return _product(bounds(left, domains), bounds(right, domains))
        case Call(name="/", args=(left, right)):
            return _ratio(bounds(left, domains), bounds(right, domains))
        case Call(name="abs" | "@"):
            return Span(Fraction(0))
        case Call(name=name, args=(arg, *_)) if name in _ROUNDINGS:
            return bounds(arg, domains).wider(1, 1)
    return Span()


def _sum(name: str, expr: Call, left: Span, right: Span) -> Span:
    unit = _days(expr)
    left, right = left.times(_scaled(expr.args[0], unit)), right.times(_scaled(expr.args[1], unit))
    found = left.plus(right if name == "+" else right.minus())
    # The difference of two dates is a number of days.
    return found.times(Fraction(1, DAY)) if expr.type.family == "int" and _is_date(expr) else found


def _is_date(expr: Call) -> bool:
    return expr.args[0].type.family == "date"


def _product(left: Span, right: Span) -> Span:
    for one, other in ((left, right), (right, left)):
        if (factor := one.point) is not None:
            return other.times(factor) if factor else at(0)
    corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high) if a is not None and b is not None]
    if len(corners) == 4:
        return Span(min(corners), max(corners))
    if left.low is not None and right.low is not None and left.low >= 0 and right.low >= 0:
        return Span(left.low * right.low)
    return Span()


def _ratio(left: Span, right: Span) -> Span:
    factor = right.point
    return left.times(1 / factor).wider(1, 1) if factor else Span()


def _loss(arg: Expr, to: Cast) -> tuple[int, int]:
    """How far a cast may move a value down or up."""
    if arg.type.family in {"numeric", "float"} and to.type.family == "int":
        return 1, 1
    return (DAY, 0) if arg.type.family in {"timestamp", "timestamptz"} and to.type.family == "date" else (0, 0)


def _tighten(expr: Expr, want: Span, domains: Domains) -> None:
    """Pass bounds of an expression on to the columns in it."""
    if want == Span():
        return
    match expr:
        case Column(name=name) if name in domains:
            domains[name] = domains[name].within(want)
        case Cast(arg=arg) if arg.type.family in FAMILIES:
            below, above = _loss(arg, expr)
            _tighten(arg, want.wider(above, below) if below or above else want, domains)
        case Call(name=name, args=(arg, *_)) if name in _LENGTHS:
            _size(_unwrapped(arg), want, domains)
        case Call(name="+" | "-", args=(_, _)):
            _tighten_sum(expr, want, domains)
        case Call(name="-", args=(arg,)):
            _tighten(arg, want.minus(), domains)
        case Call(name="*", args=(left, right)):
            _tighten_factor(left, bounds(right, domains), want, domains)
            _tighten_factor(right, bounds(left, domains), want, domains)
        case Call(name="/", args=(left, right)):
            divisor = bounds(right, domains).point
            if divisor:
                spread = abs(divisor) if expr.type.family == "int" else 0
                product = want.times(divisor)
                _tighten(left, product.wider(spread, spread) if spread else product, domains)
        case Call(name="div", args=(left, Constant(value=Decimal() | int() as divisor))) if divisor:
            product = want.times(Fraction(divisor))
            _tighten(left, product.wider(abs(Fraction(divisor)), abs(Fraction(divisor))), domains)
        case Call(name="%" | "mod", args=(Column(name=name), Constant(value=int(divisor)))) if name in domains:
            if want.point is not None and divisor:
                domains[name] = _with_remainder(domains[name], divisor, int(want.point))
        case Call(name="abs" | "@", args=(arg,)):
            if want.high is not None:
                _tighten(arg, Span(-want.high, want.high, want.high_open, want.high_open), domains)
        case Call(name=name, args=(arg, *_)) if name in _ROUNDINGS:
            _tighten(arg, want.wider(1, 1), domains)
        case Call(name="date_trunc", args=(Constant(value=str(unit)), arg)):
            _tighten(arg, want.wider(0, _UNITS.get(unit, 0)) if want.high is not None else want, domains)
        case Call(name="extract" | "date_part", args=(Constant(value="year"), arg)) if arg.type.family in MOMENTS:
            _tighten(arg, _years(want), domains)
        case Call(name="extract" | "date_part", args=(Constant(value="epoch"), arg)) if arg.type.family == "interval":
            _tighten(arg, want.times(Fraction(10**6)), domains)


def _with_remainder(domain: Domain, divisor: int, rest: int) -> Domain:
    return replace(domain, remainder=(abs(divisor), rest)) if domain.remainder is None else domain


def _years(want: Span) -> Span:
    """From the first day of the first year to the last of the last; all years of 366 days, which is near enough."""

    def start(year: Fraction) -> Fraction | None:
        return place(date(int(year), 1, 1), DATE) if 1 <= year <= 9998 else None

    low = None if want.low is None else start(want.low)
    end = None if want.high is None else start(want.high + 1)
    return Span(low, end, False, True)


def _unwrapped(expr: Expr) -> Expr:
    """The column beneath functions that leave about as many letters."""
    expr = uncast(expr)
    while isinstance(expr, Call) and expr.name in {*TRIMS, "lower", "upper"}:
        expr = uncast(expr.args[0])
    return expr


def _size(expr: Expr, want: Span, domains: Domains) -> None:
    if isinstance(expr, Column) and expr.name in domains:
        domains[expr.name] = domains[expr.name].sized(want)


def _tighten_sum(expr: Call, want: Span, domains: Domains) -> None:
    left, right = expr.args
    unit = _days(expr)
    if expr.type.family == "int" and _is_date(expr):
        want = want.times(Fraction(DAY))
    units = _scaled(left, unit), _scaled(right, unit)
    here, there = bounds(left, domains).times(units[0]), bounds(right, domains).times(units[1])
    if expr.name == "+":
        _tighten(left, want.plus(there.minus()).times(1 / units[0]), domains)
        _tighten(right, want.plus(here.minus()).times(1 / units[1]), domains)
    else:
        _tighten(left, want.plus(there).times(1 / units[0]), domains)
        _tighten(right, here.plus(want.minus()).times(1 / units[1]), domains)


def _tighten_factor(expr: Expr, other: Span, want: Span, domains: Domains) -> None:
    factor = other.point
    if factor:
        _tighten(expr, want.times(1 / factor), domains)
    elif other.low is not None and other.low >= 1 and want.high is not None and want.high >= 0:
        low = None if want.low is None or other.high is None else want.low / other.high
        _tighten(expr, Span(low, want.high / other.low), domains)
