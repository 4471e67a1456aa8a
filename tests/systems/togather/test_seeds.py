"""Togather's data sets: the small one has what the specification describes, and both break no rule."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine
from sqlmodel import Session, select

from schema.togather.models import Events, FieldConflicts, Places
from tests.systems.kit import of_this_run
from tests.systems.togather.rows import CC0, RESCHEDULED

if TYPE_CHECKING:
    from tests.systems.kit import Place


@pytest.mark.shows("TG-TEST-04")
def test_what_tests_begin_with(seeded: Place) -> None:
    venue = seeded.rows("select city, region, country, place_type from places where name = 'Test Venue'")
    assert venue == [("Toronto", "ON", "CA", "venue")]
    promoter = "select organization_type from organizations where name = 'Test Organization'"
    assert seeded.value(promoter) == "promoter"
    engine = create_engine(seeded.dsn.url.replace("postgresql://", "postgresql+psycopg://", 1))
    with Session(engine) as session:
        event = session.exec(select(Events).where(Events.name == "Test Event")).one()
        assert event.ulid
        assert event.description
        assert (event.lifecycle_state, event.license_url, event.license_status) == ("draft", CC0, "cc0")
        assert session.get_one(Places, event.primary_venue_id).name == "Test Venue"
        conflicts = session.exec(select(FieldConflicts)).all()
        assert [(each.field_name, each.value_count) for each in conflicts] == [("name", 2)]
    engine.dispose()


FILTERS: list[tuple[dict[str, Any], int]] = [
    ({"lifecycle_state": "published"}, 5),
    ({"city": "Toronto"}, 3),
    ({"start_after": datetime.now(UTC)}, 4),
    ({"lifecycle_state": "published", "city": "toronto"}, 1),
    ({"lifecycle_state": "completed"}, 0),
    ({}, 7),
]


@pytest.mark.shows("TG-TEST-05", "TG-Q-15")
@pytest.mark.parametrize(("given", "count"), FILTERS)
def test_filters(seeded: Place, given: dict[str, Any], count: int) -> None:
    nothing = {"lifecycle_state": None, "city": None, "start_after": None}
    assert len(seeded.query("filter_events", **nothing | given)) == count


@pytest.mark.shows("TG-TEST-06")
def test_the_source(seeded: Place) -> None:
    source = "select source_type, trust_level, license from sources where name = 'Massey Hall API'"
    assert seeded.rows(source) == [("api", 9, "cc-by")]
    assert seeded.value("select license_status from events where name = 'Jazz Night'") == "cc-by", (
        "it follows the source"
    )


@pytest.mark.shows("TG-TEST-07", "TG-Q-13")
def test_the_jam(seeded: Place) -> None:
    series = seeded.value("select id from event_series where name = 'Friday Jam'")
    assert seeded.query("expand_series", series_id=series) == [], "it begins in a hundred years and more"
    later = "select local_start_time, extract(isodow from local_start_date) from expand_series(%s, '2199-06-01')"
    made = seeded.rows(later, [series])
    assert len(made) > 20
    assert set(made) == {(time(19), 5)}


@pytest.mark.shows("TG-TEST-08")
def test_the_night_that_was_put_off(seeded: Place) -> None:
    night = "select event_status from events where name = 'Jazz Night' and lifecycle_state = 'rescheduled'"
    assert seeded.value(night) == RESCHEDULED
    on = "select o.start_time from event_occurrences o join events e on e.id = o.event_id where e.name = 'Jazz Night'"
    assert seeded.value(on) == datetime(2025, 9, 1, 23, tzinfo=UTC)
    told = seeded.rows("""
        select action, changed_fields
        from event_changes
        where snapshot ->> 'name' = 'Jazz Night'
        order by sequence_number
    """)
    assert told == [
        ("create", None),
        ("update", ["occurrences"]),
        ("update", ["performers"]),
        ("update", ["license_status", "license_url"]),
        ("update", ["event_status", "lifecycle_state"]),
        ("update", ["occurrences"]),
        ("update", ["event_status", "lifecycle_state"]),
    ]


@pytest.mark.shows("TG-TEST-09")
def test_the_peer(seeded: Place) -> None:
    peer = seeded.value("select id from federation_nodes where node_domain = 'toronto.togather.foundation'")
    feed = seeded.query("get_feed_for_peer", peer_id=peer, sequence_number=0, limit=100)
    assert {row[4]["name"] for row in feed} == {
        "Jazz Night",
        "Friday Jam",
        "Open Studio",
        "Poetry Slam",
        "Harbour Walk",
        "Online Talk",
    }


def test_the_volumes_break_no_rule(volumes: Place) -> None:
    """Triggers were off: what they would have seen to is asked once more."""
    assert volumes.value("select count(*) from events") == 10_000
    assert volumes.value("select count(*) from event_occurrences") == 20_000
    loose = volumes.rows("""
        select 'venue' from events e where not exists (select from places p where p.id = e.primary_venue_id)
            and e.primary_venue_id is not null
        union all
        select 'occurrence' from event_occurrences o where not exists (select from events e where e.id = o.event_id)
        union all
        select 'change' from events e where not exists (select from event_changes c where c.event_id = e.id)
        union all
        select 'source' from field_provenance f where not exists (select from sources s where s.id = f.source_id)
    """)
    assert loose == []


def test_the_volumes_hold_no_moment_of_the_run(volumes: Place) -> None:
    assert of_this_run(volumes) == {}
