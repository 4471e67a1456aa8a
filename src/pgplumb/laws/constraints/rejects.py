"""A constraint refuses a row that breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.accepted import accepted
from pgplumb.laws.holding import is_broken_by, is_by, refusal_of
from pgplumb.laws.law import Law
from pgplumb.laws.search import Useless, Wrong, search_wider
from pgplumb.laws.subjects import constraints
from pgplumb.laws.trial import ended, without
from pgplumb.strategies.breaking import Trial, breaking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.verdict import Verdict
    from pgplumb.model.ids import ObjectId


class Rejects(Law):
    """A row that breaks a constraint, and nothing else, is refused by that constraint: by its SQLSTATE and its name.

    Where another unique constraint refuses the same rows, as the primary key does beside one on the key and a tenant,
    that one is taken away first, in a transaction that is rolled back.

    Why: a constraint that is there need not be in force. A trigger may rewrite what it should have refused, a NULL may
    pass where nobody thought of it, the constraint may be NOT ENFORCED, or say less than was meant.

    Instead: read the row that went through, and write the constraint so that it refuses it.
    """

    code = "rejects"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Every constraint of a table."""
        return constraints(bench.catalog)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Insert rows that break it alone."""
        near, wide = (breaking(subject, bench.scene, bases) for bases in (accepted(subject, bench), ()))
        return search_wider(near, wide, bench.profile, lambda trial: _judge(trial, subject, bench))


def _judge(trial: Trial, subject: ObjectId, bench: Bench) -> None:
    row = trial.row
    others = without(trial.besides)
    with bench.populated() as session:
        refused = refusal_of([*others, *(each.insert() for each in trial.rows)], session, subject, bench)
    if is_by(refused, subject):
        return
    if refused is not None:
        raise Useless(f"refused by something else: {refused}")
    if not is_broken_by(row, subject, bench):
        raise Useless("no row is known that breaks it")
    raise Wrong(
        f"A row that breaks {subject.name} was accepted.",
        script=bench.script(trial.before, trial.there, *ended(others), f"{row.insert()};  -- should be refused"),
    )
