"""The rules of supabase that its files and its catalog show: policies, code, secrets, and what is watched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pgplumb.postgres.session import connect
from schema.supabase.seeds import people
from schema.supabase.seeds.people import A
from tests.systems.kit import SCHEMA, named_queries, query, refused, started, until_waiting
from tests.systems.programs import backup, contents, restore
from tests.systems.supabase.acting import acting, service

if TYPE_CHECKING:
    from tests.systems.databases import Systems
    from tests.systems.kit import Place

FOLDER = SCHEMA / "supabase"
_POLICIES = """
    select p.polrelid::regclass || '.' || p.polname, p.polcmd::text, p.polpermissive, p.polroles::regrole[]::text[],
        coalesce(pg_get_expr(p.polqual, p.polrelid), ''), coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')
    from pg_policy p order by 1
"""
#: A condition on more than this many characters is none that somebody reads at a glance.
LONGEST = 420


@pytest.mark.shows("SB-RULE-04", "SB-TEST-11")
def test_no_function_puts_sql_together(system: Place) -> None:
    sources = system.rows(
        "select oid::regprocedure::text, prosrc from pg_proc"
        " where pronamespace::regnamespace::text in ('app', 'audit', 'auth', 'private', 'storage')"
    )
    assert len(sources) > 30
    assert [name for name, source in sources if re.search(r"\bexecute\b", source, re.IGNORECASE)] == []


@pytest.mark.shows("SB-RULE-13", "SB-SEC-policies")
def test_policies_are_short_and_say_whom_they_are_for(system: Place) -> None:
    policies = system.rows(_POLICIES)
    assert len(policies) > 40
    tables = system.rows("select oid::regclass::text from pg_class where relkind = 'r' and relrowsecurity")
    names = {table.rpartition(".")[2] for (table,) in tables}
    for name, command, permissive, roles, using, check in policies:
        assert "-" not in roles, f"{name} is for PUBLIC"
        assert command != "*" or not permissive or roles == ["service_role"], f"{name} is for all commands"
        assert using or command == "a", name
        assert check or command in "rd" or (command == "*" and not permissive), name
        for condition in (using, check):
            assert len(condition) <= LONGEST, name
            assert not re.search(r"\bfrom\b", condition, re.IGNORECASE), f"{name} joins by itself"
            asked = re.sub(r"\( SELECT [\w.]+\([^)]*\) AS \w+\)", "", condition)
            per_row = {"sees_document", "tenant_is_shut"}
            assert set(re.findall(r"(\w+)\(", asked)) - {"ANY", "AND", "OR", "NOT"} <= per_row, (
                f"{name} asks for each row"
            )
    languages = system.rows(
        "select distinct l.lanname from pg_policy p join pg_depend d on d.classid = 'pg_policy'::regclass"
        " and d.objid = p.oid and d.refclassid = 'pg_proc'::regclass join pg_proc f on f.oid = d.refobjid"
        " join pg_language l on l.oid = f.prolang where f.oid >= 16384"
    )
    assert languages == [("sql",)]
    assert len(names) == 14


@pytest.mark.shows("SB-SEC-secrets")
def test_no_file_holds_a_secret() -> None:
    """No password, key or token; nor an address with a password in it."""
    secret = re.compile(
        r"password\s+'|BEGIN [A-Z ]*PRIVATE KEY|eyJ[\w-]{10,}\.|://\w+:[^@\s/]+@|AKIA[0-9A-Z]{16}", re.IGNORECASE
    )
    files = [path for path in FOLDER.rglob("*") if path.suffix in {".sql", ".py", ".toml", ".md"}]
    assert len(files) > 50
    assert [path.name for path in files if secret.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.shows("SB-SEC-tls")
def test_a_server_without_encryption_is_told_of(system: Place) -> None:
    """The test's own server is reached by a socket, and has none."""
    assert service(system).rows(query("settings_to_mend", FOLDER)) == [("ssl", "off", "on")]


