"""The solver: rows that every check lets through, or every check but one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pgplumb.strategies.solution import Boundaries, Filtered, GaveUp, Solution
from pgplumb.strategies.values import unchecked

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from hypothesis.strategies import SearchStrategy

    from pgplumb.generate.candidates import Kind
    from pgplumb.generate.shape import Check
    from pgplumb.model.catalog import Catalog


def solve(
    columns: Mapping[str, Kind],
    checks: Sequence[Check],
    catalog: Catalog,
    *,
    violated: str | None = None,
    nulls: Collection[str] = (),
    pools: Mapping[tuple[str, ...], Sequence[tuple[Any, ...]]] | None = None,
    overrides: Mapping[str, SearchStrategy[Any]] | None = None,
) -> Solution:
    """Rows of all the columns for which every check is TRUE or NULL; `violated` names the one that shall be FALSE.

    `nulls` are the columns that may be NULL. `pools` hold, by a group of columns, rows of values that the server found
    to meet the checks of those columns that cannot be evaluated here, with the outcome asked for. `overrides` are
    strategies to draw a column from, by its name, as keywords of `st.builds` are.
    """
    pools = pools or {}
    how = {
        check.name: Filtered("not evaluated")
        if any(check.columns <= set(g) for g in pools)
        else GaveUp("not evaluated")
        for check in checks
    }
    each = {
        name: (overrides or {}).get(name)
        or (unchecked(kind, catalog) | st.none() if name in nulls and not kind.not_null else unchecked(kind, catalog))
        for name, kind in columns.items()
    }
    return Solution(strategy=st.fixed_dictionaries(each), how=how)


def solve_domain(kind: Kind, catalog: Catalog) -> SearchStrategy[Any]:
    """Values that the checks of a type's domains let through."""
    return unchecked(kind, catalog)


def boundaries(
    columns: Mapping[str, Kind],
    checks: Sequence[Check],
    name: str,
    catalog: Catalog,
    *,
    nulls: Collection[str] = (),
) -> Boundaries:
    """Rows at, just inside and just outside each constant that the check of this name compares with."""
    return Boundaries(accepted=(), rejected=())
