"""What always holds in togather, whoever writes and however many at once."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest

from tests.systems.kit import refused
from tests.systems.togather.rows import (
    AHEAD,
    CANCELLED,
    CC_BY,
    POSTPONED,
    RESCHEDULED,
    SCHEDULED,
    add,
    event,
    go,
    peer,
)

if TYPE_CHECKING:
    from tests.systems.kit import Place

CHECK, NULL, UNIQUE = "23514", "23502", "23505"
ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


ALLOWED = {
    "draft": {"published", "deleted"},
    "published": {"completed", "postponed", "cancelled", "deleted"},
    "postponed": {"rescheduled", "cancelled"},
    "rescheduled": {"published", "completed", "cancelled", "postponed"},
    "cancelled": {"deleted"},
    "completed": {"deleted"},
    "deleted": set[str](),
}


@pytest.mark.shows("TG-INV-01")
def test_every_event_is_somewhere(system: Place) -> None:
    venue = add(system, "places")
    add(system, "events", virtual_url=None, primary_venue_id=venue)
    add(system, "events", primary_venue_id=venue)
    both = add(system, "events")
    with refused(CHECK):
        add(system, "events", virtual_url=None)
    with refused(CHECK):
        system.execute("update events set virtual_url = null where id = %s", [both])


@pytest.mark.shows("TG-INV-02")
@pytest.mark.parametrize(
    "ulid", ["", ULID[:-1], f"{ULID}0", ULID.lower(), f"8{ULID[1:]}", ULID.replace("V", "U"), None]
)
def test_a_ulid_looks_like_one(system: Place, ulid: str | None) -> None:
    add(system, "events", ulid=ULID)
    with refused(CHECK, NULL):
        add(system, "events", ulid=ulid)


@pytest.mark.shows("TG-INV-02")
def test_a_ulid_is_one_events_and_stays(system: Place) -> None:
    first, second = add(system, "events", ulid=ULID), add(system, "events")
    with refused(UNIQUE):
        add(system, "events", ulid=ULID)
    with refused(CHECK):
        system.execute("update events set ulid = new_ulid() where id = %s", [first])
    made = system.value("select ulid from events where id = %s", [second])
    assert made > ULID, "the time is in front"


@pytest.mark.shows("TG-INV-03")
def test_an_address_is_given_once(system: Place) -> None:
    uri = "https://there.example/events/1"
    node = peer(system)
    other = add(system, "events")
    first = add(system, "events", federation_uri=uri, origin_node_id=node)
    with refused(UNIQUE):
        add(system, "events", federation_uri=uri)
    for change in (
        "federation_uri = 'https://there.example/events/2'",
        "federation_uri = null",
        "origin_node_id = null",
    ):
        with refused(CHECK):
            system.execute(f"update events set {change} where id = %s", [first])
    system.execute("update events set federation_uri = %s where id = %s", [f"{uri}0", other])


@pytest.mark.shows("TG-INV-04", "TG-STATE-lifecycle")
@pytest.mark.parametrize("before", ALLOWED)
def test_only_these_ways_lead_from_a_state(system: Place, before: str) -> None:
    for after in ALLOWED.keys() - {before}:
        subject = event(system, before)
        if after in ALLOWED[before]:
            assert go(system, subject, after) == 1
        else:
            with refused(CHECK) as refusal:
                go(system, subject, after)
            assert refusal.error.constraint in {"events_lifecycle", "events_deleted_at_if_deleted"}


@pytest.mark.shows("TG-INV-04")
def test_there_are_no_other_states(system: Place) -> None:
    with refused(CHECK):
        event(system, "archived")
    with refused(NULL):
        add(system, "events", lifecycle_state=None)


@pytest.mark.shows("TG-STATE-status")
@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("published", CANCELLED),
        ("cancelled", SCHEDULED),
        ("cancelled", POSTPONED),
        ("postponed", SCHEDULED),
        ("rescheduled", SCHEDULED),
        ("draft", RESCHEDULED),
        ("published", "https://schema.org/EventSomething"),
        ("published", None),
    ],
)
def test_what_is_told_fits_what_is_known(system: Place, state: str, status: str | None) -> None:
    event(system, "published", event_status="https://schema.org/EventMovedOnline")
    with refused(CHECK, NULL):
        event(system, state, event_status=status)


@pytest.mark.shows("TG-INV-05")
def test_local_date_and_time_follow_the_start(system: Place) -> None:
    local = "select local_start_date, local_start_time from event_occurrences where id = %s"
    subject = add(system, "event_occurrences", event_id=event(system), start_time="2026-10-31 23:00+00")
    assert system.rows(local, [subject]) == [(date(2026, 10, 31), time(19))]
    system.execute("update event_occurrences set start_time = '2026-11-08 00:30+00' where id = %s", [subject])
    assert system.rows(local, [subject]) == [(date(2026, 11, 7), time(19, 30))]
    elsewhere = system.open(settings={"TimeZone": "Asia/Tokyo"})
    elsewhere.execute("update event_occurrences set timezone = 'Europe/Berlin' where id = %s", [subject])
    assert elsewhere.rows(local, [subject]) == [(date(2026, 11, 8), time(1, 30))]
    with refused("428C9"):
        system.execute("update event_occurrences set local_start_date = '2026-01-01' where id = %s", [subject])


@pytest.mark.shows("TG-INV-06", "TG-TEST-08")
def test_an_event_that_gets_another_date_stays_the_same(system: Place) -> None:
    """The Jazz Night of August is put off to September."""
    identity = "select id, ulid, federation_uri from events"
    night = event(system, name="Jazz Night", ulid=ULID, federation_uri="https://here.example/events/jazz")
    on = add(
        system, "event_occurrences", event_id=night, start_time="2025-08-15 19:00-04", end_time="2025-08-15 22:00-04"
    )
    before = system.rows(identity)
    system.query("postpone_event", event_id=night)
    system.query("move_occurrence", occurrence_id=on, start_time="2025-09-01 19:00-04")
    system.query("reschedule_event", event_id=night)
    assert system.rows(identity) == before
    ends = "select start_time = '2025-09-01 23:00+00' and end_time = '2025-09-02 02:00+00' from event_occurrences"
    assert system.value(ends)
    for column in ("id = gen_random_uuid()", "ulid = new_ulid()", "federation_uri = 'https://here.example/events/2'"):
        with refused(CHECK):
            system.execute(f"update events set lifecycle_state = 'published', event_status = %s, {column}", [SCHEDULED])


@pytest.mark.shows("TG-INV-07")
def test_an_occurrence_ends_after_it_begins(system: Place) -> None:
    subject = event(system)
    add(system, "event_occurrences", event_id=subject, end_time=None)
    with refused(CHECK):
        add(
            system,
            "event_occurrences",
            event_id=subject,
            start_time=AHEAD,
            end_time=AHEAD,
            venue_id=add(system, "places"),
        )
    with refused(CHECK):
        system.execute("update event_occurrences set end_time = start_time - interval '1 hour'")


@pytest.mark.shows("TG-INV-09")
def test_only_what_is_free_is_exported(system: Place) -> None:
    described = {"description": "Text"}
    free = event(system, **described)
    kept = event(system, license_status="cc-by", license_url=CC_BY, **described)
    event(system, takedown_requested=True, **described)
    event(system, "draft", **described)
    event(system, "deleted", **described)
    assert dict(system.rows("select id, description from federation_export")) == {free: "Text", kept: None}


@pytest.mark.shows("TG-INV-09")
def test_the_feed_tells_no_more_than_that(system: Place) -> None:
    peer(system)
    feed = "select f.action, f.snapshot ->> 'name', f.snapshot ->> 'description' from federation_feed f order by 1, 2"
    draft = event(system, "draft", name="A", description="Text")
    event(system, name="B", description="Text", license_status="proprietary", license_url="https://b.example/")
    assert system.rows(feed) == [("create", "B", None)]
    go(system, draft, "published")
    assert system.rows(feed) == [("create", "B", None), ("update", "A", "Text")]
    system.execute("update events set takedown_requested = true where id = %s", [draft])
    assert system.rows(feed)[1:] == [("delete", None, None), ("delete", None, None)]


@pytest.mark.shows("TG-INV-09")
def test_a_licence_is_one_of_these(system: Place) -> None:
    with refused(CHECK):
        event(system, license_status="free", license_url=CC_BY)
    with refused(NULL):
        event(system, license_status=None)


@pytest.mark.shows("TG-INV-23")
def test_what_may_be_the_same_event_has_the_same_hash(system: Place) -> None:
    venue, other = add(system, "places"), add(system, "places")

    def hashed(name: str, **columns: Any) -> Any:
        key = event(system, name=name, **({"virtual_url": None} | columns))
        return system.value("select dedup_hash from events where id = %s", [key])

    first = hashed("Jazz Night", primary_venue_id=venue)
    assert first is not None
    assert hashed("  jazz\t NIGHT ", primary_venue_id=venue) == first
    assert hashed("Jazz Night", primary_venue_id=other) != first
    assert hashed("Jazz Nights", primary_venue_id=venue) != first
    assert hashed("Jazz Night", virtual_url="https://stream.example") not in {first, None}
