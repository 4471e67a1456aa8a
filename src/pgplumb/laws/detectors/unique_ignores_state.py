"""DET-09: unique keys and queries that do not count the same states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.laws.detectors.indexes import IndexFacts, facts_of, keeping_out
from pgplumb.laws.detectors.states import Code, code, lists, usages
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.syntax.parse import column_names, parse_expression
from pgplumb.syntax.tree import ast, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class UniqueIgnoresState(Law):
    """A unique key counts the rows that queries count when they ask whether a place is free.

    Held to it are unique and exclusion constraints of tables with a column that a check limits to a list. Where a view
    or a function asks, by NOT EXISTS or NOT IN, for rows with the key's columns in some states, the constraint must
    hold for rows in just those states.

    Why: a seat whose ticket was cancelled is shown as free and cannot be sold, for the constraint still counts the
    cancelled ticket (23505); or the other way round it is sold twice.

    Instead: a partial unique index with the condition of the query, `WHERE status IN ('valid', 'used')`
    (https://www.postgresql.org/docs/current/indexes-partial.html).
    """

    code = "unique_ignores_state"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Unique and exclusion constraints, and unique indexes, of tables with such a column."""
        with_states = {table for table, _ in lists(bench)}
        return (index.id for index in keeping_out(bench) if index.table in with_states)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Compare its predicate with those of queries that ask what is free."""
        index = facts_of(subject, bench)
        for each in code(bench):
            for asked in _asked(each.tree):
                for column, states in _states(asked, index, bench):
                    counted = _counted(index, column, bench)
                    if counted != states:
                        return Failed(
                            message=f"It counts rows whose {column} is {_told(counted)}; {each.id} those that are "
                            f"{_told(states)}, and takes the place for free otherwise.",
                            help="Give the key the condition of the query, as a partial unique index.",
                        )
        return Passed()


def _told(states: frozenset[str]) -> str:
    return " or ".join(sorted(states))


def _asked(tree: Any) -> Iterator[Any]:
    """The queries that must find nothing: under NOT EXISTS, or NOT IN."""
    for node in nodes(tree):
        if isinstance(node, ast.BoolExpr) and node.boolop.name == "NOT_EXPR":
            yield from (arg.subselect for arg in node.args if isinstance(arg, ast.SubLink))


def _states(query: Any, index: IndexFacts, bench: Bench) -> Iterator[tuple[str, frozenset[str]]]:
    tables = [node.relname for node in query.fromClause or () if isinstance(node, ast.RangeVar)]
    names = {name for name in index.columns if name}
    if tables != [index.table] or not names <= column_names(query):
        return
    for usage in usages(Code(index.id, query), {k: v for k, v in lists(bench).items() if k[0] == index.table}):
        if usage.column not in names and _is_positive(query, usage.column):
            yield usage.column, frozenset(usage.words)


def _is_positive(query: Any, column: str) -> bool:
    """Whether the states are named, and not those that do not count."""
    compared = [n for n in nodes(query.whereClause) if isinstance(n, ast.A_Expr) and column in column_names(n.lexpr)]
    return all(n.name[-1].sval == "=" for n in compared) and len(compared) == 1


def _counted(index: IndexFacts, column: str, bench: Bench) -> frozenset[str]:
    every = lists(bench)[index.table, column]
    if not index.predicate:
        return every
    found = Code(index.id, parse_expression(index.predicate), (index.table,))
    named = [usage.words for usage in usages(found, lists(bench)) if usage.column == column]
    states = frozenset(named[0]) if named else every
    negated = any(isinstance(n, ast.A_Expr) and n.name[-1].sval == "<>" for n in nodes(found.tree))
    return every - states if named and negated else states
