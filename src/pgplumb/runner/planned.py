"""Runs a saved plan on a live database: batch by batch, without a history; tells how far it came where it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.errors import MigrationFailed, PgplumbError, PlanFailed
from pgplumb.model.migration import Direction, Migration
from pgplumb.postgres.session import connect
from pgplumb.runner.execute import prepare, run
from pgplumb.runner.history import Unrecorded
from pgplumb.runner.lock import runner_lock
from pgplumb.runner.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable

    from pgplumb.model.saved import SavedBatch, SavedPlan
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.runner.events import Emit
    from pgplumb.runner.options import Means, Options
    from pgplumb.runner.work import Script

_NAME = "pgplumb"


def run_plan(
    dsn: Dsn,
    plan: SavedPlan,
    *,
    options: Options,
    means: Means,
    emit: Emit,
    before: Callable[[], None],
    after: Callable[[], None],
) -> int:
    """Run the statements of a plan under the runners' lock, and return how many there were.

    `before` and `after` look at the database while no other runner can change it, and raise where it is not as it
    should be. Raises PlanFailed.
    """
    scripts = [prepare(_as_migration(batch, number), Direction.UP) for number, batch in enumerate(plan.batches, 1)]
    total = sum(len(script.statements) for script in scripts)
    done = 0
    with (
        connect(dsn, application_name=_NAME) as session,
        runner_lock(session, options, means, emit),
        connect(dsn, application_name=f"{_NAME} watch") as watcher,
    ):
        before()
        history = Unrecorded(session, options.history_schema)
        work = Work(session=session, watcher=watcher, history=history, options=options, means=means, emit=emit)
        for index, script in enumerate(scripts, start=1):
            try:
                run(work, script, index=index, total=len(scripts))
            except PgplumbError as error:
                raise _failed(plan, script, error, done=done, total=total) from error
            done += len(script.statements)
        after()
    return total


def _as_migration(batch: SavedBatch, number: int) -> Migration:
    """The batch as the runner takes it."""
    # On a line of its own, the semicolon is not lost in a comment at the end of a statement.
    text = "".join(f"{statement.rstrip().rstrip(';')}\n;\n" for statement in batch.statements)
    return Migration(
        version="batch",
        slug=str(number),
        up=text,
        down="",
        checksum="",
        down_checksum="",
        up_transactional=batch.transactional,
    )


def _failed(plan: SavedPlan, script: Script, error: PgplumbError, *, done: int, total: int) -> PlanFailed:
    line = error.data.get("line", 1)
    within = max(1, sum(statement.location.line <= line for statement in script.statements))
    told = isinstance(error, MigrationFailed)
    return PlanFailed(
        file=plan.file,
        number=done + within,
        total=total,
        reason=error.data["reason"] if told else error.message,
        statement=error.data["statement"] if told else "",
        state=_state(script, done=done, failed=done + within, total=total),
    )


def _state(script: Script, *, done: int, failed: int, total: int) -> str:
    """What was done and what was not."""
    undone = f"Statements {done + 1} to {failed} were taken back. " if failed > done + 1 else ""
    rest = "" if failed == total else f"Those from {failed + 1} on were not run. "
    if script.is_transactional and not done:
        return f"Nothing was changed. {rest}Put right what is in the way, and apply the plan again."
    kept = f"Statements 1 to {done} are done, and stay. " if done else ""
    return f"{kept}{undone}{rest}Put right what is in the way, and make a new plan from here (`pgplumb plan`)."
