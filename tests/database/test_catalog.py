"""The catalog that is read from a database: what counts, what does not, and that nothing gets lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.differ.compare import compare
from pgplumb.errors import DatabaseError
from pgplumb.introspect import answers
from pgplumb.introspect.answers import LARGE, QUERIES, Answers, worth_asking
from pgplumb.introspect.codec import decode, encode
from pgplumb.introspect.queries import query
from pgplumb.introspect.reader import read
from pgplumb.introspect.settling import is_settled
from pgplumb.model.dependencies import Dependency
from pgplumb.model.ids import ObjectId
from pgplumb.postgres.dsn import Dsn
from pgplumb.postgres.session import connect
from pgplumb.syntax.sql import ident

if TYPE_CHECKING:
    from pgplumb.model.catalog import Catalog
    from pgplumb.postgres.session import Session

OWN = frozenset({"postgres"})
ONE_AT_A_TIME = "reads_by_one_session"


def catalog(session: Session, sql: str) -> Catalog:
    session.script(sql)
    return read(session, own_roles=OWN)


def test_what_the_cache_keeps_is_what_was_read(session: Session) -> None:
    found = catalog(
        session,
        "create type mood as enum ('a', 'b'); create table t (id serial primary key, m mood default 'a', z int[]);"
        "create view v as select id, m from t; comment on column v.id is 'key'; grant select on v to public;"
        "create function f(a int) returns int language sql return a + 1; create index on t (f(id));",
    )
    assert decode(encode(found)) == found
    assert decode(encode(found)).fingerprint == found.fingerprint


def test_the_position_of_columns_does_not_count(session: Session) -> None:
    one = catalog(session, "create table t (a int, b text)")
    other = catalog(session, "drop table t; create table t (b text, a int)")
    assert compare(one, other) == ()
    assert one.fingerprint == other.fingerprint


@pytest.mark.parametrize(
    ("sql", "settled"),
    [
        ("create table t (a text check (a in ('x', 'y')))", True),
        ("create table t (a varchar check (a in ('x', 'y')))", False),
        ("create view v as select 1 as a union all select 2", False),
        ("create function f() returns int language sql begin atomic select 1; end", False),
    ],
)
def test_text_that_prints_differently_after_a_restore_is_told(session: Session, sql: str, settled: bool) -> None:
    assert is_settled(catalog(session, sql)) is settled


def test_members_of_an_extension_and_what_hangs_on_them_are_left_out(session: Session) -> None:
    found = catalog(session, "create extension hstore; create table t (h hstore)")
    names = {id for id in found.objects if id.kind in {"function", "operator", "cast", "base_type"}}
    assert names == set()
    assert any(
        edge.referenced == ObjectId("extension", name="hstore")
        for edge in found.requires(ObjectId("column", "public", "h", "t"))
    )


def test_what_is_not_modelled_is_named(session: Session) -> None:
    assert [str(id) for id in catalog(session, "create type hollow").unmodelled] == ["base type public.hollow"]


def test_what_is_the_databases_own_affair_is_named(session: Session) -> None:
    name = session.value("select current_database()")
    session.script("drop role if exists catalog_reader; create role catalog_reader")
    for text in (
        "grant create, connect on database {} to catalog_reader with grant option",
        "revoke all on database {} from public",
        "alter database {} set work_mem = '8MB'",
        "alter role catalog_reader in database {} set search_path = a",
    ):
        session.execute(text.format(ident(name)))
    try:
        found = catalog(session, "create table t (a int)").unmodelled
    finally:
        session.script(
            f"drop owned by catalog_reader; drop role catalog_reader; alter database {ident(name)} reset all"
        )
    assert [str(id) for id in found] == [
        "database privilege CONNECT with grant option, CREATE with grant option to catalog_reader",
        "database privilege none to public",
        "database setting search_path of catalog_reader",
        "database setting work_mem",
    ]


def test_a_security_label_is_named(session: Session) -> None:
    # No provider is at hand; a label that one left behind looks like this.
    session.script("create table t (a int)")
    session.execute("insert into pg_seclabel values ('t'::regclass, 'pg_class'::regclass, 0, 'sepgsql', 'secret')")
    found = read(session, own_roles=OWN)
    assert [str(id) for id in found.unmodelled] == ["security label sepgsql on table public.t"]


def test_an_invalid_index_counts_as_absent(session: Session) -> None:
    session.script("create table t (a int); insert into t values (1), (1)")
    with pytest.raises(Exception, match="could not create unique index"):
        session.execute("create unique index concurrently t_a on t (a)")
    assert ObjectId("index", "public", "t_a", "t") not in read(session, own_roles=OWN).objects
    assert [str(id) for id in read(session, own_roles=OWN).unmodelled] == ["invalid index public.t_a"]


def test_a_large_database_is_read_alike_by_two_sessions_and_by_one(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.script(
        f"do $$ begin for n in 1..{LARGE // 2} loop"
        " execute format('create table t%s (id int primary key, other int references t%s default %s)', n, n, n);"
        " end loop; end $$;"
        f"create role {ONE_AT_A_TIME} login connection limit 1"
    )
    try:
        by_two = read(session, own_roles=OWN)
        as_one = Dsn.of({**dict(session.dsn.parameters), "user": ONE_AT_A_TIME})
        with connect(as_one) as alone:
            by_one = read(alone, own_roles=OWN)
        monkeypatch.setattr(answers, "connect", lambda _: pytest.fail("a second session was not asked for"))
        unhelped = read(session, own_roles=OWN, helped=False)
    finally:
        session.execute(f"drop role {ONE_AT_A_TIME}")
    assert sum(id.is_relation or id.kind == "constraint" for id in by_two.objects) >= LARGE
    assert by_one == unhelped == by_two


def test_what_ids_tell_is_known_without_the_server(session: Session) -> None:
    found = catalog(
        session,
        "create schema s; create table s.t (a int default 1); create policy p on s.t; create view s.v as select 1",
    )
    table, column = ObjectId("table", "s", "t"), ObjectId("column", "s", "a", "t")
    for part, whole in (
        (ObjectId("default", "s", "a", "t"), column),
        (ObjectId("policy", "s", "p", "t"), table),
        (column, table),
    ):
        assert Dependency(part, whole, automatic=True) in found.requires(part)
        assert Dependency(part, whole, automatic=True) in found.required_by(whole)
    for one in (table, ObjectId("view", "s", "v")):
        assert Dependency(one, ObjectId("schema", name="s")) in found.requires(one)
        assert Dependency(one, ObjectId("schema", name="s")) in found.required_by(ObjectId("schema", name="s"))


@pytest.mark.parametrize("sql", ["", "create type mood as enum ('sad'); create view v as select 'sad'::mood as m"])
def test_what_is_not_asked_has_no_answer(sql: str, session: Session) -> None:
    session.script(sql)
    left_out = set(QUERIES) - set(worth_asking(session))
    assert "policy" in left_out
    assert ("enum" in left_out, "view" in left_out) == (not sql, not sql)
    found = {name: session.rows(query(name, session.server_version).sql) for name in left_out}
    assert {name for name, rows in found.items() if rows} == set()


def test_an_answer_is_given_once(session: Session) -> None:
    asked = Answers(("castable",))
    asked.fill(session)
    assert asked.rows("castable")
    assert asked.rows("policy") == []
    with pytest.raises(KeyError):
        asked.rows("castable")


def test_what_keeps_a_session_from_answering_is_told_to_whoever_waits(session: Session) -> None:
    asked = Answers(QUERIES)
    session.execute("begin")
    with pytest.raises(DatabaseError):
        session.execute("select no_such_column")
    asked.fill(session)
    for name in QUERIES:
        with pytest.raises(DatabaseError, match="transaction is aborted"):
            asked.rows(name)
