"""The runner under fire: killed at every statement of twelve, in both directions, and while a statement runs."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pgplumb.errors import RunnerBusy
from pgplumb.model.migration import Migration, State
from pgplumb.postgres.session import Session, connect
from pgplumb.runner.events import Event, Resumed
from pgplumb.runner.options import Options, Selection
from pgplumb.runner.run import apply, rollback, status
from pgplumb.store.directory import Draft, read, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)

#: Twelve statements up and twelve down in six batches, two of them in transactions.
TWELVE = (
    Draft(
        up="""CREATE TABLE event (id int PRIMARY KEY, name text NOT NULL, starts date);
        INSERT INTO event SELECT n, 'event ' || n, '2026-01-01' FROM generate_series(1, 50) n;
        CREATE TYPE seat_state AS ENUM ('free');
        CREATE TABLE seat (event_id int REFERENCES event, nr int, state seat_state);
        CREATE INDEX seat_nr ON seat (nr);""",
        down="""DROP INDEX seat_nr;
        ALTER TABLE seat DROP COLUMN state;
        DROP TABLE seat;
        DROP TYPE seat_state;
        DROP TABLE event;""",
    ),
    Draft(
        up="CREATE INDEX CONCURRENTLY event_name ON event (lower(name), starts DESC) WHERE starts > '2020-01-01';",
        down="DROP INDEX CONCURRENTLY event_name;",
        up_transactional=False,
        down_transactional=False,
    ),
    Draft(
        up="DROP INDEX CONCURRENTLY seat_nr;",
        down="CREATE INDEX CONCURRENTLY seat_nr ON seat (nr);",
        up_transactional=False,
        down_transactional=False,
    ),
    Draft(
        up="ALTER TYPE seat_state ADD VALUE 'held';",
        down="""ALTER TYPE seat_state RENAME TO seat_state_old;
        CREATE TYPE seat_state AS ENUM ('free');
        ALTER TABLE seat ALTER state TYPE seat_state USING state::text::seat_state;
        DROP TYPE seat_state_old;""",
        up_transactional=False,
    ),
    Draft(
        up="""ALTER TABLE event ADD COLUMN place text;
        UPDATE event SET place = 'here';
        ALTER TABLE event ALTER place SET NOT NULL;""",
        down="ALTER TABLE event DROP COLUMN place;",
    ),
    Draft(
        up="REINDEX INDEX CONCURRENTLY event_name;",
        down="",
        up_transactional=False,
    ),
)
STATEMENTS = 12


class Runners:
    """The process of runner_child.py."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self, dsn: Dsn, folder: Path, direction: str, **request: Any) -> None:
        assert self._process.stdin is not None
        told = {"dsn": dsn.url, "folder": str(folder), "direction": direction, **request}
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()

    def end(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())

    def run(self, dsn: Dsn, folder: Path, direction: str, **request: Any) -> int:
        self.start(dsn, folder, direction, **request)
        return self.end()


@pytest.fixture(scope="module")
def open_runners() -> Iterator[Callable[[], Runners]]:
    started: list[subprocess.Popen[str]] = []

    def open_one() -> Runners:
        command = [sys.executable, str(Path(__file__).with_name("runner_child.py"))]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return Runners(process)

    yield open_one
    for process in started:
        with process:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(timeout=10)


@pytest.fixture(scope="module")
def runners(open_runners: Callable[[], Runners]) -> Runners:
    return open_runners()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("migrations")
    write(folder, TWELVE, slug="twelve", now=NOW)
    return folder


@pytest.fixture(scope="module")
def migrations(folder: Path) -> tuple[Migration, ...]:
    return read(folder).migrations


@pytest.fixture(scope="module")
def whole(scratch: Scratch, migrations: tuple[Migration, ...]) -> list[tuple[Any, ...]]:
    """What the database looks like after a run that nothing disturbed."""
    with scratch.database() as dsn, connect(dsn) as session:
        apply(dsn, migrations)
        return shape(session)


def shape(session: Session) -> list[tuple[Any, ...]]:
    """Columns, indexes with their validity, constraints and labels of the schema public, and how many rows it has."""
    found = session.rows(
        """SELECT 'column', attrelid::regclass::text, attname::text, attnotnull::text
        FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
        WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
        UNION ALL SELECT 'index', pg_get_indexdef(indexrelid), indisvalid::text, ''
        FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT 'constraint', conrelid::regclass::text, pg_get_constraintdef(oid), ''
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT 'label', enumtypid::regtype::text, enumlabel::text, '' FROM pg_enum
        ORDER BY 1, 2, 3, 4"""
    )
    if session.value("SELECT to_regclass('event')"):
        found += session.rows("SELECT 'rows', count(*), '', '' FROM event")
    return found


@pytest.mark.parametrize("at", ["StatementStarted", "StatementDone"])
@pytest.mark.parametrize("number", range(1, STATEMENTS + 1))
def test_killed_at_a_statement_it_loses_nothing_and_resumes(
    database: Dsn,
    session: Session,
    runners: Runners,
    folder: Path,
    migrations: tuple[Migration, ...],
    whole: list[tuple[Any, ...]],
    at: str,
    number: int,
) -> None:
    assert runners.run(database, folder, "up", at=at, number=number) == -9
    resumed = apply(database, migrations)
    assert shape(session) == whole
    rows = status(database, migrations)
    assert rows.is_current
    assert [row.checksum for row in rows.applied] == [migration.checksum for migration in migrations]
    assert resumed
    assert apply(database, migrations) == ()

    assert runners.run(database, folder, "down", at=at, number=number) == -9
    rollback(database, migrations, selection=Selection(to="0"))
    assert shape(session) == []
    assert status(database, migrations).pending == migrations


