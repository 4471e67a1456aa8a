"""The invariants of supabase that its catalog shows: policies, grants, functions, keys and plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.differ.compare import compare
from pgplumb.introspect.reader import read
from schema.supabase.seeds import people
from schema.supabase.seeds.people import A
from tests.systems.supabase.acting import acting, first

if TYPE_CHECKING:
    from tests.systems.databases import Systems
    from tests.systems.kit import Place

OWN: frozenset[str] = frozenset()
API = ("anon", "authenticated")


@pytest.mark.shows("SB-INV-01", "SB-TRAP-07")
def test_every_table_has_its_policies_in_force(system: Place) -> None:
    tables = system.rows(
        """
        select c.oid::regclass::text, c.relrowsecurity and c.relforcerowsecurity from pg_class c
        where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text in ('app', 'audit', 'auth', 'storage')
        order by 1
        """
    )
    assert len(tables) == 14
    assert [table for table, in_force in tables if not in_force] == []
    without = system.rows(
        """
        select c.oid::regclass, r.rolname, k.command from pg_class c
        cross join (values ('anon'), ('authenticated'), ('service_role')) r (rolname)
        cross join (values ('SELECT', 'r'), ('INSERT', 'a'), ('UPDATE', 'w'), ('DELETE', 'd')) k (command, letter)
        where c.relkind = 'r' and c.relnamespace::regnamespace::text in ('app', 'audit', 'auth', 'storage')
            and (
                has_table_privilege(r.rolname, c.oid, k.command)
                or k.command <> 'DELETE' and has_any_column_privilege(r.rolname, c.oid, k.command)
            )
            and not exists (
                select from pg_policy p
                where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', k.letter::"char")
                    and r.rolname::regrole = any (p.polroles)
            )
        """
    )
    assert without == []


@pytest.mark.shows("SB-INV-14", "SB-TRAP-15", "SB-TRAP-16")
def test_views_show_no_more_than_their_tables(seeded: Place) -> None:
    widening = seeded.rows(
        "select oid::regclass from pg_class where relkind = 'v' and relnamespace = 'app'::regnamespace"
        " and not coalesce('security_invoker=true' = any (reloptions), false)"
    )
    assert widening == []
    assert seeded.value("select count(*) from pg_class where relkind = 'm'") == 0
    for user in (people.EDDA, people.NOBODY):
        session = acting(seeded, user)
        shown = first(session, "select tenant_id from app.tenant_activity")
        assert shown == first(session, "select id from app.tenants")


@pytest.mark.shows("SB-INV-15", "SB-RULE-02", "SB-TRAP-17", "SB-TRAP-18")
def test_functions_with_rights_of_their_own_are_closed(system: Place) -> None:
    loose = system.rows(
        """
        select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ('app', 'audit', 'auth', 'private', 'storage')
            and (
                p.prosecdef and not coalesce('search_path=""' = any (p.proconfig), false)
                or exists (
                    select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                    where a.grantee = 0 and a.privilege_type = 'EXECUTE'
                )
            )
        """
    )
    assert loose == []
    reviewed = system.rows(
        "select pg_get_userbyid(proowner)::text, array_agg(proname::text order by proname) from pg_proc"
        " where prosecdef and pronamespace::regnamespace::text in ('app', 'audit', 'auth', 'private', 'storage')"
        " group by 1 order by 1"
    )
    assert reviewed == [
        (
            "definer_reader",
            [
                "open_tenants", "refuse_own_promotion", "search_documents", "tenant_is_shut", "tenant_role",
                "tenants_with", "uid",
            ],
        ),
        (
            "definer_writer",
            [
                "accept_invitation", "append_event", "append_event", "audit_row", "begin_with_owner",
                "bootstrap_owner", "check_event_version", "close_tenant", "document_event", "enqueue", "keep_owner",
                "keep_owners_of_account", "keep_version", "record_act", "refuse_version_loss",
                "require_any_owner", "require_owner", "soft_delete_document",
            ],
        ),
    ]  # fmt: skip


@pytest.mark.shows("SB-INV-16", "SB-RULE-01", "SB-RULE-02", "SB-TRAP-05", "SB-TRAP-21", "SB-SEC-roles")
def test_roles_of_the_api_may_no_more_than_they_need(system: Place) -> None:
    excess = system.rows(
        """
        select g.grantee, g.table_name, g.privilege_type from information_schema.role_table_grants g
        where g.grantee in ('PUBLIC', 'anon', 'authenticated')
            and g.privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER')
            and g.table_schema in ('app', 'audit', 'auth', 'private', 'storage')
        """
    )
    assert excess == []
    creating = system.rows(
        "select n.nspname, r.rolname from pg_namespace n, pg_roles r where r.rolname in ('anon', 'authenticated',"
        " 'service_role') and n.nspname in ('app', 'audit', 'auth', 'private', 'storage')"
        " and has_schema_privilege(r.rolname, n.nspname, 'create')"
    )
    assert creating == []
    for role in API:
        assert not system.value("select pg_has_role(%s, 'service_role', 'member')", [role])
        assert not system.value("select has_schema_privilege(%s, 'private', 'usage')", [role])
    assert not system.value("select pg_has_role('authenticator', 'service_role', 'member')")
    roles = dict(system.rows("select rolname::text, rolcanlogin from pg_roles where rolname !~ '^pg_'"))
    assert [roles[name] for name in ("anon", "authenticated", "service_role", "app_owner")] == [False] * 4
    above = "select rolname::text from pg_roles where (rolbypassrls or rolsuper) and rolname = any (%s)"
    own = ["anon", "authenticated", "service_role", "app_owner", "definer_reader", "definer_writer", "authenticator"]
    assert system.rows(above, [own]) == []


#: Columns that name a row and have no foreign key, each with its reason in its comment.
WITHOUT_KEY = {
    "app.event_store.aggregate_id", "app.event_store.tenant_id", "app.realtime_outbox.ref_id",
    "app.realtime_outbox.tenant_id", "audit.audit_log.request_id", "audit.audit_log.row_id",
    "audit.audit_log.tenant_id", "audit.audit_log.trace_id", "audit.security_events.tenant_id",
}  # fmt: skip


@pytest.mark.shows("SB-INV-17", "SB-RULE-14", "SB-RULE-07", "SB-TRAP-29", "SB-TRAP-35", "SB-TEST-03")
def test_what_names_a_row_refers_to_it_and_is_indexed(system: Place) -> None:
    loose = system.rows(
        """
        select c.oid::regclass || '.' || a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relkind = 'r' and c.relnamespace::regnamespace::text in ('app', 'audit', 'auth', 'storage')
            and a.attnum > 0 and a.attname ~ '_id$'
            and not exists (
                select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any (k.conkey)
            )
        """
    )
    assert {name for (name,) in loose} == WITHOUT_KEY
    unindexed = system.rows(
        """
        select k.conname from pg_constraint k join pg_class c on c.oid = k.conrelid
        where k.contype = 'f' and c.relnamespace::regnamespace::text in ('app', 'audit', 'auth', 'storage')
            and not exists (
                select from pg_index i
                where i.indrelid = k.conrelid and i.indpred is null
                    and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
            )
        """
    )
    # Its primary key begins with the document, of which there are few versions.
    assert unindexed == [("document_versions_document_id_fkey",)]
    redundant = system.rows(
        """
        select i.indexrelid::regclass::text from pg_index i
        join pg_index o on o.indrelid = i.indrelid and o.indexrelid <> i.indexrelid and not i.indisunique
            and i.indpred is null and o.indpred is null and i.indexprs is null and o.indexprs is null
            and o.indkey::text || ' ' like i.indkey::text || ' %%'
        where i.indrelid::regclass::text ~ '^(app|audit|auth|storage)[.]'
        """.replace("%%", "%")
    )
    assert redundant == []


@pytest.mark.shows("SB-INV-19", "SB-RULE-12")
def test_the_database_is_what_is_declared(system: Place, systems: Systems) -> None:
    """A database beside what the files give; the migrations are held to the same by tests/systems/test_projects.py."""
    with systems.desired("supabase") as declared:
        desired = read(declared.session, own_roles=OWN)
    assert compare(read(system.session, own_roles=OWN), desired) == ()
    system.execute("alter table app.tenants add column later text")
    assert [change.id.name for change in compare(desired, read(system.session, own_roles=OWN))] == ["later"]


@pytest.mark.shows("SB-INV-20", "SB-TEST-07", "SB-TRAP-27", "SB-RULE-08", "SB-RULE-13")
def test_a_list_is_read_by_its_index_and_asks_once_who_is_there(seeded: Place) -> None:
    seeded.script(
        f"""
        set session_replication_role = replica;
        insert into app.documents (tenant_id, project_id, owner_id, title, created_at)
        select '{A}', p.id, '{people.EDDA}', 'more', now() - n * interval '1 second'
        from generate_series(1, 1500) n, app.projects p
        where p.tenant_id = '{A}';
        set session_replication_role = origin;
        analyze app.documents;
        """
    )
    session = acting(seeded, people.EDDA)
    lines = session.rows(
        "explain (costs off) select id, title from app.documents where tenant_id = %s and project_id = %s"
        " order by created_at desc, id desc limit 100",
        [A, people.A_PROJECTS[0]],
    )
    plan = "\n".join(line for (line,) in lines)
    assert "InitPlan" in plan
    assert "tenant_role" not in plan
    assert "using documents_page" in plan, plan
    assert "SubPlan" not in plan
