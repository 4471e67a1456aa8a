"""A saved plan as the runner runs it: outside transactions too, under the lock, and with words for what was done."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import PlanFailed, RunnerBusy
from pgplumb.model.saved import SavedBatch, SavedPlan
from pgplumb.postgres.session import connect
from pgplumb.runner.lock import runner_lock
from pgplumb.runner.options import Means, Options
from pgplumb.runner.planned import run_plan

if TYPE_CHECKING:
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.session import Session

TABLE = SavedBatch(
    statements=("CREATE TABLE seat (id integer)", "INSERT INTO seat VALUES (1), (1)"), transactional=True
)
INDEX = SavedBatch(statements=("CREATE UNIQUE INDEX CONCURRENTLY one ON seat (id) -- alone",), transactional=False)
PLAIN = SavedBatch(statements=(INDEX.statements[0].replace("UNIQUE ", ""),), transactional=False)
VIEW = SavedBatch(
    statements=("CREATE VIEW v AS SELECT 1 AS one", "CREATE VIEW w AS SELECT 1 AS one"), transactional=True
)


def run(dsn: Dsn, *batches: SavedBatch, options: Options | None = None) -> tuple[int, list[str]]:
    """Run the batches; how many statements there were, and when the database was looked at."""
    seen: list[str] = []
    plan = SavedPlan(file="plan.json", before="", after="", batches=batches, losses=(), live=True, is_incomplete=False)
    count = run_plan(
        dsn,
        plan,
        options=options or Options(),
        means=Means(rng=Random(0)),
        emit=lambda _: None,
        before=lambda: seen.append("before"),
        after=lambda: seen.append("after"),
    )
    return count, seen


def test_batches_in_and_outside_transactions(database: Dsn, session: Session) -> None:
    assert run(database, TABLE, PLAIN, VIEW) == (5, ["before", "after"])
    assert session.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'one'::regclass")
    assert session.value("SELECT count(*) FROM pg_namespace WHERE nspname = 'pgplumb'") == 0


def test_a_failure_outside_a_transaction_leaves_nothing_half_done(database: Dsn, session: Session) -> None:
    with pytest.raises(PlanFailed) as caught:
        run(database, TABLE, INDEX, VIEW)
    said = caught.value.message.splitlines()
    assert said[0] == 'plan.json: the plan stopped at statement 3 of 5: could not create unique index "one"'
    assert said[-1] == (
        "Statements 1 to 2 are done, and stay. Those from 4 on were not run. "
        "Put right what is in the way, and make a new plan from here (`pgplumb plan`)."
    )
    assert session.value("SELECT to_regclass('one')") is None
    assert session.value("SELECT count(*) FROM seat") == 2
    assert session.value("SELECT to_regclass('v')") is None


def test_a_failure_in_a_later_transaction(database: Dsn, session: Session) -> None:
    session.execute("CREATE VIEW w AS SELECT 2 AS two")
    with pytest.raises(PlanFailed) as caught:
        run(database, TABLE, VIEW)
    assert caught.value.message.splitlines()[-1] == (
        "Statements 1 to 2 are done, and stay. Statements 3 to 4 were taken back. "
        "Put right what is in the way, and make a new plan from here (`pgplumb plan`)."
    )
    assert session.value("SELECT to_regclass('v')") is None


def test_no_other_runner_works_meanwhile(database: Dsn) -> None:
    options = Options(runner_wait=0.0)
    with (
        connect(database) as other,
        runner_lock(other, options, Means(), lambda _: None),
        pytest.raises(RunnerBusy),
    ):
        run(database, TABLE, options=options)
