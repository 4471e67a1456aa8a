"""STRICT as functions declare it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.errors import DatabaseError
from pgplumb.laws.code import Routine, routines
from pgplumb.laws.law import Law
from pgplumb.laws.routines.uses import Part, parts
from pgplumb.laws.verdict import Failed, Passed, Untested, Verdict
from pgplumb.syntax.parse import column_names, parse_statement
from pgplumb.syntax.sql import ident, join, raw, sql
from pgplumb.syntax.tree import ast, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class DeclaredStrict(Law):
    """A STRICT function gives NULL for a NULL argument, and means to: none of its arguments has NULL as its default,
    and its body asks of none whether it is NULL.

    It is called with NULL for all arguments, and the answer has to be NULL, or no row.

    Why: a STRICT function does not run when any argument is NULL. With `DEFAULT NULL` it never runs for those who leave
    the argument out; `coalesce(argument, ...)` in its body is never of use, and whoever wrote it expected that it is
    (https://www.postgresql.org/docs/current/sql-createfunction.html).

    Instead: leave STRICT out, or the default and the question.
    """

    code = "declared_strict"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Every STRICT function with arguments, in whatever language."""
        return (r.id for r in routines(bench) if r.strict and r.signature and r.kind == "function")

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look at defaults and body, then call it."""
        routine = next(each for each in routines(bench) if each.id == subject)
        doubted = sorted(_with_null_default(routine) | _asked(routine))
        if doubted:
            return Failed(
                message=f"It is STRICT, and provides for a NULL {doubted[0]}, for which it never runs.",
                help="Leave STRICT out, or what provides for NULL.",
            )
        if any(type_.startswith("any") for type_ in routine.types):
            return Passed()
        nulls = join(", ", [sql("null::{}", raw(type_.strip())) for type_ in _inputs(routine)])
        call = sql("select to_jsonb(called) from {}({}) called", ident(routine.schema, routine.name), nulls)
        try:
            with bench.transaction() as session:
                rows = session.rows(call)
        except DatabaseError as error:
            return Untested(reason=f"it cannot be called with NULL: {error.primary}")
        if all(value is None or _all_null(value) for (value,) in rows):
            return Passed(examples=1)
        return Failed(message="It is STRICT, and gives a value for NULL.", help="Tell the server's maker: it must not.")


def _inputs(routine: Routine) -> list[str]:
    modes = routine.modes or tuple("i" * len(routine.types))
    return [type_ for type_, mode in zip(routine.types, modes, strict=True) if mode in "ibv"]


def _all_null(value: Any) -> bool:
    return isinstance(value, dict) and all(part is None for part in value.values())


def _with_null_default(routine: Routine) -> set[str]:
    node = parse_statement(routine.definition)
    return {
        parameter.name or "argument"
        for parameter in node.parameters or ()
        if any(isinstance(part, ast.A_Const) and part.isnull for part in nodes(parameter.defexpr))
    }


def _asked(routine: Routine) -> set[str]:
    """The arguments that the body compares with NULL, or gives something else for."""
    modes = routine.modes or tuple("i" * len(routine.names))
    names = {name for name, mode in zip(routine.names, modes, strict=False) if mode in "ibv" and name}
    return {name for part in parts(routine) for asked in _questions(part) for name in column_names(asked) & names}


def _questions(part: Part) -> Iterator[Any]:
    for node in nodes(part.tree):
        if isinstance(node, ast.NullTest) and isinstance(node.arg, ast.ColumnRef):
            yield node.arg
        elif isinstance(node, ast.CoalesceExpr) and isinstance(node.args[0], ast.ColumnRef):
            yield node.args[0]
