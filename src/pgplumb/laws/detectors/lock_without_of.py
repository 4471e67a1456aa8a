"""DET-11: row locks that reach further than they should."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.laws.code import routines
from pgplumb.laws.law import Law
from pgplumb.laws.routines.uses import parts
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.syntax.tree import ast, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class LockWithoutOf(Law):
    """FOR UPDATE (or SHARE) in a query of several tables says whose rows it locks.

    Why: without OF it locks the rows of every table in the FROM, subqueries too. Two scanners of different tickets then
    wait for each other because of the event that both join, and SKIP LOCKED passes over a row because somebody edits
    another one that is joined to it (https://www.postgresql.org/docs/current/sql-select.html#SQL-FOR-UPDATE-SHARE).
    With an outer join it is an error.

    Instead: `FOR UPDATE OF t`; where all are meant, name all.
    """

    code = "lock_without_of"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Functions and procedures that lock rows."""
        return (r.id for r in routines(bench) if any(_locking(part.tree) for part in parts(r)))

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Count the tables of each query that locks without OF."""
        routine = next(each for each in routines(bench) if each.id == subject)
        for part in parts(routine):
            for query in _locking(part.tree):
                tables = _tables(query)
                if len(tables) > 1 and any(not clause.lockedRels for clause in query.lockingClause):
                    return Failed(
                        message=f"A query of it locks rows of {', '.join(tables)} alike.",
                        help="Say whose rows are meant: FOR UPDATE OF, and the table's alias.",
                        script=f"{part.text};",
                    )
        return Passed()


def _locking(tree: Any) -> list[Any]:
    return [node for node in nodes(tree) if isinstance(node, ast.SelectStmt) and node.lockingClause]


def _tables(query: Any) -> list[str]:
    """The tables in its FROM, those within subqueries and joins among them; not what WITH gives."""
    shared = {node.ctename for node in nodes(query.withClause) if isinstance(node, ast.CommonTableExpr)}
    found = []
    for item in query.fromClause or ():
        conditions = {id(n) for join in nodes(item) if isinstance(join, ast.JoinExpr) for n in nodes(join.quals)}
        for node in nodes(item):
            if isinstance(node, ast.RangeVar) and node.relname not in shared and id(node) not in conditions:
                found.append(node.relname)
    return sorted(found)
