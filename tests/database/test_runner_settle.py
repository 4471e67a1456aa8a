"""What the catalog tells of statements that were cut off, and what is cleared away."""

from __future__ import annotations

import contextlib

import pytest

from pgplumb.errors import DatabaseError
from pgplumb.postgres.session import Session, connect
from pgplumb.runner.settle import DONE, NOT_DONE, Outcome, Settled, settle
from pgplumb.syntax.concurrent import effect
from pgplumb.syntax.split import split

SETUP = """
CREATE SCHEMA s;
CREATE TYPE s.mood AS ENUM ('well');
CREATE TABLE s.t (a int, b text COLLATE "C", c s.mood, "D" int GENERATED ALWAYS AS (1) STORED);
INSERT INTO s.t SELECT 1, 'x', 'well' FROM generate_series(1, 2);
"""


def settled(session: Session, text: str) -> Settled:
    [statement] = split(text, "x")
    return settle(session, statement.text, effect(statement.node))


def invalid(session: Session) -> int:
    return int(session.value("SELECT count(*) FROM pg_index WHERE NOT indisvalid"))


@pytest.fixture
def prepared(session: Session) -> Session:
    session.script(SETUP)
    return session


@pytest.mark.parametrize(
    "definition",
    [
        "ON s.t (a)",
        "ON s.t (a DESC, b COLLATE \"POSIX\" text_pattern_ops NULLS FIRST) WHERE b = 'x' AND c IN ('well')",
        "ON s.t USING hash (b)",
        "ON s.t (lower(b || 'x'), (a + 1)) INCLUDE (c) WITH (fillfactor = 70)",
        'ON s.t ("D")',
        "ON s.t USING brin (a) WITH (pages_per_range = 8)",
    ],
)
def test_an_index_that_is_as_written_is_done(prepared: Session, definition: str) -> None:
    text = f"CREATE INDEX CONCURRENTLY i {definition}"
    assert settled(prepared, text) == NOT_DONE
    prepared.execute(text)
    assert settled(prepared, text) == DONE
    assert prepared.value("SELECT count(*) FROM pg_class WHERE relname = 'pgplumb_probe'") == 0


@pytest.mark.parametrize(
    "other",
    [
        "CREATE INDEX i ON s.t (b)",
        "CREATE INDEX i ON s.t (a DESC)",
        "CREATE INDEX i ON s.t USING hash (a)",
        "CREATE INDEX i ON s.t (a) WHERE a > 0",
        "CREATE INDEX i ON s.t (a) INCLUDE (b)",
        "CREATE INDEX i ON s.t (a) WITH (fillfactor = 70)",
    ],
)
def test_an_index_that_is_not_as_written_is_not_taken_for_it(prepared: Session, other: str) -> None:
    prepared.execute(other)
    found = settled(prepared, "CREATE INDEX CONCURRENTLY i ON s.t (a)")
    assert found.outcome is Outcome.UNKNOWN
    assert "not with this definition" in found.reason
    assert prepared.value("SELECT to_regclass('s.i')")


def test_an_invalid_index_is_dropped(prepared: Session) -> None:
    text = "CREATE UNIQUE INDEX CONCURRENTLY i ON s.t (a)"
    with contextlib.suppress(DatabaseError):
        prepared.execute(text)
    assert invalid(prepared) == 1
    assert settled(prepared, text) == NOT_DONE
    assert invalid(prepared) == 0


def test_an_index_half_dropped_is_dropped(prepared: Session) -> None:
    with contextlib.suppress(DatabaseError):
        prepared.execute('CREATE UNIQUE INDEX CONCURRENTLY "I" ON s.t (a)')
    assert settled(prepared, 'DROP INDEX CONCURRENTLY s."I"') == DONE
    assert invalid(prepared) == 0
    prepared.execute('CREATE INDEX "I" ON s.t (a)')
    assert settled(prepared, 'DROP INDEX CONCURRENTLY s."I"') == NOT_DONE


@pytest.mark.parametrize("what", ["INDEX CONCURRENTLY s.i", "TABLE CONCURRENTLY s.t"])
def test_what_a_reindex_left_is_dropped(prepared: Session, what: str) -> None:
    prepared.execute("CREATE INDEX i ON s.t (a)")
    for name in ("i_ccnew", "i_ccold1"):
        with contextlib.suppress(DatabaseError):
            prepared.execute(f"CREATE UNIQUE INDEX CONCURRENTLY {name} ON s.t (a)")
    assert invalid(prepared) == 2
    assert settled(prepared, f"REINDEX {what}") == NOT_DONE
    assert invalid(prepared) == 0
    assert prepared.value("SELECT to_regclass('s.i')")


def test_a_pending_detach_is_finished(prepared: Session) -> None:
    prepared.script(
        """CREATE TABLE s.p (a int) PARTITION BY LIST (a); CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES IN (1);
        CREATE TABLE s.p2 PARTITION OF s.p FOR VALUES IN (2)"""
    )
    text = "ALTER TABLE s.p DETACH PARTITION s.p1 CONCURRENTLY"
    assert settled(prepared, text) == NOT_DONE
    with connect(prepared.dsn) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM s.p")
        prepared.execute("SET statement_timeout = '200ms'")
        with pytest.raises(DatabaseError, match="statement timeout"):
            prepared.execute(text)
        prepared.execute("RESET statement_timeout")
    assert prepared.value("SELECT inhdetachpending FROM pg_inherits WHERE inhrelid = 's.p1'::regclass")
    assert settled(prepared, text) == DONE
    assert not prepared.value("SELECT count(*) FROM pg_inherits WHERE inhrelid = 's.p1'::regclass")
    assert settled(prepared, text) == DONE


def test_labels(prepared: Session) -> None:
    text = "ALTER TYPE s.mood ADD VALUE 'ill'"
    assert settled(prepared, text) == NOT_DONE
    prepared.execute(text)
    assert settled(prepared, text) == DONE


def test_what_can_be_repeated_and_what_nobody_knows(prepared: Session) -> None:
    assert settled(prepared, "VACUUM s.t") == NOT_DONE
    assert settled(prepared, "CREATE DATABASE x").outcome is Outcome.UNKNOWN
