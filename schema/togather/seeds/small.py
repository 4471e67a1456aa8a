"""A small data set to try things on: what tests and examples speak of, and five published events to filter.

`python -m schema.togather.seeds.small postgresql://localhost/events` fills a database that has the schema and no rows.
Everything goes through the triggers, so it also leaves its outbox and its history.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import create_engine
from sqlmodel import Session, SQLModel

from schema.togather.models import (
    EntityIdentifiers,
    EventOccurrences,
    EventPerformers,
    Events,
    EventSeries,
    EventSources,
    FederationNodes,
    FieldProvenance,
    Organizations,
    Persons,
    Places,
    Sources,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

TORONTO = "America/Toronto"
#: Summer time in Toronto, and an evening that lies ahead of any run.
EDT, AHEAD = timezone(timedelta(hours=-4)), datetime(2199, 6, 7, 23, tzinfo=UTC)
FIRST_DATE, NEW_DATE = datetime(2025, 8, 15, 19, tzinfo=EDT), datetime(2025, 9, 1, 19, tzinfo=EDT)
#: Places by name: town, latitude and longitude.
PLACES = {
    "Test Venue": ("Toronto", 43.6532, -79.3832),
    "Massey Hall": ("Toronto", 43.6540, -79.3793),
    "The Rex": ("Toronto", 43.6505, -79.3886),
    "Print Studio": ("Hamilton", 43.2626, -79.8655),
    "Club Saw": ("Ottawa", 45.4301, -75.6899),
}
#: Published events by name: where, and when; online where there is no place.
EVENTS = {
    "Friday Jam": ("The Rex", AHEAD),
    "Open Studio": ("Print Studio", AHEAD),
    "Poetry Slam": ("Club Saw", AHEAD),
    "Harbour Walk": ("Print Studio", datetime(2025, 5, 1, 14, tzinfo=UTC)),
    "Online Talk": (None, AHEAD),
}
NAMES = ("Test Event", "Jazz Night", *EVENTS)


def key(kind: int, number: int) -> UUID:
    """The key of the row of this number, the same in every run."""
    return UUID(int=kind << 96 | number)


def ulid(kind: int, number: int) -> str:
    """Its public key."""
    return f"01JZ{kind:02}{number:020}"


def place(name: str) -> UUID:
    """The key of a place."""
    return key(2, list(PLACES).index(name))


def event(name: str) -> UUID:
    """The key of an event."""
    return key(5, NAMES.index(name))


def fill(url: str) -> None:
    """Put all rows into a database that has the schema and no rows."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    try:
        with Session(engine) as session:
            for rows in (_others(), _series(), _events(), _occurrences(), _provenance()):
                session.add_all(rows)
                session.flush()
            _put_off(session)
            session.commit()
    finally:
        engine.dispose()


def _others() -> Iterator[SQLModel]:
    here = {"node_domain": "here.example", "display_name": "This node", "is_self": True, "trust_level": 10}
    yield FederationNodes.model_validate({"id": key(1, 0)} | here)
    there = {"node_domain": "toronto.togather.foundation", "display_name": "Togather Toronto", "trust_level": 8}
    yield FederationNodes.model_validate({"id": key(1, 1)} | there)
    for number, (name, (city, latitude, longitude)) in enumerate(PLACES.items()):
        address = {"city": city, "region": "ON", "country": "CA", "latitude": latitude, "longitude": longitude}
        yield Places.model_validate({"id": key(2, number), "ulid": ulid(2, number), "name": name} | address)
    promoter = {"name": "Test Organization", "organization_type": "promoter", "alternate_names": ["Test Org"]}
    yield Organizations.model_validate({"id": key(3, 0), "ulid": ulid(3, 0)} | promoter)
    yield Persons.model_validate({"id": key(4, 0), "ulid": ulid(4, 0), "name": "Test Person"})
    hall = {"name": "Massey Hall API", "source_type": "api", "trust_level": 9, "license": "cc-by"}
    yield Sources.model_validate({"id": key(6, 0)} | hall)
    yield Sources.model_validate(
        {"id": key(6, 1), "name": "Neighbours", "source_type": "user", "trust_level": 5, "license": "cc0"}
    )


def _series() -> Iterator[SQLModel]:
    rule = {"recurrence_rule": "FREQ=WEEKLY;BYDAY=FR", "default_start_time": time(19), "timezone": TORONTO}
    belongs = {"default_venue_id": place("The Rex"), "organizer_id": key(3, 0), "series_start_date": date(2199, 6, 7)}
    yield EventSeries.model_validate({"id": key(7, 0), "name": "Friday Jam"} | rule | belongs)


def _events() -> Iterator[SQLModel]:
    draft = {"description": "An event to test with", "primary_venue_id": place("Test Venue")}
    night = {"primary_venue_id": place("Massey Hall"), "lifecycle_state": "published", "organizer_id": key(3, 0)}
    for number, name in enumerate(NAMES):
        given: dict[str, object] = {"id": key(5, number), "ulid": ulid(5, number), "name": name}
        if name in EVENTS:
            where, _ = EVENTS[name]
            given |= {"lifecycle_state": "published", "series_id": key(7, 0) if name == "Friday Jam" else None}
            given |= {"primary_venue_id": place(where)} if where else {"virtual_url": "https://stream.example/talk"}
        else:
            given |= draft if name == "Test Event" else night
        yield Events.model_validate(given)


def _occurrences() -> Iterator[SQLModel]:
    times = {"Jazz Night": FIRST_DATE} | {name: start for name, (_, start) in EVENTS.items()}
    for number, (name, start) in enumerate(times.items()):
        given = {"id": key(8, number), "event_id": event(name), "start_time": start, "timezone": TORONTO}
        yield EventOccurrences.model_validate(given | {"end_time": start + timedelta(hours=3)})
    yield EventPerformers.model_validate(
        {"event_id": event("Jazz Night"), "person_id": key(4, 0), "role": "headliner", "performance_order": 1}
    )


def _provenance() -> Iterator[SQLModel]:
    night = {"event_id": event("Jazz Night")}
    received = {
        "source_id": key(6, 0),
        "source_event_id": "mh-1",
        "payload": {"name": "Jazz Night", "price": "sold out"},
    }
    yield EventSources.model_validate({"id": key(9, 0)} | night | received)
    for number, (source, value, confidence) in enumerate(((0, "Jazz Night", "0.95"), (1, "Jazz Nite", "0.5"))):
        said = {"field_name": "name", "value": value, "confidence": Decimal(confidence)}
        yield FieldProvenance.model_validate({"id": key(10, number), "source_id": key(6, source)} | night | said)
    known = {"scheme": "wikidata", "uri": "https://www.wikidata.org/entity/Q1", "is_canonical": True}
    yield EntityIdentifiers.model_validate({"id": key(11, 0)} | night | known)


def _put_off(session: Session) -> None:
    """The Jazz Night gets another date, step by step."""
    night = session.get_one(Events, event("Jazz Night"))
    night.lifecycle_state, night.event_status = "postponed", "https://schema.org/EventPostponed"
    session.flush()
    on = session.get_one(EventOccurrences, key(8, 0))
    on.start_time, on.end_time = NEW_DATE, NEW_DATE + timedelta(hours=3)
    session.flush()
    night.lifecycle_state, night.event_status = "rescheduled", "https://schema.org/EventRescheduled"
    session.flush()


if __name__ == "__main__":
    fill(sys.argv[1])
