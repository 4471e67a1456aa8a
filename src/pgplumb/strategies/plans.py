"""Ways to fill a group of columns that share checks: which are NULL, which atoms hold, and rows that show it works."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING, Any

from pgplumb.strategies.casts import stored
from pgplumb.strategies.domain import Domain
from pgplumb.strategies.drawing import Source, candidate
from pgplumb.strategies.evaluate import evaluate
from pgplumb.strategies.expressions import Column, columns_of
from pgplumb.strategies.logic import Atom, alternatives, fold
from pgplumb.strategies.narrow import propagate
from pgplumb.strategies.unsolved import Fails, Unsolved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Row = dict[str, Any]
    Pick = Callable[[Domain, Source], Any]

_TRIES = 40
_HARD_TRIES = 400
_SHORT_TRIES = 12
_WITNESSES = 10
_MOST_PATTERNS = 24
_CONTAINERS = frozenset({"array", "range", "json", "jsonb"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A check by its name, as an expression, and the truths that it may have."""

    name: str
    atom: Atom


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Columns that must be chosen together; `nullable` are those of them that may be NULL."""

    columns: Mapping[str, Column]
    sources: Mapping[str, Source]
    nullable: frozenset[str]
    goals: tuple[Goal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One way: values that are fixed, NULLs among them, atoms to meet, domains, and rows that meet every goal."""

    fixed: Row
    atoms: tuple[Atom, ...]
    domains: Mapping[str, Domain]
    order: tuple[str, ...]
    witnesses: tuple[Row, ...] = ()


@dataclass(slots=True)
class Search:
    """Plans that were found, and for each check how often it could not be evaluated, and why."""

    plans: list[Plan] = field(default_factory=list)
    unsolved: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def culprit(self) -> tuple[str, str] | None:
        """A check that stood in the way, with the reason: no row was found, or only rows in which it is NULL."""
        if not self.unsolved or any(None not in plan.fixed.values() for plan in self.plans):
            return None
        return self.unsolved.most_common(1)[0][0]


def find_row(group: Group) -> Row | None:
    """One row, with as few NULLs as it takes; None where a short search finds none."""
    search = Search()
    random = Random(0)  # noqa: S311  the same schema shall give the same rows
    for nulls in _null_patterns([name for name in group.columns if name in group.nullable]):
        _find(group, dict.fromkeys(nulls), search, random, tries=_SHORT_TRIES)
        if search.plans:
            return search.plans[0].witnesses[0]
    return None


@dataclass(frozen=True, slots=True)
class _Question:
    """A group and fixed values; two that print the same have the same answer, for what the expressions suggest follows
    from the goals, and labels of enums are part of the columns' types."""

    printed: str
    group: Group = field(compare=False)
    fixed: Sequence[Row] = field(compare=False)


def find_plans(group: Group, fixed: Sequence[Row] = ({},)) -> Search:
    """Every way that a row was found for; `fixed` are values of some columns to build rows around.

    One search serves all who ask the same: most tables are as they were before a migration.
    """
    limits = [(source.kind.base, source.kind.modifiers) for source in group.sources.values()]
    printed = repr((group.columns, limits, sorted(group.nullable), group.goals, fixed))
    return _search(_Question(printed, group, fixed))


@lru_cache(maxsize=1024)
def _search(question: _Question) -> Search:
    group, fixed = question.group, question.fixed
    search = Search()
    random = Random(0)  # noqa: S311  the same schema shall give the same rows
    for row in fixed:
        free = [name for name in group.columns if name not in row]
        for nulls in _null_patterns([name for name in free if name in group.nullable]):
            _find(group, row | dict.fromkeys(nulls), search, random)
    if all(None in plan.fixed.values() for plan in search.plans):
        for row in fixed:
            _find(group, row, search, random, tries=_HARD_TRIES)
    return search


