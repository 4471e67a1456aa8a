"""A deferrable constraint waits for the end of the transaction, and refuses then."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError
from pgplumb.laws.holding import is_by, is_stored
from pgplumb.laws.law import Law
from pgplumb.laws.search import Useless, Wrong, search
from pgplumb.laws.subjects import constraints, object_of
from pgplumb.laws.trial import prepare, refusal
from pgplumb.model.relations import Constraint
from pgplumb.strategies.breaking import Trial, breaking
from pgplumb.syntax.sql import ident, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.verdict import Verdict
    from pgplumb.model.ids import ObjectId

#: pg_get_constraintdef ends with it; a constraint that is not deferrable says nothing.
_DEFERRABLE = re.compile(r" DEFERRABLE( INITIALLY DEFERRED)?( NOT VALID)?$")


class UnderDeferral(Law):
    """A deferrable constraint that is deferred lets a statement break it, and refuses at the end of the transaction.

    Why: code that relies on it writes two rows that need each other, in any order. A trigger that checks the same at
    once takes that away; a constraint that is never checked again lets broken rows be committed.

    Instead: make the trigger a constraint trigger, deferrable too.
    """

    code = "under_deferral"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Every deferrable constraint."""
        for subject in constraints(bench.catalog):
            found = bench.catalog.objects[object_of(subject)]
            if isinstance(found, Constraint) and _DEFERRABLE.search(found.definition):
                yield subject

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Insert rows that break it while it is deferred, then ask for it to be checked."""
        return search(breaking(subject, bench.scene), bench.profile, lambda trial: _judge(trial, subject, bench))


def _judge(trial: Trial, subject: ObjectId, bench: Bench) -> None:
    row = trial.row
    name = ident(subject.schema, subject.name)
    script = bench.script(
        trial.before,
        trial.there,
        f"SET CONSTRAINTS {name} DEFERRED;",
        f"{row.insert()};",
        f"SET CONSTRAINTS {name} IMMEDIATE;  -- should be refused here",
    )
    with bench.populated() as session:
        prepare(session, trial.before)
        session.execute(sql("SET CONSTRAINTS {} DEFERRED", name))
        try:
            session.execute(row.insert())
        except DatabaseError as error:
            if is_by(refusal(error), subject):
                raise Wrong(f"{subject.name} refused at once, although it was deferred.", script=script) from error
            raise Useless(f"refused by something else: {refusal(error)}") from error
        try:
            session.execute(sql("SET CONSTRAINTS {} IMMEDIATE", name))
        except DatabaseError as error:
            if is_by(refusal(error), subject):
                return
            raise Useless(f"refused by something else: {refusal(error)}") from error
        if not is_stored(session, subject, bench):
            raise Useless("nothing that breaks it was stored")
    raise Wrong(f"{subject.name} was deferred, and let a row that breaks it stay.", script=script)
