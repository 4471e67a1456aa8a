"""Sessions: results, transactions, and what errors tell."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import (
    AuthenticationFailed,
    ConnectionFailed,
    ConnectionLost,
    ConnectionRefused,
    DatabaseError,
    DatabaseMissing,
)
from pgplumb.postgres.session import Session, connect

if TYPE_CHECKING:
    from pgplumb.postgres.dsn import Dsn


def test_results(session: Session) -> None:
    assert session.server_version >= 180000
    session.script("CREATE TABLE t (a int, b text); INSERT INTO t VALUES (1, '100%'), (2, NULL)")
    assert session.rows("SELECT a, b FROM t ORDER BY a") == [(1, "100%"), (2, None)]
    assert session.rows("SELECT a FROM t WHERE b LIKE '100%'") == [(1,)]
    assert session.value("SELECT b FROM t WHERE a = %s", [1]) == "100%"
    assert session.value("SELECT b FROM t WHERE a = 3") is None
    assert session.execute("UPDATE t SET a = a + 1") == 2


def test_a_script_is_one_transaction(session: Session) -> None:
    with pytest.raises(DatabaseError):
        session.script("CREATE TABLE t (a int); SELECT 1/0")
    assert session.value("SELECT to_regclass('t')") is None


def test_transactions_and_savepoints(session: Session) -> None:
    with session.transaction():
        session.execute("CREATE TABLE kept (a int)")
        with pytest.raises(DatabaseError), session.savepoint():
            session.script("CREATE TABLE undone (a int); SELECT 1/0")
    assert session.rows("SELECT relname FROM pg_class WHERE relname IN ('kept', 'undone')") == [("kept",)]


def test_an_error_at_commit_is_told_like_any_other(session: Session) -> None:
    session.execute("CREATE TABLE t (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(DatabaseError) as caught, session.transaction():
        session.execute("INSERT INTO t VALUES (1), (1)")
    assert (caught.value.sqlstate, caught.value.constraint, caught.value.table) == ("23505", "t_a_key", "t")


def test_a_snapshot_stands_still_and_cannot_write(database: Dsn, session: Session) -> None:
    session.execute("CREATE TABLE t (a int)")
    with connect(database) as reader, reader.snapshot():
        assert reader.value("SELECT count(*) FROM t") == 0
        session.execute("INSERT INTO t VALUES (1)")
        assert reader.value("SELECT count(*) FROM t") == 0
        with pytest.raises(DatabaseError, match="read-only"):
            reader.execute("INSERT INTO t VALUES (2)")


def test_an_error_keeps_what_the_server_told(session: Session) -> None:
    with pytest.raises(DatabaseError) as caught:
        session.execute("SELECT 1;\nSELECT nonsense")
    error = caught.value
    assert (error.primary, error.sqlstate, error.position) == ('column "nonsense" does not exist', "42703", 18)
    assert str(error) == 'PostgreSQL refused: column "nonsense" does not exist'


def test_notices_are_kept_in_order(session: Session) -> None:
    session.script("DO $$ BEGIN RAISE NOTICE 'one'; RAISE WARNING 'two'; END $$")
    assert session.notices == ["NOTICE: one", "WARNING: two"]


def test_cancel_ends_the_statement_of_another_thread(session: Session) -> None:
    timer = threading.Timer(0.1, session.cancel)
    timer.start()
    began = time.monotonic()
    with pytest.raises(DatabaseError, match="canceling statement"):
        session.execute("SELECT pg_sleep(20)")
    assert time.monotonic() - began < 10
    timer.join()


def test_a_killed_session_is_lost(database: Dsn, session: Session) -> None:
    with connect(database) as other:
        assert session.value("SELECT pg_terminate_backend(%s, 5000)", [other.pid])
        with pytest.raises(ConnectionLost, match="was lost"):
            other.value("SELECT 1")


def test_no_such_database(database: Dsn) -> None:
    with pytest.raises(DatabaseMissing, match='has no database "nowhere"'):
        connect(database.with_database("nowhere"))


def test_a_database_that_takes_no_connection(database: Dsn) -> None:
    with pytest.raises(ConnectionRefused, match="not currently accepting connections"):
        connect(database.with_database("template0"))


def test_no_such_user(database: Dsn) -> None:
    with pytest.raises(AuthenticationFailed, match='role "nosuch" does not exist'):
        connect(type(database).of(dict(database.parameters) | {"user": "nosuch"}))


def test_no_server(database: Dsn) -> None:
    with pytest.raises(ConnectionFailed, match="No such file or directory") as caught:
        connect(type(database).of(dict(database.parameters) | {"port": "1"}))
    assert type(caught.value) is ConnectionFailed


def test_many_rows_are_read_fast(session: Session) -> None:
    began = time.monotonic()
    rows = session.rows("SELECT n, 'row ' || n FROM generate_series(1, 100000) AS n")
    assert len(rows) == 100_000
    assert time.monotonic() - began < 5