def _null_patterns(nullable: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """No NULL first, then one, then all, then two and more."""
    counts = [0, 1, len(nullable), *range(2, len(nullable))]
    found = dict.fromkeys(pattern for count in counts for pattern in combinations(nullable, count))
    yield from list(found)[:_MOST_PATTERNS]


def _find(group: Group, fixed: Row, search: Search, random: Random, tries: int = _TRIES) -> None:
    atoms = []
    for goal in group.goals:
        try:
            atoms.append(Atom(fold(goal.atom.expr, fixed), goal.atom.want))
        except Fails:
            return
        except Unsolved as reason:
            search.unsolved[goal.name, str(reason)] += 1
            return
    free = [name for name in group.columns if name not in fixed]
    domains = {name: Domain(column=group.columns[name]) for name in free}
    for ways in alternatives(atoms):
        narrowed = propagate(ways, domains)
        if narrowed is None:
            continue
        plan = Plan(fixed=fixed, atoms=ways, domains=narrowed, order=_ordered(group, free, ways))
        if witnesses := _witnesses(group, plan, search, random, tries):
            search.plans.append(Plan(fixed=fixed, atoms=ways, domains=narrowed, order=plan.order, witnesses=witnesses))


def _ordered(group: Group, free: Sequence[str], atoms: Sequence[Atom]) -> tuple[str, ...]:
    """Containers first, for what shall lie in them follows from them; then what more depends on."""
    shared = Counter(name for atom in atoms if len(names := columns_of(atom.expr)) > 1 for name in names)
    return tuple(sorted(free, key=lambda name: (group.columns[name].type.family not in _CONTAINERS, -shared[name])))


def _witnesses(group: Group, plan: Plan, search: Search, random: Random, tries: int) -> tuple[Row, ...]:
    found: dict[str, Row] = {}
    misses = 0

    def pick(domain: Domain, source: Source) -> Any:
        return candidate(domain, source, random)

    while len(found) < _WITNESSES and misses < tries:
        row = assign(group, plan, pick)
        if row is not None and meets(group, row, search):
            found.setdefault(repr(row), row)
            misses += len(found) > 1
        misses += 1
    return tuple(found.values())


def assign(group: Group, plan: Plan, pick: Pick) -> Row | None:
    """A row, one column after the other, each within what those before it leave; None where nothing is left."""
    row = dict(plan.fixed)
    domains: dict[str, Domain] | None = dict(plan.domains)
    together = [atom for atom in plan.atoms if len(columns_of(atom.expr)) > 1]
    for name in plan.order:
        if domains is None:
            return None
        row[name] = pick(domains.pop(name), group.sources[name])
        if row[name] is None:
            return None
        touched = [atom for atom in together if name in columns_of(atom.expr)]
        if domains and touched:
            domains = _after(touched, row, domains)
    return row


def _after(atoms: Iterable[Atom], row: Row, domains: dict[str, Domain]) -> dict[str, Domain] | None:
    try:
        left = [Atom(fold(atom.expr, row), atom.want) for atom in atoms]
    except Unsolved:
        return None
    return propagate(left, domains)


def meets(group: Group, row: Row, search: Search | None = None) -> bool:
    """Whether the row has the wanted truth in every goal, as far as can be told."""
    for name, column in group.columns.items():
        if not fits(row[name], column):
            return False
    for goal in group.goals:
        try:
            truth = evaluate(goal.atom.expr, row)
        except Fails:
            return False
        except Unsolved as reason:
            if search is not None:
                search.unsolved[goal.name, str(reason)] += 1
            return False
        if truth not in goal.atom.want:
            return False
    return True


def fits(value: Any, column: Column) -> bool:
    """Whether the column's type holds the value as it is, without cutting or rounding it."""
    if isinstance(value, list):
        inner = Column(column.name, column.type.inner, column.modifiers)
        return all(fits(each, column if isinstance(each, list) else inner) for each in value)
    if isinstance(value, str) and column.type.family in {"text", "bpchar"}:
        if column.type.name == "name":
            return len(value.encode()) < 64
        return not column.modifiers or len(value) <= column.modifiers[0]
    if value is None or not column.modifiers:
        return True
    if column.type.family == "bit":
        width = len(value.text)
        return width <= column.modifiers[0] if column.type.name == "varbit" else width == column.modifiers[0]
    try:
        return bool(stored(value, column.type, column.modifiers) == value) or value != value
    except Unsolved:
        return False
