"""A small data set to try things on: two organisations, three venues, events, and an order of every status.

`python -m schema.seating.seeds.small postgresql://localhost/seating` fills a database that has the schema and no rows.
Everything goes through the triggers.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import create_engine
from sqlmodel import Session, SQLModel

from schema.seating.models import (
    Events,
    EventSections,
    OrderItems,
    Orders,
    OrganizationMembers,
    Organizations,
    PaymentIntents,
    SeatHolds,
    Seats,
    Sections,
    Tickets,
    TicketTiers,
    TicketValidations,
    Users,
    Venues,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

#: When all this happened, and an evening that lies ahead of any run.
TODAY, AHEAD = datetime(2026, 1, 10, 12, tzinfo=UTC), datetime(2199, 6, 1, 20, tzinfo=UTC)
HOUSES = ("opera", "arena")
PEOPLE = ("olga", "omar", "anna", "alex", "ben", "cleo", "dora")
#: Who works where, and as what.
MEMBERS = (
    ("opera", "olga", "OWNER"),
    ("opera", "omar", "STAFF"),
    ("arena", "anna", "ADMIN"),
    ("arena", "alex", "STAFF"),
)
VENUES = {"grand-hall": "opera", "studio": "opera", "dome": "arena"}
#: Sections by name: venue, type, capacity, and rows of how many seats.
SECTIONS: dict[str, tuple[str, str, int, tuple[int, ...]]] = {
    "stalls": ("grand-hall", "NUMBERED", 24, (12, 12)),
    "balcony": ("grand-hall", "NUMBERED", 10, (10,)),
    "standing": ("grand-hall", "GENERAL", 20, ()),
    "bench": ("studio", "NUMBERED", 6, (6,)),
    "ring": ("dome", "NUMBERED", 12, (6, 6)),
    "floor": ("dome", "GENERAL", 50, ()),
}
#: Events by name: venue, status, days from the evening, and its sections with a capacity of its own or none.
EVENTS: dict[str, tuple[str, str, int, dict[str, int | None]]] = {
    "tosca": ("grand-hall", "PUBLISHED", 0, {"stalls": None, "balcony": None, "standing": 5}),
    "carmen": ("grand-hall", "PUBLISHED", 1, {"stalls": None, "standing": None}),
    "derby": ("dome", "PUBLISHED", 0, {"ring": None, "floor": 40}),
}
PRICES = {"stalls": 80, "balcony": 50, "standing": 15, "ring": 60, "floor": 25}
#: Orders: status, buyer, event, section, and the status of each ticket; of an order that has none, how many it wants.
ORDERS = (
    ("PAID", "ben", "tosca", "stalls", "VALID USED"),
    ("PAID", "cleo", "tosca", "standing", "VALID VALID CANCELLED"),
    ("PAID", "ben", "carmen", "standing", "VALID VALID VALID"),
    ("PAID", "dora", "derby", "floor", "USED USED VALID"),
    ("REFUNDED", "cleo", "tosca", "balcony", "REFUNDED REFUNDED"),
    ("PENDING", "dora", "tosca", "stalls", "- -"),
    ("FAILED", "ben", "derby", "ring", "-"),
    ("CANCELLED", "cleo", "carmen", "stalls", "-"),
    ("EXPIRED", "dora", "carmen", "stalls", "- -"),
)


def key(kind: int, number: int) -> UUID:
    """The key of the row of this number, the same in every run; of version 4 in its shape."""
    return UUID(int=kind << 96 | number, version=4)


def house(name: str) -> UUID:
    """The key of an organisation."""
    return key(1, HOUSES.index(name))


def person(name: str) -> UUID:
    """The key of an account."""
    return key(2, PEOPLE.index(name))


def venue(name: str) -> UUID:
    """The key of a venue."""
    return key(3, list(VENUES).index(name))


def section(name: str) -> UUID:
    """The key of a section."""
    return key(4, list(SECTIONS).index(name))


def seat(name: str, number: int) -> UUID:
    """The key of a seat by its number within the section, from 0 up."""
    return key(5, list(SECTIONS).index(name) << 16 | number)


def event(name: str) -> UUID:
    """The key of an event."""
    return key(6, list(EVENTS).index(name))


def tier(name: str, sort: str) -> UUID:
    """The key of the tier of a section at an event."""
    return key(7, list(EVENTS).index(name) << 16 | list(SECTIONS).index(sort))


def code(ticket: int) -> str:
    """What the QR code of a ticket says."""
    return f"ticket {ticket}"


def fill(url: str) -> None:
    """Put all rows into a database that has the schema and no rows."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    try:
        with Session(engine) as session:
            for rows in (_houses(), _places(), _events(), _orders()):
                session.add_all(rows)
                session.flush()
            session.commit()
        with engine.connect() as connection:
            for view in ("section_availability", "event_stats"):
                connection.exec_driver_sql(f"refresh materialized view {view}")
            connection.commit()
    finally:
        engine.dispose()


