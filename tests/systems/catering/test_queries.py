"""The catering system's queries on its volumes: right by what Python makes of the same rows, and by which index."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from schema.catering.models import ResourceType
from schema.catering.seeds import volumes as large
from tests.systems.kit import named_queries, started

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.systems.kit import Place

EVENTS = [large.event(number) for number in range(1, large.EVENTS + 1)]
LIVE = [row for row in EVENTS if not row[7]]


def plan(place: Place, text: str, **params: Any) -> str:
    """How the server would run a query."""
    return "\n".join(line for (line,) in place.rows(f"explain {text}", params))


@pytest.mark.shows("CA-Q-01")
def test_events_to_come(volumes: Place, query: Callable[[str], str]) -> None:
    found = volumes.query("list_upcoming_events", now=large.NOW)
    ahead = [row for row in LIVE if row[3] >= large.NOW]
    assert [(row[0], row[8], row[9]) for row in found] == [(row[0], row[1], f"Company {row[1]}") for row in ahead]
    assert "idx_events_event_date" in plan(volumes, query("list_upcoming_events"), now=large.NOW)


@pytest.mark.shows("CA-Q-02", "CA-Q-03", "CA-TRAP-36")
@pytest.mark.parametrize("resource", [1, 5])
def test_conflicts_of_a_resource(volumes: Place, query: Callable[[str], str], resource: int) -> None:
    """A person, and something that is there in numbers, which is never in conflict."""
    start = large.FIRST + timedelta(hours=6)
    wanted: dict[str, Any] = {
        "resource_id": resource,
        "start_time": start,
        "end_time": start + timedelta(days=3),
        "booking_id": None,
    }
    bookings = map(large.booking, range(1, large.BOOKINGS + 1))
    expected = [
        (number, resource, begin, end, event)
        for number, whose, type, event, begin, end, _, released in bookings
        if whose == resource and not released and type is not ResourceType.MATERIALS
        if begin < wanted["end_time"] and end > start
    ]
    assert volumes.query("get_overlapping_schedules", **wanted) == expected
    assert bool(expected) == (resource == 1)
    named = volumes.query("get_resource_conflicts", **wanted)
    assert named == [(resource, f"Resource {resource}", begin, end) for _, _, begin, end, _ in expected]
    for name in ("get_overlapping_schedules", "get_resource_conflicts"):
        assert "resource_schedule_no_overlap" in plan(volumes, query(name), **wanted)


@pytest.mark.shows("CA-Q-04")
def test_all_events_that_are_not_archived(volumes: Place) -> None:
    assert [row[0] for row in volumes.query("list_events")] == [row[0] for row in LIVE]


@pytest.mark.shows("CA-Q-05", "CA-TRAP-03")
def test_events_of_a_status(volumes: Place, query: Callable[[str], str]) -> None:
    found = volumes.query("list_events_by_status", status="planning")
    assert [row[0] for row in found] == [row[0] for row in LIVE if row[6] == "planning"]
    chosen = plan(volumes, query("list_events_by_status"), status="planning")
    assert "idx_events_composite" in chosen or "idx_events_analytics_status_created" in chosen


@pytest.mark.shows("CA-Q-06")
@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_events_by_status_and_month(volumes: Place, query: Callable[[str], str], zone: str) -> None:
    span = {"from_time": large.FIRST, "to_time": large.NOW, "time_zone": "UTC"}
    session = volumes.open(settings={"timezone": zone})
    found = session.rows(query("count_events_by_status_and_month"), span)
    made = [(str(row[6]), row[9]) for row in EVENTS if large.FIRST <= row[9] < large.NOW]
    months = Counter((status, moment.strftime("%Y-%m")) for status, moment in made)
    assert {(status, month.astimezone(UTC).strftime("%Y-%m")): count for status, month, count in found} == months
    assert found == sorted(found, key=lambda row: (large.STATUSES.index(row[0]), row[1]))
    month = span | {"to_time": large.FIRST + timedelta(days=30)}
    assert "idx_events_analytics_status_created" in plan(volumes, query("count_events_by_status_and_month"), **month)


@pytest.mark.shows("CA-Q-06")
def test_the_timeline_of_an_event(volumes: Place) -> None:
    found = volumes.query("event_timeline", event_id=1)
    steps = large.STATUSES[: large.STATUSES.index(large.status(1)) + 1]
    assert [row[0] for row in found] == [str(step) for step in steps]
    assert [row[3] for row in found] == [timedelta(days=1)] * (len(steps) - 1) + [None]


@pytest.mark.shows("CA-Q-07")
def test_how_the_database_is_doing(system: Place) -> None:
    idle, other = system.open(), system.open()
    idle.value("select 1")
    asleep = started(other, "select pg_sleep(20)")
    while not (active := system.query("active_queries")):
        assert not asleep.done(), "it was active, and was not found"
    assert [row[0] for row in active] == [other.pid], "the session that asks is left out"
    assert dict(system.query("connections_by_state")) == {"active": 2, "idle": 1}


@pytest.mark.shows("CA-MIG-03")
def test_every_query_is_one_that_the_server_can_plan(system: Place) -> None:
    """Each is prepared, whatever its parameters are: CA-MIG-03 asks for no less after each change."""
    for name, text in named_queries(system.folder).items():
        names = dict.fromkeys(re.findall(r"%\((\w+)\)s", text))
        numbered = re.sub(r"%\((\w+)\)s", lambda each, names=names: f"${list(names).index(each[1]) + 1}", text)
        system.execute(f"prepare {name} as {numbered.replace('%%', '%')}")
