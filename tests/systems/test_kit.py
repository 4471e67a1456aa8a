"""The kit itself: refusals that are told apart, sessions that wait, queries whose parameters are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import DatabaseError
from tests.systems.kit import (
    SCHEMA,
    explained,
    for_psycopg,
    named_queries,
    opened,
    refused,
    started,
    together,
    until_waiting,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.postgres.dsn import Dsn
    from tests.systems.databases import Systems
    from tests.systems.kit import Place


@pytest.fixture
def place(database: Dsn) -> Iterator[Place]:
    """An empty database with one row to quarrel about."""
    with opened(database, SCHEMA / "ticketing") as found:
        found.script("create table t (id integer primary key, n integer check (n >= 0)); insert into t values (1, 1)")
        yield found


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("select :a_1, :a_1", "select %(a_1)s, %(a_1)s"),
        ("select x::text, :a::uuid", "select x::text, %(a)s::uuid"),
        ("select ':a', \":b\", $q$:c$q$ -- :d", "select ':a', \":b\", $q$:c$q$ -- :d"),
        ("select 'it''s 5 %' /* :a */, 7 % :b", "select 'it''s 5 %%' /* :a */, 7 %% %(b)s"),
        ("call p(x := :x)", "call p(x := %(x)s)"),
    ],
)
def test_parameters_are_found_where_they_are_ones(text: str, turned: str) -> None:
    assert for_psycopg(text) == turned


def test_every_named_query_of_a_file_is_its_own() -> None:
    queries = named_queries(SCHEMA / "ticketing")
    assert {"join_waitlist", "pick_waitlist", "mark_notified"} <= set(queries)
    assert queries["mark_notified"].startswith("-- waitlist_ids")
    assert queries["mark_notified"].endswith("any (%(waitlist_ids)s::uuid[])")


def test_a_refusal_holds_what_was_said(place: Place) -> None:
    with refused("23505", "23514") as refusal:
        place.execute("insert into t values (2, -1)")
    assert refusal.error.constraint == "t_n_check"


def test_what_is_not_refused_is_an_assertion(place: Place) -> None:
    with pytest.raises(AssertionError, match="nothing was refused"), refused("23514"):
        place.execute("insert into t values (2, 2)")


def test_what_is_refused_for_another_reason_is_an_assertion(place: Place) -> None:
    with pytest.raises(AssertionError, match="23505 and not 23514"), refused("23514"):
        place.execute("insert into t values (1, 1)")


def test_calls_run_together(place: Place) -> None:
    sessions = [place.open() for _ in range(3)]
    done = together(*[lambda own=own: own.execute("insert into t values (9, 9)") for own in sessions])
    assert [each for each in done if not isinstance(each, DatabaseError)] == [1]
    assert {each.sqlstate for each in done if isinstance(each, DatabaseError)} == {"23505"}


def test_a_statement_waits_and_goes_on(place: Place) -> None:
    other = place.open()
    with place.session.transaction():
        place.execute("update t set n = n + 1")
        update = started(other, "update t set n = n + 1 returning n")
        until_waiting(place, other)
    assert update.result() == [(3,)]
    assert started(other, "update t set n = 0").result() == []


def test_a_parameter_that_is_missing_is_no_empty_answer(place: Place) -> None:
    with pytest.raises(DatabaseError, match="waitlist_ids"):
        place.query("mark_notified", ids=[])


def test_statements_within_functions_are_explained(place: Place) -> None:
    place.script("""
        create function f() returns integer language plpgsql
        as $$ begin return (select n from t where id = 1); end $$;
        set enable_seqscan = off;
    """)
    with explained(place.session) as plans:
        assert place.value("select f()") == 1
    place.value("select f()")
    assert len(plans) == 2
    assert "using t_pkey" in plans[0]


def test_what_does_not_wait_is_an_assertion(place: Place) -> None:
    other = place.open()
    started(other, "update t set n = n + 1").result()
    with pytest.raises(AssertionError, match="did not wait"):
        until_waiting(place, other)


def test_what_still_waits_at_the_end_is_given_up(database: Dsn) -> None:
    with opened(database, SCHEMA / "ticketing") as place:
        place.execute("create table t ()")
        other = place.open()
        place.execute("begin")
        place.execute("lock table t")
        waiting = started(other, "truncate t")
        until_waiting(place, other)
    error = waiting.exception()
    assert isinstance(error, DatabaseError)
    assert error.sqlstate == "57014"


def test_a_session_acts_as_a_role_with_settings(systems: Systems) -> None:
    with systems.desired("ticketing") as place:
        own = place.open("ticket_app", {"app.user_id": "00000000-0000-0000-0000-000000000007"})
        assert own.rows("select current_user::text, current_app_user_id()::text") == [
            ("ticket_app", "00000000-0000-0000-0000-000000000007")
        ]
