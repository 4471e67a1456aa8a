"""DET-03: unique and exclusion constraints that a NULL switches off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.laws.detectors.indexes import IndexFacts, facts_of, keeping_out
from pgplumb.laws.facts import is_nullable, tells_of_null
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column
from pgplumb.syntax.parse import column_names, parse_expression
from pgplumb.syntax.tree import ast, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench


class NullableUnique(Law):
    """What a UNIQUE or EXCLUDE of several columns compares cannot be NULL.

    Why: NULL is not equal to NULL. A row that has one in any of the columns is compared with no other, so that `UNIQUE
    (event_id, user_id, tier_id)` lets a user in twice where `tier_id` is NULL, and ON CONFLICT never fires
    (https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-UNIQUE-CONSTRAINTS). A NULL bound
    makes a range in an exclusion constraint endless, and a NULL beside it ends the comparison.

    Instead: `NOT NULL`; or `UNIQUE NULLS NOT DISTINCT` (PostgreSQL 15); or a partial index for each of both cases,
    `(event_id, user_id) WHERE tier_id IS NULL` beside the constraint. A unique column that stands alone may be NULL:
    rows without the value have nothing to share. Where repeated NULLs are meant, a comment on the column that says what
    NULL stands for is enough.
    """

    code = "nullable_unique"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Exclusion constraints, and unique constraints and indexes of more than one key."""
        return (index.id for index in keeping_out(bench) if index.exclusion or len(index.keys) > 1)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look for a nullable column that neither a predicate nor a comment accounts for."""
        index = facts_of(subject, bench)
        loose = [name for name in _compared(index) if _may_be_null(name, index, bench)]
        if index.nulls_not_distinct or not loose or all(_covered(name, index, bench) for name in loose):
            return Passed()
        named = ", ".join(name for name in loose if not _covered(name, index, bench))
        return Failed(
            message=f"Rows with NULL in {named} are compared with no other row by {subject.name}.",
            help=f"Make {named} NOT NULL, or the constraint NULLS NOT DISTINCT, or say with COMMENT ON COLUMN what "
            "NULL stands for.",
        )


def _compared(index: IndexFacts) -> tuple[str, ...]:
    """The columns in its keys, those within expressions that give NULL for NULL among them."""
    found = dict.fromkeys(name for name in index.columns if name)
    for key, name in zip(index.keys, index.columns, strict=True):
        if not name:
            tree = parse_expression(key.rsplit(" ", 3)[0])
            if not any(isinstance(node, ast.CoalesceExpr | ast.CaseExpr | ast.NullTest) for node in nodes(tree)):
                found.update(dict.fromkeys(sorted(column_names(tree))))
    return tuple(found)


def _may_be_null(name: str, index: IndexFacts, bench: Bench) -> bool:
    id = ObjectId("column", index.schema, name, index.table)
    column = bench.catalog.get(id)
    if not isinstance(column, Column) or not is_nullable(column, bench) or tells_of_null(id, bench):
        return False
    # Whatever the predicate says of it, rows without the value were thought of.
    return not (index.predicate and name in column_names(parse_expression(index.predicate)))


def _covered(name: str, index: IndexFacts, bench: Bench) -> bool:
    """Whether another unique index takes care of the rows that have NULL there."""
    rest = set(index.columns) - {name}
    return any(
        other is not index
        and other.unique
        and (other.schema, other.table) == (index.schema, index.table)
        and {column for column in other.columns if column} <= rest
        and any(name in column_names(node.arg if isinstance(node, ast.NullTest) else node) for node in _tests(other))
        for other in keeping_out(bench)
    )


def _tests(index: IndexFacts) -> Iterator[Any]:
    """Where an index says what it makes of NULL: IS NULL in its predicate, coalesce in its keys."""
    if index.predicate:
        yield from (node for node in nodes(parse_expression(index.predicate)) if isinstance(node, ast.NullTest))
    for key in (key for key, name in zip(index.keys, index.columns, strict=True) if not name):
        yield from (n for n in nodes(parse_expression(key.rsplit(" ", 3)[0])) if isinstance(n, ast.CoalesceExpr))
