"""The catering system's seeds: the small data set as it is described, whenever it is loaded, and the large one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from schema.catering.seeds import small, volumes as large
from tests.systems.kit import of_this_run

if TYPE_CHECKING:
    from tests.systems.kit import Place

#: Rows by table, the log's among them: five events that were made, and the steps that they took.
COUNTS = {
    "clients": 3,
    "users": 4,
    "events": 5,
    "event_status_log": 5 + 4 + 2 + 1 + 1,
    "tasks": 10,
    "resources": 5,
    "task_resources": 4,
    "resource_schedule": 5,
    "communications": 5,
}


def _counts(place: Place) -> dict[str, int]:
    return {table: place.value(f"select count(*) from {table}") for table in COUNTS}


@pytest.mark.shows("CA-INV-17", "CA-TRAP-34")
def test_the_seeds_can_be_loaded_again_and_again(seeded: Place) -> None:
    assert _counts(seeded) == COUNTS
    seeded.execute("update clients set company_name = 'Edited' where id = 1")
    for _ in range(2):
        small.fill(seeded.dsn.url)
        assert _counts(seeded) == COUNTS
    assert seeded.value("select company_name from clients where id = 1") == "Acme Corporation"
    added = "insert into clients (company_name, contact_name, email) values ('New', 'New', 'new@x.test') returning id"
    assert seeded.value(added) == 4


@pytest.mark.shows("CA-INV-17", "CA-SEC-passwords")
def test_the_small_data_set_is_as_described(seeded: Place) -> None:
    accounts = seeded.rows("select email, role::text, password_hash is null from users order by id")
    assert accounts[:3] == [
        ("admin@example.com", "admin", False),
        ("manager@example.com", "manager", False),
        ("jane.smith@acme.test", "client", True),
    ]
    assert seeded.value("select bool_and(password_hash like '$2b$10$%') from users where role <> 'client'")
    statuses = dict(seeded.rows("select id, status::text from events"))
    assert statuses == {1: "completed", 2: "preparation", 3: "planning", 4: "planning", 5: "inquiry"}
    assert seeded.value("select event_date < now() - interval '6 days' from events where id = 1")
    upcoming = [row[1] for row in seeded.query("list_upcoming_events", now="now")]
    assert upcoming == ["Product launch", "Menu tasting", "Summer wedding", "Staff reunion"]
    for column, table in (("category", "tasks"), ("type", "resources"), ("type", "communications")):
        assert seeded.value(f"select count(distinct {column}) from {table}") == 3


def test_the_volumes_are_what_triggers_and_constraints_would_have_let_in(volumes: Place) -> None:
    """They were loaded without triggers and foreign keys; what those would have seen to is asked here."""
    assert volumes.value("select count(*) from resource_schedule") == large.BOOKINGS
    assert volumes.query("find_overlapping_bookings") == []
    chains = """
        select count(*) from (
            select event_id, old_status, lag(new_status) over (partition by event_id order by id) as before
            from event_status_log
        ) l where l.old_status is distinct from l.before
    """
    assert volumes.value(chains) == 0
    last = """
        select count(*) from events e
        where e.status <> (select l.new_status from event_status_log l where l.event_id = e.id
            order by l.id desc limit 1)
    """
    assert volumes.value(last) == 0
    live = """
        select count(*) from resource_schedule s join events e on e.id = s.event_id
        where e.is_archived and not s.is_released
    """
    assert volumes.value(live) == 0
    statuses = Counter(str(large.status(number)) for number in range(1, large.EVENTS + 1))
    assert dict(volumes.rows("select status::text, count(*) from events group by status")) == statuses


def test_the_volumes_hold_no_moment_of_the_run(volumes: Place) -> None:
    assert of_this_run(volumes) == {}
