"""Narrows the domains of columns by atoms, one after the other, until nothing changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pgplumb.strategies.axis import FAMILIES, Span, place
from pgplumb.strategies.bounds import bound
from pgplumb.strategies.expressions import (
    COMPARISONS,
    MIRRORED,
    NEGATED,
    TRIMS,
    Call,
    Cast,
    Column,
    Constant,
    Elements,
    Expr,
    Quantified,
    uncast,
)
from pgplumb.strategies.functions.arrays import flat
from pgplumb.strategies.logic import F, T
from pgplumb.strategies.plain import Json, Range
from pgplumb.strategies.regex import Pattern, like, translate
from pgplumb.strategies.unsolved import Unsolved

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pgplumb.strategies.domain import Domain
    from pgplumb.strategies.logic import Atom

    Domains = dict[str, Domain]

_PASSES = 4
_LOWER, _UPPER = (Pattern(text, re.DOTALL, False, True) for text in (r"\A[a-z0-9 _.-]*\Z", r"\A[A-Z0-9 _.-]*\Z"))


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
            if values is None:
                return
            if (operator == "=") == (atom.want == T):
                domains[name] = domains[name].among(values)
            else:
                for each in values:
                    domains[name] = domains[name].without(each)
        case Call(name="@>", args=(Constant(value=Range() as held), Column() as column)) if atom.want == T:
            _within(held, column, domains)
        case Call(name="<@", args=(Column() as column, Constant(value=Range() as held))) if atom.want == T:
            _within(held, column, domains)
        case Call(name="?", args=(Constant(value=Json(value=dict() as document)), Column(name=name))) if (
            name in domains
        ):
            if atom.want == T:
                domains[name] = domains[name].among(tuple(document))
        case Call(
            name="~~" | "~" | "~*" | "~~*" | "starts_with" | "^@" as name, args=(left, Constant(value=str(pattern)))
        ):
            if atom.want == T:
                _match(name, left, pattern, domains)
        case Call(name="!~~" | "!~" | "!~*" | "!~~*" as name, args=(left, Constant(value=str(pattern)))):
            if atom.want == F:
                _match(name[1:], left, pattern, domains)


def _within(held: Range, column: Column, domains: Domains) -> None:
    if column.name not in domains or held.is_empty:
        return
    low, high = (None if each is None else place(each, column.type) for each in (held.lower, held.upper))
    span = Span(low, high, held.brackets[0] == "(", held.brackets[1] == ")")
    domains[column.name] = domains[column.name].within(span)


def _constants(array: Expr) -> tuple[Any, ...] | None:
    """The elements of an array that is known."""
    if isinstance(array, Constant):
        return tuple(flat(array.value or []))
    if isinstance(array, Elements):
        return tuple(each.value for each in array.args if isinstance(each, Constant))
    return None


def _match(name: str, left: Expr, pattern: str, domains: Domains) -> None:
    column = uncast(left)
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


def _compare(operator: str, left: Expr, right: Expr, domains: Domains) -> None:
    if left.type.family in FAMILIES and right.type.family in FAMILIES:
        bound(operator, left, right, domains)
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
        case Call(name="lower" | "upper" as name, args=(arg,)) if uncast(arg) == uncast(other):
            column = uncast(other)
            if isinstance(column, Column):
                return column.name, _LOWER if name == "lower" else _UPPER
    return None


def _equals(expr: Expr, value: Any, domains: Domains) -> None:
    """What the column must be where a function of it is a value."""
    expr = uncast(expr)
    match expr:
        case Column(name=name) if name in domains and not domains[name].is_ordered:
            domains[name] = domains[name].among((value,))
        case Call(name="lower" | "upper" | "initcap", args=(arg,)) if isinstance(value, str):
            _among(arg, (value, value.upper(), value.lower(), value.title()), domains)
        case Call(name=name, args=(arg,)) if name in TRIMS and isinstance(value, str):
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
    column = uncast(arg)
    if isinstance(column, Column) and column.name in domains:
        domains[column.name] = domains[column.name].among(values)


def _matches(arg: Expr, text: str, domains: Domains) -> None:
    column = uncast(arg)
    if isinstance(column, Column) and column.name in domains:
        domains[column.name] = domains[column.name].matching(_fixed(text))


def _differs(expr: Expr, value: Any, domains: Domains) -> None:
    expr = uncast(expr)
    if isinstance(expr, Column) and expr.name in domains:
        domains[expr.name] = domains[expr.name].without(value)
    elif isinstance(expr, Call) and expr.name in TRIMS and value == "":
        _matches(expr.args[0], "[^ ]", domains)
