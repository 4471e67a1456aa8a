"""The traps of supabase about claims, roles and policies: what the naive form does wrong, and its own does not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from schema.supabase.seeds import people
from schema.supabase.seeds.people import A, B
from tests.systems.kit import refused
from tests.systems.supabase.acting import CLAIMS, acting, claims, first, service, somebody

if TYPE_CHECKING:
    from tests.systems.kit import Place


@pytest.mark.shows("SB-TRAP-01")
def test_trap_01_naive(naive: Place) -> None:
    session = naive.open(settings={CLAIMS: claims(people.FIREBASE_UID)})
    with refused("22P02"):
        session.value("select uid()")


@pytest.mark.shows("SB-TRAP-01")
def test_trap_01(seeded: Place) -> None:
    assert acting(seeded, people.FIREBASE_UID).value("select auth.uid()") == people.FIREBASE
    with refused("23514"):
        seeded.execute("insert into auth.identities values ('firebase', %s, %s)", [str(people.OLGA), people.EDDA])


@pytest.mark.shows("SB-TRAP-02")
def test_trap_02_naive(naive: Place) -> None:
    naive.execute("begin")
    naive.execute("select set_config(%s, %s, true)", [CLAIMS, claims("x")])
    naive.execute("commit")
    assert naive.value("select current_setting(%s, true)", [CLAIMS]) == ""
    with refused("22P02"):
        naive.value("select uid()")


@pytest.mark.shows("SB-TRAP-02")
def test_trap_02(seeded: Place) -> None:
    session = seeded.open()
    session.execute("begin")
    session.execute("select set_config(%s, %s, true)", [CLAIMS, claims(people.EDDA)])
    session.execute("commit")
    assert session.value("select auth.uid() is null and auth.jwt() is null")


@pytest.mark.shows("SB-TRAP-03")
def test_trap_03_naive(naive: Place) -> None:
    with refused("42704"):
        naive.value("select uid()")


@pytest.mark.shows("SB-TRAP-03")
def test_trap_03(system: Place) -> None:
    assert system.value("select auth.uid() is null and auth.role() = 'anon'")


@pytest.mark.shows("SB-TRAP-04")
def test_trap_04_naive(naive: Place) -> None:
    naive.execute("begin")
    naive.execute("select begin_request(1)")
    naive.execute("commit")
    assert naive.value("select uid()") == 1, "whoever gets the connection next is the user before"


@pytest.mark.shows("SB-TRAP-05")
def test_trap_05_naive(naive: Place) -> None:
    session = naive.open()
    session.execute("set session authorization trap_login")
    session.execute("set role trap_service")
    assert session.value("select count(*) from documents") == 2


@pytest.mark.shows("SB-TRAP-05", "SB-SEC-outcomes", "SB-TEST-09")
def test_trap_05(seeded: Place) -> None:
    """Text stays text where it is a parameter; and what is injected all the same cannot become the service."""
    session = seeded.open()
    session.execute("set session authorization authenticator")
    for role in ("service_role", "app_owner", "definer_writer", "definer_reader", "service_login"):
        with refused("42501"):
            session.execute(f"set role {role}")
    session.execute("set role authenticated")
    session.execute("select set_config(%s, %s, false)", [CLAIMS, claims(people.EDDA)])
    injected = "x'; set role service_role; delete from app.documents; --"
    session.execute("update app.documents set title = %s where id = %s", [injected, people.A_TENANT])
    assert seeded.value("select title from app.documents where id = %s", [people.A_TENANT]) == injected


@pytest.mark.shows("SB-TRAP-06")
def test_trap_06_naive(naive: Place) -> None:
    assert naive.open("app_owner").value("select count(*) from documents") == 2
    naive.execute("alter table documents force row level security")
    naive.execute("grant select on members to app_owner")
    assert naive.open("app_owner").value("select count(*) from documents") == 0


@pytest.mark.shows("SB-TRAP-07")
def test_trap_07_naive(naive: Place) -> None:
    assert somebody(naive, 1).value("select count(*) from documents") == 2
    naive.execute("alter table documents enable row level security")
    assert somebody(naive, 1).value("select count(*) from documents") == 1
    naive.execute("drop policy documents_own on documents")
    assert somebody(naive, 1).value("select count(*) from documents") == 0


@pytest.mark.shows("SB-TRAP-08")
def test_trap_08_naive(naive: Place) -> None:
    with refused("42P17"):
        somebody(naive, 1).value("select count(*) from members")


@pytest.mark.shows("SB-TRAP-08")
def test_trap_08(seeded: Place) -> None:
    assert acting(seeded, people.EDDA).value("select count(*) from app.memberships") == len(people.ROLES[A])


@pytest.mark.shows("SB-TRAP-09")
def test_trap_09_naive(naive: Place) -> None:
    session = somebody(naive, 1)
    assert session.execute("update documents set title = 'x' where id = 2") == 0
    assert session.rows("select from documents where id = 2") == []
    assert naive.value("select count(*) from violations") == 0
    with refused("42501"):
        session.execute("insert into documents values (3, 2)")


@pytest.mark.shows("SB-TRAP-09", "SB-MON-06", "SB-RULE-16", "SB-SEC-errors")
def test_trap_09(seeded: Place) -> None:
    """What is refused is reported by the API in a transaction of its own; what is not found, it tells by the count."""
    session = acting(seeded, people.EDDA)
    with refused("42501"):
        session.execute("insert into app.projects (tenant_id, name) values (%s, 'x')", [B])
    service(seeded).execute(
        "insert into audit.security_events (kind, actor, tenant_id, detail) values ('rls_violation', %s, %s, %s)",
        [people.EDDA, B, json.dumps({"sqlstate": "42501"})],
    )
    assert seeded.query("security_events_by_kind", hours=1) == [("rls_violation", 1)]
    assert session.execute("update app.projects set name = 'x' where tenant_id = %s", [B]) == 0


@pytest.mark.shows("SB-TRAP-10")
def test_trap_10_naive(naive: Place) -> None:
    session = somebody(naive, 1)
    with refused("42501"):
        session.execute("update documents set tenant_id = 2 where id = 1")
    assert session.execute("update documents set tenant_id = 2") == 1, "nothing is read, so SELECT is not asked"
    assert naive.value("select count(*) from documents where tenant_id = 2") == 2


@pytest.mark.shows("SB-TRAP-10")
def test_trap_10(seeded: Place) -> None:
    seeded.execute("grant update on app.projects to authenticated")
    with refused("42501"):
        acting(seeded, people.EDDA).execute("update app.projects set tenant_id = %s", [B])


@pytest.mark.shows("SB-TRAP-11")
def test_trap_11_naive(naive: Place) -> None:
    assert somebody(naive, 1).execute("update documents set tenant_id = 2 where id = 1") == 1


@pytest.mark.shows("SB-TRAP-12")
def test_trap_12_naive(naive: Place) -> None:
    with refused("42501"):
        somebody(naive, 1).execute("update documents set deleted_at = now() where id = 1")


@pytest.mark.shows("SB-TRAP-12", "SB-TEST-01", "SB-STATE-document")
def test_trap_12(seeded: Place) -> None:
    delete = "select app.soft_delete_document(%s)"
    assert acting(seeded, people.EDDA).value(delete, [people.A_PRIVATE]), "its owner"
    assert not acting(seeded, people.FIREBASE_UID).value(delete, [people.A_TENANT]), "another editor"
    assert acting(seeded, people.ADAM).value(delete, [people.A_TENANT]), "an admin"
    assert not acting(seeded, people.OLGA).value(delete, [people.B_TENANT]), "of another tenant"
    assert not acting(seeded, people.EDDA).value(delete, [people.A_DELETED]), "gone already"
    assert acting(seeded, people.EDDA).rows("select from app.documents where id = %s", [people.A_TENANT]) == []


@pytest.mark.shows("SB-TRAP-13")
def test_trap_13_naive(naive: Place) -> None:
    session = somebody(naive, 1)
    with refused("42501"):
        session.execute("insert into tenants (created_by) values (1) returning id")
    assert session.execute("insert into tenants (created_by) values (1)") == 1


@pytest.mark.shows("SB-TRAP-13", "SB-TEST-16", "SB-STATE-invitation", "SB-STATE-project")
def test_trap_13(seeded: Place) -> None:
    """From a tenant that is made to a document that another member reads."""
    nobody = acting(seeded, people.NOBODY)
    tenant = nobody.value("select app.create_tenant('New', 'new-tenant')")
    assert nobody.rows("select tenant_id, role from app.my_tenants") == [(tenant, "owner")]
    project = nobody.value("insert into app.projects (tenant_id, name) values (%s, 'First') returning id", [tenant])
    nobody.execute(
        "insert into app.invitations (tenant_id, email, role, token_hash, expires_at)"
        " values (%s, 'VERA@example.org', 'editor', encode(sha256('secret'), 'hex'), now() + interval '1 day')",
        [tenant],
    )
    accept = "select app.accept_invitation(%s)"
    for session, token in ((acting(seeded, people.EDDA), "secret"), (acting(seeded, people.VERA), "guess")):
        with refused("P0002"):
            session.value(accept, [token])
    vera = acting(seeded, people.VERA)
    assert vera.value(accept, ["secret"]) == tenant
    with refused("P0002"):
        vera.value(accept, ["secret"])
    document = vera.value(
        "insert into app.documents (tenant_id, project_id, owner_id, title) values (%s, %s, %s, 'First') returning id",
        [tenant, project, people.VERA],
    )
    assert first(nobody, "select id from app.documents") == [document]
    nobody.execute("update app.projects set status = 'archived', archived_at = now() where id = %s", [project])
    assert nobody.value("select app.close_tenant(%s)", [tenant])
    assert first(nobody, "select id from app.documents") == []


@pytest.mark.shows("SB-TRAP-14")
def test_trap_14_naive(naive: Place) -> None:
    assert somebody(naive, 1).value("select count(*) from documents") == 1
    naive.script("drop policy documents_nobody on documents; create policy n on documents as restrictive using (false)")
    assert somebody(naive, 1).value("select count(*) from documents") == 0


@pytest.mark.shows("SB-TRAP-14")
def test_trap_14(seeded: Place) -> None:
    session = acting(seeded, people.OSKAR)
    assert session.value("select count(*) from app.documents") == 2
    seeded.execute("update app.tenants set status = 'suspended' where id = %s", [B])
    assert session.value("select count(*) from app.documents") == 0


@pytest.mark.shows("SB-TRAP-15")
def test_trap_15_naive(naive: Place) -> None:
    session = somebody(naive, 1)
    assert session.value("select count(*) from documents") == 1
    assert session.value("select count(*) from titles") == 2


@pytest.mark.shows("SB-TRAP-16")
def test_trap_16_naive(naive: Place) -> None:
    assert somebody(naive, 1).value("select count(*) from titles") == 2
    with refused("42809"):
        naive.execute("alter table titles enable row level security")


@pytest.mark.shows("SB-TRAP-17")
def test_trap_17_naive(naive: Place) -> None:
    assert naive.open("anon").value("select count_documents()") == 2


SHADOW = "create temp table members (tenant_id integer, user_id integer); insert into members values (1, 7)"


@pytest.mark.shows("SB-TRAP-18")
def test_trap_18_naive(naive: Place) -> None:
    session = naive.open("authenticated")
    assert not session.value("select is_member(1, 7)")
    session.script(SHADOW)
    session.script("grant select on members to public")
    assert session.value("select is_member(1, 7)")


@pytest.mark.shows("SB-TRAP-18")
def test_trap_18(seeded: Place) -> None:
    session = acting(seeded, people.NOBODY)
    session.script(
        "create temp table memberships (tenant_id uuid, user_id uuid, role text);"
        f"insert into memberships values ('{A}', '{people.NOBODY}', 'owner'); grant select on memberships to public;"
        "set search_path = pg_temp, app"
    )
    assert session.value("select count(*) from app.documents") == 0
