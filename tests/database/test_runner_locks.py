"""Locks in the runner's way: it retries, says who blocks, and gives up with nothing kept."""

from __future__ import annotations

import random
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import MigrationFailed, MigrationUnfinished, RunnerBusy, StillBlocked
from pgplumb.postgres.session import Session, connect
from pgplumb.runner.events import Blocked, Event, StatementStarted, Waiting, WaitingForRunner
from pgplumb.runner.lock import runner_lock
from pgplumb.runner.options import Means, Options, Selection
from pgplumb.runner.run import apply, rollback, status
from pgplumb.store.directory import Draft, read, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pgplumb.model.migration import Migration
    from pgplumb.postgres.dsn import Dsn

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
QUICK = Options(lock_timeout=0.15, attempts=3, backoff=1.0, runner_wait=0.1)


@pytest.fixture
def migrations(tmp_path: Path, session: Session) -> tuple[Migration, ...]:
    session.script("CREATE TABLE busy (a int); CREATE TABLE calm (a int)")
    drafts = (
        Draft(
            up="ALTER TABLE calm ADD COLUMN b int;\nALTER TABLE busy ADD COLUMN b int;",
            down="ALTER TABLE calm DROP COLUMN b;\nALTER TABLE busy DROP COLUMN b;",
        ),
        Draft(
            up="CREATE INDEX CONCURRENTLY busy_a ON busy (a);",
            down="DROP INDEX CONCURRENTLY busy_a;",
            up_transactional=False,
            down_transactional=False,
        ),
    )
    write(tmp_path, drafts, slug="x", now=NOW)
    return read(tmp_path).migrations


@contextmanager
def holding(dsn: Dsn, lock: str) -> Iterator[Session]:
    """A session of another application that holds a lock on the table until it is told to let go."""
    with connect(dsn, application_name="report\x1b[31m") as holder:
        holder.execute("BEGIN")
        holder.execute("LOCK TABLE busy IN ACCESS SHARE MODE" if lock == "read" else "LOCK TABLE busy")
        yield holder


class Sleeper:
    """Remembers how long it was to sleep, and does something else instead."""

    def __init__(self, session: Session | None = None, at: int = 0) -> None:
        self.slept: list[float] = []
        self._session, self._at = session, at

    def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        if self._session is not None and len(self.slept) == self._at:
            self._session.execute("COMMIT")


@pytest.mark.parametrize("direction", ["up", "down"])
def test_a_blocked_migration_is_tried_again_and_succeeds(
    database: Dsn, session: Session, migrations: tuple[Migration, ...], direction: str
) -> None:
    if direction == "down":
        apply(database, migrations[:1])
    events: list[Event] = []
    with holding(database, "read") as holder:
        sleeper = Sleeper(holder, at=2)
        means = Means(rng=random.Random(1), sleep=sleeper)
        action = apply if direction == "up" else rollback
        [row] = action(database, migrations[:1], options=QUICK, means=means, emit=events.append)
        waits = [event for event in events if isinstance(event, Waiting)]
        assert [(wait.attempt, wait.attempts) for wait in waits] == [(1, 3), (2, 3)]
        for wait in waits:
            [blocker] = wait.blockers
            assert blocker.pid == holder.pid
            assert str(blocker).startswith(f"pid {holder.pid}, user ")
            assert "\x1b" not in str(blocker)
            assert str(blocker).endswith(": LOCK TABLE busy IN ACCESS SHARE MODE")
    assert any(isinstance(event, Blocked) and event.blockers == waits[0].blockers for event in events)
    # Exponential with jitter: half to one and a half of 1 s, then of 2 s.
    assert sleeper.slept == [wait.delay for wait in waits]
    assert 0.5 <= sleeper.slept[0] <= 1.5
    assert 1.0 <= sleeper.slept[1] <= 3.0
    assert row.version == migrations[0].version
    added = session.value("SELECT count(*) FROM pg_attribute WHERE attname = 'b' AND attnum > 0")
    assert added == (2 if direction == "up" else 0)


def test_a_lock_that_is_never_let_go_fails_cleanly(
    database: Dsn, session: Session, migrations: tuple[Migration, ...]
) -> None:
    sleeper = Sleeper()
    with holding(database, "read") as holder:
        with pytest.raises(StillBlocked) as raised:
            apply(database, migrations, options=QUICK, means=Means(sleep=sleeper))
        assert str(raised.value).startswith(
            "20260301120000_x.up.sql:4: the lock was not granted in 3 tries. "
            "Nothing of this migration was kept; those before it stand. "
        )
        assert f"\n  blocked by pid {holder.pid}, user " in str(raised.value)
        assert "\x1b" not in str(raised.value)
        # Between the tries nothing is held: others could work all the time.
        session.execute("ALTER TABLE calm ADD COLUMN free int")
    assert len(sleeper.slept) == 2
    assert status(database, migrations).pending == migrations
    assert len(apply(database, migrations, options=QUICK)) == 2


