"""Applies and rolls back migrations on a live database, tells where it stands, and settles what a cut-off run left."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from pgplumb.errors import AppliedMigrationMissing, BaselineTwice
from pgplumb.model.migration import AppliedMigration, Direction, Migration, State
from pgplumb.model.printable import printable
from pgplumb.postgres.session import connect
from pgplumb.runner.events import Resumed, ignore
from pgplumb.runner.execute import limit_session, prepare, run, settle_statement
from pgplumb.runner.history import History
from pgplumb.runner.lock import runner_lock
from pgplumb.runner.options import Means, Options, Selection
from pgplumb.runner.settle import Outcome
from pgplumb.runner.standing import Status, check_history, choose_applied, choose_pending, compare, find
from pgplumb.runner.work import Work

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.runner.events import Emit

_NAME = "pgplumb"


def apply(
    dsn: Dsn,
    migrations: Sequence[Migration],
    *,
    selection: Selection | None = None,
    options: Options | None = None,
    means: Means | None = None,
    emit: Emit = ignore,
) -> tuple[AppliedMigration, ...]:
    """Run the up scripts that are pending, each with its history row, and return the rows that are new.

    What is pending is decided under the runners' lock: of two runners at once the second finds the first one's work
    done. A migration that an earlier run left half done is settled first, and counts as a step where it ends applied.
    Each script that stands when an error is raised stays; the error says so.
    """
    selection, options = selection or Selection(), options or Options()
    with _working(dsn, options, means or Means(), emit) as work:
        resumed = _settle_all(work, migrations)
        done = [row.version for row in resumed if row.state is State.APPLIED]
        status = compare(migrations, work.history.read())
        check_history(status)
        chosen = choose_pending(migrations, status, _rest(selection, len(done)), options)
        scripts = [prepare(migration, Direction.UP) for migration in chosen]
        for index, script in enumerate(scripts, start=1):
            run(work, script, index=index, total=len(scripts))
            done.append(script.migration.version)
        return tuple(row for row in work.history.read() if row.version in done)


def rollback(
    dsn: Dsn,
    migrations: Sequence[Migration],
    *,
    selection: Selection | None = None,
    options: Options | None = None,
    means: Means | None = None,
    emit: Emit = ignore,
) -> tuple[AppliedMigration, ...]:
    """Run down scripts, the latest version first (one, unless told otherwise), and return the rows that are gone.

    A migration that an earlier run left half done is settled first, and counts as a step where it ends undone.
    """
    selection, options = selection or Selection(), options or Options()
    if selection.to is None and selection.steps is None:
        selection = Selection(steps=1)
    with _working(dsn, options, means or Means(), emit) as work:
        resumed = _settle_all(work, migrations)
        undone = [row for row in resumed if row.state is not State.APPLIED]
        rows = work.history.read()
        status = compare(migrations, rows)
        check_history(status)
        by_version = {row.version: row for row in rows}
        chosen = choose_applied(migrations, status, _rest(selection, len(undone)))
        scripts = [prepare(migration, Direction.DOWN) for migration in chosen]
        for index, script in enumerate(scripts, start=1):
            run(work, script, index=index, total=len(scripts))
            undone.append(by_version[script.migration.version])
        return tuple(undone)


def status(dsn: Dsn, migrations: Sequence[Migration], *, options: Options | None = None) -> Status:
    """Where the database stands; it writes nothing, and waits for no other runner."""
    options = options or Options()
    with connect(dsn, application_name=_NAME) as session, session.snapshot():
        return compare(migrations, History(session, options.history_schema).read())


def preview_apply(
    dsn: Dsn,
    migrations: Sequence[Migration],
    *,
    selection: Selection | None = None,
    options: Options | None = None,
) -> tuple[Migration, ...]:
    """What apply would run, in order; what was left half done is among it. Raises what apply would raise at first."""
    options = options or Options()
    found = status(dsn, migrations, options=options)
    check_history(found)
    begun = {row.version for row in found.dirty}
    pending = tuple(migration for migration in migrations if migration.version in begun or migration in found.pending)
    seen = replace(found, pending=pending, out_of_order=tuple(m for m in found.out_of_order if m in found.pending))
    chosen = choose_pending(migrations, seen, selection or Selection(), options)
    return tuple(prepare(migration, Direction.UP).migration for migration in chosen)


def preview_rollback(
    dsn: Dsn,
    migrations: Sequence[Migration],
    *,
    selection: Selection | None = None,
    options: Options | None = None,
) -> tuple[Migration, ...]:
    """What rollback would undo, in order; what was left half done is among it."""
    found = status(dsn, migrations, options=options)
    check_history(found)
    seen = replace(found, applied=tuple(sorted((*found.applied, *found.dirty), key=lambda row: row.number)))
    chosen = choose_applied(migrations, seen, selection or Selection(steps=1))
    return tuple(prepare(migration, Direction.DOWN).migration for migration in chosen)


def mark_applied(
    dsn: Dsn, migrations: Sequence[Migration], target: str, *, options: Options | None = None, emit: Emit = ignore
) -> AppliedMigration:
    """Write that a migration is applied, whatever the history says: the user looked, or did it by hand."""
    migration = find(migrations, target)
    with _working(dsn, options or Options(), Means(), emit) as work:
        with work.session.transaction():
            work.history.remove(migration.version)
            work.history.add(migration, 0.0)
        [row] = [row for row in work.history.read() if row.version == migration.version]
        return row


def record(
    dsn: Dsn, migrations: Sequence[Migration], *, options: Options | None = None, emit: Emit = ignore
) -> tuple[AppliedMigration, ...]:
    """Write that a database without a history has these migrations. Runs nothing; raises BaselineTwice."""
    with _working(dsn, options or Options(), Means(), emit) as work:
        _check_unused(work.history)
        with work.session.transaction():
            for migration in migrations:
                work.history.add(migration, 0.0)
        return work.history.read()


def check_no_history(dsn: Dsn, *, options: Options | None = None) -> None:
    """Raise BaselineTwice where the database has a history; it writes nothing."""
    with connect(dsn, application_name=_NAME) as session:
        _check_unused(History(session, (options or Options()).history_schema))


def _check_unused(history: History) -> None:
    if rows := history.read():
        more = f" and {len(rows) - 1} more" if len(rows) > 1 else ""
        ids = printable(rows[0].id) + more
        raise BaselineTwice(dsn=history.session.dsn, ids=ids, table=printable(history.table))


def mark_pending(
    dsn: Dsn, migrations: Sequence[Migration], target: str, *, options: Options | None = None, emit: Emit = ignore
) -> Migration:
    """Write that a migration is not applied, whatever the history says. Runs nothing."""
    migration = find(migrations, target)
    with _working(dsn, options or Options(), Means(), emit) as work:
        work.history.remove(migration.version)
    return migration


@contextmanager
def _working(dsn: Dsn, options: Options, means: Means, emit: Emit) -> Iterator[Work]:
    with (
        connect(dsn, application_name=_NAME) as session,
        runner_lock(session, options, means, emit),
        connect(dsn, application_name=f"{_NAME} watch") as watcher,
    ):
        history = History(session, options.history_schema)
        history.ensure()
        yield Work(session=session, watcher=watcher, history=history, options=options, means=means, emit=emit)


def _settle_all(work: Work, migrations: Sequence[Migration]) -> list[AppliedMigration]:
    """Decide for each row that a cut-off run left whether it is applied, and return the rows.

    One that is applied now comes back as such; one that is gone, with the state that it had.
    """
    found = compare(migrations, work.history.read())
    if found.dirty:
        check_history(found)
    return [_settle_one(work, row, migrations) for row in found.dirty]


def _settle_one(work: Work, row: AppliedMigration, migrations: Sequence[Migration]) -> AppliedMigration:
    direction = Direction.UP if row.state is State.RUNNING else Direction.DOWN
    migration = next((migration for migration in migrations if migration.version == row.version), None)
    if migration is None:
        raise AppliedMigrationMissing(id=row.id)
    script = prepare(migration, direction)
    limit_session(work)
    for statement in script.statements:
        outcome = settle_statement(work, script, statement)
        is_applied = (outcome is Outcome.DONE) is (direction is Direction.UP)
        work.emit(Resumed(id=row.id, applied=is_applied))
        if is_applied:
            work.history.mark(row.version, State.APPLIED)
            return replace(row, state=State.APPLIED)
        work.history.remove(row.version)
        return row
    # The down file lost its statement since: there is nothing that could be half done.
    work.history.mark(row.version, State.APPLIED)
    return replace(row, state=State.APPLIED)


def _rest(selection: Selection, done: int) -> Selection:
    return selection if selection.steps is None else replace(selection, steps=max(0, selection.steps - done))
