"""A large data set: 50,000 tickets with all that belongs to them, the same rows whenever it is made.

`python -m schema.ticketing.seeds.volumes postgresql://localhost/tickets` fills a database that has the schema and no
rows. Triggers and foreign keys are off meanwhile (that takes a superuser): what they would see to, the rows bring.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg

from schema.copying import copy
from schema.ticketing.models import (
    Events,
    OrderItems,
    Orders,
    PaymentTransactions,
    Promoters,
    Tickets,
    TicketTiers,
    Users,
    Waitlist,
    WaitlistCounters,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlmodel import SQLModel

USERS, PROMOTERS, EVENTS, TIERS, OPEN, ORDERS, QUEUES, PLACES = 5_000, 50, 2_000, 8, 4, 20_000, 50, 100
#: Tickets of a tier, and people that an event holds.
QUANTITY, CAPACITY = 120, 1_000
#: When sales were made; nine of ten events lie behind that, the tenth ahead of any run.
SOLD, PAST, AHEAD = (datetime(year, 1, 1, 20, tzinfo=UTC) for year in (2025, 2024, 2199))
HASH = "$2b$12$" + "x" * 53
CENT = Decimal("0.01")

_KINDS = ("users", "promoters", "events", "ticket_tiers", "orders", "order_items", "tickets", "payments", "waitlist")


def key(kind: str, number: int) -> UUID:
    """The key of the row of this number: its table in the first digits, then its number."""
    return UUID(int=(_KINDS.index(kind) + 1) << 96 | number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One of the orders: all of it follows from its number."""

    number: int

    @property
    def status(self) -> str:
        """One of twenty is pending, cancelled or refunded; the others are paid."""
        return {0: "pending", 1: "cancelled", 2: "refunded"}.get(self.number % 20, "paid")

    @property
    def event(self) -> int:
        """Events take turns."""
        return (self.number // 20 + self.number) % EVENTS

    @property
    def tier(self) -> int:
        """The open tiers of its event take turns; the others are not on sale."""
        return self.event * TIERS + self.number // 5 % OPEN

    @property
    def quantity(self) -> int:
        """One to four tickets; 50,000 over all orders."""
        return 1 + self.number % 4

    @property
    def tickets_left(self) -> int:
        """How many of them count as sold."""
        return 0 if self.status in ("cancelled", "refunded") else self.quantity

    @property
    def subtotal(self) -> Decimal:
        """What the items cost."""
        return price(self.tier) * self.quantity

    @property
    def fee(self) -> Decimal:
        """A twentieth on top."""
        return (self.subtotal / 20).quantize(CENT)


def price(tier: int) -> Decimal:
    """From 20.00 up."""
    return Decimal(20 + 15 * (tier % TIERS)) + Decimal(tier % 7) / 10


def is_ahead(event: int) -> bool:
    """Every tenth event is still to come."""
    return event % 10 == 0


def fill(url: str) -> None:
    """Put all rows into a database that has the schema and no rows."""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        for model, columns, rows in _tables():
            copy(cursor, model, columns, rows, PAST)
        cursor.execute("select setval('order_number_seq', %s)", [200_000 + ORDERS])
        cursor.execute("refresh materialized view event_sales_summary")


def _tables() -> Iterator[tuple[type[SQLModel], str, Iterable[tuple[Any, ...]]]]:
    """Models with the columns that are filled, and rows of these."""
    orders = [Order(number=number) for number in range(ORDERS)]
    yield Users, "id email password_hash role first_name", _users()
    yield (
        Promoters,
        "id user_id company_name",
        ((key("promoters", n), key("users", n), f"Company {n}") for n in range(PROMOTERS)),
    )
    yield Events, "id promoter_id title slug venue_name start_time end_time capacity status", _events()
    yield TicketTiers, "id event_id name price quantity sold position is_active", _tiers(orders)
    columns = "id order_number user_id event_id status subtotal service_fee total_amount expires_at paid_at created_at"
    yield Orders, columns, _orders(orders)
    yield OrderItems, "id order_id tier_id event_id quantity unit_price", _items(orders)
    yield Tickets, "id order_id tier_id event_id ticket_code qr_code status", _tickets(orders)
    columns = "id order_id type provider provider_ref status amount currency created_at"
    yield PaymentTransactions, columns, _payments(orders)
    yield Waitlist, "id event_id user_id tier_id position created_at", _places()
    yield WaitlistCounters, "event_id last_position", ((key("events", n * 10), PLACES) for n in range(QUEUES))


def _users() -> Iterator[tuple[Any, ...]]:
    for n in range(USERS):
        role = "promoter" if n < PROMOTERS else "customer"
        yield key("users", n), f"person{n}@example.com", HASH, role, f"Person {n}"


def _events() -> Iterator[tuple[Any, ...]]:
    for n in range(EVENTS):
        start = (AHEAD if is_ahead(n) else PAST) + timedelta(days=n // 10 % 100)
        status = "published" if is_ahead(n) else "completed"
        names = f"Event {n}", f"event-{n}", f"Hall {n % 20}"
        yield (
            key("events", n),
            key("promoters", n % PROMOTERS),
            *names,
            start,
            start + timedelta(hours=3),
            CAPACITY,
            status,
        )


def _tiers(orders: list[Order]) -> Iterator[tuple[Any, ...]]:
    sold: Counter[int] = Counter()
    for order in orders:
        sold[order.tier] += order.tickets_left
    # As they come in life: the first tiers of all events, then the second ones that were added later.
    for place, event in product(range(TIERS), range(EVENTS)):
        n = event * TIERS + place
        counts = QUANTITY, sold[n], place, place < OPEN
        yield key("ticket_tiers", n), key("events", event), f"Tier {place}", price(n), *counts


def _orders(orders: list[Order]) -> Iterator[tuple[Any, ...]]:
    for order in orders:
        made = SOLD + timedelta(minutes=order.number)
        paid = made + timedelta(minutes=5) if order.status in ("paid", "refunded") else None
        buyer = key("users", PROMOTERS + order.number * 7 % (USERS - PROMOTERS))
        amounts = order.subtotal, order.fee, order.subtotal + order.fee
        yield (
            *(key("orders", order.number), f"TK-{200_000 + order.number}", buyer, key("events", order.event)),
            *(order.status, *amounts, AHEAD, paid, made),
        )


def _items(orders: list[Order]) -> Iterator[tuple[Any, ...]]:
    for order in orders:
        belongs = key("orders", order.number), key("ticket_tiers", order.tier), key("events", order.event)
        yield key("order_items", order.number), *belongs, order.quantity, price(order.tier)


def _tickets(orders: list[Order]) -> Iterator[tuple[Any, ...]]:
    number = 0
    for order in orders:
        belongs = key("orders", order.number), key("ticket_tiers", order.tier), key("events", order.event)
        status = order.status if order.status in ("cancelled", "refunded") else "valid"
        for _ in range(order.quantity):
            code = f"{number:020X}"
            yield key("tickets", number), *belongs, code, f"TKT:{code}", status
            number += 1


def _payments(orders: list[Order]) -> Iterator[tuple[Any, ...]]:
    for order in orders:
        kinds = {"paid": ("charge",), "refunded": ("charge", "refund")}.get(order.status, ())
        for place, kind in enumerate(kinds):
            made = SOLD + timedelta(minutes=order.number + 5 + place)
            number = order.number * 2 + place
            paid = "succeeded", order.subtotal + order.fee, "USD", made
            yield key("payments", number), key("orders", order.number), kind, "bank", f"ref-{number}", *paid


def _places() -> Iterator[tuple[Any, ...]]:
    for event in range(0, QUEUES * 10, 10):
        for place in range(PLACES):
            person = key("users", PROMOTERS + (event * 37 + place) % (USERS - PROMOTERS))
            tier = key("ticket_tiers", event * TIERS) if place % 3 else None
            number = event * PLACES + place
            joined = SOLD + timedelta(minutes=place)
            yield key("waitlist", number), key("events", event), person, tier, place + 1, joined


if __name__ == "__main__":
    fill(sys.argv[1])
