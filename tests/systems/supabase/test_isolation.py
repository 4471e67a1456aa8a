"""Who sees and writes which rows of supabase: every person, table and command against a model in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from schema.supabase.seeds import people
from schema.supabase.seeds.people import A, B, C
from tests.systems.kit import refused
from tests.systems.supabase.acting import acting, anonymous, attempt, claims, first

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.systems.kit import Place

RANKS = {"viewer": 1, "editor": 2, "admin": 3, "owner": 4}
PEOPLE = {
    name.lower(): getattr(people, name)
    for name in (
        "OLGA", "ADAM", "EDDA", "VERA", "OSKAR", "ANNE", "ERIK", "VIOLA",
        "BOTH", "NOBODY", "FIREBASE", "SUSPENDED", "DELETED", "CARLA",
    )
}  # fmt: skip
SHUT_OUT = {people.SUSPENDED, people.DELETED}
DOCUMENTS = {
    people.A_PRIVATE: (A, people.EDDA), people.A_TENANT: (A, None), people.A_PUBLIC: (A, None),
    people.B_PRIVATE: (B, people.ERIK), people.B_TENANT: (B, None), people.B_PUBLIC: (B, None),
}  # fmt: skip
PROJECTS = {A: people.A_PROJECTS, B: people.B_PROJECTS, C: people.C_PROJECTS}
#: 23503 and 23001 come after the policies: the row was reached, and something refers to it.
REACHED = ("ok 1", "23503", "23001")


def rank(user: UUID, tenant: UUID) -> int:
    """What somebody may do in a tenant that is open; 0: nothing."""
    return 0 if user in SHUT_OUT or tenant == C else RANKS.get(people.ROLES[tenant].get(user, ""), 0)


def tenants(user: UUID, least: str) -> list[UUID]:
    """The open tenants in which somebody is at least this."""
    return [tenant for tenant in (A, B) if rank(user, tenant) >= RANKS[least]]


def documents(user: UUID, least: str) -> list[UUID]:
    """The documents that are to be seen, of tenants in which somebody is at least this."""
    return [
        id for id, (tenant, only) in DOCUMENTS.items() if rank(user, tenant) >= RANKS[least] and only in (None, user)
    ]


def sees(user: UUID) -> dict[str, list[UUID]]:
    """Which rows a SELECT shows, by table; of memberships and what is logged the tenants."""
    members = tenants(user, "viewer")
    admins = tenants(user, "admin")
    files = {people.A_FILE: A, people.B_FILE: B}
    return {
        # Members of a suspended tenant see that it is.
        "select id from app.tenants": members + ([C] if user == people.CARLA else []),
        "select distinct tenant_id from app.memberships": members,
        "select id from app.projects": [project for tenant in members for project in PROJECTS[tenant]],
        "select id from app.documents": documents(user, "viewer"),
        "select distinct document_id from app.document_versions": documents(user, "viewer"),
        "select id from storage.storage_objects": [file for file, tenant in files.items() if tenant in members],
        "select distinct tenant_id from app.event_store": admins,
        "select distinct tenant_id from audit.audit_log": admins,
        "select tenant_id from app.my_tenants": members,
        "select tenant_id from app.tenant_activity": members + ([C] if user == people.CARLA else []),
        "select distinct tenant_id from app.invitations": admins,
    }


@pytest.mark.shows("SB-INV-02", "SB-TEST-04", "SB-TEST-10", "SB-TEST-12", "SB-RULE-15", "SB-RULE-05")
@pytest.mark.parametrize("name", PEOPLE)
def test_everybody_reads_just_the_rows_of_their_tenants(seeded: Place, name: str) -> None:
    invite(seeded)
    user = PEOPLE[name]
    session = acting(seeded, people.FIREBASE_UID if user == people.FIREBASE else user)
    for statement, expected in sees(user).items():
        assert first(session, statement) == sorted(expected, key=str), statement


@pytest.mark.shows("SB-INV-02", "SB-TEST-10", "SB-TEST-04")
@pytest.mark.parametrize("name", PEOPLE)
def test_everybody_changes_just_the_rows_that_their_role_is_for(seeded: Place, name: str) -> None:
    user = PEOPLE[name]
    session = acting(seeded, people.FIREBASE_UID if user == people.FIREBASE else user)
    session.execute("begin")

    def reached(statement: str, rows: list[UUID] | tuple[UUID, ...]) -> list[UUID]:
        return [row for row in rows if attempt(session, statement, [row]) in REACHED]

    everything = [A, B, C]
    projects = [project for tenant in everything for project in PROJECTS[tenant]]
    mine = [project for tenant in tenants(user, "editor") for project in PROJECTS[tenant]]
    files = [file for file, tenant in ((people.A_FILE, A), (people.B_FILE, B)) if rank(user, tenant) >= 2]
    all_documents = [*DOCUMENTS, people.A_DELETED, people.C_TENANT]
    assert reached("update app.tenants set name = 'x' where id = %s", everything) == tenants(user, "admin")
    assert reached("delete from app.tenants where id = %s", everything) == tenants(user, "owner")
    assert reached("update app.projects set name = 'x' where id = %s", projects) == mine
    assert reached("delete from app.projects where id = %s", projects) == mine
    assert reached("update app.documents set title = 'x' where id = %s", all_documents) == documents(user, "editor")
    assert reached("delete from storage.storage_objects where id = %s", [people.A_FILE, people.B_FILE]) == files
    session.execute("rollback")


INSERTS: dict[str, tuple[str, Callable[[UUID, UUID], list[object]]]] = {
    "project": (
        "insert into app.projects (tenant_id, name) values (%s, 'new')",
        lambda tenant, user: [tenant],
    ),
    "document": (
        "insert into app.documents (tenant_id, project_id, owner_id, title) values (%s, %s, %s, 'new')",
        lambda tenant, user: [tenant, PROJECTS[tenant][1], user],
    ),
    "file": (
        """
        insert into storage.storage_objects (tenant_id, document_id, bucket, path, size_bytes, content_type, sha256)
        values (%s, %s, 'documents', 'new', 1, 'text/plain', repeat('a', 64))
        """,
        lambda tenant, user: [tenant, {A: people.A_TENANT, B: people.B_TENANT, C: people.C_TENANT}[tenant]],
    ),
    "member": (
        "insert into app.memberships (tenant_id, user_id, role) values (%s, %s, 'viewer')",
        lambda tenant, user: [tenant, people.NOBODY],
    ),
    "invitation": (
        """
        insert into app.invitations (tenant_id, email, role, token_hash, expires_at)
        values (%s, 'a@b.c', 'viewer', repeat('b', 64), now() + interval '1 day')
        """,
        lambda tenant, user: [tenant],
    ),
}


@pytest.mark.shows("SB-INV-02", "SB-TEST-10")
@pytest.mark.parametrize("name", PEOPLE)
def test_everybody_adds_rows_just_where_their_role_is_for_it(seeded: Place, name: str) -> None:
    user = PEOPLE[name]
    session = acting(seeded, people.FIREBASE_UID if user == people.FIREBASE else user)
    session.execute("begin")
    for what, (statement, values) in INSERTS.items():
        least = 3 if what in {"member", "invitation"} else 2
        for tenant in (A, B, C):
            expected = "ok 1" if rank(user, tenant) >= least else "42501"
            assert attempt(session, statement, values(tenant, user)) == expected, (what, tenant)
    session.execute("rollback")


@pytest.mark.shows("SB-INV-02", "SB-SEC-outcomes", "SB-TRAP-09")
def test_what_is_anothers_is_not_there(seeded: Place) -> None:
    """Reads and changes reach no row, without an error; what would be another's then is refused."""
    session = acting(seeded, people.EDDA)
    session.execute("begin")
    assert attempt(session, "update app.documents set title = 'x' where id = %s", [people.B_TENANT]) == "ok 0"
    assert attempt(session, "delete from app.projects where id = %s", [people.B_PROJECTS[1]]) == "ok 0"
    assert session.rows("select id from app.documents where id = %s", [people.B_TENANT]) == []
    foreign = "insert into app.projects (tenant_id, name) values (%s, 'x')"
    assert attempt(session, foreign, [B]) == "42501"
    move = "update app.documents set tenant_id = %s where id = %s"
    assert attempt(session, move, [B, people.A_TENANT]) == "42501"
    into = "update app.documents set project_id = %s where id = %s"
    assert attempt(session, into, [people.B_PROJECTS[0], people.A_TENANT]) == "23503"
    for statement in ("truncate app.documents", "create table app.mine ()", "copy (select 1) to program 'true'"):
        assert attempt(session, statement) == "42501", statement


