"""Tables as rows are drawn for them: which columns a row states, what keeps it unique, what it refers to."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pgplumb.generate.candidates import kind_of
from pgplumb.generate.shape import Shape, is_optional, partitioned_above, shapes
from pgplumb.model.relations import Constraint, Index, Inheritance
from pgplumb.strategies.evaluate import evaluate
from pgplumb.strategies.expressions import columns_of
from pgplumb.strategies.literals import text_of
from pgplumb.strategies.plain import Text
from pgplumb.strategies.promises import excluded_by
from pgplumb.strategies.reading import value_of
from pgplumb.strategies.solution import Filtered, Solved
from pgplumb.strategies.solve import Problem, solve
from pgplumb.strategies.unsolved import Fails, Unsolved
from pgplumb.syntax.parse import parse_statement
from pgplumb.syntax.tree import ast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from hypothesis.strategies import SearchStrategy

    from pgplumb.generate.candidates import Kind
    from pgplumb.generate.shape import ForeignKey
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId
    from pgplumb.strategies.expressions import Expr
    from pgplumb.strategies.solution import Solution

#: Rows of values for groups of columns, which a server found.
Pools = dict[tuple[str, ...], "Sequence[tuple[Any, ...]]"]


@dataclass(frozen=True, slots=True)
class Unique:
    """Columns whose values together occur once, by a constraint or an index; `nulls_distinct`: NULL equals none."""

    id: ObjectId
    columns: tuple[str, ...]
    nulls_distinct: bool = True


class DrawnTable:
    """One table that holds rows itself."""

    def __init__(self, shape: Shape, world: World) -> None:
        self.shape = shape
        self.id = shape.id
        self._world = world
        self.types = {column.id.name: column.type for column in shape.columns}

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """What each column that a row states comes down to."""
        stated = (column for column in self.shape.columns if not column.generated)
        return {column.id.name: kind_of(column.type, self._world.catalog) for column in stated}

    @cached_property
    def nullable(self) -> frozenset[str]:
        """The columns that may be NULL."""
        return frozenset(
            column.id.name
            for column in self.shape.columns
            if not column.not_null and not (column.id.name in self.kinds and self.kinds[column.id.name].not_null)
        )

    @cached_property
    def numbered(self) -> frozenset[str]:
        """The columns to which a sequence gives numbers."""
        return self.shape.numbered.union(column.id.name for column in self.shape.columns if column.identity)

    @cached_property
    def uniques(self) -> tuple[Unique, ...]:
        """What makes rows unique: constraints, and indexes on columns alone."""
        catalog = self._world.catalog
        tables = (self.id, *partitioned_above(self.id, catalog))
        return tuple(found for table in tables for found in _uniques(table, catalog))

    @cached_property
    def excluding(self) -> Mapping[str, tuple[str, ...]]:
        """The columns that each exclusion constraint compares, by its name."""
        children = self._world.catalog.children(self.id)
        return {
            each.id.name: excluded_by(each) for each in children if isinstance(each, Constraint) and each.type == "x"
        }

    @cached_property
    def bounded(self) -> Mapping[str, tuple[Any, ...]]:
        """Values of a partition's key columns that its bounds let in."""
        return {
            name: tuple(value_of(text, self.kinds[name]) for text in texts)
            for name, texts in self.shape.bounds.items()
            if name in self.kinds
        }

    @property
    def keys(self) -> Sequence[ForeignKey]:
        """Its foreign keys."""
        return self.shape.keys

    def is_optional(self, key: ForeignKey) -> bool:
        """Whether a row may do without the row that the key refers to."""
        return is_optional(self.shape, key)

    @cached_property
    def checked(self) -> frozenset[str]:
        """The columns that checks are about."""
        return frozenset(name for check in self.shape.checks for name in check.columns)

    def together(self, names: frozenset[str]) -> frozenset[str]:
        """These columns and those whose values have to be chosen with theirs: a check is about both."""
        found = set(names)
        while (wider := found.union(*(c.columns for c in self.shape.checks if c.columns & found))) != found:
            found = wider
        return frozenset(found & self.kinds.keys())

    def solution(self, violated: str | None = None, columns: frozenset[str] | None = None) -> Solution:
        """Values of some columns (else of all) that the checks let through, or that only the one of this name refuses.

        Of columns that a check is about, all have to be among them, or none.
        """
        columns = frozenset(self.kinds) if columns is None else columns
        wanted = (violated, columns)
        if wanted not in self._solutions:
            found = self._solve(violated, columns, {}, {})
            if not all(isinstance(how, Solved) for how in found.how.values()):
                found = self._solve(violated, columns, self._world.find(self, violated), {})
            self._solutions[wanted] = found
        return self._solutions[wanted]

    def solution_around(self, given: Mapping[str, Any], violated: str | None, columns: frozenset[str]) -> Solution:
        """The same with values that some of the columns have."""
        texts = {name: None if value is None else text_of(value, self.types[name]) for name, value in given.items()}
        wanted = (violated, columns, tuple(texts.items()))
        if wanted not in self._around:
            self._around[wanted] = self._solve(violated, columns, {}, given)
        return self._around[wanted]

    def _solve(self, violated: str | None, columns: frozenset[str], pools: Pools, given: Mapping[str, Any]) -> Solution:
        return solve(
            {name: kind for name, kind in self.kinds.items() if name in columns},
            [check for check in self.shape.checks if check.columns & columns],
            self._world.catalog,
            violated=violated,
            nulls=self.nullable & columns,
            pools={names: rows for names, rows in pools.items() if columns.issuperset(names)},
            overrides={name: drawn for (id, name), drawn in self._world.overrides.items() if id == self.id},
            given=given,
        )

    def is_sure_of(self, check: str) -> bool:
        """Whether rows are known to keep the constraint of this name.

        Of all but checks they are; not of exclusion constraints, whose operators only the server can tell about.
        """
        if check in self.excluding:
            return False
        how = self.solution().how.get(check)
        return how is None or isinstance(how, Solved)

    def is_contradicted(self, check: str) -> bool:
        """Whether no row keeps the check together with those that share columns with it; each could be evaluated."""
        (found,) = (each for each in self.shape.checks if each.name == check)
        solution = self.solution(None, self.together(found.columns))
        return solution.strategy.is_empty and not any(isinstance(how, Filtered) for how in solution.how.values())

    def is_met(self, values: Mapping[str, Any], violated: str | None) -> bool:
        """Whether the checks hold once keys and given columns have their values; one that cannot be told does."""
        for name, expression in self._expressions.items():
            columns = self._asked[name]
            if columns and columns.isdisjoint(values):
                continue
            if any(isinstance(values.get(column), Text) for column in columns):
                continue
            try:
                truth = evaluate(expression, values)
            except (Unsolved, Fails, KeyError):
                continue
            if (truth is not False) == (name == violated):
                return False
        return True

    @cached_property
    def _expressions(self) -> Mapping[str, Expr]:
        """The checks that can be evaluated."""
        goals = Problem(self.kinds, self.shape.checks, self._world.catalog).goals
        return {check.name: goals[check.name].atom.expr for check in self.shape.checks if check.name in goals}

    @cached_property
    def _asked(self) -> Mapping[str, frozenset[str]]:
        """The columns of each of them."""
        return {name: columns_of(expression) for name, expression in self._expressions.items()}

    @cached_property
    def _solutions(self) -> dict[tuple[str | None, frozenset[str]], Solution]:
        return {}

    @cached_property
    def _around(self) -> dict[tuple[str | None, frozenset[str], tuple[tuple[str, str | None], ...]], Solution]:
        """Rows refer to few others, so that the same values come again and again."""
        return {}


