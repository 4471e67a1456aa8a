"""Servers that go away in the middle of a plan: the message says which one, and nothing is left behind."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from pgplumb.postgres import found
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import open_scratch
from pgplumb.postgres.session import connect
from tests.cli.running import ENDLESS, Running, processes, wait

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch
    from pgplumb.postgres.session import Session

LOCAL = [f"local:{each.major}" for each in found.local(os.environ)[:1]]
#: Sessions of a plan on a live database, its scratch databases on a named server and the lock that says that it lives.
SESSIONS = """
SELECT count(*) FROM pg_stat_activity
WHERE application_name = 'pgplumb' AND datname = current_database() AND pid <> pg_backend_pid()
"""
DATABASES = "SELECT count(*) FROM pg_database WHERE datname LIKE 'pgplumb\\_scratch\\_%'"
LOCKS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
LOADING = "SELECT min(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
WAITING = "SELECT min(pid) FROM pg_locks WHERE NOT granted AND relation = 'busy'::regclass"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    (folder / "desired").mkdir(parents=True)
    (folder / "pgplumb.toml").write_text("")
    (folder / "desired" / "seats.sql").write_text("create table seat (id integer primary key);\n")
    tmp_path.chmod(0o755)
    return folder


@pytest.fixture
def other() -> Iterator[Scratch]:
    """A server that a test may end."""
    with open_scratch("embedded", cache=Cache(None, 0), environment=os.environ) as server:
        yield server


def endless(project: Path) -> None:
    (project / "desired" / "seats.sql").write_text(ENDLESS)


@pytest.mark.slow
@pytest.mark.parametrize("spec", ["embedded", *LOCAL])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_the_scratch_server_is_ended_in_mid_plan(project: Path, spec: str, number: signal.Signals) -> None:
    endless(project)
    with Running(project, ["plan", "--server", spec], {}) as running:
        os.kill(running.server(), number)
        ran = running.end()
        assert ran.status == 1
        assert ran.err.startswith("error: The scratch server (PostgreSQL ")
        assert f" ({spec.partition(':')[0]})) went away in the middle of the work: " in ran.err
        assert "seats.sql" not in ran.err
        running.assert_nothing_left()


@pytest.mark.slow
def test_a_crash_of_one_of_its_processes_ends_the_scratch_server_with_the_reason(project: Path) -> None:
    endless(project)
    with Running(project, ["plan"], {}) as running:
        postmaster = running.server()
        (backend,) = [each for each in processes() if each.parent == postmaster and "MATERIALIZED" in each.command]
        os.kill(backend.pid, signal.SIGSEGV)
        ran = running.end()
        assert ran.status == 1
        assert ran.err.startswith("error: The scratch server (PostgreSQL ")
        assert "was terminated by signal 11" in ran.err
        running.assert_nothing_left()


@pytest.mark.slow
def test_a_named_scratch_server_is_stopped_in_mid_plan(project: Path, other: Scratch) -> None:
    endless(project)
    with other.database() as dsn:
        named = dsn.with_database("postgres")
    with Running(project, ["plan", "--server", named.url], {}) as running:
        with connect(named) as session:
            wait(lambda: session.value(LOADING), "the view is being made")
        other.close()
        ran = running.end()
        assert ran.status == 1
        assert ran.err.startswith(f"error: The scratch server ({named}) went away in the middle of the work: ")
        running.assert_nothing_left()


@pytest.mark.slow
def test_a_session_on_a_named_scratch_server_is_ended(project: Path, database: Dsn, session: Session) -> None:
    endless(project)
    with Running(project, ["plan", "--server", database.with_database("postgres").url], {}) as running:
        wait(lambda: session.value(LOADING), "the view is being made")
        session.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
        ran = running.end()
        assert ran.status == 1
        assert ran.err.startswith("error: The scratch server (")
        assert "terminating connection due to administrator command" in ran.err
        assert [session.value(query) for query in (DATABASES, LOCKS)] == [0, 0]
        running.assert_nothing_left()


@contextmanager
def caught(project: Path, live: Dsn) -> Iterator[Running]:
    """A plan on a live database between reading its catalog and dumping it: a lock is in pg_dump's way."""
    with connect(live, application_name="holder") as holder:
        holder.script("CREATE TABLE busy (a int)")
        holder.execute("BEGIN")
        holder.execute("LOCK TABLE busy")
        with Running(project, ["plan", "--url", live.url], {}) as running:
            with connect(live, application_name="watcher") as session:
                wait(lambda: session.value(WAITING), "pg_dump waits")
            yield running


@pytest.mark.slow
def test_the_live_server_stops_in_mid_plan(project: Path, other: Scratch) -> None:
    with other.database() as live:
        pass
    with connect(live.with_database("postgres")) as session:
        session.execute("CREATE DATABASE shop")
    live = live.with_database("shop")
    with caught(project, live) as running:
        other.close()
        ran = running.end()
        assert ran.status == 1
        assert ran.err.startswith((f"error: Cannot connect to {live}: ", f"error: The server of {live} refused"))
        running.assert_nothing_left()


@pytest.mark.slow
def test_pg_dump_is_ended_on_the_live_server(project: Path, database: Dsn, session: Session) -> None:
    with caught(project, database) as running:
        session.execute(f"SELECT pg_terminate_backend(({WAITING}))")
        ran = running.end()
        assert ran.status == 1
        assert ran.err.startswith(f"error: pg_dump could not read {database}: ")
        assert "terminating connection due to administrator command" in ran.err
        assert session.value(SESSIONS) == 0
        running.assert_nothing_left()


@pytest.mark.slow
def test_a_lock_on_the_live_server_that_is_not_let_go(project: Path, database: Dsn, session: Session) -> None:
    with caught(project, database) as running:
        ran = running.end()
        assert ran.status == 1
        assert "if a lock is in the way, wait for the session that holds it" in ran.err
        assert session.value(SESSIONS) == 0
        running.assert_nothing_left()
