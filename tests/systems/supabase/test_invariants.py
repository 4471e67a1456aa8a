"""The invariants of supabase that rows show: claims, owners, the logs, events and the outbox."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from pgplumb.errors import DatabaseError
from schema.supabase.seeds import people
from schema.supabase.seeds.people import A, B
from tests.systems.kit import refused, started, together, until_waiting
from tests.systems.supabase.acting import CLAIMS, acting, attempt, claims, first, quietly, service

if TYPE_CHECKING:
    from tests.systems.kit import Place

API = ("anon", "authenticated")
_DOCUMENT = "insert into app.documents (tenant_id, project_id, owner_id, title) values (%s, %s, %s, 'new') returning id"
_STATE = "select to_jsonb(d) - 'search' from app.documents d where d.id = %s"


#: What a setting may hold that names nobody.
GARBAGE = (
    "", " ", "null", "[]", "{}", "0", '"text"', "garbage", "{", '{"sub": null}', '{"sub": 5}', '{"sub": {}}', "{'sub'}",
    '{"sub": ""}', '{"sub": "0000"}', '{"sub": "' + "x" * 5000 + '"}', '{"sub": "\\u0000"}', '{"sub": "zoë-日本"}',
    '{"sub": "00000000-0000-4000-8000-00000000000g"}', '{"sub": "{00000000000040008000000000000000}"}',
    "[" * 20_000, '{"sub": "k8Xq2vT9sLhN4pRw7yZb1cDf3gJ"}', "' or true --", '{"sub": "\' or true --", "role": []}',
)  # fmt: skip


@pytest.mark.shows("SB-INV-04", "SB-TEST-11", "SB-RULE-03", "SB-TRAP-01", "SB-TRAP-02", "SB-TRAP-40")
def test_no_claims_make_uid_fail(seeded: Place) -> None:
    session = seeded.open("authenticated")
    assert quietly(session, "select auth.uid()") is None, "before there was ever a claim"
    drawn = random.Random(4)
    texts = ["".join(chr(drawn.randint(1, 0x2FF)) for _ in range(drawn.randint(1, 40))) for _ in range(40)]
    for text in (*GARBAGE, *texts):
        session.execute("select set_config(%s, %s, false)", [CLAIMS, text])
        assert quietly(session, "select auth.uid()") is None, text
        assert quietly(session, "select auth.role()") is not None, text
        assert quietly(session, "select count(*) from app.documents") == 0, text
    for sub, user in ((people.EDDA, people.EDDA), (people.FIREBASE_UID, people.FIREBASE)):
        session.execute("select set_config(%s, %s, false)", [CLAIMS, claims(sub)])
        assert quietly(session, "select auth.uid()") == user


@pytest.mark.shows("SB-INV-05", "SB-TEST-08", "SB-TRAP-04", "SB-SEC-claims")
@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_claims_end_with_their_transaction(seeded: Place, end: str) -> None:
    """A connection of the pool, after somebody else's transaction."""
    session = seeded.open()
    session.execute("set session authorization authenticator")
    for user in (people.EDDA, people.OSKAR):
        session.execute("begin")
        session.execute("select auth.begin_request(%s, 'request 1', 'trace 1')", [claims(user)])
        session.execute("set local role authenticated")
        assert session.value("select auth.uid()") == user
        session.execute(end)
        session.execute("begin")
        session.execute("set local role authenticated")
        assert session.value("select auth.uid()") is None
        assert session.value("select count(*) from app.documents") == 0
        session.execute("rollback")


@pytest.mark.shows("SB-INV-06", "SB-TRAP-11", "SB-TRAP-10")
def test_no_row_moves_to_another_tenant(seeded: Place) -> None:
    """Not for a member of both, and not for a service that no policy holds."""
    both = acting(seeded, people.BOTH)
    job = service(seeded)
    moves = (
        ("app.projects", f"id = '{people.A_PROJECTS[2]}'"),
        ("app.documents", f"id = '{people.A_TENANT}'"),
        ("storage.storage_objects", f"id = '{people.A_FILE}'"),
        ("app.memberships", f"user_id = '{people.VERA}'"),
    )
    for table, row in moves:
        for session in (both, job):
            with refused("42501"):
                session.execute(f"update {table} set tenant_id = '{B}' where {row}")
    assert seeded.value("select count(*) from app.projects where tenant_id = %s", [B]) == 3