@pytest.mark.shows("SB-RULE-18")
def test_a_backup_can_be_restored(seeded: Place, systems: Systems) -> None:
    """With policies that are forced, owners that are nobody's login, and triggers that would log what is restored."""
    saved = backup(seeded.dsn)
    with systems.scratch.database() as dsn, connect(dsn) as restored:
        restore(saved, dsn)
        assert contents(restored) == contents(seeded.session)


@pytest.mark.shows("SB-STATE-tenant", "SB-STATE-project")
def test_what_tenants_and_projects_go_through(seeded: Place) -> None:
    """A tenant is suspended by services, closed by its owner, and deleted where nothing is in it."""
    olga, adam, job = acting(seeded, people.OLGA), acting(seeded, people.ADAM), service(seeded)
    for change in ("status = 'suspended'", "plan = 'pro'", "deleted_at = now()"):
        with refused("42501"):
            olga.execute(f"update app.tenants set {change} where id = %s", [A])
    with refused("23503", "23001"):
        olga.execute("delete from app.tenants where id = %s", [A])
    assert not adam.value("select app.close_tenant(%s)", [A])
    assert job.execute("update app.tenants set plan = 'pro' where id = %s", [A]) == 1
    empty = olga.value("select app.create_tenant('Empty', 'empty')")
    assert olga.execute("delete from app.tenants where id = %s", [empty]) == 1
    for wrong in ("status = 'archived'", "archived_at = now()", "status = 'gone'"):
        with refused("23514"):
            olga.execute(f"update app.projects set {wrong} where id = %s", [people.A_PROJECTS[2]])
    archive = "update app.projects set status = 'archived', archived_at = now() where id = %s"
    assert olga.execute(archive, [people.A_PROJECTS[2]]) == 1
    assert olga.value("select app.close_tenant(%s)", [A])
    assert olga.value("select count(*) from app.tenants where id = %s", [A]) == 0


@pytest.mark.shows("SB-Q-11", "SB-RULE-17", "SB-MON-02", "SB-MON-03", "SB-MON-04", "SB-MON-05", "SB-MON-10")
def test_what_is_watched(seeded: Place) -> None:
    """A transaction that stays open, and one that waits for it, are seen by a service."""
    one, other, job = service(seeded), service(seeded), service(seeded)
    change = "update app.projects set name = name || '.' where id = %s"
    one.execute("begin")
    one.execute(change, [people.A_PROJECTS[0]])
    waiting = started(other, change, [people.A_PROJECTS[0]])
    until_waiting(seeded, other)
    names = (
        "database_bytes replicas replication_lag outbox_waiting outbox_lag connections active idle_in_transaction"
        " max_connections longest_transaction waiting longest_wait blockers"
    )
    health = dict(zip(names.split(), job.rows(query("health", FOLDER))[0], strict=True))
    assert health["database_bytes"] > 1_000_000
    assert (health["replicas"], health["replication_lag"]) == (0, None)
    assert health["outbox_waiting"] > 0
    assert health["outbox_lag"].total_seconds() > 0
    assert 3 <= health["connections"] <= health["max_connections"]
    assert health["idle_in_transaction"] >= 1
    assert health["longest_transaction"].total_seconds() > 0
    assert health["waiting"] >= 1
    assert one.pid in health["blockers"]
    blocked = job.rows(query("blocked", FOLDER))
    assert [(row[0], row[1]) for row in blocked] == [(other.pid, [one.pid])]
    assert one.pid in [row[0] for row in job.rows(query("long_transactions", FOLDER), {"seconds": 0})]
    assert sum(row[2] for row in job.rows(query("connections_by_state", FOLDER))) >= 3
    assert job.rows(query("replication", FOLDER)) == []
    assert len(job.rows(query("capacity", FOLDER))) == 14
    one.execute("commit")
    waiting.result(30)


