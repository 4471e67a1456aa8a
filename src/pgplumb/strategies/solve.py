"""The solver: rows that every check lets through, or every check but one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pgplumb.strategies.drawing import Source, drawn
from pgplumb.strategies.expressions import Column, both, columns_of, either
from pgplumb.strategies.hints import Hints, hints_of
from pgplumb.strategies.logic import HOLDS, Atom, F
from pgplumb.strategies.plans import Goal, Group, Search, assign, find_plans, meets
from pgplumb.strategies.read import read_expression
from pgplumb.strategies.solution import Filtered, GaveUp, How, Solution, Solved
from pgplumb.strategies.types import type_of
from pgplumb.strategies.unsolved import Unsolved
from pgplumb.strategies.values import registered_for, unchecked, values

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    from pgplumb.generate.candidates import Kind
    from pgplumb.generate.shape import Check
    from pgplumb.model.catalog import Catalog
    from pgplumb.strategies.plans import Plan, Row

    Pools = Mapping[tuple[str, ...], Sequence[tuple[Any, ...]]]

_VALUE = "value"
_TRIES = 3
_MOST_POOLED = 60


def solve(
    columns: Mapping[str, Kind],
    checks: Sequence[Check],
    catalog: Catalog,
    *,
    violated: str | None = None,
    nulls: Collection[str] = (),
    pools: Pools | None = None,
    overrides: Mapping[str, SearchStrategy[Any]] | None = None,
    given: Mapping[str, Any] | None = None,
) -> Solution:
    """Rows of all the columns for which every check is TRUE or NULL; `violated` names the one that shall be FALSE.

    `nulls` are the columns that may be NULL. `pools` hold, by a group of columns, rows of values that the server found
    to meet the checks of those columns that cannot be evaluated here, with the outcome asked for. `overrides` are
    strategies to draw a column from, by its name, as keywords of `st.builds` are; where the checks refuse what they
    give, the row is drawn without them.

    `given` are values that some columns have in every row.

    The checks of domains count as well; their names in the solution are the column's, a dot and the domain's.
    """
    problem = Problem(columns, checks, catalog, violated=violated, nulls=nulls)
    by_type = {name: found for name, kind in columns.items() if (found := registered_for(kind)) is not None}
    return problem.solution(pools or {}, {**by_type, **(overrides or {})}, given or {})


def solve_domain(kind: Kind, catalog: Catalog) -> SearchStrategy[Any]:
    """Values that the checks of a type's domains let through; `st.nothing()` where none was found."""
    return solve({_VALUE: kind}, (), catalog).strategy.map(lambda row: row[_VALUE])


class Problem:
    """The columns and the checks as expressions, and what could not be read."""

    def __init__(
        self,
        columns: Mapping[str, Kind],
        checks: Sequence[Check],
        catalog: Catalog,
        *,
        violated: str | None = None,
        nulls: Collection[str] = (),
    ) -> None:
        self.kinds = columns
        self.catalog = catalog
        self.nullable = frozenset(name for name in nulls if not columns[name].not_null)
        self.goals: dict[str, Goal] = {}
        #: Reasons by check, and the columns of those checks.
        self.beyond: dict[str, str] = {}
        self.of_beyond: dict[str, frozenset[str]] = {}
        for name, kind in columns.items():
            for place, (_, tree) in enumerate(kind.checks):
                label = f"{name}.{kind.domains[0]}" + (f".{place + 1}" if place else "")
                self._add(label, tree, frozenset({name}), HOLDS, name)
        for check in checks:
            self._add(check.name, check.tree, check.columns, F if check.name == violated else HOLDS, _VALUE)

    def _add(self, name: str, tree: Any, columns: frozenset[str], want: Any, value: str) -> None:
        try:
            exprs = read_expression(tree, self.kinds, self.catalog, value)
            # At whatever moment: FALSE at all of them where it shall be violated, else FALSE at none.
            expr = either(*exprs) if want == F else both(*exprs)
        except Unsolved as reason:
            self.beyond[name] = str(reason)
            self.of_beyond[name] = columns & self.kinds.keys()
        else:
            self.goals[name] = Goal(name=name, atom=Atom(expr, want))

    def set_aside(self, name: str, reason: str) -> None:
        """Count a check among those that cannot be evaluated."""
        self.of_beyond[name] = columns_of(self.goals.pop(name).atom.expr)
        self.beyond[name] = reason

    def is_beyond(self, group: Group) -> bool:
        """Whether a check of the group cannot be evaluated, so that no row of it is known to be right."""
        return any(held & group.columns.keys() for held in self.of_beyond.values())

    def groups(self) -> list[Group]:
        """Columns that a check holds together, each column in one group; a check of no column goes with the first."""
        sets = [frozenset({name}) for name in self.kinds]
        held = [columns_of(goal.atom.expr) for goal in self.goals.values()] + list(self.of_beyond.values())
        for names in held:
            touched = [each for each in sets if each & names]
            if touched:
                sets = [each for each in sets if not each & names] + [frozenset().union(*touched)]
        return [self._group([name for name in self.kinds if name in each]) for each in sets]

    def _group(self, names: Sequence[str]) -> Group:
        goals = tuple(goal for goal in self.goals.values() if columns_of(goal.atom.expr) & set(names))
        hints = hints_of(goal.atom.expr for goal in goals)
        return Group(
            columns={name: self.column(name) for name in names},
            sources={name: self.source(name, hints) for name in names},
            nullable=self.nullable & set(names),
            goals=goals,
        )

    def column(self, name: str) -> Column:
        """The column as expressions have it."""
        kind = self.kinds[name]
        return Column(name, type_of(kind, self.catalog), kind.modifiers)

    def source(self, name: str, hints: Hints) -> Source:
        """Where the column's values come from."""
        kind = self.kinds[name]
        return Source(kind, hints, unchecked(kind, self.catalog))

    def solution(
        self, pools: Pools, overrides: Mapping[str, SearchStrategy[Any]], given: Mapping[str, Any]
    ) -> Solution:
        """The strategy of whole rows, group by group."""
        how: dict[str, How] = {}
        parts = []
        for group in self.groups():
            parts += self._solved(group, pools, overrides, given, how)
        for name in self.goals:
            how.setdefault(name, Solved())
        return Solution(strategy=_joined(parts, list(self.kinds)), how=how)

    def _solved(
        self,
        group: Group,
        pools: Pools,
        overrides: Mapping[str, SearchStrategy[Any]],
        given: Mapping[str, Any],
        how: dict[str, How],
    ) -> list[SearchStrategy[Row]]:
        """The rows of one group; checks that turn out not to be evaluated are set aside one by one."""
        names = frozenset(group.columns)
        while True:
            beyond = {name: held for name, held in self.of_beyond.items() if held & names}
            if not group.goals and not beyond:
                (name,) = group.columns
                return [self._alone(name, st.just(given[name]) if name in given else overrides.get(name))]
            fixed, pooled = _fixed(pools, beyond, names)
            own = {name: value for name, value in given.items() if name in names}
            search = find_plans(group, [row | own for row in fixed])
            if search.culprit is None:
                break
            self.set_aside(*search.culprit)
            group = self._group(list(group.columns))
        for name in beyond:
            how[name] = Filtered(self.beyond[name]) if name in pooled else GaveUp(self.beyond[name])
        if not search.plans:
            how.update({goal.name: GaveUp("no row was found that meets the checks together") for goal in group.goals})
            return [st.nothing()]
        drawn_otherwise = {name: each for name, each in overrides.items() if name in names - given.keys()}
        return [_rows(group, search, drawn_otherwise)]

    def _alone(self, name: str, override: SearchStrategy[Any] | None) -> SearchStrategy[Row]:
        each = values(self.kinds[name], self.catalog) if override is None else override
        if name in self.nullable and override is None:
            each = each | st.none()
        return each.map(lambda value: {name: value})


