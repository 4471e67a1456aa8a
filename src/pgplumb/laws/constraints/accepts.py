"""A constraint accepts rows that keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.accepted import tried_rows
from pgplumb.laws.holding import is_by
from pgplumb.laws.law import Law
from pgplumb.laws.search import Useless, Wrong, search
from pgplumb.laws.subjects import constraints
from pgplumb.laws.trial import together
from pgplumb.laws.verdict import Failed, Passed, Untested, Verdict
from pgplumb.strategies.breaking import Trial, drawn_rows, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class Accepts(Law):
    """There are rows that a constraint accepts, and those that keep it by its own words are among them.

    Why: checks that contradict each other, a default that its own check refuses, or a key to a table that nothing can
    be put into leave a table that stays empty for ever. It is found out in production, by the first user.

    Instead: read which rows were refused, and why; mend the constraint, or the one that contradicts it.
    """

    code = "accepts"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Every constraint of a table."""
        return constraints(bench.catalog)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Insert rows that break nothing."""
        tried = tried_rows(subject, bench)
        stand = sum(each.refused is None for each in tried)
        if stand and not any(is_by(each.refused, subject) for each in tried):
            return Passed(examples=stand)
        verdict = search(drawn_rows(subject, bench.scene), bench.profile, lambda trial: _judge(trial, subject, bench))
        if not isinstance(verdict, Untested):
            return verdict
        table = table_of(subject, bench.world)
        if subject.kind == "check" and table.is_contradicted(subject.name):
            return Failed(message=f"No row keeps {subject.name} and the other checks of {subject.table}.")
        reason = bench.known.unfilled.get(table.id, "")
        if reason.startswith(f"{subject.name} refused"):
            return Failed(message=f"No row is accepted: {reason}.")
        return verdict


def _judge(trial: Trial, subject: ObjectId, bench: Bench) -> None:
    row = trial.row
    with bench.populated() as session:
        refused = together(session, *(each.insert() for each in trial.rows))
    if refused is None:
        return
    if not is_by(refused, subject) or not table_of(subject, bench.world).is_sure_of(subject.name):
        raise Useless(f"refused: {refused}")
    raise Wrong(
        f"{subject.name} refused a row that keeps it.",
        help="A trigger may have changed the row before it was checked.",
        script=bench.script(trial.before, trial.there, f"{row.insert()};  -- should be accepted"),
    )
