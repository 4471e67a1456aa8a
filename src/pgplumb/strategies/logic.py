"""Breaks a wanted truth of an expression down into alternatives, each a list of atoms without AND, OR and CASE."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from pgplumb.strategies.evaluate import evaluate
from pgplumb.strategies.expressions import (
    Call,
    Case,
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
    both,
    children,
    compare,
    either,
    expand,
    rebuilt,
)
from pgplumb.strategies.functions.registry import lookup
from pgplumb.strategies.types import BOOL, INT4, UNKNOWN
from pgplumb.strategies.unsolved import Unsolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: TRUE, FALSE and NULL, as a set of what is wanted.
Truths = frozenset[bool | None]
T: Truths = frozenset({True})
F: Truths = frozenset({False})
N: Truths = frozenset({None})
HOLDS = T | N

_MOST = 48
_INNER = 12
_MOST_COUNTED = 6
_SCALARS = frozenset({"text", "int", "numeric", "enum", "uuid", "bool", "date", "bpchar", "citext"})
#: What may be NULL although nothing it is given is.
_PARTIAL = frozenset(
    {"->", "->>", "#>", "#>>", "[]", "array_length", "array_upper", "array_lower", "array_position"}
) | {
    "lower",
    "upper",
    "array_ndims",
    "substring",
    "scale",
    "min_scale",
}


@dataclass(frozen=True, slots=True)
class Atom:
    """An expression and the truths that it may have."""

    expr: Expr
    want: Truths


def alternatives(goals: Iterable[Atom]) -> list[tuple[Atom, ...]]:
    """The ways to meet all the goals, the most natural ones first, as many as are worth trying."""
    listed = [list(islice(branches(goal.expr, goal.want), _INNER * 2)) for goal in goals]
    # Counting up from the last goal would change only that one within the first ways; each goal takes its turn.
    combined = islice(product(*listed), _MOST)
    turns = (tuple(choices[turn % len(choices)] for choices in listed) for turn in range(_MOST) if all(listed))
    found = (tuple(atom for part in parts for atom in part) for group in (combined, turns) for parts in group)
    return list(dict.fromkeys(found))


def fold(expr: Expr, row: Mapping[str, Any]) -> Expr:
    """The expression with the row's columns as constants, and what is constant then as its value.

    A column that the row does not have is known not to be NULL.
    """
    if isinstance(expr, Column):
        if expr.name not in row:
            return expr
        value = row[expr.name]
        return Constant(None if value is None else evaluate(expr, row), expr.type)
    if isinstance(expr, Is) and expr.truth is None and isinstance(expr.arg, Column) and expr.arg.name not in row:
        return Constant(False, BOOL)
    found = rebuilt(expr, lambda child: fold(child, row))
    if isinstance(found, Constant):
        return found
    if isinstance(found, Connective):
        return _folded_connective(found)
    if isinstance(found, Call) and _is_null(found):
        return Constant(None, found.type)
    if isinstance(found, Count):
        return _folded_count(found)
    if all(isinstance(each, Constant) for each in children(found)):
        return Constant(evaluate(found, {}), found.type)
    return found


def _is_null(expr: Call) -> bool:
    """Whether a strict function is given NULL."""
    known = lookup(expr.name, tuple(each.type for each in expr.args))
    is_strict = known is None or known.strict
    return is_strict and any(isinstance(each, Constant) and each.value is None for each in expr.args)


def _folded_connective(expr: Connective) -> Expr:
    decides = expr.name == "or"
    rest = [each for each in expr.args if not (isinstance(each, Constant) and each.value is (not decides))]
    if any(isinstance(each, Constant) and each.value is decides for each in rest):
        return Constant(decides, BOOL)
    if not rest:
        return Constant(not decides, BOOL)
    return rest[0] if len(rest) == 1 else Connective(expr.name, tuple(rest))


def _folded_count(expr: Count) -> Expr:
    """Columns that are left are not NULL."""
    if not all(isinstance(each, Constant | Column) for each in expr.args):
        return expr
    nulls = sum(isinstance(each, Constant) and each.value is None for each in expr.args)
    return Constant(nulls if expr.name == "num_nulls" else len(expr.args) - nulls, INT4)


def negated(want: Truths) -> Truths:
    """What is wanted of the argument of NOT."""
    return frozenset(None if each is None else not each for each in want)


def branches(expr: Expr, want: Truths) -> Iterator[tuple[Atom, ...]]:
    """The alternatives for one expression; none where it cannot have a wanted truth."""
    if isinstance(expr, Constant):
        if expr.value in want:
            yield ()
        return
    if want == T | F | N:
        yield ()
        return
    match expr:
        case Connective():
            yield from _connective(expr, want)
        case Not(arg=arg):
            yield from branches(arg, negated(want))
        case Is(arg=arg, truth=truth) if arg.type.family == "bool":
            if want >= T:
                yield from branches(arg, frozenset({truth}))
            if want >= F:
                yield from branches(arg, (T | F | N) - {truth})
        case Case():
            yield from _case(expr, want)
        case Choice(name="coalesce") if expr.type.family == "bool":
            yield from _coalesce(expr, want)
        case Quantified():
            yield from _quantified(expr, want)
        case Distinct(left=left, right=Constant(value=None)) | Distinct(left=Constant(value=None), right=left):
            yield from branches(Not(Is(left, None)), want)
        case Call(name="=" | "<>", args=(left, _)) if left.type.family == "bool":
            yield from _of_booleans(expr, want)
        case Distinct(left=left) if left.type.family == "bool":
            yield from _distinct_booleans(expr, want)
        case _:
            yield from _atom(expr, want)


def _all(exprs: Iterable[Expr], want: Truths) -> Iterator[tuple[Atom, ...]]:
    listed = [list(islice(branches(each, want), _INNER)) for each in exprs]
    for parts in islice(product(*listed), _MOST):
        yield tuple(atom for part in parts for atom in part)


def _connective(expr: Connective, want: Truths) -> Iterator[tuple[Atom, ...]]:
    """AND; OR is the same with TRUE and FALSE exchanged."""
    if expr.name == "or":
        turned = Connective("and", tuple(Not(each) for each in expr.args))
        yield from _connective(turned, negated(want))
        return
    if want in (T, HOLDS):
        yield from _all(expr.args, want)
    elif want >= N and not want >= T and not want >= F:
        for each in expr.args:
            others = [other for other in expr.args if other is not each]
            for parts in product(branches(each, N), _all(others, HOLDS)):
                yield (*parts[0], *parts[1])
    else:
        if want >= T:
            yield from _all(expr.args, want & HOLDS)
        for each in expr.args:
            yield from branches(each, want & (F | N))


def _case(expr: Case, want: Truths) -> Iterator[tuple[Atom, ...]]:
    passed: list[Expr] = []
    for when in expr.whens:
        conditions = [Not(Is(each, True)) for each in passed]
        yield from _with((*conditions, when.condition), branches(when.result, want))
        passed.append(when.condition)
    yield from _with(tuple(Not(Is(each, True)) for each in passed), branches(expr.default, want))


def _with(conditions: tuple[Expr, ...], rest: Iterator[tuple[Atom, ...]]) -> Iterator[tuple[Atom, ...]]:
    met = list(_all(conditions, T))
    for more in rest:
        for parts in met:
            yield (*parts, *more)


def _coalesce(expr: Choice, want: Truths) -> Iterator[tuple[Atom, ...]]:
    nulls: tuple[Expr, ...] = ()
    for each in expr.args:
        yield from _with((*nulls, Not(Is(each, None))), branches(each, want - N))
        nulls = (*nulls, Is(each, None))
    if want >= N:
        yield from _all(nulls, T)


def _quantified(expr: Quantified, want: Truths) -> Iterator[tuple[Atom, ...]]:
    """Elements one by one where they are known; an IN list of constants stays together."""
    array = expr.array
    listed = _listed(array)
    if listed is None:
        yield from _atom(expr, want)
        return
    is_list = all(isinstance(each, Constant) for each in listed) and expr.left.type.family in _SCALARS
    if is_list and isinstance(expr.left, Column) and (expr.operator, expr.quantifier) in {("=", "any"), ("<>", "all")}:
        yield from _atom(expr, want)
        return
    parts = [
        Call(expr.operator, (expr.left, each), BOOL) if each.type is not UNKNOWN else Constant(None, BOOL)
        for each in listed
    ]
    if not parts:
        yield from branches(Constant(expr.quantifier == "all", BOOL), want)
        return
    yield from branches(either(*parts) if expr.quantifier == "any" else both(*parts), want)


def _listed(array: Expr) -> list[Expr] | None:
    if isinstance(array, Elements):
        return list(array.args)
    if isinstance(array, Constant) and isinstance(array.value, list):
        return [Constant(each, array.type.inner) for each in array.value]
    return None


def _of_booleans(expr: Call, want: Truths) -> Iterator[tuple[Atom, ...]]:
    left, right = expr.args
    for truth in (True, False):
        wanted = {True: truth, False: not truth}[expr.name == "="]
        if True in want:
            yield from _pair((left, frozenset({truth})), (right, frozenset({wanted})))
        if False in want:
            yield from _pair((left, frozenset({truth})), (right, frozenset({not wanted})))
    if None in want:
        yield from branches(left, N)
        yield from branches(right, N)


def _distinct_booleans(expr: Distinct, want: Truths) -> Iterator[tuple[Atom, ...]]:
    truths: tuple[bool | None, ...] = (True, False, None)
    for one, other in product(truths, truths):
        if (one is not other) in want:
            yield from _pair((expr.left, frozenset({one})), (expr.right, frozenset({other})))


def _pair(one: tuple[Expr, Truths], other: tuple[Expr, Truths]) -> Iterator[tuple[Atom, ...]]:
    first, second = list(branches(*one)), list(branches(*other))
    for parts in product(first, second):
        yield (*parts[0], *parts[1])


def _atom(expr: Expr, want: Truths) -> Iterator[tuple[Atom, ...]]:
    """A leaf; what chooses among values inside of it becomes alternatives of its own."""
    found = _chooser(expr)
    if found is not None:
        for conditions, instead in _choices(found):
            try:
                rest = fold(_replaced(expr, found, instead), {})
            except Unsolved:
                continue
            yield from _with(tuple(fold(each, {}) for each in conditions), branches(rest, want))
        return
    sure = want - N
    if sure:
        yield (Atom(expr, sure),)
    if want >= N and (not sure or _is_partial(expr)):
        yield (Atom(expr, N),)


def _is_partial(expr: Expr) -> bool:
    return (isinstance(expr, Call) and expr.name in _PARTIAL) or any(map(_is_partial, children(expr)))


def _chooser(expr: Expr) -> Expr | None:
    """The first expression inside that chooses among values, from within."""
    for each in children(expr):
        if (found := _chooser(each)) is not None:
            return found
        if isinstance(each, Case | Choice | NullIf) or (isinstance(each, Count) and len(each.args) <= _MOST_COUNTED):
            return each
    return None


def _replaced(expr: Expr, old: Expr, new: Expr) -> Expr:
    return new if expr is old else expand(rebuilt(expr, lambda child: _replaced(child, old, new)))


def _choices(expr: Expr) -> Iterator[tuple[tuple[Expr, ...], Expr]]:
    """Conditions, and what the expression is worth under them."""
    match expr:
        case Case():
            passed: tuple[Expr, ...] = ()
            for when in expr.whens:
                yield (*passed, when.condition), when.result
                passed = (*passed, Not(Is(when.condition, True)))
            yield passed, expr.default
        case Choice(name="coalesce", args=args):
            nulls: tuple[Expr, ...] = ()
            for each in args:
                yield (*nulls, Not(Is(each, None))), each
                nulls = (*nulls, Is(each, None))
            yield nulls, Constant(None, expr.type)
        case Choice(name=name, args=args):
            operator = ">=" if name == "greatest" else "<="
            for each in args:
                others = [other for other in args if other is not each]
                above = (either(Is(other, None), compare(operator, each, other)) for other in others)
                yield (Not(Is(each, None)), *above), each
            yield tuple(Is(each, None) for each in args), Constant(None, expr.type)
        case NullIf(left=left, right=right):
            yield (Not(Is(compare("=", left, right), True)),), left
            yield (compare("=", left, right),), Constant(None, expr.type)
        case Count(name=name, args=args):
            for nulls_of in product((False, True), repeat=len(args)):
                conditions = [
                    Is(each, None) if null else Not(Is(each, None)) for each, null in zip(args, nulls_of, strict=True)
                ]
                count = sum(nulls_of) if name == "num_nulls" else len(args) - sum(nulls_of)
                yield tuple(conditions), Constant(count, INT4)
