"""What always holds in the catering system: bookings apart from the rest, which have a file of their own."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pgplumb.errors import DatabaseError
from tests.systems.catering.some import (
    HASH,
    archive,
    at,
    book,
    client,
    event,
    log_of,
    portal_user,
    resource,
    staff,
    task,
)
from tests.systems.kit import Place, refused, started, together, until_waiting

STEPS = ["planning", "preparation", "in_progress", "completed", "follow_up"]


@pytest.mark.shows("CA-INV-05", "CA-TRAP-28", "CA-STATE-event")
def test_each_change_of_status_is_logged_once_in_a_chain(system: Place) -> None:
    made = event(system)
    for status in ["planning", "inquiry", *STEPS]:
        system.execute("update events set status = %s, notes = 'touched' where id = %s", [status, made])
        system.execute("update events set status = status, name = name || '!' where id = %s", [made])
    chain = log_of(system, made)
    walked = [None, "inquiry", "planning", "inquiry", *STEPS]
    assert chain == list(pairwise(walked))
    assert system.value("select status from events where id = %s", [made]) == chain[-1][1]


@pytest.mark.shows("CA-INV-05")
def test_two_who_change_one_status_leave_a_chain_in_the_order_of_their_changes(system: Place) -> None:
    made = event(system)
    first, second = system.open(), system.open()
    # The second transaction begins before the first one, and changes the row after it.
    for session in (second, first):
        session.execute("begin")
        session.value("select 1")
    first.execute("update events set status = 'planning' where id = %s", [made])
    waiting = started(second, "update events set status = 'preparation' where id = %s", [made])
    until_waiting(system, second)
    first.execute("commit")
    waiting.result()
    second.execute("commit")
    assert log_of(system, made) == [(None, "inquiry"), ("inquiry", "planning"), ("planning", "preparation")]
    by_time = "select new_status from event_status_log where event_id = %s order by changed_at"
    assert [status for (status,) in system.rows(by_time, [made])] == ["inquiry", "planning", "preparation"]


@pytest.mark.parametrize("table", ["clients", "events", "tasks", "resources", "communications"])
@pytest.mark.shows("CA-INV-06", "CA-TRAP-13")
def test_what_is_archived_says_since_when(system: Place, table: str) -> None:
    made = event(system)
    task(system, made)
    resource(system)
    system.execute("insert into communications (client_id, type) select id, 'email' from clients")
    with refused("23514"):
        system.execute(f"update {table} set archived_at = now()")
    archive(system, table, system.value(f"select id from {table}"))
    assert system.value(f"select archived_at from {table}") is not None
    with refused("23514"):
        system.execute(f"update {table} set archived_at = null")


@pytest.mark.shows("CA-INV-06", "CA-RULE-04")
def test_lists_leave_out_what_is_archived(system: Place) -> None:
    of = client(system)
    made = event(system, of, "planning")
    task(system, made)
    resource(system)
    system.execute("insert into communications (client_id, type, follow_up_date) values (%s, 'email', now())", [of])
    lists = {
        "list_upcoming_events": {"now": at(0)},
        "list_events": {},
        "list_events_by_status": {"status": "planning"},
        "list_clients": {},
        "list_tasks": {"event_id": made},
        "list_resources": {},
        "list_communications": {"client_id": of},
        "list_follow_ups": {"until": at(0)},
    }
    assert {name: len(system.query(name, **params)) for name, params in lists.items()} == dict.fromkeys(lists, 1)
    assert system.value("select count(*) from upcoming_events") == 1
    for table in ("clients", "events", "tasks", "resources", "communications"):
        archive(system, table, system.value(f"select id from {table}"))
    assert {name: len(system.query(name, **params)) for name, params in lists.items()} == dict.fromkeys(lists, 0)
    assert system.value("select count(*) from upcoming_events") == 0


@pytest.mark.shows("CA-INV-09", "CA-SEC-passwords")
def test_accounts_of_clients_name_a_client_and_those_of_staff_have_a_hash(system: Place) -> None:
    of = client(system)
    portal_user(system, of)
    staff(system)
    insert = "insert into users (email, name, role, client_id, password_hash) values (%s, 'X', %s, %s, %s)"
    wrong = [
        ("client", None, None),
        ("client", None, HASH),
        ("admin", of, HASH),
        ("manager", None, None),
        ("manager", None, "password123"),
        ("manager", None, "$2b$04$" + "a" * 53),
        ("manager", None, "$2x$10$" + "a" * 53),
        ("manager", None, "$2b$10$" + "a" * 52),
    ]
    for number, (role, whose, hashed) in enumerate(wrong):
        with refused("23514"):
            system.execute(insert, [f"{number}@x.test", role, whose, hashed])
    assert system.value("select count(*) from users") == 2


@pytest.mark.shows("CA-INV-10", "CA-TRAP-25")
def test_an_address_logs_in_to_one_account_whatever_its_case(system: Place) -> None:
    staff(system, "Max@Catering.test")
    with refused("23505"):
        staff(system, "max@catering.TEST")


@pytest.mark.shows("CA-INV-10")
def test_of_two_who_take_an_address_at_once_one_gets_it(system: Place) -> None:
    one, other = system.open(), system.open()
    found = together(lambda: staff(one, "MAX@catering.test"), lambda: staff(other, "max@catering.test"))
    assert sorted(isinstance(each, DatabaseError) and each.sqlstate == "23505" for each in found) == [False, True]


@pytest.mark.shows("CA-INV-11", "CA-RULE-03")
def test_every_update_puts_updated_at_forward_and_none_changes_created_at(system: Place) -> None:
    made = event(system)
    planned = [task(system, made), resource(system)]
    system.execute("insert into task_resources (task_id, resource_id) values (%s, %s)", planned)
    staff(system)
    system.execute("insert into communications (client_id, type) select id, 'email' from clients")
    book(system, planned[1], made, 1, 2)
    system.execute("insert into verification_tokens values ('a@b.c', 'x', now() + interval '1 day')")
    stamped = (
        "select table_name from information_schema.columns where column_name = 'updated_at' and table_schema = 'public'"
    )
    tables = [name for (name,) in system.rows(stamped)]
    assert len(tables) == 9
    for table in tables:
        times = f"select created_at, updated_at from {table}"
        ((created, updated),) = system.rows(times)
        with system.session.transaction():
            system.execute(f"update {table} set created_at = now() - interval '1 year', updated_at = 'epoch'")
            ((_, once),) = system.rows(times)
            system.execute(f"update {table} set created_at = created_at")
        ((still, twice),) = system.rows(times)
        assert still == created, table
        assert updated < once < twice, table


@pytest.mark.shows("CA-INV-12")
def test_the_enums_have_their_labels_in_order(system: Place) -> None:
    found = system.rows(
        """
        select t.typname::text, array_agg(e.enumlabel::text order by e.enumsortorder)
        from pg_enum e join pg_type t on t.oid = e.enumtypid group by t.typname
        """
    )
    assert dict(found) == {
        "event_status": ["inquiry", "planning", "preparation", "in_progress", "completed", "follow_up"],
        "archive_reason": ["cancelled", "finished", "mistake"],
        "resource_type": ["staff", "equipment", "materials"],
        "task_category": ["pre_event", "during_event", "post_event"],
        "task_status": ["pending", "in_progress", "completed", "cancelled"],
        "user_role": ["admin", "manager", "client"],
        "communication_type": ["email", "phone", "meeting", "other"],
        "portal_action": ["login", "logout", "view_event", "download", "message"],
    }


@pytest.mark.shows("CA-INV-13")
def test_a_communication_about_an_event_is_with_its_client(system: Place) -> None:
    of, other = client(system), client(system, "bob@other.test")
    made = event(system, of)
    insert = "insert into communications (event_id, client_id, type) values (%s, %s, 'phone')"
    system.execute(insert, [made, of])
    system.execute(insert, [None, other])
    with refused("23503"):
        system.execute(insert, [made, other])
    with refused("23503"):
        system.execute("update communications set event_id = %s where client_id = %s", [made, other])
    with refused("23503", "23001"):
        system.execute("update events set client_id = %s where id = %s", [other, made])


@pytest.mark.parametrize("table", ["event_status_log", "portal_access_log"])
@pytest.mark.shows("CA-INV-14")
def test_logs_are_append_only(system: Place, table: str) -> None:
    of = client(system)
    event(system, of)
    account = portal_user(system, of)
    log = "insert into portal_access_log (user_id, client_id, action, ip_address) values (%s, %s, 'login', '10.0.0.1')"
    system.execute(log, [account, of])
    column = {"event_status_log": "notes", "portal_access_log": "user_agent"}[table]
    for change in (f"update {table} set {column} = 'other'", f"delete from {table}", f"truncate {table}"):
        with refused("42501"):
            system.execute(change)
    assert system.value(f"select count(*) from {table} where {column} is null") == 1


@pytest.mark.shows("CA-INV-14")
def test_the_log_of_statuses_goes_with_its_event(system: Place) -> None:
    made = event(system)
    system.execute("delete from events where id = %s", [made])
    assert log_of(system, made) == []
    with refused("42501"):
        event(system, client(system, "bob@other.test"))
        system.execute("delete from event_status_log")


@pytest.mark.shows("CA-INV-16")
def test_a_link_works_once_and_not_after_it_has_expired(system: Place) -> None:
    insert = "insert into verification_tokens (identifier, token, expires, created_at) values ('a@b.c', %s, {}, {})"
    system.execute(insert.format("now() + interval '1 hour'", "now()"), ["good"])
    system.execute(insert.format("now() - interval '1 second'", "now() - interval '1 hour'"), ["late"])
    with refused("23514"):
        system.execute(insert.format("now()", "now()"), ["never"])

    def use(identifier: str, token: str) -> bool:
        return bool(system.query("use_verification_token", identifier=identifier, token=token)[0][0])

    assert not use("a@b.c", "late")
    assert not use("x@b.c", "good")
    assert use("A@b.c", "good")
    assert not use("a@b.c", "good")
    assert system.value("select purge_verification_tokens()") == 1
    assert system.value("select count(*) from verification_tokens") == 0


@pytest.mark.shows("CA-INV-16")
def test_of_two_who_use_a_link_at_once_one_gets_in(system: Place) -> None:
    system.execute("insert into verification_tokens values ('a@b.c', 'once', now() + interval '1 hour')")
    first, second = system.open(), system.open()
    first.execute("begin")
    assert first.value("select use_verification_token('a@b.c', 'once')")
    waiting = started(second, "select use_verification_token('a@b.c', 'once')")
    until_waiting(system, second)
    first.execute("commit")
    assert waiting.result() == [(False,)]
