"""Rows that the tests of the catering system need again and again, each with nothing said of it but what matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pgplumb.postgres.session import Session
    from tests.systems.kit import Place

#: A bcrypt hash of no password.
HASH = "$2b$10$" + "a" * 53

#: An hour of one day, to be put behind a date: `at(9)` is nine o'clock.
_DAY = "2030-05-01 {:02}:00:00+00"


def at(hour: int) -> str:
    """A full hour of the day on which the tests book."""
    return _DAY.format(hour)


def client(place: Place | Session, email: str = "ann@acme.test") -> int:
    """A client."""
    return _id(place, "insert into clients (company_name, contact_name, email) values ('Acme', 'Ann', %s)", email)


def staff(place: Place | Session, email: str = "max@catering.test") -> int:
    """A manager's account."""
    query = "insert into users (email, name, role, password_hash) values (%s, 'Max', 'manager', %s)"
    return _id(place, query, email, HASH)


def portal_user(place: Place | Session, of: int, email: str = "ann@acme.test") -> int:
    """A client's account."""
    return _id(place, "insert into users (email, name, role, client_id) values (%s, 'Ann', 'client', %s)", email, of)


def event(place: Place | Session, of: int | None = None, status: str = "inquiry") -> int:
    """An event of a client, of a new one unless one is named."""
    query = "insert into events (client_id, name, event_date, status) values (%s, 'Dinner', %s, %s)"
    return _id(place, query, client(place) if of is None else of, at(18), status)


def task(place: Place | Session, of: int) -> int:
    """A task of an event."""
    return _id(place, "insert into tasks (event_id, title, category) values (%s, 'Cook', 'pre_event')", of)


def resource(place: Place | Session, type: str = "staff", quantity: int | None = None) -> int:
    """Something to book: a cook, unless another type is named."""
    return _id(place, "insert into resources (name, type, quantity) values ('Cook', %s, %s)", type, quantity)


def book(place: Place | Session, resource: int, event: int, start: int, end: int, quantity: int = 1) -> int:
    """A booking from one hour to another."""
    query = "select book_resource(%s, %s, null, %s, %s, %s)"
    return int(place.value(query, [resource, event, at(start), at(end), quantity]))


def archive(place: Place | Session, table: str, id: int) -> None:
    """Put a row away."""
    place.execute(f"update {table} set is_archived = true where id = %s", [id])


def log_of(place: Place | Session, event: int) -> list[tuple[Any, ...]]:
    """The changes of an event's status, oldest first."""
    return place.rows("select old_status, new_status from event_status_log where event_id = %s order by id", [event])


def _id(place: Place | Session, query: str, *params: Any) -> int:
    return int(place.value(f"{query} returning id", params))
