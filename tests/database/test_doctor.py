"""What a role may read and migrate, what would keep a migration waiting: asked of real servers."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from pgplumb.doctor.asked import Asked, Named
from pgplumb.doctor.blockers import blockers
from pgplumb.doctor.database import database_checks
from pgplumb.doctor.reading import unreadable
from pgplumb.doctor.servers import try_server
from pgplumb.errors import DumpFailed
from pgplumb.model.ids import ObjectId
from pgplumb.postgres import found
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.dsn import Dsn
from pgplumb.postgres.server import open_scratch
from pgplumb.postgres.session import Session, connect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.diagnosis import Check
    from pgplumb.postgres.scratch import Scratch

LOCAL = found.local(os.environ)
#: What pg_dump locks, what it reads from the catalog alone, what it never looks at, and names that need quotes.
SCHEMA = """
CREATE SCHEMA shop;
CREATE SCHEMA "odd ""one";
CREATE SCHEMA kept;
CREATE TABLE kept.migrations (version text);
CREATE TABLE shop.seat (id int GENERATED ALWAYS AS IDENTITY);
CREATE TABLE shop.sale (day date) PARTITION BY RANGE (day);
CREATE TABLE shop.sale_2030 PARTITION OF shop.sale FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');
CREATE TABLE "odd ""one"."Table; DROP" (a int);
CREATE TABLE plain (a int);
CREATE VIEW shop.free AS SELECT id FROM shop.seat;
CREATE MATERIALIZED VIEW shop.sold AS SELECT id FROM shop.seat;
CREATE SEQUENCE shop.number;
CREATE FOREIGN DATA WRAPPER wrapper;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER wrapper;
CREATE FOREIGN TABLE shop.remote (a int) SERVER elsewhere;
CREATE EXTENSION hstore;
CREATE TABLE of_the_extension (a int);
ALTER EXTENSION hstore ADD TABLE of_the_extension;
"""


@pytest.fixture(scope="module", params=["embedded", *(f"local:{each.major}" for each in LOCAL)])
def server(request: pytest.FixtureRequest, scratch: Scratch) -> Iterator[Scratch]:
    if request.param == "embedded":
        yield scratch
        return
    with open_scratch(request.param, cache=Cache(None, 0), environment=os.environ) as local:
        yield local


@contextmanager
def poor_role(session: Session) -> Iterator[Dsn]:
    """A role that may log in and nothing else, and how it reaches the session's database."""
    session.execute('CREATE ROLE "poor role" LOGIN')
    try:
        yield Dsn.of(dict(session.dsn.parameters) | {"user": "poor role"})
    finally:
        session.script('DROP OWNED BY "poor role"; DROP ROLE "poor role"')


def asked(**given: object) -> Asked:
    """A project that asks for nothing, but for what is given."""
    nothing = {
        "history": "kept",
        "ignored": lambda id: False,
        "patience": 3.0,
        "desired": frozenset(),
        "extensions": frozenset(),
        "pending": frozenset,
    }
    return Asked(**{**nothing, **given})  # type: ignore[arg-type]


def check(dsn: Dsn, code: str, **given: object) -> Check:
    """What the doctor says of one thing."""
    (one,) = [each for each in database_checks(dsn, asked(**given), None, dumps=18) if each.code == code]
    return one


def dumps(server: Scratch, dsn: Dsn) -> bool:
    try:
        server.dump(dsn, without=["kept"])
    except DumpFailed as error:
        if "permission denied" in error.reason:
            return False
        raise
    return True


def test_the_grants_that_are_named_are_what_pg_dump_needs_and_no_more(server: Scratch) -> None:
    with server.database() as dsn, connect(dsn) as session:
        session.script(SCHEMA)
        with poor_role(session) as poor, connect(poor) as reader:
            lacking = unreadable(reader, without=["kept"])
            assert lacking.schemas == ('odd "one', "shop")
            assert lacking.of == 5
            names = ('"odd ""one"."Table; DROP"', "public.plain", "shop.sale", "shop.sale_2030", "shop.seat")
            assert lacking.tables == names
            assert len(lacking.grants) == 4
            for grant in lacking.grants:
                assert not dumps(server, poor), f"{grant} is not needed"
                assert check(poor, "plan_rights").state == "problem"
                session.script(grant)
            assert dumps(server, poor)
            assert check(poor, "plan_rights").state == "ok"
            assert unreadable(reader, without=["kept"]).grants == ()


