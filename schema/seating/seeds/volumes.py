"""A large data set: 50,000 tickets for 50 events in a hall of 1,000 seats and on its floor, the same rows every time.

Beside the orders with these one waits for its payment, for four seats of the last event.

`python -m schema.seating.seeds.volumes postgresql://localhost/seating` fills a database that has the schema and no
rows. Triggers and foreign keys are off meanwhile (that takes a superuser): what they would see to, the rows bring.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
from psycopg import sql

from schema.copying import copy
from schema.seating.models import (
    Events,
    EventSections,
    OrderItems,
    Orders,
    OrganizationMembers,
    Organizations,
    PaymentIntents,
    Seats,
    Sections,
    Tickets,
    TicketTiers,
    TicketValidations,
    Users,
    Venues,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlmodel import SQLModel

USERS, EVENTS, ORDERS, SEATS, ROW, FLOOR = 2_000, 50, 12_500, 1_000, 40, 1_000
#: Tickets of an order, and orders of an event; the first half of these is for seats.
EACH, PER_EVENT = 4, ORDERS // EVENTS
#: When sales were made, and when the first event begins, ahead of any run.
SOLD, AHEAD = (datetime(year, 1, 1, 20, tzinfo=UTC) for year in (2025, 2199))
SEAT_PRICE, FLOOR_PRICE, FEE = Decimal("40.00"), Decimal("15.00"), Decimal("2.00")

_KINDS = [
    "organizations",
    "users",
    "venues",
    "sections",
    "seats",
    "events",
    "tiers",
    "orders",
    "tickets",
    "scans",
    "payments",
]


def key(kind: str, number: int) -> UUID:
    """The key of the row of this number: its table in the first digits, then its number."""
    return UUID(int=(_KINDS.index(kind) + 1) << 96 | number, version=4)


HOUSE, VENUE, HALL, STANDING = key("organizations", 0), key("venues", 0), key("sections", 0), key("sections", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One of the tickets: all of it follows from its number."""

    number: int

    @property
    def order(self) -> int:
        """Four to an order."""
        return self.number // EACH

    @property
    def event(self) -> int:
        """Orders of an event follow each other."""
        return self.order // PER_EVENT

    @property
    def place(self) -> int:
        """Its number within the event."""
        return self.number - self.event * PER_EVENT * EACH

    @property
    def seat(self) -> UUID | None:
        """Every second seat; the second half stands."""
        return key("seats", self.place * 2) if self.place < SEATS // 2 else None

    @property
    def status(self) -> str:
        """One of twenty is cancelled; of the first ten events the others are used."""
        if self.number % 20 == 7:
            return "CANCELLED"
        return "USED" if self.event < 10 else "VALID"

    @property
    def price(self) -> Decimal:
        """Seats cost more."""
        return SEAT_PRICE if self.seat else FLOOR_PRICE

    @property
    def hash(self) -> str:
        """Of its code, which is its number."""
        return sha256(f"ticket {self.number}".encode()).hexdigest()


def fill(url: str) -> None:
    """Put all rows into a database that has the schema and no rows."""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        for model, columns, rows in _tables():
            copy(cursor, model, columns, rows, SOLD)
        for view in ("section_availability", "event_stats"):
            cursor.execute(sql.SQL("refresh materialized view {}").format(sql.Identifier(view)))


