"""The traps of togather's tables: what the naive form does wrong and how the system's own does not."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest
from psycopg.types.json import Jsonb

from tests.systems.kit import refused
from tests.systems.togather.rows import AHEAD, CC0, SCHEDULED, add, event, go

if TYPE_CHECKING:
    from tests.systems.kit import Place


@pytest.mark.shows("TG-TRAP-05")
def test_trap_05_naive(naive: Place) -> None:
    with refused("23514"):
        naive.execute("update events set lifecycle_state = 'rescheduled' where id = 1")


@pytest.mark.shows("TG-TRAP-05")
def test_trap_05(system: Place) -> None:
    subject = event(system, "postponed")
    assert go(system, subject, "rescheduled") == 1
    assert go(system, subject, "published") == 1


@pytest.mark.shows("TG-TRAP-06")
def test_trap_06_naive(naive: Place) -> None:
    with refused("23514"):
        naive.execute("select create_event('Online talk', null)")


@pytest.mark.shows("TG-TRAP-06", "TG-Q-00")
def test_trap_06(system: Place) -> None:
    given = {"ulid": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "name": "Online talk", "lifecycle_state": "draft"}
    nowhere: dict[str, Any] = {"description": None, "organizer_id": None, "primary_venue_id": None, "virtual_url": None}
    licence = {"license_status": "cc0", "license_url": CC0}
    with refused("23514"):
        system.query("create_event", **given, **nowhere, **licence)
    online = nowhere | {"virtual_url": "https://stream.example/talk"}
    ((_, ulid, name, *_),) = system.query("create_event", **given, **online, **licence)
    assert (ulid, name) == (given["ulid"], "Online talk")


@pytest.mark.shows("TG-TRAP-09")
def test_trap_09_naive(naive: Place) -> None:
    with refused("428C9"):
        naive.execute(
            "insert into event_occurrences (start_time, timezone, local_start_date)"
            " values ('2025-08-15 19:00-04', 'America/Toronto', '2025-08-15')"
        )
    naive.execute("update plain_occurrences set start_time = '2025-09-01 19:00-04'")
    assert naive.value("select local_start_date from plain_occurrences") == date(2025, 8, 15)


@pytest.mark.shows("TG-TRAP-09", "TG-Q-00b")
def test_trap_09(system: Place) -> None:
    given = {"start_time": "2025-08-15 19:00-04", "end_time": None, "timezone": "America/Toronto", "venue_id": None}
    system.query("create_event_occurrence", event_id=event(system), **given)
    local = "select local_start_date, local_start_time from event_occurrences"
    assert system.rows(local) == [(date(2025, 8, 15), time(19))]
    system.execute("update event_occurrences set start_time = '2025-09-01 20:00-04'")
    assert system.rows(local) == [(date(2025, 9, 1), time(20))]


@pytest.mark.shows("TG-TRAP-13")
@pytest.mark.parametrize(("table", "column"), [("federation_nodes", "node_domain"), ("field_provenance", "field_name")])
def test_trap_13_naive(naive: Place, table: str, column: str) -> None:
    with refused("23502"):
        naive.execute(f"insert into {table} ({column}) values ('x')")


@pytest.mark.shows("TG-TRAP-13")
def test_trap_13(system: Place) -> None:
    lacking = system.rows("""
        select c.conrelid::regclass::text
        from pg_constraint c
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        where c.contype = 'p' and a.attname = 'id' and not a.atthasdef and a.attidentity = ''
    """)
    assert lacking == []
    assert add(system, "federation_nodes") is not None
    assert add(system, "field_provenance", event_id=event(system), source_id=add(system, "sources")) is not None


@pytest.mark.shows("TG-TRAP-19")
def test_trap_19_naive(naive: Place) -> None:
    naive.execute("update events set name = 'Another'")
    assert naive.value("select updated_at = created_at from events")
    with refused("42703"):
        naive.execute("update event_series set updated_at = now()")


@pytest.mark.shows("TG-TRAP-19")
def test_trap_19(system: Place) -> None:
    subject = event(system, created_at="2000-01-01", updated_at="2000-01-01")
    go(system, subject, "completed")
    assert system.value("select updated_at > created_at from events")
    untended = system.rows("""
        select c.relname
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'updated_at'
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not exists (
            select from pg_trigger t where t.tgrelid = c.oid and t.tgfoid = 'set_updated_at'::regproc
        )
    """)
    assert untended == []


@pytest.mark.shows("TG-TRAP-20")
def test_trap_20_naive(naive: Place) -> None:
    naive.execute("insert into event_occurrences (event_id, start_time) values (1, '2026-10-02 19:00-04')")
    assert naive.value("select count(distinct id) from event_occurrences") == 2


@pytest.mark.shows("TG-TRAP-20")
def test_trap_20(system: Place) -> None:
    subject = event(system)
    venue = add(system, "places")
    for venue_id in (None, venue):
        add(system, "event_occurrences", event_id=subject, venue_id=venue_id)
        with refused("23505"):
            add(system, "event_occurrences", event_id=subject, venue_id=venue_id)


@pytest.mark.shows("TG-TRAP-21")
def test_trap_21_naive(naive: Place) -> None:
    local = naive.rows("select (start_time at time zone 'America/Toronto')::time from occurrences order by start_time")
    assert local == [(time(19),), (time(18),)]


@pytest.mark.shows("TG-TRAP-21")
def test_trap_21(system: Place) -> None:
    rule = {"recurrence_rule": "FREQ=WEEKLY;BYDAY=SA", "default_start_time": "19:00", "series_start_date": "2026-10-31"}
    series = add(system, "event_series", **rule)
    event(system, series_id=series)
    made = system.rows(
        "select local_start_time, (start_time at time zone 'UTC')::time"
        " from expand_series(%s, '2026-10-30', '10 days')",
        [series],
    )
    assert made == [(time(19), time(23)), (time(19), time(0))]


@pytest.mark.shows("TG-TRAP-22")
@pytest.mark.parametrize("zone", ["Foo5", "utc+3"])
def test_trap_22_naive(naive: Place, zone: str) -> None:
    naive.execute("insert into event_occurrences (timezone) values (%s)", [zone])
    with refused("22023"):
        naive.execute("insert into event_occurrences (timezone) values ('Nowhere')")


@pytest.mark.shows("TG-TRAP-22")
def test_trap_22(system: Place) -> None:
    subject = event(system)
    for zone in ("Foo5", "utc+3", "Nowhere", "america/toronto", "America/Foo5", ""):
        with refused("23514"):
            add(system, "event_occurrences", event_id=subject, timezone=zone)
        with refused("23514"):
            add(system, "event_series", timezone=zone)
    listed = system.value("select pg_get_constraintdef(oid) from pg_constraint where conname = 'iana_time_zone_known'")
    known = {name for (name,) in system.rows("select name from pg_timezone_names")}
    names = set(listed.split("'")[1::2])
    assert len(names) > 400
    assert names <= known


@pytest.mark.shows("TG-TRAP-24")
def test_trap_24_naive(naive: Place) -> None:
    assert naive.rows("select id from upcoming") == [(1,)]
    naive.execute("update event_occurrences set start_time = '2999-09-01'")
    naive.execute("update events set lifecycle_state = 'rescheduled'")
    assert naive.rows("select id from upcoming") == []


@pytest.mark.shows("TG-TRAP-24")
def test_trap_24(system: Place) -> None:
    moved, off = event(system, "rescheduled"), event(system, "postponed")
    for subject in (moved, off):
        add(system, "event_occurrences", event_id=subject)
    found = system.query("list_upcoming_events", **{"from": "2999-01-01", "limit": 50})
    assert [row[0] for row in found] == [moved]


@pytest.mark.shows("TG-TRAP-25")
def test_trap_25_naive(naive: Place) -> None:
    naive.execute("call postpone()")
    assert naive.value("select count(*) from events where lifecycle_state = 'postponed'") == 2
    assert naive.value("select count(distinct start_time) from event_occurrences") == 1


@pytest.mark.shows("TG-TRAP-25")
def test_trap_25(system: Place) -> None:
    events = [event(system) for _ in range(2)]
    occurrences = [add(system, "event_occurrences", event_id=subject) for subject in events]
    system.query("postpone_event", event_id=events[0])
    system.query("move_occurrence", occurrence_id=occurrences[0], start_time="2999-09-01 19:00-04")
    system.query("reschedule_event", event_id=events[0])
    states = system.rows("select lifecycle_state from events order by id = %s", [events[0]])
    assert states == [("published",), ("rescheduled",)]
    unmoved = system.value("select start_time = %s from event_occurrences where id = %s", [AHEAD, occurrences[1]])
    assert unmoved


HASHES = {
    "concat_ws is stable": ("42P17", "md5(concat_ws('|', name, venue))", "stored"),
    "a time prints by the session": ("42P17", "md5(name || start_time::text)", "stored"),
    "another table": ("0A000", "md5((select 'x' from events))", "stored"),
}


@pytest.mark.shows("TG-TRAP-26")
@pytest.mark.parametrize(("sqlstate", "expression", "kind"), HASHES.values(), ids=HASHES)
def test_trap_26_naive(naive: Place, sqlstate: str, expression: str, kind: str) -> None:
    with refused(sqlstate):
        naive.execute(f"alter table events add column h text generated always as ({expression}) {kind}")
    found = naive.rows("select naive_hash from events order by id")
    assert found[2] == (None,)
    assert found[0] != found[1], "another blank, another hash"


@pytest.mark.shows("TG-TRAP-26")
def test_trap_26_naive_without_stored(naive: Place) -> None:
    naive.execute("alter table events add column h text generated always as (md5(name))")
    with refused("0A000"):
        naive.execute("create index on events (h)")


@pytest.mark.shows("TG-TRAP-26")
def test_trap_26(system: Place) -> None:
    for name in ("Jazz Night", "Jazz  Night ", "JAZZ night"):
        event(system, name=name, virtual_url="https://stream.example/jazz")
    assert system.value("select count(distinct dedup_hash) from events where dedup_hash is not null") == 1
    venues = [add(system, "places"), add(system, "places")]
    for venue in venues:
        event(system, name="Jazz Night", virtual_url=None, primary_venue_id=venue)
    assert system.value("select count(distinct dedup_hash) from events where dedup_hash is not null") == 3


@pytest.mark.shows("TG-TRAP-27")
def test_trap_27_naive(naive: Place) -> None:
    naive.execute("insert into events (id, name) values (1, 'Jazz Night')")
    assert naive.rows("select dedup_hash is null, seen_hash is null from events") == [(False, True)]


@pytest.mark.shows("TG-TRAP-27")
def test_trap_27(system: Place) -> None:
    event(system, created_at="2000-01-01", updated_at="2000-01-01")
    system.execute("update events set lifecycle_state = lifecycle_state")
    assert system.value("select updated_at = created_at from events"), "what is null there counts as no change"
    same = "select e.dedup_hash = c.snapshot ->> 'dedup_hash' from events e join event_changes c on c.event_id = e.id"
    assert system.value(same)


@pytest.mark.shows("TG-TRAP-30")
def test_trap_30_naive(naive: Place) -> None:
    naive.execute("insert into field_provenance values (1, 1.004), (2, 0.995), (3, 0.999)")
    assert naive.value("select count(*) from field_provenance where confidence = 1") == 3


@pytest.mark.shows("TG-TRAP-30")
def test_trap_30(system: Place) -> None:
    given = {"event_id": event(system), "source_id": add(system, "sources")}
    with refused("23514"):
        add(system, "field_provenance", confidence="1.004", **given)
    for confidence in ("0.995", "0.999"):
        add(system, "field_provenance", confidence=confidence, **given)
    assert system.value("select count(distinct confidence) from field_provenance where confidence < 1") == 2


@pytest.mark.shows("TG-TRAP-31")
def test_trap_31_naive(naive: Place) -> None:
    naive.execute("insert into federation_nodes values (1, null, null)")
    lost = (
        "select count(*) from federation_nodes where sync_enabled or not sync_enabled or trust_level between 1 and 10"
    )
    assert naive.value(lost) == 0


@pytest.mark.shows("TG-TRAP-31")
@pytest.mark.parametrize("column", ["trust_level", "sync_enabled", "is_self"])
def test_trap_31(system: Place, column: str) -> None:
    with refused("23502"):
        add(system, "federation_nodes", **{column: None})


@pytest.mark.shows("TG-TRAP-44")
def test_trap_44_naive(naive: Place) -> None:
    naive.execute("insert into event_performers values (1, 1, null)")
    assert naive.value("select count(*) from event_performers") == 2


@pytest.mark.shows("TG-TRAP-44")
def test_trap_44(system: Place) -> None:
    given = {"event_id": event(system), "person_id": add(system, "persons")}
    add(system, "event_performers", **given)
    for role in (None, "headliner"):
        with refused("23502", "23505"):
            add(system, "event_performers", role=role, **given)
    add(system, "event_performers", role="host", **given)


@pytest.mark.shows("TG-TRAP-45")
def test_trap_45_naive(naive: Place) -> None:
    with refused("23503"):
        naive.execute("delete from events")


@pytest.mark.shows("TG-TRAP-45")
def test_trap_45(system: Place) -> None:
    """What describes an event goes with it; what tells of it stays."""
    subject, source = event(system), add(system, "sources")
    occurrence = add(system, "event_occurrences", event_id=subject)
    add(system, "event_performers", event_id=subject, person_id=add(system, "persons"))
    add(system, "event_sources", event_id=subject, source_id=source)
    add(system, "field_provenance", event_id=subject, source_id=source)
    start = {"occurrence_id": occurrence, "field_name": "startDate", "value": Jsonb("2025-08-15")}
    add(system, "field_provenance", event_id=subject, source_id=source, **start)
    add(system, "entity_identifiers", event_id=subject)
    assert system.execute("delete from events") == 1
    for table in ("event_occurrences", "event_performers", "event_sources", "field_provenance", "entity_identifiers"):
        assert system.value(f"select count(*) from {table}") == 0
    assert system.value("select count(*) from event_changes where purged") == 1
    assert (
        system.value("select count(*) from event_history where upper_inf(system_period) and upper_inf(valid_period)")
        == 0
    )


@pytest.mark.shows("TG-TRAP-46")
def test_trap_46_naive(naive: Place) -> None:
    naive.execute("insert into event_sources values (1, 1)")
    assert naive.value("select license_status from events") == "cc0"


@pytest.mark.shows("TG-TRAP-46")
@pytest.mark.parametrize(
    ("licence", "url"),
    [
        ("proprietary", "https://rightsstatements.org/vocab/InC/1.0/"),
        ("cc-by", "https://creativecommons.org/licenses/by/4.0/"),
        ("unknown", "https://rightsstatements.org/vocab/UND/1.0/"),
        ("cc0", CC0),
    ],
)
def test_trap_46(system: Place, licence: str, url: str) -> None:
    subject = event(system, event_status=SCHEDULED)
    add(system, "event_sources", event_id=subject, source_id=add(system, "sources", license=licence))
    assert system.rows("select license_status, license_url from events") == [(licence, url)]
    for wrong in ({"license_status": "unknown"}, {"license_url": url if licence != "cc0" else "https://x.example"}):
        with refused("23514"):
            event(system, **wrong)