def test_many_tables_are_counted_and_cut(server: Scratch) -> None:
    with server.database() as dsn, connect(dsn) as session:
        session.script(";".join(f"CREATE TABLE t{number:03} (a int)" for number in range(120)))
        with poor_role(session) as poor:
            told = check(poor, "plan_rights")
            assert "may not read 120 tables (public.t000, " in told.message
            assert "and 115 more" in told.message
            assert told.facts["unreadable_tables"] == 120
            assert len(told.facts["tables_listed"]) == 100
            (grant,) = told.facts["grants"]
            assert grant in told.help
            session.script(grant)
            assert dumps(server, poor)


def test_what_apply_needs_is_named_with_the_grant(server: Scratch) -> None:
    with server.database() as dsn, connect(dsn) as session:
        session.script(SCHEMA)
        desired = frozenset({ObjectId("schema", name="new"), ObjectId("table", "shop", "row")})
        with poor_role(session) as poor:
            creating = check(poor, "apply_create", desired=desired)
            assert creating.state == "warning"
            assert creating.facts["new"] == ["new"]
            assert creating.facts["closed"][-1] == "shop"
            history = check(poor, "apply_history")
            assert history.message.endswith("may not read the history, kept.migrations.")
            missing = check(poor, "apply_history", history="elsewhere")
            assert "There is no history yet" in missing.message
            for grant in (*creating.facts["grants"], *history.help.splitlines()[1:]):
                session.script(grant)
            assert check(poor, "apply_create", desired=desired).state == "ok"
            assert check(poor, "apply_history").state == "ok"
            assert check(poor, "apply_history", history="elsewhere").state == "ok"
            with connect(poor) as applying:
                applying.script("CREATE SCHEMA new; CREATE TABLE shop.row (a int)")
                applying.script("INSERT INTO kept.migrations VALUES ('1'); DELETE FROM kept.migrations")


def test_what_a_role_does_not_own_is_counted_and_what_is_pending_named(server: Scratch) -> None:
    with server.database() as dsn, connect(dsn) as session:
        session.script(SCHEMA)
        assert check(dsn, "apply_own").state == "ok"
        with poor_role(session) as poor:
            session.execute('ALTER TABLE plain OWNER TO "poor role"')
            left_alone = lambda id: id.name.startswith("sale") or id.name == "kept" or id.schema == "kept"  # noqa: E731
            pending = frozenset({Named("shop", "seat"), Named("public", "plain")})
            owning = check(poor, "apply_own", ignored=left_alone, pending=lambda: pending)
            assert owning.facts["owners"] == ["postgres"]
            assert owning.facts["pending"] == ["table shop.seat"]
            assert "table public.plain" not in owning.facts["not_owned_listed"]
            assert not [name for name in owning.facts["not_owned_listed"] if "sale" in name or "extension" in name]
            session.execute('GRANT postgres TO "poor role"')
            assert check(poor, "apply_own").state == "ok"


def test_what_takes_a_superuser_is_named_until_it_is_there(server: Scratch) -> None:
    wanted = frozenset({ObjectId("event_trigger", name="watch"), ObjectId("table", "public", "t")})
    with server.database() as dsn, connect(dsn) as session, poor_role(session) as poor:
        assert check(dsn, "apply_superuser", desired=wanted).state == "ok"
        told = check(poor, "apply_superuser", desired=wanted)
        assert told.message == "Only a superuser may create event trigger watch, and poor role is none."
        session.script(
            "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
            "CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION f()"
        )
        assert check(poor, "apply_superuser", desired=wanted).state == "ok"


