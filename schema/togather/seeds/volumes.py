"""A large data set: 10,000 events with all that belongs to them, the same rows whenever it is made.

`python -m schema.togather.seeds.volumes postgresql://localhost/events` fills a database that has the schema and no
rows. Triggers and foreign keys are off meanwhile (that takes a superuser): what they would see to, the rows bring.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from schema.copying import copy
from schema.togather.models import (
    EntityIdentifiers,
    EventChanges,
    EventEmbeddings,
    EventOccurrences,
    Events,
    FederationNodes,
    FieldProvenance,
    Organizations,
    Places,
    Sources,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlmodel import SQLModel

PLACES, TOWNS, ORGANIZATIONS, SOURCES, EVENTS, EMBEDDINGS, WIDTH = 2_000, 40, 500, 20, 10_000, 500, 384
#: One of five events lies ahead of any run.
PAST, AHEAD = (datetime(year, 1, 1, 20, tzinfo=UTC) for year in (2025, 2199))
WORDS = ("jazz", "poetry", "harbour", "winter", "open", "studio", "night", "walk", "talk", "choir", "film", "market")
TORONTO = (43.6532, -79.3832)

_KINDS = ("nodes", "places", "organizations", "sources", "events", "occurrences", "provenance", "identifiers")


def key(kind: str, number: int) -> UUID:
    """The key of the row of this number: its table in the first digits, then its number."""
    return UUID(int=(_KINDS.index(kind) + 1) << 96 | number)


def ulid(kind: str, number: int) -> str:
    """Its public key."""
    return f"01J{_KINDS.index(kind):03}{number:020}"


def name(number: int) -> str:
    """Three words and a number."""
    chosen = (WORDS[number % 12], WORDS[number // 12 % 12], WORDS[number // 144 % 12])
    return f"{' '.join(chosen).capitalize()} {number}"


def description(number: int) -> str:
    """As long as such texts are: on rows of a few words no index would be worth reading."""
    return (
        f"Event number {number}. Admission is at the entrance, half an hour before it begins; whoever needs a seat near"
        " the exit says so when booking. Children pay half, and those below six nothing. The cloakroom is free."
    )


def state(number: int) -> str:
    """Most are published; of each twenty one is a draft, one cancelled, one was moved."""
    return {3: "draft", 7: "cancelled", 11: "rescheduled"}.get(number % 20, "published")


def status(number: int) -> str:
    """What goes with the state."""
    words = {"cancelled": "EventCancelled", "rescheduled": "EventRescheduled"}
    return f"https://schema.org/{words.get(state(number), 'EventScheduled')}"


def venue(number: int) -> int | None:
    """Every tenth event takes place online only."""
    return None if number % 10 == 0 else number % PLACES


def starts(number: int) -> list[datetime]:
    """When an event takes place: twice."""
    first = (AHEAD if number % 5 == 1 else PAST) + timedelta(minutes=number * 7)
    return [first, first + timedelta(days=7)]


def position(number: int) -> tuple[float, float]:
    """Where a place is: on a grid around Toronto, a kilometre or so from one to the next."""
    return TORONTO[0] + (number % 50 - 25) / 100, TORONTO[1] + (number // 50 - 20) / 80


def vector(number: int) -> str:
    """384 numbers from -1 to 1 that follow from the number alone."""
    return f"[{','.join(islice(_numbers(number), WIDTH))}]"


def _numbers(seed: int) -> Iterator[str]:
    at = seed + 1
    while True:
        # The constants of Park and Miller.
        at = at * 48271 % 2147483647
        yield f"{at / 1073741823.5 - 1:.4f}"


def fill(url: str) -> None:
    """Put all rows into a database that has the schema and no rows."""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        for model, columns, rows in _tables():
            copy(cursor, model, columns, rows, PAST)
        cursor.execute("select setval('event_changes_seq', %s)", [EVENTS])


def _tables() -> Iterator[tuple[type[SQLModel], str, Iterable[tuple[Any, ...]]]]:
    """Models with the columns that are filled, and rows of these."""
    node = (key("nodes", 0), "here.example", "This node", True)
    yield FederationNodes, "id node_domain display_name is_self", [node]
    yield Places, "id ulid name city region country latitude longitude", _places()
    yield Organizations, "id ulid name", (_named("organizations", n, "Organisation") for n in range(ORGANIZATIONS))
    yield Sources, "id name source_type trust_level license", _sources()
    columns = "id ulid name description lifecycle_state event_status organizer_id primary_venue_id virtual_url"
    yield Events, f"{columns} updated_at", _events()
    yield EventOccurrences, "id event_id start_time end_time timezone venue_id occurrence_status", _occurrences()
    yield FieldProvenance, "id event_id field_name value source_id confidence observed_at", _provenance()
    columns = "sequence_number event_id action snapshot changed_at"
    yield EventChanges, columns, _changes()
    yield EntityIdentifiers, "id event_id scheme uri", _identifiers()
    embedded = ((key("events", n), vector(n), "m1", name(n)) for n in range(EMBEDDINGS))
    yield EventEmbeddings, "event_id embedding model_version source_text", embedded


def _named(kind: str, number: int, word: str) -> tuple[UUID, str, str]:
    return key(kind, number), ulid(kind, number), f"{word} {number}"


def _places() -> Iterator[tuple[Any, ...]]:
    for n in range(PLACES):
        yield (*_named("places", n, "Hall"), f"Town {n % TOWNS}", "ON", "CA", *position(n))


def _sources() -> Iterator[tuple[Any, ...]]:
    for n in range(SOURCES):
        yield key("sources", n), f"Source {n}", "api", 1 + n % 10, "cc0"


def _events() -> Iterator[tuple[Any, ...]]:
    for n in range(EVENTS):
        where = venue(n)
        place = (None, f"https://stream.example/{n}") if where is None else (key("places", where), None)
        told = name(n), description(n), state(n), status(n), key("organizations", n % ORGANIZATIONS)
        yield key("events", n), ulid("events", n), *told, *place, PAST + timedelta(seconds=n)


def _occurrences() -> Iterator[tuple[Any, ...]]:
    for n in range(EVENTS):
        for turn, start in enumerate(starts(n)):
            number = n * 2 + turn
            # The second time of every fourth event is elsewhere; one of fifteen occurrences is called off.
            where = key("places", (n + 1) % PLACES) if turn and n % 4 == 0 else None
            kind = "cancelled" if number % 15 == 0 else "scheduled"
            times = start, start + timedelta(hours=2), "America/Toronto"
            yield key("occurrences", number), key("events", n), *times, where, kind


def _provenance() -> Iterator[tuple[Any, ...]]:
    """Of every second event what two sources say of its name, and one of them twice."""
    number = 0
    for n in range(0, EVENTS, 2):
        for source, value in ((n % 10, "old"), (n % 10, "new"), (10 + n % 7, "new" if n % 4 else "other")):
            sure = f"{50 + (number * 7) % 50}e-2"
            at = PAST + timedelta(minutes=number)
            said = "name", Jsonb(f"{value} {n}"), key("sources", source), sure, at
            yield key("provenance", number), key("events", n), *said
            number += 1


def _changes() -> Iterator[tuple[Any, ...]]:
    for n in range(EVENTS):
        made = {"id": str(key("events", n)), "ulid": ulid("events", n), "name": name(n), "lifecycle_state": state(n)}
        made |= {"takedown_requested": False, "license_status": "cc0", "description": description(n)}
        yield n + 1, key("events", n), "create", Jsonb(made), PAST + timedelta(seconds=n)


def _identifiers() -> Iterator[tuple[Any, ...]]:
    """All events but every fiftieth are known to others."""
    for n in range(EVENTS):
        if n % 50:
            yield key("identifiers", n), key("events", n), "wikidata", f"https://www.wikidata.org/entity/Q{n}"


if __name__ == "__main__":
    fill(sys.argv[1])
