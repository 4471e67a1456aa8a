"""A large data set: 10,000 events with 50,000 bookings and what belongs to them, the same whenever it is made.

`python -m schema.catering.seeds.volumes postgresql://localhost/catering` fills a database that has the schema and no
rows. Triggers and foreign keys are off meanwhile (that takes a superuser): what they would see to, the rows bring.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

from schema.catering.models import (
    Clients,
    Events,
    EventStatus,
    EventStatusLog,
    Resources,
    ResourceSchedule,
    ResourceType,
    Tasks,
    TaskStatus,
    UserRole,
    Users,
)
from schema.copying import copy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schema.catering.models import TableModel

CLIENTS, EVENTS, RESOURCES, BOOKINGS, TASKS = 1_000, 10_000, 500, 50_000, 20_000
#: The first event; one begins each hour. Nine of ten lie before NOW.
FIRST = datetime(2030, 1, 1, tzinfo=UTC)
NOW = FIRST + timedelta(hours=EVENTS * 9 // 10)
#: Each resource is booked by the half day, and half of each is free.
SLOT, HELD = timedelta(hours=12), timedelta(hours=6)
#: One of so many is put away, or let go.
ARCHIVED, RELEASED = 20, 50
STATUSES = tuple(EventStatus)
HASH = "$2b$10$" + "x" * 53


def fill(url: str) -> None:
    """Put all rows into the database, in one transaction."""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        for model, columns, rows in _tables():
            copy(cursor, model, columns, rows, FIRST)
            sequence = "select setval(pg_get_serial_sequence({}, 'id'), max(id)) from {}"
            name = str(model.__tablename__)
            cursor.execute(sql.SQL(sequence).format(sql.Literal(name), sql.Identifier(name)))


def _tables() -> Iterator[tuple[type[TableModel], str, Iterable[tuple[Any, ...]]]]:
    """Tables with their columns and rows."""
    yield Users, "id email name role password_hash", ((1, "manager@example.com", "Max", UserRole.MANAGER, HASH),)
    clients = ((n, f"Company {n}", f"Person {n}", f"person{n}@example.com") for n in range(1, CLIENTS + 1))
    yield Clients, "id company_name contact_name email", clients
    columns = "id client_id name event_date start_time end_time status is_archived archived_at created_at updated_at"
    yield Events, columns, map(event, range(1, EVENTS + 1))
    yield EventStatusLog, "event_id old_status new_status changed_by changed_at", _log()
    yield Tasks, "id event_id title category status due_date completed_at", _tasks()
    yield Resources, "id name type quantity", ((n, f"Resource {n}", *kind(n)) for n in range(1, RESOURCES + 1))
    columns = "id resource_id resource_type event_id start_time end_time quantity is_released"
    yield ResourceSchedule, columns, map(booking, range(1, BOOKINGS + 1))


def begins(number: int) -> datetime:
    """When the event of this number begins."""
    return FIRST + timedelta(hours=number - 1)


def status(number: int) -> EventStatus:
    """What is over is followed up or completed; what is ahead takes turns among the first three."""
    ahead = begins(number) >= NOW
    return STATUSES[number % 3] if ahead else STATUSES[4 + number % 2]


def event(number: int) -> tuple[Any, ...]:
    """The event of this number."""
    start = begins(number)
    made = start - timedelta(days=30)
    archived = number % ARCHIVED == 0
    return (
        *(number, (number - 1) % CLIENTS + 1, f"Event {number}", start, start, start + timedelta(hours=4)),
        *(status(number), archived, start if archived else None, made, made),
    )


def kind(number: int) -> tuple[ResourceType, int | None]:
    """Type and quantity of the resource of this number: two of five are people, two tools, one is there in numbers."""
    type = (ResourceType.MATERIALS, *(ResourceType.STAFF, ResourceType.EQUIPMENT) * 2)[number % 5]
    return type, 1_000 if type is ResourceType.MATERIALS else None


def booking(number: int) -> tuple[Any, ...]:
    """The booking of this number: resources take turns, and each is held in the first half of its slots."""
    resource, slot = (number - 1) % RESOURCES + 1, (number - 1) // RESOURCES
    start = FIRST + slot * SLOT
    made_for = (number - 1) % EVENTS + 1
    released = number % RELEASED == 0 or made_for % ARCHIVED == 0
    return number, resource, kind(resource)[0], made_for, start, start + HELD, 1, released


def _log() -> Iterator[tuple[Any, ...]]:
    """Each event's way to its status, a day for each step."""
    for number in range(1, EVENTS + 1):
        before, made = None, begins(number) - timedelta(days=30)
        for step, after in enumerate(STATUSES[: STATUSES.index(status(number)) + 1]):
            yield number, before, after, 1, made + timedelta(days=step)
            before = after


def _tasks() -> Iterator[tuple[Any, ...]]:
    categories = ("pre_event", "during_event", "post_event")
    for number in range(1, TASKS + 1):
        made_for = (number - 1) % EVENTS + 1
        due = begins(made_for)
        state = TaskStatus.COMPLETED if due < NOW else TaskStatus.PENDING
        done = due if state is TaskStatus.COMPLETED else None
        yield number, made_for, f"Task {number}", categories[number % 3], state, due, done


if __name__ == "__main__":
    fill(sys.argv[1])