@pytest.mark.shows("SB-MON-09", "SB-MON-11", "SB-RULE-17")
def test_what_is_past_its_threshold_is_told(seeded: Place) -> None:
    job = service(seeded)
    high = {"transaction_seconds": 10**6, "waiting_locks": 10**6, "pool_share": 1, "outbox_seconds": 10**6}
    assert job.rows(query("alerts", FOLDER), high | {"storage_bytes": 10**15}) == []
    low = dict.fromkeys(high, 0) | {"storage_bytes": 0, "waiting_locks": -1}
    told = [row[0] for row in job.rows(query("alerts", FOLDER), low)]
    assert told == ["contention", "degradation", "pool", "storage", "unavailability"]
    count, oldest = job.rows(query("outbox_lag", FOLDER))[0]
    assert count > 0
    assert oldest.total_seconds() > 0
    job.execute("update app.realtime_outbox set published_at = now()")
    assert job.rows(query("outbox_lag", FOLDER)) == [(0, None)]


@pytest.mark.shows("SB-MON-06", "SB-MON-07")
def test_who_did_what_and_was_refused(seeded: Place) -> None:
    acting(seeded, people.EDDA).execute("update app.documents set title = 'x' where id = %s", [people.A_TENANT])
    job = service(seeded)
    changes = job.rows(query("audit_by_actor", FOLDER), {"tenant_id": A, "hours": 1})
    assert (people.EDDA, "authenticated", "UPDATE", 1) in [row[:4] for row in changes]
    for kind in ("rls_violation", "auth_failure", "auth_failure"):
        job.execute("insert into audit.security_events (kind) values (%s)", [kind])
    kinds = job.rows(query("security_events_by_kind", FOLDER), {"hours": 1})
    assert kinds == [("auth_failure", 2), ("rls_violation", 1)]
    act = "select audit.record_act('ADMIN', %s, 'support', 'ticket 7', '{\"why\": \"asked\"}')"
    assert job.value(act, [A])
    with refused("22023"):
        job.value(act.replace("ADMIN", "DELETE"), [A])
    for statement in ("update audit.security_events set kind = 'auth_failure'", "delete from audit.security_events"):
        with refused("42501"):
            job.execute(statement)


@pytest.mark.shows("SB-MON-01", "SB-RULE-17")
def test_slow_statements_where_they_are_tracked(whole: Place) -> None:
    """The extension can be created where the library is not loaded; then the first query says so beforehand."""
    job = whole.open("service_role")
    ((preloaded, created),) = job.rows(query("statements_are_tracked", FOLDER))
    assert not created
    whole.execute("create extension pg_stat_statements")
    assert job.rows(query("statements_are_tracked", FOLDER)) == [(preloaded, True)]
    if preloaded:
        assert job.rows(query("slow_statements", FOLDER))
    else:
        with refused("55000"):
            job.rows(query("slow_statements", FOLDER))


@pytest.mark.shows("SB-RULE-10", "SB-RULE-17")
def test_every_query_has_its_id_or_its_purpose() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (FOLDER / "queries").glob("*.sql"))
    assert {f"SB-Q-{number:02}" for number in range(1, 12)} <= set(re.findall(r"SB-Q-\d\d", text))
    assert {f"SB-MON-{number:02}" for number in range(1, 12)} <= set(re.findall(r"SB-MON-\d\d", text)) | {
        f"SB-MON-{number:02}" for number in range(2, 6)
    }
    assert len(named_queries(FOLDER)) > 25


@pytest.mark.shows("SB-TEST-08", "SB-SEC-claims")
def test_many_sessions_with_claims_of_their_own(seeded: Place) -> None:
    """A pool of four connections, each used by many in turn, in transactions that end either way."""
    pool = [seeded.open() for _ in range(4)]
    for session in pool:
        session.execute("set session authorization authenticator")
    users = [people.EDDA, people.OSKAR, people.BOTH, people.NOBODY, people.VIOLA, people.ADAM, people.CARLA]
    for turn in range(40):
        session, user = pool[turn % 4], users[turn % 7]
        session.execute("begin")
        session.value("select auth.begin_request(%s)", [f'{{"sub": "{user}", "role": "authenticated"}}'])
        session.execute("set local role authenticated")
        mine = {tenant for (tenant,) in session.rows("select tenant_id from app.memberships")}
        shown = {tenant for tenant, members in people.ROLES.items() if user in members and tenant != people.C}
        assert mine == shown
        session.execute("rollback" if turn % 3 else "commit")
