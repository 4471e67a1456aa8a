"""Scratch databases: throwaway ones, templates, roles, dumps, from several threads at once."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import DatabaseMissing, DumpFailed, RestoreFailed, ServerTooNew
from pgplumb.postgres.binaries import Binaries, installed
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.dump import dump
from pgplumb.postgres.server import open_scratch
from pgplumb.postgres.session import Session, connect

if TYPE_CHECKING:
    from pathlib import Path

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch

SCHEMA = """
CREATE SCHEMA "odd ""name";
CREATE TABLE "odd ""name".t (a int PRIMARY KEY, b text DEFAULT E'\\\\unrestrict pgplumb\\n');
CREATE VIEW v AS SELECT a FROM "odd ""name".t;
CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$
SELECT '
\\unrestrict pgplumb
SET transaction_timeout = 0;
'
$$;
"""


def _names(session: Session) -> set[str]:
    return {name for (name,) in session.rows("SELECT datname FROM pg_database")}


def test_a_database_is_gone_afterwards(scratch: Scratch, session: Session) -> None:
    with scratch.database() as dsn:
        left_open = connect(dsn)
        assert dsn.database in _names(session)
    assert dsn.database not in _names(session)
    left_open.close()


def test_a_database_is_gone_after_an_error(scratch: Scratch, session: Session) -> None:
    with pytest.raises(ZeroDivisionError), scratch.database() as dsn:
        raise ZeroDivisionError
    assert dsn.database not in _names(session)


def test_a_template_is_built_once(scratch: Scratch) -> None:
    built = []

    def build(dsn: Dsn) -> None:
        built.append(dsn)
        with connect(dsn) as session:
            session.execute("CREATE TABLE t (a int)")

    with ThreadPoolExecutor(4) as threads:
        (template,) = set(threads.map(lambda _: scratch.template("built once", build), range(4)))
    assert len(built) == 1
    with scratch.database(template) as dsn, connect(dsn) as session:
        assert session.value("SELECT count(*) FROM t") == 0


def test_templates_of_a_block_are_forgotten(scratch: Scratch, session: Session) -> None:
    built: list[str] = []
    kept = scratch.template("kept", lambda dsn: built.append(dsn.database))
    with scratch.forgetting():
        gone = scratch.template("gone", lambda dsn: built.append(dsn.database))
        assert scratch.template("kept", lambda dsn: built.append(dsn.database)) == kept
    left = {row[0] for row in session.rows("SELECT datname FROM pg_database")}
    assert (kept in left, gone in left) == (True, False)
    scratch.template("gone", lambda dsn: built.append(dsn.database))
    assert len(built) == 3


def test_a_build_that_fails_leaves_no_template(scratch: Scratch, session: Session) -> None:
    before = _names(session)
    with pytest.raises(ZeroDivisionError):
        scratch.template("never built", lambda dsn: 1 // 0)  # type: ignore[arg-type]
    assert _names(session) == before


def test_threads_share_a_scratch_server(scratch: Scratch) -> None:
    def work(number: int) -> int:
        with scratch.database() as dsn, connect(dsn) as session:
            session.execute("CREATE TABLE t AS SELECT generate_series(1, %s) AS a" % number)  # noqa: UP031
            count: int = session.value("SELECT count(*) FROM t")
            return count

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(work, range(1, 13))) == list(range(1, 13))


def test_a_database_with_a_subscription_can_be_dropped(scratch: Scratch) -> None:
    with scratch.database() as dsn, connect(dsn) as session:
        session.execute(
            "CREATE SUBSCRIPTION \"a 'sub\" CONNECTION 'host=nowhere.invalid' PUBLICATION p WITH (connect = false)"
        )
    with pytest.raises(DatabaseMissing):
        connect(dsn)


def test_roles_are_made_once_and_cannot_log_in(scratch: Scratch, session: Session) -> None:
    for _ in range(2):
        scratch.ensure_roles(['odd "role"', "plain_role"])
    roles = session.rows(
        "SELECT rolname, rolcanlogin FROM pg_roles WHERE rolname = ANY (%s)", [['odd "role"', "plain_role"]]
    )
    assert sorted(roles) == [('odd "role"', False), ("plain_role", False)]
    session.execute('DROP ROLE "odd ""role""", plain_role')