def no_pools(table: DrawnTable, violated: str | None) -> Pools:
    """What is found without a server: nothing."""
    return {}


@dataclass(frozen=True, kw_only=True)
class World:
    """The tables of a catalog.

    `overrides` are strategies by table and column, above all that the catalog says. `find` asks a server for rows of
    values of columns whose checks cannot be evaluated here; they break the check that is named, if one is.
    """

    catalog: Catalog
    overrides: Mapping[tuple[ObjectId, str], SearchStrategy[Any]] = field(default_factory=dict)
    find: Callable[[DrawnTable, str | None], Pools] = no_pools

    @cached_property
    def tables(self) -> Mapping[ObjectId, DrawnTable]:
        """Every table that holds rows itself, those that others refer to first."""
        return {shape.id: DrawnTable(shape, self) for shape in shapes(self.catalog)}

    @cached_property
    def referenced(self) -> frozenset[tuple[ObjectId, str]]:
        """The columns that foreign keys refer to: a row has to state them, so that others can refer to it."""
        return frozenset(
            (target, name)
            for table in self.tables.values()
            for key in table.keys
            for target in self.holders(key.target)
            for name in key.referenced
        )

    def referenced_of(self, table: ObjectId) -> frozenset[str]:
        """Those of a table."""
        return frozenset(name for id, name in self.referenced if id == table)

    def holders(self, target: ObjectId) -> tuple[ObjectId, ...]:
        """The tables whose rows count as the target's: itself, or its partitions'."""
        if target in self.tables:
            return (target,)
        parent = (target.schema, target.name)
        children = [
            found.id
            for found in self.catalog.of(Inheritance)
            if found.bound and (found.parent_schema, found.parent_table) == parent
        ]
        return tuple(
            holder for id in children for holder in self.holders(target._replace(schema=id.schema, name=id.table))
        )


def _uniques(table: ObjectId, catalog: Catalog) -> Iterator[Unique]:
    for child in catalog.children(table):
        if isinstance(child, Constraint) and child.type in "pu":
            distinct = "NULLS NOT DISTINCT" not in child.definition
            yield Unique(child.id, child.columns, distinct)
        elif isinstance(child, Index) and child.unique:
            node = parse_statement(child.definition)
            names = [part.name for part in node.indexParams if isinstance(part, ast.IndexElem)]
            if all(names) and node.whereClause is None:
                yield Unique(child.id, tuple(names), not node.nulls_not_distinct)