def test_killed_between_scripts_it_resumes(
    database: Dsn, session: Session, runners: Runners, folder: Path, migrations: tuple[Migration, ...], whole: Any
) -> None:
    for number in range(1, len(TWELVE)):
        assert runners.run(database, folder, "up", at="Finished", number=1) == -9
        assert len(status(database, migrations).applied) == number
    assert runners.run(database, folder, "up", at="", number=1) == 0
    assert shape(session) == whole


def test_a_step_that_was_cut_off_counts_as_a_step(
    database: Dsn, runners: Runners, folder: Path, migrations: tuple[Migration, ...]
) -> None:
    apply(database, migrations, selection=Selection(steps=3))
    # Dies when the index is dropped and the history does not know it yet: asked again to undo one, it undoes that one.
    assert runners.run(database, folder, "down", at="StatementDone", number=1) == -9
    assert [row.state for row in status(database, migrations).dirty] == [State.REVERTING]
    events: list[Event] = []
    [gone] = rollback(database, migrations, emit=events.append)
    assert gone.version == migrations[2].version
    assert events == [Resumed(id=migrations[2].id, applied=False)]
    assert len(status(database, migrations).applied) == 2


def test_a_half_made_index_can_be_rolled_back(
    database: Dsn, session: Session, runners: Runners, folder: Path, migrations: tuple[Migration, ...]
) -> None:
    apply(database, migrations, selection=Selection(steps=1))
    assert runners.run(database, folder, "up", at="StatementDone", number=1) == -9
    [gone] = rollback(database, migrations)
    assert gone.version == migrations[1].version
    assert session.value("SELECT to_regclass('event_name')") is None
    assert len(status(database, migrations).applied) == 1


def orphan(session: Session) -> int:
    """The backend of the killed runner, which still runs its statement."""
    pids = session.rows(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'pgplumb' AND state = 'active' "
        "AND pid <> pg_backend_pid() AND datname = current_database()"
    )
    [[pid]] = pids
    return int(pid)


def wait_for_end(session: Session, pid: int) -> None:
    deadline = time.monotonic() + 10
    while session.value("SELECT count(*) FROM pg_stat_activity WHERE pid = %s", [pid]):
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("fate", ["it finishes", "it is terminated"])
@pytest.mark.parametrize("step", [2, 3])
@pytest.mark.parametrize("direction", ["up", "down"])
def test_killed_inside_a_concurrent_statement_whatever_the_server_does_with_it(
    database: Dsn,
    session: Session,
    runners: Runners,
    folder: Path,
    migrations: tuple[Migration, ...],
    step: int,
    direction: str,
    fate: str,
) -> None:
    apply(database, migrations, selection=Selection(steps=step - 1 if direction == "up" else step))
    with connect(database) as writer:
        writer.execute("BEGIN")
        writer.execute("LOCK TABLE event, seat IN ROW EXCLUSIVE MODE")
        # The statement waits for the writer; its runner dies; the server goes on with it.
        assert runners.run(database, folder, direction, at="Blocked", number=1) == -9
        left = orphan(session)
        with pytest.raises(RunnerBusy, match=f"pid {left}, .*application pgplumb"):
            apply(database, migrations, options=Options(runner_wait=0.1))
        if fate == "it is terminated":
            session.execute("SELECT pg_terminate_backend(%s)", [left])
        writer.execute("COMMIT")
        wait_for_end(session, left)
    assert len(status(database, migrations).dirty) == 1
    if direction == "up":
        apply(database, migrations, selection=Selection(steps=1))
        assert len(status(database, migrations).applied) == step
    else:
        rollback(database, migrations, selection=Selection(steps=1))
        assert len(status(database, migrations).applied) == step - 1
    assert status(database, migrations).dirty == ()
    assert session.value("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == 0
    named = {name for [name] in session.rows("SELECT relname FROM pg_class WHERE relname IN ('event_name', 'seat_nr')")}
    reached = step if direction == "up" else step - 1
    assert named == {1: {"seat_nr"}, 2: {"seat_nr", "event_name"}, 3: {"event_name"}}[reached]


def test_killed_inside_a_transaction_nothing_is_kept(
    database: Dsn, session: Session, runners: Runners, folder: Path, migrations: tuple[Migration, ...]
) -> None:
    apply(database, migrations, selection=Selection(steps=4))
    with connect(database) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM event")
        assert runners.run(database, folder, "up", at="Blocked", number=1) == -9
        left = orphan(session)
        reader.execute("COMMIT")
    wait_for_end(session, left)
    assert session.value("SELECT count(*) FROM pg_attribute WHERE attname = 'place'") == 0
    found = status(database, migrations)
    assert (len(found.applied), found.dirty) == (4, ())
    apply(database, migrations)
    assert status(database, migrations).is_current


def test_two_runners_at_once_never_interleave(
    database: Dsn,
    session: Session,
    open_runners: Callable[[], Runners],
    migrations: tuple[Migration, ...],
    folder: Path,
    whole: Any,
) -> None:
    crowd = [open_runners() for _ in range(3)]
    for one in crowd:
        one.start(database, folder, "up", at="", number=1)
    assert [one.end() for one in crowd] == [0, 0, 0]
    # Each CREATE TABLE would have failed a second time: that all came to their end says that each ran once.
    assert shape(session) == whole
    assert status(database, migrations).is_current
    for one in crowd[:2]:
        one.start(database, folder, "down", at="", number=1)
    assert [one.end() for one in crowd[:2]] == [0, 0]
    assert status(database, migrations).pending == migrations
