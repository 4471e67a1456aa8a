"""Narrows the domains of columns by atoms: bounds pass through arithmetic, lengths and fields in both directions."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pgplumb.strategies.axis import DAY, FAMILIES, MOMENTS, Span, at, place
from pgplumb.strategies.expressions import (
    COMPARISONS,
    MIRRORED,
    NEGATED,
    Call,
    Cast,
    Column,
    Constant,
    Expr,
    Quantified,
)
from pgplumb.strategies.logic import F, T
from pgplumb.strategies.regex import Pattern, like, translate
from pgplumb.strategies.unsolved import Unsolved

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pgplumb.strategies.domain import Domain
    from pgplumb.strategies.logic import Atom

    Domains = dict[str, Domain]

_PASSES = 4
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
_TRIMS = frozenset({"btrim", "ltrim", "rtrim"})
_LOWER, _UPPER = (Pattern(text, re.DOTALL, False, True) for text in (r"\A[a-z0-9 _.-]*\Z", r"\A[A-Z0-9 _.-]*\Z"))
_UNITS = {"second": 10**6, "minute": 60 * 10**6, "hour": 3600 * 10**6, "day": DAY, "week": 7 * DAY, "month": 31 * DAY}
_UNITS |= {"quarter": 92 * DAY, "year": 366 * DAY}


def propagate(atoms: Iterable[Atom], domains: Domains) -> Domains | None:
    """The domains narrowed until nothing changes; None where one of them is left without a value."""
    listed = list(atoms)
    found = dict(domains)
    for _ in range(_PASSES):
        before = dict(found)
        for atom in listed:
            _narrow(atom, found)
        if any(domain.is_empty for domain in found.values()):
            return None
        if found == before:
            break
    return found


def _narrow(atom: Atom, domains: Domains) -> None:
    if atom.want not in (T, F):
        return
    match atom.expr:
        case Column(name=name) if name in domains:
            domains[name] = domains[name].among((atom.want == T,))
        case Call(name=name, args=(left, right)) if name in COMPARISONS:
            operator = name if atom.want == T else NEGATED[name]
            _compare(operator, left, right, domains)
        case Quantified(operator=operator, left=Column(name=name), array=array) if name in domains:
            values = _constants(array)
            if (operator == "=") == (atom.want == T):
                domains[name] = domains[name].among(values)
            else:
                for each in values:
                    domains[name] = domains[name].without(each)
        case Call(
            name="~~" | "~" | "~*" | "~~*" | "starts_with" | "^@" as name, args=(left, Constant(value=str(pattern)))
        ):
            if atom.want == T:
                _match(name, left, pattern, domains)
        case Call(name="!~~" | "!~" | "!~*" | "!~~*" as name, args=(left, Constant(value=str(pattern)))):
            if atom.want == F:
                _match(name[1:], left, pattern, domains)


def _constants(array: Expr) -> tuple[Any, ...]:
    if isinstance(array, Constant):
        return tuple(array.value or ())
    return tuple(each.value for each in getattr(array, "args", ()) if isinstance(each, Constant))


def _match(name: str, left: Expr, pattern: str, domains: Domains) -> None:
    column = _uncast(left)
    if not isinstance(column, Column) or column.name not in domains:
        return
    domain = domains[column.name]
    try:
        domains[column.name] = domain.matching(_pattern(name, pattern))
    except Unsolved:
        return


def _pattern(name: str, pattern: str) -> Pattern:
    if name in {"starts_with", "^@"}:
        return _fixed(r"\A" + re.escape(pattern))
    if name.startswith("~~"):
        flags = re.IGNORECASE if name.endswith("*") else re.DOTALL
        return Pattern(rf"\A{like(pattern).pattern}\Z", flags | re.DOTALL, name.endswith("*"), False)
    return translate(("(?i)" if name.endswith("*") else "") + pattern)


def _fixed(text: str) -> Pattern:
    return Pattern(text, re.DOTALL, False, False)


def _uncast(expr: Expr) -> Expr:
    """The column beneath casts between kinds of text."""
    while isinstance(expr, Cast) and expr.type.family in {"text", "bpchar", "citext"} and not expr.modifiers:
        if expr.arg.type.family not in {"text", "bpchar", "citext"}:
            break
        expr = expr.arg
    return expr


def _compare(operator: str, left: Expr, right: Expr, domains: Domains) -> None:
    if left.type.family in FAMILIES and right.type.family in FAMILIES:
        _bound(operator, left, right, domains)
    for one, other, way in ((left, right, operator), (right, left, MIRRORED[operator])):
        if not isinstance(other, Constant) or other.value is None:
            continue
        if way == "=":
            _equals(one, other.value, domains)
        elif way == "<>":
            _differs(one, other.value, domains)
        elif (case := _case_of(one, other)) is not None:
            domains[case[0]] = domains[case[0]].matching(case[1])
    if operator == "=":
        for one, other in ((left, right), (right, left)):
            case = _case_of(one, other)
            if case is not None and case[0] in domains:
                domains[case[0]] = domains[case[0]].matching(case[1])


def _case_of(one: Expr, other: Expr) -> tuple[str, Pattern] | None:
    """A column that equals itself in lower or upper case."""
    match one:
        case Call(name="lower" | "upper" as name, args=(arg,)) if _uncast(arg) == _uncast(other):
            column = _uncast(other)
            if isinstance(column, Column):
                return column.name, _LOWER if name == "lower" else _UPPER
    return None


def _equals(expr: Expr, value: Any, domains: Domains) -> None:
    """What the column must be where a function of it is a value."""
    expr = _uncast(expr)
    match expr:
        case Column(name=name) if name in domains and not domains[name].is_ordered:
            domains[name] = domains[name].among((value,))
        case Call(name="lower" | "upper" | "initcap", args=(arg,)) if isinstance(value, str):
            _among(arg, (value, value.upper(), value.lower(), value.title()), domains)
        case Call(name=name, args=(arg,)) if name in _TRIMS and isinstance(value, str):
            _among(arg, (value, f" {value}", f"{value} ", f"  {value} "), domains)
        case Call(name="reverse", args=(arg,)):
            _among(arg, (value[::-1],), domains)
        case (
            Call(name="left", args=(arg, Constant()))
            | Call(name="substring" | "substr", args=(arg, Constant(value=1), Constant()))
        ):
            _matches(arg, r"\A" + re.escape(value), domains)
        case Call(name="right", args=(arg, Constant())):
            _matches(arg, re.escape(value) + r"\Z", domains)
        case Call(name="split_part", args=(arg, Constant(value=str(mark)), Constant(value=1))) if mark:
            _matches(arg, rf"\A{re.escape(value)}({re.escape(mark)}[a-z]*)*\Z", domains)
        case Call(name="ascii", args=(arg,)) if isinstance(value, int) and value > 0:
            _matches(arg, r"\A" + re.escape(chr(value)), domains)
        case Cast(arg=Column(name=name, type=type)) if name in domains and type.family == "enum":
            domains[name] = domains[name].among((value,))


def _among(arg: Expr, values: tuple[Any, ...], domains: Domains) -> None:
    column = _uncast(arg)
    if isinstance(column, Column) and column.name in domains:
        domains[column.name] = domains[column.name].among(values)


def _matches(arg: Expr, text: str, domains: Domains) -> None:
    column = _uncast(arg)
    if isinstance(column, Column) and column.name in domains:
        domains[column.name] = domains[column.name].matching(_fixed(text))


def _differs(expr: Expr, value: Any, domains: Domains) -> None:
    expr = _uncast(expr)
    if isinstance(expr, Column) and expr.name in domains:
        domains[expr.name] = domains[expr.name].without(value)
    elif isinstance(expr, Call) and expr.name in _TRIMS and value == "":
        _matches(expr.args[0], "[^ ]", domains)


def _bound(operator: str, left: Expr, right: Expr, domains: Domains) -> None:
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
            _bound(MIRRORED[operator], right, left, domains)


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
    from dataclasses import replace

    return replace(domain, remainder=(abs(divisor), rest)) if domain.remainder is None else domain


def _years(want: Span) -> Span:
    """From the first day of the first year to the last of the last; all years of 366 days, which is near enough."""
    from datetime import date

    from pgplumb.strategies.types import DATE

    def start(year: Fraction) -> Fraction | None:
        return place(date(int(year), 1, 1), DATE) if 1 <= year <= 9998 else None

    low = None if want.low is None else start(want.low)
    end = None if want.high is None else start(want.high + 1)
    return Span(low, end, False, True)


def _unwrapped(expr: Expr) -> Expr:
    """The column beneath functions that leave about as many letters."""
    expr = _uncast(expr)
    while isinstance(expr, Call) and expr.name in {*_TRIMS, "lower", "upper"}:
        expr = _uncast(expr.args[0])
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