@pytest.mark.shows("SB-INV-07", "SB-TRAP-22")
def test_no_row_refers_to_another_tenants(seeded: Place) -> None:
    job = service(seeded)
    with refused("23503"):
        job.execute(_DOCUMENT, [A, people.B_PROJECTS[0], people.EDDA])
    with refused("23503"):
        job.execute(_DOCUMENT, [A, people.A_PROJECTS[0], people.ERIK])
    with refused("23503"):
        job.execute(
            "update storage.storage_objects set document_id = %s where id = %s", [people.B_TENANT, people.A_FILE]
        )
    with refused("23503"):
        acting(seeded, people.EDDA).execute(_DOCUMENT, [A, people.B_PROJECTS[0], people.EDDA])


@pytest.mark.shows("SB-INV-08", "SB-TRAP-24", "SB-TEST-09")
def test_nobody_makes_themselves_more(seeded: Place) -> None:
    mine = "update app.memberships set role = %s where tenant_id = %s and user_id = %s"
    for user in (people.ADAM, people.EDDA, people.VERA):
        session = acting(seeded, user)
        session.execute("begin")
        assert attempt(session, mine, ["owner", A, user]) in ("ok 0", "42501")
        session.execute("rollback")
    admin = acting(seeded, people.ADAM)
    with refused("42501"):
        admin.execute(mine, ["owner", A, people.EDDA])
    assert admin.execute(mine, ["owner", A, people.OLGA]) == 0, "an owner is no admin's to change"
    assert admin.execute(mine, ["admin", A, people.EDDA]) == 1
    assert acting(seeded, people.OLGA).execute(mine, ["owner", A, people.EDDA]) == 1
    with refused("42501"):
        # Past the policies, with a user's token.
        seeded.open("service_role", {CLAIMS: claims(people.VERA)}).execute(mine, ["owner", A, people.VERA])


@pytest.mark.shows("SB-INV-08")
def test_a_tenant_keeps_an_owner(seeded: Place) -> None:
    olga = acting(seeded, people.OLGA)
    alone = "delete from app.memberships where tenant_id = %s and user_id = %s"
    with refused("23514"):
        olga.execute(alone, [A, people.OLGA])
    with refused("23514"):
        service(seeded).execute("update app.memberships set role = 'admin' where user_id = %s", [people.OLGA])
    with olga.transaction():
        olga.execute("update app.memberships set role = 'owner' where user_id = %s", [people.ADAM])
        olga.execute(alone, [A, people.OLGA])
    assert seeded.rows("select user_id from app.memberships where tenant_id = %s and role = 'owner'", [A]) == [
        (people.ADAM,)
    ]


@pytest.mark.shows("SB-INV-08")
@pytest.mark.parametrize("gone", ["is_suspended = true", "deleted_at = now()"])
def test_the_account_of_the_last_owner_stays_open(seeded: Place, gone: str) -> None:
    job = service(seeded)
    shut = f"update auth.users set {gone} where id = %s"
    with refused("23514"):
        job.execute(shut, [people.OLGA])
    assert acting(seeded, people.OLGA).value("select count(*) from app.my_tenants") == 1
    # An owner who is shut out already is none.
    job.execute("update app.memberships set role = 'owner' where user_id = %s", [people.SUSPENDED])
    with refused("23514"):
        job.execute(shut, [people.OLGA])
    with refused("23514"):
        job.execute("update app.memberships set role = 'admin' where user_id = %s", [people.OLGA])
    job.execute("update app.memberships set role = 'owner' where user_id = %s", [people.ADAM])
    assert job.execute(shut, [people.OLGA]) == 1
    with refused("23514"):
        job.execute(shut, [people.ADAM])
    # A closed tenant is nobody's, and keeps nobody.
    job.execute("update app.tenants set deleted_at = now() where id = %s", [A])
    assert job.execute(shut, [people.ADAM]) == 1


