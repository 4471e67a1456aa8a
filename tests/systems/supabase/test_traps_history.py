"""The traps of supabase about logs, keys, plans, errors and the policies beneath them, naive and in its own form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from schema.supabase.seeds import people
from schema.supabase.seeds.people import A, B
from tests.systems.kit import refused, started
from tests.systems.supabase.acting import CLAIMS, acting, attempt, first, service, somebody

if TYPE_CHECKING:
    from pgplumb.postgres.session import Session
    from tests.systems.kit import Place


@pytest.mark.shows("SB-TRAP-19")
def test_trap_19_naive(naive: Place) -> None:
    session = naive.open("authenticated")
    with refused("42501"):
        session.execute("insert into documents values (1)")
    naive.execute("alter function log_row() security definer set search_path = ''")
    with refused("42P01"):
        session.execute("insert into documents values (1)")


@pytest.mark.shows("SB-TRAP-20")
def test_trap_20_naive(naive: Place) -> None:
    naive.open("authenticated").execute("insert into documents values (1)")
    assert naive.value("select actor from audit_log") != "authenticated"


@pytest.mark.shows("SB-TRAP-21")
def test_trap_21_naive(naive: Place) -> None:
    somebody(naive, 1).execute("truncate documents")
    assert naive.value("select count(*) from documents") == 0


@pytest.mark.shows("SB-TRAP-22")
def test_trap_22_naive(naive: Place) -> None:
    assert somebody(naive, 1).execute("update documents set project_id = 2 where id = 1") == 1


@pytest.mark.shows("SB-TRAP-23")
def test_trap_23_naive(naive: Place) -> None:
    session = somebody(naive, 1)
    with refused("23505"):
        session.execute("insert into documents values (3, 1, 'merger')")
    guess = "insert into documents values (3, 1, %s) on conflict do nothing"
    assert session.execute(guess, ["merger"]) == 0
    assert session.execute(guess, ["picnic"]) == 1


@pytest.mark.shows("SB-TRAP-23", "SB-TEST-12")
def test_trap_23(seeded: Place) -> None:
    session = acting(seeded, people.EDDA)
    seeded.execute("update app.projects set name = 'merger' where id = %s", [people.B_PROJECTS[0]])
    assert session.execute("insert into app.projects (tenant_id, name) values (%s, 'merger')", [A]) == 1
    seeded.execute("update storage.storage_objects set path = 'secret' where id = %s", [people.B_FILE])
    assert (
        session.execute(
            """
            insert into storage.storage_objects (tenant_id, document_id, bucket, path, size_bytes, content_type, sha256)
            values (%s, %s, 'documents', 'secret', 1, 'text/plain', repeat('a', 64))
            """,
            [A, people.A_TENANT],
        )
        == 1
    )


@pytest.mark.shows("SB-TRAP-24")
def test_trap_24_naive(naive: Place) -> None:
    assert somebody(naive, 1).execute("update members set role = 'owner'") == 1


@pytest.mark.shows("SB-TRAP-25")
def test_trap_25_naive(naive: Place) -> None:
    naive.execute("delete from users")
    assert naive.value("select count(*) from audit_log") == 0


@pytest.mark.shows("SB-TRAP-26")
def test_trap_26_naive(naive: Place) -> None:
    with refused("22023"):
        naive.execute("insert into documents values (1, repeat('x', 8000))")
    assert naive.value("select count(*) from documents") == 0


@pytest.mark.shows("SB-TRAP-26", "SB-TEST-13")
def test_trap_26(seeded: Place) -> None:
    seeded.execute("update app.documents set body = repeat('x', 100000) where id = %s", [people.A_TENANT])
    row = seeded.rows("select ref_id, octet_length(payload::text) from app.realtime_outbox order by id desc limit 1")
    assert row[0][0] == people.A_TENANT
    assert row[0][1] < 7000


def explained(session: Session, query: str, *, analyze: bool = False) -> str:
    """The plan of a query, with what happened if that is wanted."""
    options = "analyze, costs off, timing off, summary off" if analyze else "costs off"
    return "\n".join(line for (line,) in session.rows(f"explain ({options}) {query}"))


@pytest.mark.shows("SB-TRAP-27")
def test_trap_27_naive(naive: Place) -> None:
    session = somebody(naive, 1)
    assert "Filter: (owner_id = uid())" in explained(session, "select id from documents")
    naive.execute("alter policy documents_own on documents using (owner_id = (select uid()))")
    assert "InitPlan" in explained(session, "select id from documents")


@pytest.mark.shows("SB-TRAP-28")
def test_trap_28_naive(naive: Place) -> None:
    query = "select id from documents where title like 'title 777%'"
    assert "documents_title" in explained(naive.session, query)
    session = naive.open("authenticated")
    assert "Seq Scan" in explained(session, query)
    assert "documents_title" in explained(session, "select id from documents where title = 'title 777'")


@pytest.mark.shows("SB-TRAP-28")
def test_trap_28(seeded: Place) -> None:
    """A query says its tenant, which an index serves before any filter; texts are looked for by words."""
    seeded.execute("set session_replication_role = replica")
    seeded.execute(
        "insert into app.projects (tenant_id, name) select %s, 'project ' || n from generate_series(1, 40) n", [B]
    )
    seeded.execute(
        "insert into app.documents (tenant_id, project_id, owner_id, title)"
        " select p.tenant_id, p.id, %s, 'more ' || n from app.projects p, generate_series(1, 250) n"
        " where p.tenant_id = %s",
        [people.ERIK, B],
    )
    seeded.execute("analyze app.documents")
    query = f"select id from app.documents where tenant_id = '{A}' and title like 'A tenant%'"
    plan = explained(acting(seeded, people.EDDA), query)
    assert "Seq Scan" not in plan, plan


@pytest.mark.shows("SB-TRAP-29")
def test_trap_29_naive(naive: Place) -> None:
    assert "Seq Scan" in explained(naive.session, "select from documents where project_id = 7")
    naive.execute("create index on documents (project_id)")
    assert "Seq Scan" not in explained(naive.session, "select from documents where project_id = 7")


def crossed(place: Place) -> tuple[Session, Session]:
    """Two serialisable transactions, each of which has read what the other writes."""
    one, other = place.open(), place.open()
    for session, read, written in ((one, 1, 2), (other, 2, 1)):
        session.execute("begin isolation level serializable")
        session.value("select value from counters where id = %s", [read])
        session.execute("update counters set value = value + 1 where id = %s", [written])
    return one, other


@pytest.mark.shows("SB-TRAP-30", "SB-TEST-15", "SB-SEC-errors")
def test_trap_30_naive(naive: Place) -> None:
    one, other = crossed(naive)
    one.execute("commit")
    with refused("40001"):
        other.execute("commit")
    assert naive.value("select sum(value) from counters") == 1, "one of two is lost, unless it is tried again"


@pytest.mark.shows("SB-TRAP-30", "SB-TEST-15", "SB-SEC-errors", "SB-RULE-16")
def test_trap_30(seeded: Place) -> None:
    """Whoever was late is told so in class 40, and has done nothing: the whole transaction can be tried again."""
    one, other = service(seeded), service(seeded)
    append = "select app.append_event('order', %s, %s, %s, 'order.changed', '{}')"
    one.execute(append, [A, 0, A])
    with refused("40001"):
        other.execute(append, [A, 3, A])
    version = other.value("select max(version) from app.event_store where aggregate_id = %s", [A])
    assert other.value(append, [A, version, A])


@pytest.mark.shows("SB-TRAP-31", "SB-TEST-14")
def test_trap_31_naive(naive: Place) -> None:
    naive.execute("begin")
    naive.execute("insert into documents values (1)")
    naive.execute("set local statement_timeout = '1ms'")
    with refused("57014"):
        naive.execute("select pg_sleep(1)")
    with refused("25P02"):
        naive.execute("insert into documents values (2)")
    naive.execute("commit")
    assert naive.value("select count(*) from documents") == 0, "what came before the timeout is gone with it"


@pytest.mark.shows("SB-TRAP-31", "SB-TEST-14", "SB-RULE-09", "SB-RULE-16")
def test_trap_31(seeded: Place) -> None:
    """Each login has its limits, and what is cancelled leaves nothing: no row, no claim, no lock."""
    logins = dict(
        seeded.rows("select rolname::text, array_to_string(rolconfig, ' ') from pg_roles where rolconfig is not null")
    )
    for login in ("authenticator", "service_login"):
        for setting in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            assert setting in logins[login]
    session = acting(seeded, people.EDDA)
    session.execute("begin")
    session.execute("update app.documents set title = 'x' where id = %s", [people.A_TENANT])
    waiting = started(session, "select pg_sleep(30)")
    sleeping = "select wait_event = 'PgSleep' from pg_stat_activity where pid = %s"
    while not seeded.value(sleeping, [session.pid]):
        pass
    session.cancel()
    with refused("57014"):
        waiting.result(30)
    session.execute("rollback")
    assert seeded.value("select count(*) from app.documents where title = 'x'") == 0


@pytest.mark.shows("SB-TRAP-33")
def test_trap_33_naive(naive: Place) -> None:
    token = json.dumps({"user_metadata": {"tenant_id": "b"}})
    assert naive.open("authenticated", {CLAIMS: token}).value("select id from documents") == 2


@pytest.mark.shows("SB-TRAP-33")
def test_trap_33(seeded: Place) -> None:
    token = {"sub": str(people.EDDA), "tenant_id": str(B), "user_metadata": {"tenant_id": str(B), "role": "owner"}}
    session = seeded.open("authenticated", {CLAIMS: json.dumps(token)})
    assert first(session, "select distinct tenant_id from app.documents") == [A]
    assert session.execute("delete from app.memberships") == 0


@pytest.mark.shows("SB-TRAP-34", "SB-MIG-02")
def test_trap_34_naive(naive: Place) -> None:
    for statement in ("insert into migrations values (1, true)", "create table first ()"):
        naive.execute(statement)
    with refused("42P01"):
        naive.execute("alter table missing add column x text")
    assert naive.value("select dirty from migrations")
    assert naive.value("select to_regclass('first') is not null"), "half of the file is there"


@pytest.mark.shows("SB-TRAP-35")
def test_trap_35_naive(naive: Place) -> None:
    lists = dict(
        naive.rows(
            "select indexrelid::regclass::text, indkey::text from pg_index"
            " where indrelid = 'documents'::regclass and not indisunique"
        )
    )
    assert len(lists) == 3
    assert lists["documents_owner"] == lists["documents_owner_again"], "one twice"
    assert lists["documents_owner_created"].startswith(lists["documents_owner"]), "one within another"
    assert "2" not in {columns.split()[0] for columns in lists.values()}, "and none for the key to projects"


@pytest.mark.shows("SB-TRAP-36")
def test_trap_36_naive(naive: Place) -> None:
    naive.execute("insert into documents values (3, 1, 'a private title', 7)")
    session = somebody(naive, 1)
    assert session.rows("select from documents where id = 3") == []
    assert session.value("select new_row ->> 'title' from audit_log where new_row ->> 'id' = '3'") == "a private title"


@pytest.mark.shows("SB-TRAP-36", "SB-TEST-12")
def test_trap_36(seeded: Place) -> None:
    """An admin sees that a private document changed, and which columns; not what is in them."""
    acting(seeded, people.EDDA).execute("update app.documents set body = 'secret' where id = %s", [people.A_PRIVATE])
    admin = acting(seeded, people.ADAM)
    assert admin.rows("select from app.documents where id = %s", [people.A_PRIVATE]) == []
    logged = admin.rows(
        "select changed_columns, old_row, new_row from audit.audit_log where row_id = %s order by id desc limit 1",
        [str(people.A_PRIVATE)],
    )
    columns, old, new = logged[0]
    assert "body" in columns
    for row in (old, new):
        assert not {"title", "body", "search"} & set(row)
    with refused("42501"):
        admin.execute("select payload from app.event_store")


@pytest.mark.shows("SB-TRAP-37")
def test_trap_37_naive(naive: Place) -> None:
    with refused("54001"):
        somebody(naive, 1).value("select count(*) from members")
    naive.execute("alter table members no force row level security")
    assert somebody(naive, 1).value("select count(*) from members") == 1


@pytest.mark.shows("SB-TRAP-37")
def test_trap_37(seeded: Place) -> None:
    """Forced, and helpers that belong to a role with a policy of its own."""
    assert seeded.value("select relforcerowsecurity from pg_class where oid = 'app.memberships'::regclass")
    owner = "select proowner::regrole::text from pg_proc where proname = 'tenants_with'"
    assert seeded.value(owner) == "definer_reader"
    assert acting(seeded, people.BOTH).value("select count(distinct tenant_id) from app.memberships") == 2


@pytest.mark.shows("SB-TRAP-38")
def test_trap_38_naive(naive: Place) -> None:
    with refused("42501"):
        naive.open("authenticated").execute("insert into documents values (1)")


@pytest.mark.shows("SB-TRAP-38")
def test_trap_38(seeded: Place) -> None:
    assert seeded.value("select relforcerowsecurity from pg_class where oid = 'audit.audit_log'::regclass")
    before = seeded.value("select count(*) from audit.audit_log")
    acting(seeded, people.EDDA).execute("insert into app.projects (tenant_id, name) values (%s, 'x')", [A])
    assert seeded.value("select count(*) from audit.audit_log") == before + 1


@pytest.mark.shows("SB-TRAP-39")
def test_trap_39_naive(naive: Place) -> None:
    one, other = naive.open(), naive.open()
    for session, user in ((one, 1), (other, 2)):
        session.execute("begin")
        session.execute("delete from members where user_id = %s", [user])
        session.execute("set constraints all immediate")
    one.execute("commit")
    other.execute("commit")
    assert naive.value("select count(*) from members") == 0


@pytest.mark.shows("SB-TRAP-40")
def test_trap_40_naive(naive: Place) -> None:
    for text in ("", "garbage"):
        naive.execute("select set_config(%s, %s, false)", [CLAIMS, text])
        naive.execute("begin")
        assert attempt(naive.session, "select jwt()") == "22P02"
        naive.execute("rollback")