def test_a_dump_comes_back_equal(scratch: Scratch, database: Dsn, session: Session) -> None:
    session.script(SCHEMA)
    text = scratch.dump(database)
    with scratch.database() as copy:
        scratch.restore(text, copy)
        assert scratch.dump(copy) == text
        with connect(copy) as copied:
            assert copied.value("SELECT f()") == session.value("SELECT f()")


def test_a_dump_with_a_name_that_pg_dump_does_not_quote(scratch: Scratch, database: Dsn, session: Session) -> None:
    """pg_dump 18 writes the name of an heir's own NOT NULL as it is."""
    session.script("""
        create table "My.jar" (id integer not null, "Size" integer constraint "a ""b" not null);
        create table lid () inherits ("My.jar");
        alter table lid alter column "Size" set not null, alter column id set not null
    """)
    text = scratch.dump(database)
    with scratch.database() as copy:
        scratch.restore(text, copy)
        assert scratch.dump(copy) == text


def test_a_setting_that_the_server_does_not_know_is_left_out(scratch: Scratch, database: Dsn, session: Session) -> None:
    session.script(SCHEMA)
    text = scratch.dump(database)
    with scratch.database() as copy:
        scratch.restore(text.replace("SET lock_timeout = 0;", "SET setting_of_the_future = 0;", 1), copy)
        assert scratch.dump(copy) == text


def test_a_dump_that_does_not_fit_names_the_line(scratch: Scratch, database: Dsn, session: Session) -> None:
    session.script("CREATE VIEW v AS SELECT 1 AS a")
    text = scratch.dump(database).replace('1 AS "a"', '"nonsense"')
    line = next(number for number, content in enumerate(text.splitlines(), 1) if "nonsense" in content)
    with scratch.database() as copy, pytest.raises(RestoreFailed, match=f'line {line} of the dump: .*"nonsense"'):
        scratch.restore(text, copy)


def test_a_dump_without_permission_says_so(scratch: Scratch, database: Dsn, session: Session) -> None:
    session.script("CREATE ROLE poor LOGIN; CREATE TABLE t (a int); REVOKE ALL ON t FROM PUBLIC")
    try:
        poor = type(database).of(dict(database.parameters) | {"user": "poor", "password": "hunter2"})
        with pytest.raises(DumpFailed, match="permission denied") as caught:
            scratch.dump(poor)
        assert "hunter2" not in str(caught.value)
    finally:
        session.execute("DROP ROLE poor")


def test_a_server_newer_than_pg_dump_is_refused(database: Dsn) -> None:
    old = Binaries(installed().folder, 150000)
    with pytest.raises(ServerTooNew, match="runs PostgreSQL 18, which pg_dump 15 cannot read"):
        dump(database, [old], os.environ)


def test_nothing_starts_before_the_first_use(tmp_path: Path) -> None:
    with open_scratch("embedded", cache=Cache(tmp_path / "cache", 0), environment=os.environ) as scratch:
        assert scratch.version >= 180000
        assert scratch.label.endswith("(embedded)")
    assert list(tmp_path.iterdir()) == []


def test_variables_of_libpq_do_not_lead_elsewhere(monkeypatch: pytest.MonkeyPatch, scratch: Scratch) -> None:
    for name, value in {
        "PGHOSTADDR": "192.0.2.1",
        "PGPORT": "1",
        "PGUSER": "nobody",
        "PGDATABASE": "nowhere",
        "PGSSLMODE": "require",
        "PGOPTIONS": "-c search_path=nowhere",
        "PGCHANNELBINDING": "require",
    }.items():
        monkeypatch.setenv(name, value)
    with scratch.database() as dsn:
        with connect(dsn) as session:
            assert session.value("SHOW search_path") == '"$user", public'
        assert scratch.dump(dsn)
