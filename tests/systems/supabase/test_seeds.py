"""The seeds of supabase: everything that the small data set is to have, and volumes that are there and consistent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schema.supabase.seeds import people, small, volumes as made
from schema.supabase.seeds.people import A, B
from tests.systems.kit import of_this_run
from tests.systems.supabase.acting import acting

if TYPE_CHECKING:
    from tests.systems.databases import Systems
    from tests.systems.kit import Place


@pytest.mark.shows("SB-TEST-04", "SB-TEST-17")
def test_the_small_data_set_has_one_of_everything(seeded: Place) -> None:
    roles = seeded.rows("select tenant_id, count(distinct role) from app.memberships group by 1 order by 1")
    assert roles[:2] == [(A, 4), (B, 4)]
    both = seeded.rows("select tenant_id, role from app.memberships where user_id = %s order by 1", [people.BOTH])
    assert both == [(A, "editor"), (B, "admin")]
    assert seeded.value("select count(*) from app.memberships where user_id = %s", [people.NOBODY]) == 0
    assert acting(seeded, people.FIREBASE_UID).value("select auth.uid()") == people.FIREBASE
    assert seeded.rows("select distinct count(*) from app.projects group by tenant_id") == [(3,)]
    documents = (
        "select visibility, deleted_at is not null, count(*) from app.documents where tenant_id = %s group by 1, 2"
    )
    for tenant in (A, B):
        assert sorted(seeded.rows(documents, [tenant])) == [
            ("private", False, 1),
            ("public", False, 1),
            ("tenant", False, 1),
            ("tenant", True, 1),
        ]
        assert seeded.value("select count(*) from storage.storage_objects where tenant_id = %s", [tenant]) == 1


@pytest.mark.shows("SB-TEST-02")
def test_what_happened_to_the_small_data_set_is_told(seeded: Place) -> None:
    """Everything came by the triggers: versions, events, the log and the outbox are complete."""
    assert seeded.value(
        "select bool_and(d.version = (select count(*) from app.document_versions v where v.document_id = d.id))"
        " from app.documents d"
    )
    assert seeded.value("select bool_and(app.rebuild(d.id) = to_jsonb(d) - 'search') from app.documents d")
    logged = seeded.value("select count(*) from audit.audit_log where action = 'INSERT'")
    tables = ("app.tenants", "app.memberships", "app.projects", "app.documents", "storage.storage_objects")
    assert logged == sum(seeded.value(f"select count(*) from {table}") for table in tables)


@pytest.mark.shows("SB-TEST-07")
def test_the_volumes_are_there(volumes: Place) -> None:
    assert volumes.value("select count(*) from app.documents") == made.DOCUMENTS + 10
    for table in ("app.event_store", "audit.audit_log", "app.realtime_outbox"):
        assert volumes.value(f"select count(*) from {table}") >= made.LOGGED, table
    shares = dict(volumes.rows("select tenant_id, count(*) from app.documents group by 1"))
    assert shares[A] == made.DOCUMENTS // 2 + 4
    assert shares[B] == made.DOCUMENTS // 4 + 4
    strangers = "select count(*) from app.documents d where not exists (select from app.projects p where {})"
    assert volumes.value(strangers.format("p.id = d.project_id and p.tenant_id = d.tenant_id")) == 0
    orphans = "select count(*) from app.documents d where not exists (select from app.memberships m where {})"
    assert volumes.value(orphans.format("m.user_id = d.owner_id and m.tenant_id = d.tenant_id")) == 0


def test_the_small_data_set_is_the_same_each_time(systems: Systems, seeded: Place) -> None:
    text = (
        "select md5(string_agg(concat_ws(',', id, tenant_id, title, created_at), ';' order by id)) from app.documents"
    )
    with systems.desired("supabase") as again:
        small.fill(again.dsn.url)
        assert again.value(text) == seeded.value(text)


def test_only_the_small_data_set_holds_moments_of_the_run(volumes: Place) -> None:
    """What is written by triggers is written when it happens."""
    assert all(count < 150 for count in of_this_run(volumes).values())