def _tables() -> Iterator[tuple[type[SQLModel], str, Iterable[tuple[Any, ...]]]]:
    """Models with the columns that are filled, and rows of these."""
    tickets = [Ticket(number=number) for number in range(ORDERS * EACH)]
    yield Organizations, "id name slug", [(HOUSE, "House", "house")]
    yield Users, "id email full_name", ((key("users", n), f"u{n}@example.com", f"Person {n}") for n in range(USERS))
    yield OrganizationMembers, "organization_id user_id role", [(HOUSE, key("users", 0), "OWNER")]
    yield Venues, "id organization_id name", [(VENUE, HOUSE, "Hall")]
    sections = [(HALL, "Seats", "NUMBERED", SEATS, 1), (STANDING, "Floor", "GENERAL", FLOOR, 2)]
    columns = "id name type capacity display_order organization_id venue_id"
    yield Sections, columns, ((*row, HOUSE, VENUE) for row in sections)
    yield Seats, "id organization_id section_id row_label number_label x_position y_position", _seats()
    columns = "id organization_id venue_id title start_time status"
    yield Events, columns, _events()
    opened = [(key("events", n), section) for n in range(EVENTS) for section in (HALL, STANDING)]
    yield EventSections, "event_id section_id venue_id organization_id", ((*row, VENUE, HOUSE) for row in opened)
    yield TicketTiers, "id organization_id event_id section_id name price", _tiers()
    columns = (
        "id organization_id user_id event_id status is_paid total_amount platform_fee net_amount paid_at created_at"
    )
    yield Orders, columns, _orders()
    columns = "id organization_id order_id event_id section_id ticket_tier_id seat_id price"
    yield OrderItems, columns, ((key("tickets", each.number), *_sold(each), each.price) for each in tickets)
    yield OrderItems, columns, _wanted()
    columns = "id organization_id user_id event_id total_amount net_amount expires_at"
    total = SEAT_PRICE * EACH
    waiting = key("orders", ORDERS), HOUSE, key("users", USERS - 1), key("events", EVENTS - 1), total, total, AHEAD
    yield Orders, columns, [waiting]
    columns = "id order_id stripe_payment_intent_id amount currency"
    yield PaymentIntents, columns, [(key("payments", 0), key("orders", ORDERS), "pi_0", total, "USD")]
    columns = "id organization_id order_id event_id section_id ticket_tier_id seat_id price_snapshot status"
    columns += " qr_code_hash scanned_at scanned_by"
    yield Tickets, columns, (_ticket(each) for each in tickets)
    columns = "id organization_id ticket_id event_id qr_code_hash validated_by result validated_at"
    yield TicketValidations, columns, (_scan(each) for each in tickets if each.status == "USED")


def _seats() -> Iterator[tuple[Any, ...]]:
    for n in range(SEATS):
        row, place = divmod(n, ROW)
        yield key("seats", n), HOUSE, HALL, chr(65 + row), str(place + 1), place, row


def _events() -> Iterator[tuple[Any, ...]]:
    for n in range(EVENTS):
        yield key("events", n), HOUSE, VENUE, f"Event {n}", AHEAD + timedelta(days=n), "PUBLISHED"


def _tiers() -> Iterator[tuple[Any, ...]]:
    for n in range(EVENTS):
        yield key("tiers", 2 * n), HOUSE, key("events", n), HALL, "Seat", SEAT_PRICE
        yield key("tiers", 2 * n + 1), HOUSE, key("events", n), STANDING, "Floor", FLOOR_PRICE


def _orders() -> Iterator[tuple[Any, ...]]:
    for n in range(ORDERS):
        total = Ticket(number=n * EACH).price * EACH
        made = SOLD + timedelta(minutes=n)
        belongs = key("orders", n), HOUSE, key("users", n % USERS), key("events", n // PER_EVENT)
        yield *belongs, "PAID", True, total, FEE, total - FEE, made, made


def _sold(ticket: Ticket) -> tuple[Any, ...]:
    section = HALL if ticket.seat else STANDING
    tier = key("tiers", 2 * ticket.event + (section == STANDING))
    return HOUSE, key("orders", ticket.order), key("events", ticket.event), section, tier, ticket.seat


def _wanted() -> Iterator[tuple[Any, ...]]:
    event, tier = key("events", EVENTS - 1), key("tiers", 2 * (EVENTS - 1))
    for n in range(EACH):
        item = key("tickets", ORDERS * EACH + n)
        yield item, HOUSE, key("orders", ORDERS), event, HALL, tier, key("seats", 2 * n + 1), SEAT_PRICE


def _ticket(ticket: Ticket) -> tuple[Any, ...]:
    scanned = (AHEAD, key("users", 0)) if ticket.status == "USED" else (None, None)
    return key("tickets", ticket.number), *_sold(ticket), ticket.price, ticket.status, ticket.hash, *scanned


def _scan(ticket: Ticket) -> tuple[Any, ...]:
    scan, own = key("scans", ticket.number), key("tickets", ticket.number)
    return scan, HOUSE, own, key("events", ticket.event), ticket.hash, key("users", 0), "ACCEPTED", AHEAD


if __name__ == "__main__":
    fill(sys.argv[1])
