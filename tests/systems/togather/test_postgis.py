"""Togather's part for PostGIS, on a server that has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.systems.kit import SCHEMA, for_psycopg
from tests.systems.togather.rows import add, event

if TYPE_CHECKING:
    from tests.systems.kit import Place

QUERY = for_psycopg((SCHEMA / "togather" / "postgis" / "list_events_within_radius.sql").read_text(encoding="utf-8"))


@pytest.mark.shows("TG-Q-08")
def test_places_are_on_the_globe(globe: Place) -> None:
    hall = add(globe, "places", latitude=43.66, longitude=-79.39)
    told = "select st_x(location::geometry), st_y(location::geometry) from places where id = %s"
    assert globe.rows(told, [hall]) == [(-79.39, 43.66)], "the longitude comes first"
    globe.execute("update places set latitude = 45, longitude = -75")
    assert globe.rows(told, [hall]) == [(-75.0, 45.0)]
    globe.execute("update places set latitude = null, longitude = null")
    assert globe.rows(told, [hall]) == [(None, None)]


@pytest.mark.shows("TG-Q-08", "TG-TRAP-42")
def test_what_is_near_is_found_by_the_index(globe: Place) -> None:
    near, far = add(globe, "places", latitude=43.66, longitude=-79.39), add(globe, "places", latitude=45, longitude=-75)
    events = [event(globe, primary_venue_id=place) for place in (near, far)]
    for subject in events:
        for day in (1, 2):
            add(globe, "event_occurrences", event_id=subject, start_time=f"2999-01-0{day}")
    around = {"latitude": 43.6532, "longitude": -79.3832, "metres": 5000}
    assert [row[0] for row in globe.rows(QUERY, around)] == [events[0]]
    globe.execute("set enable_seqscan = off")
    at = "st_setsrid(st_makepoint(-79.38, 43.65), 4326)::geography"
    plan = globe.rows(f"explain select from places where st_dwithin(location, {at}, 5000)")
    assert any("idx_places_location" in line for (line,) in plan)


@pytest.mark.shows("TG-TRAP-39")
def test_the_core_is_whole_on_an_older_server(globe: Place) -> None:
    assert globe.session.server_version < 160000
    subject = event(globe)
    globe.execute("update events set name = 'Another'")
    globe.execute("delete from events where id = %s", [subject])
    assert globe.value("select count(*) from event_changes") == 3
    assert globe.value("select to_regclass('event_embeddings')") is None, "pgvector is not there"
