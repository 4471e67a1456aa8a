"""A small data set to try the system with: three clients and their events, from the first question to the last thanks.

`python -m schema.catering.seeds.small postgresql://localhost/catering` brings a database that has the schema to these
rows; a second time it puts back what was edited, and leaves the rest. Days are counted from today.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from schema.catering.models import (
    Clients,
    Communications,
    CommunicationType,
    Events,
    EventStatus,
    Resources,
    ResourceSchedule,
    ResourceType,
    TaskCategory,
    TaskResources,
    Tasks,
    TaskStatus,
    UserRole,
    Users,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from schema.catering.models import TableModel

#: bcrypt of password123 at cost 10: an example that everybody knows, for databases to play with.
HASH = "$2b$10$pgplumbCateringSeedsaOxxck2boiPNSx0sPkY.Q2gcrlvBKbxFW"

ACME, SPARK, VOWS = 1, 2, 3
ADMIN, MANAGER = 1, 2
GALA, LAUNCH, WEDDING, TASTING, REUNION = 1, 2, 3, 4, 5
COOK, WAITER, OVEN, VAN, LINENS = 1, 2, 3, 4, 5
STEPS = (EventStatus.PLANNING, EventStatus.PREPARATION, EventStatus.IN_PROGRESS, EventStatus.COMPLETED)


def fill(url: str) -> None:
    """Bring the database to these rows, in one transaction."""
    engine = sa.create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(url), poolclass=sa.NullPool)
    with engine.begin() as connection:
        _put(connection, Clients, _clients())
        _put(connection, Users, _users())
        _put(connection, Events, _events())
        for event, last in {GALA: 4, LAUNCH: 2, WEDDING: 1, TASTING: 1}.items():
            _walk(connection, event, STEPS[:last])
        _put(connection, Tasks, _tasks(), keep=("status", "completed_at"))
        _put(connection, Resources, _resources())
        _put(connection, TaskResources, _needs())
        _put(connection, Communications, _communications())
        # A booking stays where it was: on another day it might be in the way of one that stays.
        rows = [_row(ResourceSchedule, row) for row in _bookings()]
        connection.execute(insert(ResourceSchedule).on_conflict_do_nothing(), rows)
        for model in (Clients, Users, Events, Tasks, Resources, Communications, ResourceSchedule):
            # What people add next has the next number.
            sequence = sa.func.pg_get_serial_sequence(model.__tablename__, "id")
            connection.execute(sa.select(sa.func.setval(sequence, sa.func.max(model.id))))


def _put(
    connection: sa.Connection, model: type[TableModel], rows: Iterable[Mapping[str, Any]], keep: Iterable[str] = ()
) -> None:
    """Insert the rows, or bring those that are there to what they say, but for what `keep` names."""
    keys = [column.name for column in sa.inspect(model).primary_key]
    for row in rows:
        values = _row(model, row)
        statement = insert(model).values(**values)
        changed = {name: statement.excluded[name] for name in values if name not in keys and name not in keep}
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))


def _row(model: type[TableModel], row: Mapping[str, Any]) -> dict[str, Any]:
    """The row by columns; the model has nothing against it."""
    model.model_validate(row)
    mapped = sa.inspect(model).column_attrs
    return {mapped[name].columns[0].name: value for name, value in row.items()}


def _walk(connection: sa.Connection, event: int, steps: Iterable[EventStatus]) -> None:
    """Take an event from one status to the next, as people do; one that is further already stays."""
    before = EventStatus.INQUIRY
    for step in steps:
        is_there = sa.and_(Events.id == event, Events.status == before)
        connection.execute(sa.update(Events).where(is_there).values(status=step))
        before = step


def _day(days: int, hour: int = 18) -> datetime:
    """An hour of the day that many days from today."""
    today = datetime.combine(datetime.now(UTC), time(hour), UTC)
    return today + timedelta(days=days)


def _clients() -> Iterable[dict[str, Any]]:
    columns = "id", "company_name", "contact_name", "email", "phone", "portal_enabled", "notes"
    rows = [
        (ACME, "Acme Corporation", "Jane Smith", "jane.smith@acme.test", "+1 555 0100", True, None),
        (SPARK, "Spark Labs", "Ravi Patel", "ravi@spark.test", None, True, "Pays by card."),
        (VOWS, "Vows & Co", "Lena Roth", "lena@vows.test", "+1 555 0102", False, "Plans weddings."),
    ]
    return _named(columns, rows)


def _users() -> Iterable[dict[str, Any]]:
    columns = "id", "email", "name", "role", "password_hash", "client_id"
    rows = [
        (ADMIN, "admin@example.com", "Ada Admin", UserRole.ADMIN, HASH, None),
        (MANAGER, "manager@example.com", "Max Manager", UserRole.MANAGER, HASH, None),
        (3, "jane.smith@acme.test", "Jane Smith", UserRole.CLIENT, None, ACME),
        (4, "ravi@spark.test", "Ravi Patel", UserRole.CLIENT, None, SPARK),
    ]
    return _named(columns, rows)


def _events() -> Iterable[dict[str, Any]]:
    columns = "id", "client_id", "name", "event_date", "start_time", "end_time", "location", "estimated_attendees"
    rows = [
        (GALA, ACME, "Annual gala", -7, 120),
        (LAUNCH, SPARK, "Product launch", 3, 80),
        (WEDDING, VOWS, "Summer wedding", 30, 150),
        (TASTING, VOWS, "Menu tasting", 5, 6),
        (REUNION, ACME, "Staff reunion", 60, 40),
    ]
    for key, client, name, days, people in rows:
        times = _day(days), _day(days), _day(days, 23)
        yield dict(zip(columns, (key, client, name, *times, "Town hall", people), strict=True)) | {
            "created_by": MANAGER
        }


def _tasks() -> Iterable[dict[str, Any]]:
    before, during, after = TaskCategory.PRE_EVENT, TaskCategory.DURING_EVENT, TaskCategory.POST_EVENT
    columns = "id", "event_id", "title", "category", "status", "assigned_to", "due_date", "completed_at"
    rows = [
        (1, GALA, "Settle the menu", before, TaskStatus.COMPLETED, MANAGER, _day(-14), _day(-15)),
        (2, GALA, "Serve", during, TaskStatus.COMPLETED, MANAGER, _day(-7), _day(-7, 23)),
        (3, GALA, "Send the bill", after, TaskStatus.IN_PROGRESS, ADMIN, _day(1), None),
        (4, LAUNCH, "Order ingredients", before, TaskStatus.COMPLETED, MANAGER, _day(-1), _day(-1)),
        (5, LAUNCH, "Prepare the canapes", before, TaskStatus.IN_PROGRESS, MANAGER, _day(2), None),
        (6, LAUNCH, "Run the buffet", during, TaskStatus.PENDING, None, _day(3), None),
        (7, LAUNCH, "Ask how it was", after, TaskStatus.PENDING, ADMIN, _day(5), None),
        (8, WEDDING, "Visit the place", before, TaskStatus.PENDING, MANAGER, _day(10), None),
        (9, WEDDING, "Cut the cake", during, TaskStatus.PENDING, None, _day(30), None),
        (10, TASTING, "Cook three menus", before, TaskStatus.CANCELLED, None, _day(4), None),
    ]
    return _named(columns, rows)


def _resources() -> Iterable[dict[str, Any]]:
    columns = "id", "name", "type", "hourly_rate", "quantity"
    rows = [
        (COOK, "Head cook", ResourceType.STAFF, Decimal("45.00"), None),
        (WAITER, "Waiter", ResourceType.STAFF, Decimal("22.50"), None),
        (OVEN, "Field oven", ResourceType.EQUIPMENT, Decimal("15.00"), None),
        (VAN, "Cooled van", ResourceType.EQUIPMENT, Decimal("30.00"), None),
        (LINENS, "Table linens", ResourceType.MATERIALS, None, 400),
    ]
    return _named(columns, rows)


def _needs() -> Iterable[dict[str, Any]]:
    return _named(
        ("task_id", "resource_id", "quantity"), [(5, COOK, 1), (6, WAITER, 1), (6, LINENS, 60), (9, LINENS, 90)]
    )


def _bookings() -> Iterable[dict[str, Any]]:
    columns = "id", "resource_id", "resource_type", "event_id", "task_id", "start_time", "end_time", "quantity"
    rows = [
        (1, COOK, ResourceType.STAFF, LAUNCH, 5, _day(3, 12), _day(3, 18), 1),
        (2, WAITER, ResourceType.STAFF, LAUNCH, 6, _day(3, 18), _day(3, 23), 1),
        (3, COOK, ResourceType.STAFF, WEDDING, None, _day(30, 10), _day(30, 23), 1),
        (4, LINENS, ResourceType.MATERIALS, LAUNCH, 6, _day(3, 12), _day(4, 12), 60),
        (5, LINENS, ResourceType.MATERIALS, WEDDING, 9, _day(30, 8), _day(31, 12), 90),
    ]
    return _named(columns, rows)


def _communications() -> Iterable[dict[str, Any]]:
    columns = "id", "client_id", "event_id", "user_id", "type", "subject", "contacted_at", "follow_up_date"
    email, phone, meeting = CommunicationType.EMAIL, CommunicationType.PHONE, CommunicationType.MEETING
    rows = [
        (1, ACME, GALA, MANAGER, email, "Menu for the gala", _day(-20), None),
        (2, ACME, GALA, MANAGER, phone, "How the gala was", _day(-5), _day(2)),
        (3, SPARK, LAUNCH, MANAGER, meeting, "Rooms and times", _day(-3), None),
        (4, VOWS, WEDDING, ADMIN, phone, "First question", _day(-30), None),
        (5, VOWS, None, ADMIN, email, "Prices for next year", _day(-1), _day(14)),
    ]
    return _named(columns, rows)


def _named(columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in rows]


if __name__ == "__main__":
    fill(sys.argv[1])