def _fixed(
    pools: Pools, beyond: Mapping[str, frozenset[str]], names: frozenset[str]
) -> tuple[list[Row], frozenset[str]]:
    """Rows of the pool that serves the most of the checks beyond us, and which checks it serves."""
    best: tuple[str, ...] = ()
    for columns in pools:
        served = [name for name, held in beyond.items() if held <= set(columns)]
        if set(columns) <= names and served and len(columns) > len(best):
            best = columns
    if not best:
        return [{}], frozenset()
    rows = [dict(zip(best, values, strict=True)) for values in pools[best][:_MOST_POOLED]]
    return rows, frozenset(name for name, held in beyond.items() if held <= set(best))


def _joined(parts: Sequence[SearchStrategy[Row]], order: Sequence[str]) -> SearchStrategy[Row]:
    """One row of the parts' rows, in the order of the columns."""
    if any(part.is_empty for part in parts):
        return st.nothing()

    def join(rows: tuple[Row, ...]) -> Row:
        whole = {name: value for row in rows for name, value in row.items()}
        return {name: whole[name] for name in order}

    return st.tuples(*parts).map(join)


def _rows(group: Group, search: Search, overrides: Mapping[str, SearchStrategy[Any]]) -> SearchStrategy[Row]:
    """Rows of a group; what a draw could not complete is replaced by a row that is known to do."""
    nulls = min(sum(value is None for value in plan.fixed.values()) for plan in search.plans)
    first = [plan for plan in search.plans if sum(value is None for value in plan.fixed.values()) == nulls]

    return _row(group, search.plans, first, overrides)


# Outside of `_rows`, which is called for every other row: what `composite` makes of a function takes milliseconds.
@st.composite
def _row(
    draw: DrawFn,
    group: Group,
    plans: Sequence[Plan],
    first: Sequence[Plan],
    overrides: Mapping[str, SearchStrategy[Any]],
) -> Row:
    plan: Plan = draw(st.sampled_from(first) | st.sampled_from(plans))
    if overrides:
        given = {name: draw(strategy) for name, strategy in overrides.items()}
        if (found := _around(draw, group, plan, given)) is not None:
            return found
    for _ in range(_TRIES):
        found = assign(group, plan, lambda domain, source: drawn(draw, domain, source))
        if found is not None and meets(group, found):
            return found
    return dict(draw(st.sampled_from(plan.witnesses)))


def _around(draw: DrawFn, group: Group, plan: Plan, given: Row) -> Row | None:
    """A row with the given values, if the plan can be completed around them."""

    def pick(domain: Any, source: Source) -> Any:
        name = domain.column.name
        return given[name] if name in given else drawn(draw, domain, source)

    found = assign(group, plan, pick)
    whole = None if found is None else found | given
    return whole if whole is not None and meets(group, whole) else None
