"""Bodies of functions and procedures: whatever they name is there. (The second half of DET-07.)"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError
from pgplumb.laws.code import routines, triggers
from pgplumb.laws.law import Law
from pgplumb.laws.routines.planned import planned
from pgplumb.laws.routines.probe import Said, recreated, try_body
from pgplumb.laws.verdict import Failed, Passed, Untested, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.code import Routine, TriggerFacts
    from pgplumb.model.ids import ObjectId
    from pgplumb.syntax.plpgsql import Body

#: Not a permission that is missing; class 42 otherwise tells of names and types, 3F of schemas.
_RIGHTS = "42501"
_LITERALS = "invalid input"
_CLASSES = ("42", "3F", "0A")
#: What a trigger function may ask before it does what fits one table only.
_WHICH_TABLE = re.compile(r"\btg_(table_name|table_schema|relname|relid|name|argv|nargs)\b", re.IGNORECASE)
_MISSING = re.compile(r'relation "(?:[^"]*\.)?([^".]+)" does not exist')


class RoutineBody(Law):
    """Each statement in the body of a function or procedure can be planned: the tables, columns, functions and types
    that it names exist, and fit.

    Nothing is executed. A body in SQL is checked as CREATE FUNCTION checks it; of one in PL/pgSQL each statement and
    each expression is explained, with the variables that it has there, and in a trigger function with OLD and NEW as
    rows of each table that has such a trigger. What is put together for EXECUTE when it runs is not covered, and told.

    Why: PL/pgSQL looks at a statement when it first comes to it. A table or column that was renamed, or a sequence that
    nobody created, fails in production, in the one branch that no test took
    (https://www.postgresql.org/docs/current/plpgsql-implementation.html#PLPGSQL-PLAN-CACHING).

    Instead: mend the name. A body in standard SQL (`BEGIN ATOMIC`, PostgreSQL 14) is held to its tables by the server.
    """

    code = "routine_body"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Functions and procedures in SQL and PL/pgSQL, but for those whose body the server keeps parsed."""
        return (r.id for r in routines(bench) if r.language in {"sql", "plpgsql"} and not r.body)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Create it again with its body checked; then plan each statement."""
        routine = next(each for each in routines(bench) if each.id == subject)
        with bench.transaction() as session:
            error = recreated(session, routine)
        if error is not None:
            return _failed(str(error.primary), 0)
        if routine.language == "sql":
            return Passed()
        body = routine.steps
        if body is None:
            return Untested(reason="its body is not one that our parser reads")
        return _planned(routine, body, bench)


def _planned(routine: Routine, body: Body, bench: Bench) -> Verdict:
    own = [trigger for trigger in triggers(bench) if trigger.function == routine.oid]
    found: list[list[Said]] = []
    tables: list[TriggerFacts | None] = [*own] if own else [None]
    for trigger in tables:
        try:
            with bench.transaction() as session:
                found.append(try_body(session, routine, body, trigger))
        except DatabaseError as error:
            return Untested(reason=f"it cannot be called with NULL for each argument: {error.primary}")
    wrong = _wrong(found, own, body)
    if wrong is not None:
        return _failed(wrong.message, wrong.plan.step.line)
    left = [(plan.step.line, plan.left) for plan in planned(body.steps) if plan.left]
    left += [(said.plan.step.line, said.message) for each in found for said in each if said.sqlstate == "55000"]
    if left:
        line, reason = left[0]
        return Untested(reason=f"{len(left)} of {len(body.steps)} statements are not covered; line {line}: {reason}")
    return Passed()


def _wrong(found: Sequence[Sequence[Said]], own: Sequence[TriggerFacts], body: Body) -> Said | None:
    """The first step that cannot be planned, on any table unless the body asks which table it is."""
    for said in (said for each in found for said in each):
        if not _counts(said, body):
            continue
        everywhere = all(any(other.plan.step == said.plan.step for other in each) for each in found)
        asked = any(_WHICH_TABLE.search(condition) for condition in said.plan.step.conditions)
        if everywhere or not asked or len(own) == 1:
            return said
    return None


def _counts(said: Said, body: Body) -> bool:
    if said.sqlstate.startswith("22"):
        return said.message.startswith(_LITERALS) and '""' not in said.message
    if said.sqlstate == _RIGHTS or not said.sqlstate.startswith(_CLASSES):
        return False
    missing = _MISSING.match(said.message)
    return missing is None or not any(
        missing.group(1) in step.sql for step in body.steps if step.kind in {"dynexecute", "dynfors"}
    )


def _failed(message: str, line: int) -> Failed:
    where = f"line {line} of its body" if line else "its body"
    return Failed(
        message=f"The server cannot plan {where}: {message}.",
        help="It would fail as soon as it is called and comes there; mend the name or the type.",
    )
