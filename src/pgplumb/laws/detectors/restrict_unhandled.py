"""DET-21: handlers that know one SQLSTATE of two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.code import routines
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.relations import Constraint
from pgplumb.syntax.parse import parse_constraint, parse_statement
from pgplumb.syntax.tree import ast, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.code import Routine
    from pgplumb.model.ids import ObjectId

_KNOWN = frozenset({"foreign_key_violation", "23503"})
_BOTH = frozenset({"restrict_violation", "23001", "integrity_constraint_violation", "23000", "others"})


class RestrictUnhandled(Law):
    """A handler for foreign_key_violation around a DELETE or UPDATE of rows to which a RESTRICT key refers also handles
    restrict_violation.

    Why: what ON DELETE RESTRICT and ON UPDATE RESTRICT refuse is SQLSTATE 23503 up to PostgreSQL 17 and 23001 from 18
    on. The handler catches the one and lets the other through
    (https://www.postgresql.org/docs/current/errcodes-appendix.html).

    Instead: `WHEN foreign_key_violation OR restrict_violation THEN`, which every version takes.
    """

    code = "restrict_unhandled"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """PL/pgSQL functions and procedures that handle foreign_key_violation."""
        return (
            routine.id for routine in routines(bench) if any(_KNOWN & set(caught) for _, caught in _handled(routine))
        )

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look for a RESTRICT key to what is deleted or updated there."""
        routine = next(each for each in routines(bench) if each.id == subject)
        restricted = _restricted(bench)
        for table, caught in _handled(routine):
            if _KNOWN & set(caught) and not _BOTH & set(caught) and table in restricted:
                return Failed(
                    message=f"From PostgreSQL 18 on it does not catch that a RESTRICT key keeps rows of {table}.",
                    help="Handle foreign_key_violation OR restrict_violation.",
                )
        return Passed()


def _handled(routine: Routine) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The tables that are deleted from or updated under a handler, with the conditions that it names."""
    for step in routine.steps.steps if routine.steps else ():
        if step.catches and not step.expression:
            for node in nodes(parse_statement(step.sql)):
                if isinstance(node, ast.DeleteStmt | ast.UpdateStmt):
                    yield node.relation.relname, step.catches


def _restricted(bench: Bench) -> frozenset[str]:
    """The names of the tables to which keys with RESTRICT refer."""
    keys = (key.definition for key in bench.catalog.of(Constraint) if key.type == "f" and " RESTRICT" in key.definition)
    return frozenset(parse_constraint(definition).pktable.relname for definition in keys)