@pytest.mark.shows("SB-INV-08", "SB-TEST-06")
def test_an_owner_who_is_shut_out_while_the_other_leaves(seeded: Place) -> None:
    seeded.execute("update app.memberships set role = 'owner' where user_id = %s", [people.ADAM])
    one, other = service(seeded), service(seeded)
    one.execute("begin")
    one.execute("update auth.users set is_suspended = true where id = %s", [people.ADAM])
    leaving = started(other, "delete from app.memberships where tenant_id = %s and user_id = %s", [A, people.OLGA])
    until_waiting(seeded, other)
    one.execute("commit")
    with refused("23514"):
        leaving.result(30)


@pytest.mark.shows("SB-INV-08", "SB-TEST-06")
def test_two_owners_are_not_shut_out_at_once(seeded: Place) -> None:
    """Each waits for the other's account, and so the server ends one of the two."""
    seeded.execute("update app.memberships set role = 'owner' where user_id = %s", [people.ADAM])
    one, other = seeded.open(), seeded.open()
    for session, user in ((one, people.OLGA), (other, people.ADAM)):
        session.execute("set deadlock_timeout = '10ms'")
        session.execute("begin")
        session.execute("update auth.users set is_suspended = true where id = %s", [user])
    ends = together(lambda: one.execute("commit"), lambda: other.execute("commit"))
    lost = [end for end in ends if isinstance(end, DatabaseError)]
    assert [error.sqlstate for error in lost] == ["40P01"]
    shut = seeded.rows("select id from auth.users where id = any (%s) and is_suspended", [[people.OLGA, people.ADAM]])
    assert len(shut) == 1


@pytest.mark.shows("SB-INV-08", "SB-TRAP-39", "SB-TEST-06")
@pytest.mark.parametrize("isolation", ["read committed", "repeatable read"])
def test_two_owners_cannot_both_go_at_once(seeded: Place, isolation: str) -> None:
    seeded.execute("update app.memberships set role = 'owner' where user_id = %s", [people.ADAM])
    one, other = service(seeded), service(seeded)
    for session, user in ((one, people.OLGA), (other, people.ADAM)):
        session.execute(f"begin isolation level {isolation}")
        session.execute("delete from app.memberships where tenant_id = %s and user_id = %s", [A, user])
    one.execute("set constraints all immediate")
    waiting = started(other, "set constraints all immediate")
    until_waiting(seeded, other)
    one.execute("commit")
    with refused("23514", "40001"):
        waiting.result(30)
    other.execute("rollback")
    assert seeded.value("select count(*) from app.memberships where tenant_id = %s and role = 'owner'", [A]) == 1


@pytest.mark.shows("SB-INV-09", "SB-MON-07", "SB-RULE-19", "SB-TRAP-19", "SB-TRAP-20", "SB-TEST-02")
def test_every_change_is_logged_with_who_made_it(seeded: Place) -> None:
    session = seeded.open(
        "authenticated", {CLAIMS: claims(people.OLGA), "request.id": "r-1", "request.trace_id": "t-1"}
    )
    changes = (
        ("INSERT", "projects", "insert into app.projects (tenant_id, name) values (%(a)s, 'logged')"),
        ("UPDATE", "documents", "update app.documents set title = 'logged' where id = %(document)s"),
        ("DELETE", "storage_objects", "delete from storage.storage_objects where id = %(file)s"),
        ("UPDATE", "tenants", "update app.tenants set name = 'logged' where id = %(a)s"),
        ("UPDATE", "memberships", "update app.memberships set role = 'viewer' where user_id = %(edda)s"),
    )
    given = {"a": A, "document": people.A_TENANT, "file": people.A_FILE, "edda": people.EDDA}
    before = seeded.value("select count(*) from audit.audit_log")
    for action, table, statement in changes:
        assert session.execute(statement, given) == 1
        last = seeded.rows(
            "select action, table_name, tenant_id, actor, actor_role, request_id, trace_id from audit.audit_log"
            " order by id desc limit 1"
        )
        assert last == [(action, table, A, people.OLGA, "authenticated", "r-1", "t-1")]
    assert seeded.value("select count(*) from audit.audit_log") == before + len(changes)
    assert session.execute("update app.documents set title = title where id = %(document)s", given) == 1
    assert seeded.value("select count(*) from audit.audit_log") == before + len(changes), "nothing has changed"


