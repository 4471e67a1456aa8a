"""DET-04: checks that a NULL gets past."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError
from pgplumb.generate.shape import Check, shape_of
from pgplumb.laws.facts import is_nullable, tells_of_null
from pgplumb.laws.law import Law
from pgplumb.laws.probe import undone
from pgplumb.laws.subjects import constraints, object_of
from pgplumb.laws.verdict import Failed, Passed, Untested, Verdict
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column
from pgplumb.syntax.sql import ident, literal, sql
from pgplumb.syntax.tree import ast, nodes, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.postgres.session import Session

#: Operators that ask for the shape of a text.
_SHAPES = frozenset({"~", "~*", "!~", "!~*", "~~", "~~*", "!~~", "!~~*"})
_MEASURES = frozenset({"length", "char_length", "octet_length", "btrim", "lower", "upper", "jsonb_typeof"})


class NullableCheck(Law):
    """A check does not give way to NULL unawares.

    Rows of the table are tried: a nullable column in the check is set to NULL, and the row must be refused, or the
    check must say true of it, as `price is null or price > 0` does.

    Why: a check refuses only what is false. A comparison with NULL is neither true nor false, and passes: `CHECK (sold
    <= quantity)` holds for a million sold of NULL
    (https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS).

    Instead: NOT NULL. Where a missing value is meant, let the check say so (`ends is null or ends > starts`) or a
    comment on the column or on the constraint that says what NULL stands for. A check of nothing but the shape of one
    optional text (a pattern, a length) is left alone, unless the column has a default.
    """

    code = "nullable_check"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """The checks with a nullable column of which no comment says what NULL stands for."""
        return (s for s in constraints(bench.catalog) if s.kind == "check" and _suspects(s, bench))

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Set each suspected column to NULL in rows that the table accepts."""
        check = _check(subject, bench)
        table = ObjectId("table", subject.schema, subject.table)
        if reason := bench.known.unfilled.get(table):
            return Untested(reason=f"there are no rows of {table} to try: {reason}")
        for name in _suspects(subject, bench):
            with bench.populated() as session:
                script = _slips_through(session, table, check, name)
            if script:
                return Failed(
                    message=f"{subject.name} lets a row pass whose {name} is NULL.",
                    help=f"Make {name} NOT NULL, or say in the check, or in a comment on the column, what NULL is.",
                    script=script,
                )
        return Passed(examples=1)


def _check(subject: ObjectId, bench: Bench) -> Check:
    shape = shape_of(ObjectId("table", subject.schema, subject.table), bench.catalog)
    return next(check for check in shape.checks if check.name == subject.name)


def _suspects(subject: ObjectId, bench: Bench) -> list[str]:
    if tells_of_null(object_of(subject), bench):
        return []
    check = _check(subject, bench)
    table = ObjectId("table", subject.schema, subject.table)
    columns = [
        child
        for child in bench.catalog.children(table)
        if isinstance(child, Column) and child.id.name in check.columns and is_nullable(child, bench)
    ]
    if len(check.columns) == 1 and _is_shape(check):
        columns = [column for column in columns if column.id._replace(kind="default") in bench.catalog.objects]
    return sorted(column.id.name for column in columns if not tells_of_null(column.id, bench) and not column.generated)


def _is_shape(check: Check) -> bool:
    """Whether it asks for nothing but what a text looks like."""
    for node in nodes(check.tree):
        if isinstance(node, ast.A_Expr) and words(node.name)[-1] in _SHAPES:
            return True
        if isinstance(node, ast.FuncCall) and words(node.funcname)[-1] in _MEASURES:
            return True
    return False


def _slips_through(session: Session, table: ObjectId, check: Check, name: str) -> str:
    """The UPDATE that is accepted although the check says neither true nor false of the row then."""
    named, column = ident(table.schema, table.name), ident(name)
    rows = session.rows(sql("select ctid::text from only {} where {} is not null and ({})", named, column, check.text))
    unknown = sql("select ({}) is null from only {} where {} is null", check.text, named, column)
    if not rows:
        return unknown if any(row[0] for row in session.rows(unknown)) else ""
    for (place,) in rows:
        change = sql("update {} set {} = null where ctid = {}", named, column, literal(place))
        with suppress(DatabaseError), undone(session):
            session.execute(change)
            if any(row[0] for row in session.rows(unknown)):
                return sql("update {} set {} = null where ({}) returning *;", named, column, check.text)
    return ""
