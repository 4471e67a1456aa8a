"""The solver on every check of the fixtures: the server accepts what it draws, and refuses by that check alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from pgplumb.strategies.boundaries import boundaries
from pgplumb.strategies.solution import Filtered, GaveUp, Solved
from pgplumb.strategies.solve import solve
from tests.solver.checks import BEYOND, CASES, Case, Tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from pgplumb.strategies.solution import Solution

MEANT = tuple(case for case in CASES if case.file != BEYOND)
STRANGE = tuple(case for case in CASES if case.file == BEYOND)
_EXAMPLES = 8


def _name(case: Case) -> str:
    return f"{case.file}: {case.check}"


def _drawn(strategy: SearchStrategy[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows as a test would draw them, with every health check on."""
    rows: list[dict[str, Any]] = []

    @settings(max_examples=_EXAMPLES, database=None, derandomize=True)
    @given(strategy)
    def draw(row: dict[str, Any]) -> None:
        rows.append(row)

    draw()
    return rows


def _solution(tables: Tables, case: Case, violated: str | None = None) -> Solution:
    shape = tables.shapes[case.table]
    return solve(tables.kinds(case), shape.checks, tables.catalog, violated=violated, nulls=tables.nullable(case))


def _record(record: Callable[[str, object], None], case: Case, asked: str, solution: Solution) -> None:
    how = solution.how[case.constraint]
    names = {Solved: "solved", Filtered: "filtered", GaveUp: "gave up"}
    reason = "" if isinstance(how, Solved) else f"{case.check}: {how.reason}"
    record("solver", (case.file, asked, names[type(how)], reason))


@pytest.mark.parametrize("case", MEANT, ids=_name)
def test_rows_that_hold_are_accepted(
    case: Case, tables: Tables, record_property: Callable[[str, object], None]
) -> None:
    solution = _solution(tables, case)
    _record(record_property, case, "holding", solution)
    assert solution.how[case.constraint] == Solved()
    assert set(tables.insert(case, _drawn(solution.strategy))) == {"accepted"}


@pytest.mark.parametrize("case", MEANT, ids=_name)
def test_rows_that_violate_are_refused_by_the_check(
    case: Case, tables: Tables, record_property: Callable[[str, object], None]
) -> None:
    solution = _solution(tables, case, case.constraint)
    _record(record_property, case, "violating", solution)
    if case.never_false:
        assert isinstance(solution.how[case.constraint], GaveUp)
        return
    assert solution.how[case.constraint] == Solved()
    assert set(tables.insert(case, _drawn(solution.strategy))) == {case.constraint}


@pytest.mark.parametrize("case", MEANT, ids=_name)
def test_boundaries_lie_on_both_sides(case: Case, tables: Tables) -> None:
    shape = tables.shapes[case.table]
    found = boundaries(tables.kinds(case), shape.checks, case.constraint, tables.catalog, nulls=tables.nullable(case))
    assert found.accepted
    assert found.rejected or case.never_false
    assert set(tables.insert(case, found.accepted)) == {"accepted"}
    assert set(tables.insert(case, found.rejected)) <= {case.constraint}


@pytest.mark.parametrize("case", STRANGE, ids=_name)
def test_what_is_beyond_the_solver_is_named(
    case: Case, tables: Tables, record_property: Callable[[str, object], None]
) -> None:
    solution = _solution(tables, case)
    _record(record_property, case, "holding", solution)
    how = solution.how[case.constraint]
    assert isinstance(how, GaveUp)
    assert how.reason


def test_a_pool_serves_what_is_beyond(tables: Tables) -> None:
    """Rows of the pool are kept, and the column that it does not hold is drawn with the checks that can be solved."""
    case = next(each for each in STRANGE if each.check == "is_even(a)")
    pool = {("a",): [(2,), (4,), (100,)]}
    solution = solve(tables.kinds(case), tables.shapes[case.table].checks, tables.catalog, pools=pool)
    assert solution.how[case.constraint] == Filtered("function public.is_even")
    rows = _drawn(solution.strategy)
    assert {row["a"] for row in rows} == {2, 4, 100}
    assert set(tables.insert(case, rows)) == {"accepted"}