def _houses() -> Iterator[SQLModel]:
    for name in HOUSES:
        yield Organizations.model_validate({"id": house(name), "name": name.capitalize(), "slug": name})
    for name in PEOPLE:
        yield Users.model_validate({"id": person(name), "email": f"{name}@example.com", "full_name": name.capitalize()})
    for at, name, role in MEMBERS:
        yield OrganizationMembers.model_validate({"organization_id": house(at), "user_id": person(name), "role": role})


def _places() -> Iterator[SQLModel]:
    for name, owner in VENUES.items():
        own = {"id": venue(name), "organization_id": house(owner), "country": "DE", "timezone": "Europe/Berlin"}
        yield Venues.model_validate(own | {"name": name.replace("-", " ").capitalize()})
    for order, (name, (at, kind, capacity, rows)) in enumerate(SECTIONS.items(), start=1):
        own = {"organization_id": house(VENUES[at])}
        told = {"type": kind, "capacity": capacity, "display_order": order, "name": name.capitalize()}
        yield Sections.model_validate(own | told | {"id": section(name), "venue_id": venue(at)})
        number = count()
        for row, length in enumerate(rows):
            for place in range(1, length + 1):
                labels = {"row_label": "ABC"[row], "number_label": str(place), "is_accessible": place == length}
                where = {"x_position": Decimal(place), "y_position": Decimal(row + 1), "section_id": section(name)}
                yield Seats.model_validate(own | labels | where | {"id": seat(name, next(number))})


def _events() -> Iterator[SQLModel]:
    for name, (at, status, days, sections) in EVENTS.items():
        own = {"organization_id": house(VENUES[at]), "venue_id": venue(at)}
        times = {"start_time": AHEAD + timedelta(days=days), "end_time": AHEAD + timedelta(days=days, hours=3)}
        yield Events.model_validate(own | times | {"id": event(name), "title": name.capitalize(), "status": status})
        for sort, capacity in sections.items():
            opened = own | {"event_id": event(name), "section_id": section(sort)}
            yield EventSections.model_validate(opened | {"custom_capacity": capacity})
            sold = {"id": tier(name, sort), "name": "Regular", "price": Decimal(PRICES[sort])}
            del opened["venue_id"]
            yield TicketTiers.model_validate(opened | sold)


def _orders() -> Iterator[SQLModel]:
    taken = {sort: count() for sort in SECTIONS}
    tickets = count()
    for number, (status, buyer, at, sort, states) in enumerate(ORDERS):
        own: dict[str, Any] = {"organization_id": house(VENUES[EVENTS[at][0]]), "event_id": event(at)}
        price, wanted = Decimal(PRICES[sort]), len(states.split())
        was_paid = status in ("PAID", "REFUNDED")
        fee = price * wanted / 20
        amounts = {"total_amount": price * wanted, "platform_fee": fee, "net_amount": price * wanted - fee}
        yield Orders.model_validate(
            own
            | amounts
            | {"id": key(8, number), "user_id": person(buyer), "status": status, "is_paid": was_paid}
            | {"created_at": TODAY + timedelta(hours=number), "updated_at": AHEAD, "expires_at": AHEAD}
            | {"paid_at": TODAY + timedelta(hours=number) if was_paid else None}
        )
        money = {"stripe_payment_intent_id": f"pi_{number}", "amount": price * wanted, "currency": "USD"}
        state = {"PENDING": "REQUIRES_PAYMENT", "FAILED": "FAILED", "EXPIRED": "CANCELLED", "CANCELLED": "CANCELLED"}
        paid = {"id": key(11, number), "order_id": key(8, number), "status": state.get(status, "SUCCEEDED")}
        yield PaymentIntents.model_validate(money | paid)
        for each in states.split():
            ticket = next(tickets)
            seated = seat(sort, next(taken[sort])) if SECTIONS[sort][1] == "NUMBERED" else None
            place = own | {"order_id": key(8, number), "section_id": section(sort), "seat_id": seated}
            item = {"id": key(9, ticket), "ticket_tier_id": tier(at, sort), "price": price}
            yield OrderItems.model_validate(place | item)
            if status == "PENDING":
                yield SeatHolds.model_validate(place | {"id": key(13, ticket), "expires_at": AHEAD})
            if each != "-":
                yield from _ticket(ticket, each, place | {"ticket_tier_id": tier(at, sort), "price_snapshot": price})


def _ticket(number: int, status: str, sold: dict[str, Any]) -> Iterator[SQLModel]:
    staff = person("omar" if sold["organization_id"] == house("opera") else "alex")
    scanned = {"scanned_at": AHEAD, "scanned_by": staff} if status == "USED" else {}
    hashed = {"qr_code_hash": sha256(code(number).encode()).hexdigest()}
    yield Tickets.model_validate(sold | hashed | scanned | {"id": key(10, number), "status": status})
    if status == "USED":
        logged = {name: sold[name] for name in ("organization_id", "event_id")} | {"ticket_id": key(10, number)}
        told = {"id": key(12, number), "result": "ACCEPTED", "validated_by": staff, "validated_at": AHEAD}
        yield TicketValidations.model_validate(logged | hashed | told)


if __name__ == "__main__":
    fill(sys.argv[1])