#: The contexts in which nobody is named: settings, and what the session acts as.
NAMELESS = {
    "no claims": None,
    "empty claims": "",
    "garbage": "}garbage{",
    "no sub": '{"role": "authenticated"}',
    "anon claims": '{"role": "anon"}',
    "a login that is not mapped": claims("AnotherFirebaseUid"),
    "an account that is not there": claims(UUID(int=1)),
}


@pytest.mark.shows("SB-INV-03", "SB-INV-02", "SB-TEST-09", "SB-RULE-03", "SB-TRAP-32")
@pytest.mark.parametrize("context", NAMELESS)
def test_who_is_not_named_sees_nothing_of_any_tenant(seeded: Place, context: str) -> None:
    text = NAMELESS[context]
    settings = None if text is None else {"request.jwt.claims": text}
    session = seeded.open("authenticated", settings)
    for statement in sees(people.NOBODY):
        assert first(session, statement) == [], statement
    assert first(seeded.open("anon", settings), "select id from app.documents") == [people.A_PUBLIC, people.B_PUBLIC]


@pytest.mark.shows("SB-INV-03", "SB-TEST-04")
def test_anon_sees_public_documents_and_may_nothing_else(seeded: Place) -> None:
    session = anonymous(seeded)
    assert first(session, "select id from app.documents") == [people.A_PUBLIC, people.B_PUBLIC]
    session.execute("begin")
    for table in ("app.tenants", "app.memberships", "app.projects", "app.document_versions", "app.event_store"):
        assert attempt(session, f"select from {table}") == "42501", table
    for table in ("audit.audit_log", "storage.storage_objects", "auth.users", "app.realtime_outbox"):
        assert attempt(session, f"select from {table}") == "42501", table
    assert attempt(session, "update app.documents set title = 'x'") == "42501"
    assert attempt(session, "delete from app.documents") == "42501"


