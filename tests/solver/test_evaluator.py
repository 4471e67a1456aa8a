"""The evaluator against the server: for rows of any values both come to the same truth, or the evaluator abstains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from pgplumb.generate.blocks import ask
from pgplumb.strategies.evaluate import evaluate
from pgplumb.strategies.literals import literal
from pgplumb.strategies.read import read_expression
from pgplumb.strategies.unsolved import Fails, Unsolved
from pgplumb.strategies.values import unchecked
from pgplumb.syntax.sql import ident, join, sql
from tests.solver.checks import BEYOND, CASES, Tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgplumb.generate.candidates import Kind
    from pgplumb.syntax.sql import Sql

_ROWS = 12
FILES = tuple(dict.fromkeys(case.file for case in CASES if case.file != BEYOND))


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_agrees_with_the_server(file: str, tables: Tables) -> None:
    agreed = 0
    for case in [each for each in CASES if each.file == file]:
        check, kinds = tables.check(case), tables.kinds(case)
        exprs = read_expression(check.tree, kinds, tables.catalog)
        if len(exprs) > 1:
            # It asks for the time: the server's is another one at every run.
            continue
        rows = _rows(tables, kinds)
        answers = ask(tables.session, [_query(check.text, row, kinds) for row in rows])
        for row, answer in zip(rows, answers, strict=True):
            try:
                mine: Any = [evaluate(exprs[0], row)]
            except Fails:
                mine = None
            except Unsolved:
                continue
            assert mine == answer, (case.check, row)
            agreed += 1
    assert agreed > _ROWS * 10


def _rows(tables: Tables, kinds: Mapping[str, Kind]) -> list[dict[str, Any]]:
    """Rows of any values, NULL among them; the domains' checks are no matter here."""
    found: list[dict[str, Any]] = []
    each = {name: unchecked(kind, tables.catalog) | st.none() for name, kind in sorted(kinds.items())}

    @settings(max_examples=_ROWS, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.fixed_dictionaries(each))
    def draw(row: dict[str, Any]) -> None:
        found.append(row)

    draw()
    return found


def _query(check: Sql, row: Mapping[str, Any], kinds: Mapping[str, Kind]) -> Sql:
    """A list of one truth; where the server reports an error there is none."""
    values = [
        sql("CAST({} AS {}) AS {}", literal(value, kinds[name].printed), kinds[name].printed, ident(name))
        for name, value in row.items()
    ]
    return sql("SELECT json_build_array(({})) FROM (SELECT {}) AS t OFFSET 0", check, join(", ", values))
