"""Rows for the tests of seating: a house with two sections, an event in it, and people who work there and buy."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol

from psycopg.types.json import Jsonb

from pgplumb.syntax.sql import ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pgplumb.postgres.session import Params, Query, Session
    from tests.systems.kit import Place

START = "2999-06-01 20:00+00"

_numbers = itertools.count(1)
_NEEDED: dict[str, Callable[[int], dict[str, Any]]] = {
    "organizations": lambda number: {"name": f"House {number}", "slug": f"house-{number}"},
    "users": lambda number: {"email": f"person{number}@example.com", "full_name": f"Person {number}"},
    "venues": lambda number: {"name": f"Venue {number}"},
    "sections": lambda number: {"name": f"Section {number}", "type": "NUMBERED", "capacity": 10, "display_order": 1},
    "seats": lambda number: {"row_label": "A", "number_label": str(number), "x_position": number, "y_position": 1},
    "events": lambda number: {"title": f"Event {number}", "start_time": START, "status": "PUBLISHED"},
    "ticket_tiers": lambda number: {"name": f"Tier {number}", "price": "10.00"},
    "orders": lambda _: {"total_amount": 0, "net_amount": 0},
    "order_items": lambda _: {"price": 0},
    "tickets": lambda number: {"price_snapshot": 0, "qr_code_hash": f"{number:064x}"},
    "ticket_validations": lambda number: {"result": "INVALID", "qr_code_hash": f"{number:064x}"},
    "payment_intents": lambda number: {"stripe_payment_intent_id": f"pi_{number}", "amount": 0, "currency": "USD"},
}


class Runs(Protocol):
    """A place or a session of it."""

    def execute(self, query: Query, params: Params = None, /) -> int:
        """Run one statement."""

    def rows(self, query: Query, params: Params = None, /) -> list[tuple[Any, ...]]:
        """Run one query; all its rows."""

    def value(self, query: Query, params: Params = None, /) -> Any:
        """Run one query; the first value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """An organisation with a venue, a hall of seats, a floor without, and an event that sells both."""

    organization: Any
    venue: Any
    hall: Any
    floor: Any
    seats: Sequence[Any]
    event: Any
    hall_tier: Any
    floor_tier: Any
    manager: Any
    staff: Any
    buyer: Any

    @property
    def own(self) -> dict[str, Any]:
        """The columns that a row of its event has."""
        return {"organization_id": self.organization, "event_id": self.event}


def add(to: Runs, table: str, /, *, returning: str = "id", **columns: Any) -> Any:
    """Insert a row, and return its key."""
    row = _NEEDED.get(table, lambda _: {})(next(_numbers)) | columns
    names = join(", ", [ident(name) for name in row])
    values = join(", ", [raw("%s")] * len(row))
    statement = sql("insert into {} ({}) values ({}) returning {}", ident(table), names, values, ident(returning))
    return to.value(statement, list(row.values()))


def house(to: Runs, *, floor: int = 2, seats: int = 3, price: str = "10.00", **event: Any) -> House:
    """A published event with so many seats, and so many places on the floor."""
    organization = add(to, "organizations")
    own = {"organization_id": organization}
    venue = add(to, "venues", **own)
    hall = add(to, "sections", venue_id=venue, capacity=max(seats, 1), **own)
    standing = add(to, "sections", venue_id=venue, type="GENERAL", capacity=floor, **own)
    placed = [add(to, "seats", section_id=hall, number_label=str(n), x_position=n, **own) for n in range(1, seats + 1)]
    shown = add(to, "events", venue_id=venue, **own, **event)
    return House(
        organization=organization,
        venue=venue,
        hall=hall,
        floor=standing,
        seats=placed,
        event=shown,
        hall_tier=opened(to, shown, hall, venue, organization, price=price),
        floor_tier=opened(to, shown, standing, venue, organization, price=price),
        manager=member(to, organization, "OWNER"),
        staff=member(to, organization, "STAFF"),
        buyer=add(to, "users"),
    )


def opened(to: Runs, event: Any, section: Any, venue: Any, organization: Any, **tier: Any) -> Any:
    """Open a section for an event, and sell it by a tier; the tier's key."""
    own = {"event_id": event, "section_id": section, "organization_id": organization}
    add(to, "event_sections", returning="event_id", venue_id=venue, **own)
    return add(to, "ticket_tiers", **own, **tier)


def member(to: Runs, organization: Any, role: str) -> Any:
    """Somebody who works for the organisation."""
    user = add(to, "users")
    add(to, "organization_members", returning="user_id", organization_id=organization, user_id=user, role=role)
    return user


def acting(session: Session, at: House, user: Any = None) -> Session:
    """The session, from now on for the house and somebody: its buyer, if nobody else is named."""
    for name, key in (("app.org_id", at.organization), ("app.user_id", user or at.buyer)):
        session.execute("select set_config(%s, %s, false)", [name, str(key)])
    return session


def buyer(place: Place, at: House, user: Any = None) -> Session:
    """A session of the storefront."""
    return acting(place.open("seat_app"), at, user)


def staff(place: Place, at: House, user: Any = None) -> Session:
    """A session of those who work there: of an owner, if nobody else is named."""
    return acting(place.open("seat_staff"), at, user or at.manager)


def order(by: Session, at: House, *, seats: Sequence[Any] = (), floor: int = 0, user: Any = None) -> Any:
    """Order seats of the hall, and so many places on the floor; the order's key."""
    items = [{"ticket_tier_id": str(at.hall_tier), "seat_id": str(seat)} for seat in seats]
    if floor:
        items.append({"ticket_tier_id": str(at.floor_tier), "quantity": floor})
    return acting(by, at, user).value("select place_order(%s, %s)", [at.event, Jsonb(items)])


def pay(by: Session, wanted: Any) -> list[tuple[Any, str]]:
    """Pay an order of the session's user; its tickets, each with the hash of its code."""
    by.execute("select start_payment(%s, %s)", [wanted, f"pi_{next(_numbers)}"])
    issued = by.rows("select ticket_id, qr_code from confirm_order(%s)", [wanted])
    return [(ticket, sha256(code.encode()).hexdigest()) for ticket, code in issued]


def buy(place: Place, at: House, *, seats: Sequence[Any] = (), floor: int = 0) -> list[tuple[Any, str]]:
    """Order and pay, by the owner's session for the house's buyer; the tickets."""
    wanted = order(place.session, at, seats=seats, floor=floor)
    return pay(place.session, wanted)


def order_of(place: Place, ticket: Any) -> Any:
    """The order of a ticket."""
    return place.value("select order_id from tickets where id = %s", [ticket])


def ticket_for(place: Place, at: House, wanted: Any, **columns: Any) -> Any:
    """Insert a ticket of an order by hand, for the hall's first seat unless told otherwise, at no cost."""
    row = {"section_id": at.hall, "ticket_tier_id": at.hall_tier, "seat_id": at.seats[0], "order_id": wanted}
    return add(place, "tickets", **at.own | row | columns)


def scan(by: Session, at: House, code: str, *, event: Any = None, user: Any = None) -> str:
    """What the gate says to a code, for somebody who works there."""
    person = user or at.staff
    told = acting(by, at, person).value(
        "select result from validate_ticket(%s, %s, %s, 'gate 1')", [code, event or at.event, person]
    )
    return str(told)