@pytest.mark.shows("SB-TEST-04", "SB-TRAP-06")
def test_the_owner_of_the_tables_is_held_to_them_and_services_are_not(seeded: Place) -> None:
    owner = seeded.open("app_owner")
    assert owner.value("select count(*) from app.documents") == 0
    assert seeded.open("service_role").value("select count(*) from app.documents") == 10
    login = seeded.open("authenticator")
    login.execute("begin")
    assert attempt(login, "select from app.documents") == "42501", "before it becomes somebody"


@pytest.mark.shows("SB-INV-03")
def test_a_member_of_a_suspended_tenant_sees_that_it_is(seeded: Place) -> None:
    session = acting(seeded, people.CARLA)
    assert session.rows("select id, status from app.tenants") == [(C, "suspended")]
    assert first(session, "select id from app.documents") == []
    assert session.execute("update app.tenants set name = 'x'") == 0
    with refused("42501"):
        session.execute("insert into app.projects (tenant_id, name) values (%s, 'x')", [C])


def invite(place: Place) -> None:
    """One open invitation into each tenant."""
    place.execute(
        """
        insert into app.invitations (tenant_id, email, role, token_hash, expires_at)
        select id, slug || '@b.c', 'viewer', encode(sha256(convert_to(slug, 'UTF8')), 'hex'), now() + interval '1 day'
        from app.tenants
        """
    )