def test_a_statement_that_takes_too_long_is_not_tried_again(database: Dsn, tmp_path: Path) -> None:
    write(tmp_path, [Draft(up="SELECT pg_sleep(10);")], slug="slow", now=NOW)
    sleeper = Sleeper()
    with pytest.raises(MigrationFailed, match="statement timeout"):
        apply(database, read(tmp_path).migrations, options=Options(statement_timeout=0.1), means=Means(sleep=sleeper))
    assert sleeper.slept == []


def test_a_concurrent_index_that_cannot_wait_leaves_nothing_between_tries(
    database: Dsn, session: Session, migrations: tuple[Migration, ...]
) -> None:
    apply(database, migrations[:1])
    seen: list[int] = []

    def look(seconds: float) -> None:
        seen.append(session.value("SELECT count(*) FROM pg_class WHERE relname = 'busy_a'"))

    options = Options(patient_lock_timeout=0.15, attempts=3)
    with holding(database, "write"), pytest.raises(StillBlocked, match="The database is as it was before this"):
        apply(database, migrations, options=options, means=Means(sleep=look))
    assert seen == [0, 0]
    assert status(database, migrations).pending == migrations[1:]
    apply(database, migrations)
    assert session.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'busy_a'::regclass")


def test_a_concurrent_index_is_tried_again_over_what_a_try_left(
    database: Dsn, session: Session, migrations: tuple[Migration, ...]
) -> None:
    apply(database, migrations[:1])
    with connect(database) as writer:
        writer.script("BEGIN; LOCK TABLE busy IN ROW EXCLUSIVE MODE")
        # The build gives up at 0.4 s and leaves an invalid index; clearing that away waits for the writer as well.
        lets_go = threading.Timer(0.6, lambda: writer.execute("COMMIT"))

        def wait_with_it(event: Event) -> None:
            if isinstance(event, StatementStarted) and lets_go.ident is None:
                lets_go.start()

        sleeper = Sleeper()
        options = Options(patient_lock_timeout=0.4, attempts=2)
        [row] = apply(database, migrations, options=options, means=Means(sleep=sleeper), emit=wait_with_it)
        lets_go.join()
    assert len(sleeper.slept) == 1
    assert row.version == migrations[1].version
    assert session.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'busy_a'::regclass")


def test_what_cannot_be_cleared_away_yet_is_taken_up_by_the_next_run(
    database: Dsn, session: Session, migrations: tuple[Migration, ...]
) -> None:
    apply(database, migrations[:1])
    with connect(database) as writer:
        writer.script("BEGIN; LOCK TABLE busy IN ROW EXCLUSIVE MODE")
        for _ in range(2):
            with pytest.raises(MigrationUnfinished, match=r"_x\.up\.sql was cut short.*lock timeout"):
                apply(database, migrations, options=Options(patient_lock_timeout=0.15))
        writer.execute("COMMIT")
    assert len(status(database, migrations).dirty) == 1
    assert session.value("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == 1
    apply(database, migrations)
    assert status(database, migrations).is_current
    assert session.value("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == 0


def test_another_runner_is_waited_for_and_named(
    database: Dsn, session: Session, migrations: tuple[Migration, ...]
) -> None:
    events: list[Event] = []
    with connect(database, application_name="first runner") as first:
        busy = pytest.raises(RunnerBusy, match=f"pid {first.pid}, user .*, application first runner")
        with runner_lock(first, QUICK, Means(), events.append), busy:
            apply(database, migrations, options=QUICK, emit=events.append)
        [waiting] = events
        assert isinstance(waiting, WaitingForRunner)
        assert waiting.holder is not None
        assert waiting.holder.pid == first.pid
        # Let go, it is free, while the session that had it lives on.
        assert len(apply(database, migrations, options=QUICK, selection=Selection(steps=1))) == 1


def test_histories_in_two_schemas_do_not_wait_for_each_other(
    database: Dsn, session: Session, migrations: tuple[Migration, ...]
) -> None:
    with runner_lock(session, Options(history_schema="other"), Means(), lambda event: None):
        assert len(apply(database, migrations, options=QUICK)) == 2


def test_a_runner_that_waits_does_not_hold_up_an_index(
    database: Dsn, session: Session, migrations: tuple[Migration, ...]
) -> None:
    """While one runner builds an index concurrently, another asks for the lock: neither waits for ever."""
    apply(database, migrations[:1])
    asked: list[Event] = []

    def ask_meanwhile(event: Event) -> None:
        if isinstance(event, StatementStarted):
            with pytest.raises(RunnerBusy):
                apply(database, migrations, options=QUICK, emit=asked.append)

    apply(database, migrations, emit=ask_meanwhile)
    assert len(asked) == 1
    assert status(database, migrations).is_current