@pytest.mark.parametrize(
    ("name", "state", "said"),
    [
        ("hstore", "ok", "can be created"),
        ("pg_stat_statements", "warning", "only a superuser may"),
        ("nothing_of_ours", "warning", "does not have the extension"),
    ],
)
def test_extensions_of_the_live_server(server: Scratch, name: str, state: str, said: str) -> None:
    with server.database() as dsn, connect(dsn) as session, poor_role(session) as poor:
        told = check(poor, "live_extension", extensions=frozenset({name}))
        assert told.state == state
        assert said in told.message


def test_an_open_transaction_is_told_with_what_it_holds_and_without_its_query(server: Scratch) -> None:
    with server.database() as dsn, connect(dsn) as session:
        session.script("CREATE TABLE busy (a int)")
        with connect(dsn, application_name="nightly job") as holder, holder.transaction():
            holder.execute("LOCK TABLE busy; SELECT 'hunter2'")
            found = {each.code: each for each in blockers(session, patience=0, may_see_others=True)}
            told = found["transactions"]
            assert told.state == "warning"
            assert f"pid {holder.pid}, postgres, " in told.message
            assert '"nightly job", idle in transaction, for 0 s, holds 1 relation (busy)' in told.message
            assert "hunter2" not in f"{told}"
            assert check(dsn, "transactions").state == "ok", "it is younger than what a migration waits"
            with poor_role(session) as poor, connect(poor) as other:
                blind = next(blockers(other, patience=3, may_see_others=False))
                assert blind.state == "warning"
                assert "state not visible, age not visible, holds 1 relation" in blind.message
                assert "pg_read_all_stats" in blind.help
        (told, _) = blockers(session, patience=0, may_see_others=True)
        assert told.state == "ok"


def test_a_prepared_transaction_is_told_with_what_ends_it(server: Scratch) -> None:
    with server.database() as dsn, connect(dsn) as session:
        session.script("CREATE TABLE busy (a int)")
        with connect(dsn) as other:
            other.execute("BEGIN")
            other.execute("LOCK TABLE busy")
            other.execute("PREPARE TRANSACTION 'it''s \x1b[31mhalf done'")
        told = check(dsn, "prepared_transactions")
        assert told.state == "warning"
        assert '"it\'s \\x1b[31mhalf done", postgres, for 0 s' in told.message
        assert "ROLLBACK PREPARED 'it''s " in told.help
        session.execute("ROLLBACK PREPARED 'it''s \x1b[31mhalf done'")
        assert check(dsn, "prepared_transactions").state == "ok"


def test_roles_that_cannot_be_read(server: Scratch) -> None:
    with server.database() as dsn, connect(dsn) as session:
        session.execute("REVOKE SELECT ON pg_catalog.pg_roles FROM PUBLIC")
        with poor_role(session) as poor:
            told = check(poor, "roles")
            assert told.state == "problem"
            session.script(told.help)
            assert not [each for each in database_checks(poor, asked(), None, dumps=18) if each.code == "roles"]


def test_versions_are_compared(server: Scratch) -> None:
    cache = Cache(None, 0)
    with server.database() as dsn:
        scratch = try_server("embedded", cache=cache, environment=os.environ)
        found = {each.code: each for each in database_checks(dsn, asked(), scratch, dumps=server.version // 10000 - 1)}
        same = server.version // 10000 == scratch.major
        assert found["major_version"].state == ("ok" if same else "warning")
        assert found["major_version"].facts == {"live": server.version // 10000, "scratch": scratch.major}
        assert found["pg_dump"].state == "problem"


def test_a_server_that_is_tried_tells_its_extensions() -> None:
    tried = try_server("embedded", cache=Cache(None, 0), environment=os.environ)
    assert tried.stand_ins == {"pgcrypto", "uuid-ossp"}
    assert {"hstore", "pgcrypto", "plpgsql"} <= set(tried.extensions or ())
    assert tried.error == ""


@pytest.mark.parametrize("spec", ["postgresql://app:hunter2@127.0.0.1:1/x", "postgresql://a:hun@ter2@h/x", "docker"])
def test_a_server_that_cannot_be_had_is_a_finding(spec: str) -> None:
    tried = try_server(spec, cache=Cache(None, 0), environment=os.environ)
    assert tried.error
    assert tried.extensions is None
    assert "hunter2" not in f"{tried}"
    assert "ter2" not in f"{tried}"