@pytest.mark.shows("SB-INV-09", "SB-TRAP-21", "SB-TEST-02")
def test_the_log_stays_as_it_was_written(seeded: Place) -> None:
    forge = (
        "insert into audit.audit_log (actor, actor_role, action, table_name, row_id, new_row)"
        " values (gen_random_uuid(), 'x', 'INSERT', 'x', 'x', '{}')"
    )
    tamper = ("update audit.audit_log set actor = null", "delete from audit.audit_log", "truncate audit.audit_log")
    for role in (*API, "service_role"):
        session = seeded.open(role, {CLAIMS: claims(people.OLGA)})
        session.execute("begin")
        for statement in (*tamper, forge):
            assert attempt(session, statement) == "42501", (role, statement)
    seeded.execute("begin")
    for statement in (
        "update audit.audit_log set actor = null",
        "delete from audit.audit_log",
        "truncate audit.audit_log",
    ):
        assert attempt(seeded.session, statement) == "42501", "not even by a superuser without more ado"
    seeded.execute("rollback")


@pytest.mark.shows("SB-INV-10", "SB-TEST-03")
def test_events_are_appended_without_gaps_and_stay(seeded: Place) -> None:
    job = service(seeded)
    append = "select app.append_event('order', %s, %s, %s, 'order.placed', '{}')"
    order = UUID(int=7)
    for version in range(3):
        job.execute(append, [order, version, A])
    for expected in (0, 2, 4, 9):
        with refused("23505", "40001"):
            job.execute(append, [order, expected, A])
    with refused("42501"):
        job.execute(append, [order, 3, B])
    for statement in (
        "update app.event_store set version = 9",
        "delete from app.event_store",
        "truncate app.event_store",
    ):
        with refused("42501"):
            job.execute(statement)
        with refused("42501"):
            seeded.execute(statement)
    assert first(seeded.session, "select version from app.event_store where aggregate_id = %s", [order]) == [1, 2, 3]


@pytest.mark.shows("SB-INV-10", "SB-TEST-06", "SB-TEST-08")
def test_of_those_who_append_at_once_one_wins(seeded: Place) -> None:
    order = UUID(int=8)
    append = "select app.append_event('order', %s, 0, %s, 'order.placed', '{}')"
    sessions = [service(seeded) for _ in range(6)]
    got = together(*[lambda session=session: session.value(append, [order, A]) for session in sessions])
    lost = [each for each in got if isinstance(each, DatabaseError)]
    assert len(got) - len(lost) == 1
    assert {error.sqlstate for error in lost} <= {"23505", "40001"}
    assert seeded.value("select count(*) from app.event_store where aggregate_id = %s", [order]) == 1


@pytest.mark.shows("SB-INV-11", "SB-TEST-01")
def test_a_document_is_what_its_events_say(seeded: Place) -> None:
    edda, job = acting(seeded, people.EDDA), service(seeded)
    id = edda.value(_DOCUMENT, [A, people.A_PROJECTS[0], people.EDDA])
    drawn = random.Random(11)
    for step in range(12):
        column, value = drawn.choice(
            [
                ("title", f"title {step}"),
                ("body", f"body {step} ü"),
                ("visibility", drawn.choice(["private", "public"])),
            ]
        )
        edda.execute(f"update app.documents set {column} = %s where id = %s", [value, id])
        assert job.value("select app.rebuild(%s)", [id]) == job.value(_STATE, [id])
    assert edda.value("select app.soft_delete_document(%s)", [id])
    assert job.value("select app.rebuild(%s)", [id]) == job.value(_STATE, [id])
    for other in (people.A_PRIVATE, people.A_DELETED, people.B_PUBLIC, people.C_TENANT):
        assert job.value("select app.rebuild(%s)", [other]) == job.value(_STATE, [other])
    job.execute("delete from app.documents where id = %s", [id])
    assert job.value("select app.rebuild(%s)", [id]) is None


