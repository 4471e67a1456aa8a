"""Rows on both sides of every comparison of a check: at its constant, one step below and one above."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from pgplumb.strategies.axis import Span, place, scale_of, value_at
from pgplumb.strategies.expressions import (
    COMPARISONS,
    Call,
    Cast,
    Column,
    Constant,
    Expr,
    Quantified,
    columns_of,
    compare,
    walk,
)
from pgplumb.strategies.functions import result_of
from pgplumb.strategies.logic import Atom, F, T
from pgplumb.strategies.plain import Interval
from pgplumb.strategies.plans import Goal, find_plans, find_row
from pgplumb.strategies.solution import Boundaries
from pgplumb.strategies.solve import Problem
from pgplumb.strategies.types import INT4, INTERVAL, NUMERIC
from pgplumb.strategies.unsolved import Unsolved

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from pgplumb.generate.candidates import Kind
    from pgplumb.generate.shape import Check
    from pgplumb.model.catalog import Catalog
    from pgplumb.strategies.logic import Truths
    from pgplumb.strategies.plans import Group, Row
    from pgplumb.strategies.types import Type

_MOST_LISTED = 12
_GENERAL = 2
_STEPS = (0, 1, -1)


def boundaries(
    columns: Mapping[str, Kind],
    checks: Sequence[Check],
    name: str,
    catalog: Catalog,
    *,
    nulls: Collection[str] = (),
) -> Boundaries:
    """Rows at, just inside and just outside each constant that the check of this name compares with.

    A row holds the columns of the check and those that share checks with them; the others may have any value. The step
    is the type's: 1, the last decimal, the next float, a microsecond, a day, a letter, an element, a label. Rows that
    the check accepts are accepted by all; those that it rejects are rejected by it alone. Both are empty for a check
    that is not evaluated here.
    """
    return Boundaries(
        accepted=_found(Problem(columns, checks, catalog, nulls=nulls), name, T),
        rejected=_found(Problem(columns, checks, catalog, violated=name, nulls=nulls), name, F),
    )


def _found(problem: Problem, name: str, want: Truths) -> tuple[Row, ...]:
    if name not in problem.goals:
        return ()
    expr = problem.goals[name].atom.expr
    group = next((each for each in problem.groups() if columns_of(expr) & each.columns.keys()), None)
    if group is None or problem.is_beyond(group):
        return ()
    extras: list[Expr | None] = [None, *_extras(expr)]
    return _distinct(row for extra in extras for row in _rows(group, name, want, extra))


def _distinct(rows: Iterator[Row]) -> tuple[Row, ...]:
    return tuple({repr(row): row for row in rows}.values())


def _rows(group: Group, name: str, want: Truths, extra: Expr | None) -> Iterator[Row]:
    """Rows with the wanted truth of the check and, where there is one, with the extra condition."""
    goals = [replace(goal, atom=Atom(goal.atom.expr, want)) if goal.name == name else goal for goal in group.goals]
    changed = replace(group, goals=tuple(goals))
    if extra is not None:
        goals.append(Goal(name="", atom=Atom(extra, T)))
        if (row := find_row(replace(group, goals=tuple(goals)))) is not None:
            yield row
        return
    for plan in find_plans(changed).plans[:_GENERAL]:
        yield plan.witnesses[0]


def _extras(expr: Expr) -> Iterator[Expr]:
    """For each comparison, that its sides are equal, or a step apart."""
    for node in walk(expr):
        match node:
            case Call(name=name, args=(left, right)) if name in COMPARISONS:
                yield from _apart(left, right)
            case Quantified(left=left, array=array):
                for each in _elements(array)[:_MOST_LISTED]:
                    yield compare("=", left, each)


def _elements(array: Expr) -> list[Expr]:
    if isinstance(array, Constant) and isinstance(array.value, list):
        return [Constant(each, array.type.inner) for each in array.value if each is not None]
    return [each for each in getattr(array, "args", ()) if not isinstance(array, Call)]


def _apart(left: Expr, right: Expr) -> Iterator[Expr]:
    if _constant(left) is not None and _constant(right) is None:
        left, right = right, left
    for steps in _STEPS:
        moved = right if not steps else _moved(left, right, steps)
        if moved is None:
            continue
        try:
            result_of("=", (left.type, moved.type))
        except Unsolved:
            continue
        yield compare("=", left, moved)


def _constant(expr: Expr) -> Constant | None:
    """The constant beneath casts between numbers, as the cast's type has it."""
    if isinstance(expr, Constant):
        return expr
    if isinstance(expr, Cast) and (inner := _constant(expr.arg)) is not None and isinstance(inner.value, int | Decimal):
        value = float(inner.value) if expr.type.family == "float" else inner.value
        value = Decimal(value) if expr.type.family == "numeric" else value
        return Constant(value, expr.type)
    return None


def _moved(left: Expr, right: Expr, steps: int) -> Expr | None:
    """The right side so many steps further."""
    known = _constant(right)
    if known is not None:
        return _moved_constant(left, known, steps)
    match right.type.family:
        case "int" | "date":
            return _plus(right, Constant(steps, INT4))
        case "numeric":
            return _plus(right, Constant(_step(left, right.type, Span()) * steps, NUMERIC))
        case "timestamp" | "timestamptz" | "time":
            return _plus(right, Constant(Interval(0, 0, steps), INTERVAL))
    return None


def _plus(left: Expr, right: Expr) -> Expr:
    return Call("+", (left, right), result_of("+", (left.type, right.type)))


def _step(left: Expr, type: Type, span: Span) -> Decimal:
    column = left
    while isinstance(column, Cast):
        column = column.arg
    modifiers = column.modifiers if isinstance(column, Column) else ()
    if isinstance(column, Column) and column.type.family == "int":
        return Decimal(1)
    step = scale_of(type, modifiers, span).step
    return Decimal(step.numerator) / step.denominator if modifiers else Decimal("0.01")


def _moved_constant(left: Expr, known: Constant, steps: int) -> Expr | None:
    value, type = known.value, known.type
    number = place(value, type)
    if number is None:
        return None
    if type.family == "float":
        return Constant(math.nextafter(value, math.inf * steps), type)
    step = (
        Fraction(_step(left, type, Span(number, number)))
        if type.family == "numeric"
        else scale_of(type, (), Span()).step
    )
    moved = number + steps * step
    scale = scale_of(type, (), Span())
    if scale.least is not None and not scale.least <= moved / scale.step <= (scale.most or moved):
        return None
    return Constant(value_at(moved, type), type)