@pytest.mark.shows("SB-INV-12", "SB-TEST-13")
def test_a_change_is_in_the_outbox_if_it_is_committed(seeded: Place) -> None:
    edda = acting(seeded, people.EDDA)
    count = "select count(*) from app.realtime_outbox where ref_id = %s"
    change = "update app.documents set body = body || '.' where id = %s"
    before = seeded.value(count, [people.A_TENANT])
    edda.execute("begin")
    edda.execute(change, [people.A_TENANT])
    edda.execute("rollback")
    assert seeded.value(count, [people.A_TENANT]) == before
    edda.execute(change, [people.A_TENANT])
    assert seeded.value(count, [people.A_TENANT]) == before + 1


@pytest.mark.shows("SB-INV-12", "SB-TEST-13", "SB-TEST-18", "SB-STATE-delivery")
def test_a_delivery_is_made_once_however_often_it_is_asked_for(seeded: Place) -> None:
    job = service(seeded)
    taken = job.rows("select id from app.realtime_outbox where published_at is null order by id limit 1")[0][0]
    deliver = (
        "insert into app.webhook_deliveries (outbox_id, endpoint, signature)"
        " values (%s, %s, 'sha256=' || repeat('a', 64)) on conflict (outbox_id, endpoint) do nothing"
    )
    assert [job.execute(deliver, [taken, "https://a.example"]) for _ in range(3)] == [1, 0, 0]
    for endpoint in ("http://a.example", "ftp://x", "https://with space"):
        with refused("23514"):
            job.execute(deliver, [taken, endpoint])
    with refused("23514"):
        job.execute(
            "insert into app.webhook_deliveries (outbox_id, endpoint, signature) values (%s, 'https://b', 'x')", [taken]
        )
    done = "update app.webhook_deliveries set status = %s, attempts = attempts + 1, next_attempt_at = %s"
    job.execute(done, ["failed", "2030-01-01"])
    job.execute(done, ["delivered", None])
    for status in ("pending", "failed", "dead"):
        with refused("23514"):
            job.execute(done, [status, None if status == "dead" else "2030-01-01"])


@pytest.mark.shows("SB-INV-13", "SB-RULE-11", "SB-TEST-17")
def test_nothing_large_lies_in_a_table(seeded: Place) -> None:
    binary = seeded.rows(
        "select attrelid::regclass, attname from pg_attribute join pg_class c on c.oid = attrelid where attnum > 0"
        " and relnamespace::regnamespace::text in ('app', 'audit', 'auth', 'storage')"
        " and atttypid::regtype::text in ('bytea', 'oid', 'bytea[]') and relkind = 'r'"
    )
    assert binary == []
    edda = acting(seeded, people.EDDA)
    enlarge = "update app.documents set body = repeat('x', %s) where id = %s"
    assert edda.execute(enlarge, [1024 * 1024, people.A_TENANT]) == 1
    with refused("23514"):
        edda.execute(enlarge, [1024 * 1024 + 1, people.A_TENANT])
    with refused("23514"):
        service(seeded).value(
            "select app.append_event('order', %s, 0, %s, 'order.placed', jsonb_build_object('x', repeat('x', 70000)))",
            [A, A],
        )


@pytest.mark.shows("SB-INV-18", "SB-TRAP-25")
def test_the_log_outlives_whom_it_tells_of(seeded: Place) -> None:
    user = seeded.value("insert into auth.users (email) values ('short@lived.example') returning id")
    seeded.execute("insert into app.memberships (tenant_id, user_id, role) values (%s, %s, 'editor')", [A, user])
    acting(seeded, user).execute("insert into app.projects (tenant_id, name) values (%s, 'made by them')", [A])
    logged = "select id, actor from audit.audit_log where actor = %s"
    before = seeded.rows(logged, [user])
    assert len(before) == 1
    service(seeded).execute("delete from auth.users where id = %s", [user])
    assert seeded.rows(logged, [user]) == before
