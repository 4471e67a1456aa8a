"""A small data set to try things on: of everything a little, and of every status one.

`python -m schema.ticketing.seeds.small postgresql://localhost/tickets` fills a database that has the schema and no
rows. Everything goes through the triggers, so it also leaves its log.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import create_engine
from sqlmodel import Session, SQLModel

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
    WaitlistStatus,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

HASH = "$2b$12$" + "x" * 53
#: When all this happened, and an evening that lies ahead of any run.
TODAY, AHEAD = datetime(2026, 1, 10, 12, tzinfo=UTC), datetime(2199, 6, 1, 20, tzinfo=UTC)
PEOPLE = ("admin", "paula", "peter", "ann", "ben", "cleo")
#: Tiers by name: event, price, tickets, sold, and what else is special.
TIERS: dict[str, tuple[str, str, int, int, dict[str, Any]]] = {
    "early": ("winter-fair", "15.00", 50, 0, {}),
    "floor": ("summer-night", "45.00", 10, 9, {}),
    "balcony": ("summer-night", "30.00", 100, 3, {"position": 1}),
    "backstage": ("summer-night", "150.00", 5, 0, {"is_active": False, "position": 2}),
    "last-minute": ("summer-night", "60.00", 20, 0, {"sale_start_time": AHEAD - timedelta(days=1), "position": 3}),
    "entry": ("spring-concert", "20.00", 40, 5, {}),
}
#: Orders: status, buyer, tier, and the status of each ticket.
ORDERS = (
    ("pending", "ann", "floor", "valid valid"),
    ("paid", "ann", "floor", "valid valid valid"),
    ("paid", "ben", "floor", "valid valid valid valid"),
    ("paid", "cleo", "entry", "used used used used used"),
    ("failed", "ben", "balcony", "cancelled"),
    ("cancelled", "cleo", "balcony", "cancelled cancelled"),
    ("expired", "ann", "balcony", "cancelled"),
    ("refunded", "ben", "balcony", "refunded refunded"),
    ("partially_refunded", "cleo", "balcony", "used refunded refunded"),
    ("paid", "cleo", "balcony", "valid valid"),
)
#: The queue of the summer night, in its order: who, for which tier or any, and what became of it.
QUEUE = (
    ("ann", "floor", WaitlistStatus.CONVERTED),
    ("ben", "floor", WaitlistStatus.EXPIRED),
    ("cleo", None, WaitlistStatus.NOTIFIED),
    ("ann", None, WaitlistStatus.WAITING),
    ("peter", "floor", WaitlistStatus.WAITING),
    ("paula", None, WaitlistStatus.LEFT),
    ("admin", "floor", WaitlistStatus.WAITING),
    ("ben", None, WaitlistStatus.WAITING),
)


def key(kind: int, number: int) -> UUID:
    """The key of the row of this number, the same in every run."""
    return UUID(int=kind << 96 | number)


def person(name: str) -> UUID:
    """The key of an account."""
    return key(1, PEOPLE.index(name))


def event(slug: str) -> UUID:
    """The key of an event."""
    return key(3, ("winter-fair", "summer-night", "spring-concert").index(slug))


def tier(name: str) -> UUID:
    """The key of a tier."""
    return key(4, list(TIERS).index(name))


def fill(url: str) -> None:
    """Put all rows into a database that has the schema and no rows."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    try:
        with Session(engine) as session:
            for rows in (_people(), _events(), _tiers(), _orders(), _queue()):
                session.add_all(rows)
                session.flush()
            session.commit()
        with engine.connect() as connection:
            connection.exec_driver_sql("refresh materialized view event_sales_summary")
            connection.commit()
    finally:
        engine.dispose()


def _people() -> Iterator[SQLModel]:
    for name in PEOPLE:
        role = {"admin": "admin", "paula": "promoter", "peter": "promoter"}.get(name, "customer")
        given = {"email": f"{name}@example.com", "password_hash": HASH, "first_name": name.capitalize(), "role": role}
        yield Users.model_validate({"id": person(name), **given})
    for number, name in enumerate(("paula", "peter")):
        company = f"{name.capitalize()} Presents"
        yield Promoters.model_validate({"id": key(2, number), "user_id": person(name), "company_name": company})


def _events() -> Iterator[SQLModel]:
    for slug, status, promoter, start in (
        ("winter-fair", "draft", 0, AHEAD + timedelta(days=180)),
        ("summer-night", "published", 0, AHEAD),
        ("spring-concert", "completed", 1, TODAY - timedelta(days=30)),
    ):
        named = {"title": slug.replace("-", " ").capitalize(), "slug": slug, "venue_name": "Town hall"}
        times = {"start_time": start, "end_time": start + timedelta(hours=4), "doors_open_time": start}
        where = {"id": event(slug), "promoter_id": key(2, promoter), "capacity": 200, "status": status}
        yield Events.model_validate(named | times | where)


def _tiers() -> Iterator[SQLModel]:
    for name, (slug, price, quantity, sold, special) in TIERS.items():
        counts = {"price": Decimal(price), "quantity": quantity, "sold": sold}
        named = {"id": tier(name), "event_id": event(slug), "name": name.capitalize()}
        yield TicketTiers.model_validate(named | counts | special)


def _orders() -> Iterator[SQLModel]:
    tickets, payments = count(), count()
    for number, (status, buyer, sort, states) in enumerate(ORDERS):
        slug, price, *_ = TIERS[sort]
        belongs = {"order_id": key(5, number), "event_id": event(slug)}
        each, quantity = Decimal(price), len(states.split())
        made = TODAY + timedelta(hours=number)
        was_paid = status in ("paid", "refunded", "partially_refunded")
        amounts = {"subtotal": each * quantity, "service_fee": Decimal(2), "total_amount": each * quantity + 2}
        yield Orders.model_validate(
            {"id": key(5, number), "user_id": person(buyer), "event_id": event(slug), "status": status}
            | {"created_at": made, "expires_at": AHEAD, "paid_at": made if was_paid else None}
            | amounts
        )
        item = {"id": key(6, number), "tier_id": tier(sort), "quantity": quantity, "unit_price": each}
        yield OrderItems.model_validate(belongs | item)
        for state in states.split():
            at = next(tickets)
            codes = {"ticket_code": f"{at:020X}", "qr_code": f"TKT:{at:020X}"}
            used = TODAY if state == "used" else None
            rest = {"id": key(7, at), "tier_id": tier(sort), "status": state, "used_at": used}
            yield Tickets.model_validate(belongs | codes | rest)
        back = {"refunded": each * quantity + 2, "partially_refunded": each * 2}.get(status)
        moved = ([("charge", each * quantity + 2)] if was_paid else []) + ([("refund", back)] if back else [])
        for kind, amount in moved:
            at = next(payments)
            given = {"type": kind, "provider": "bank", "provider_ref": f"ref-{at}", "status": "succeeded"}
            money = {"id": key(8, at), "order_id": key(5, number), "amount": amount, "currency": "USD"}
            yield PaymentTransactions.model_validate(given | money)


def _queue() -> Iterator[SQLModel]:
    yield WaitlistCounters(event_id=event("summer-night"), last_position=len(QUEUE))
    for number, (name, sort, status) in enumerate(QUEUE):
        was_told = status in (WaitlistStatus.EXPIRED, WaitlistStatus.NOTIFIED)
        told = {
            "notified": was_told,
            "notified_at": TODAY if was_told else None,
            "notification_expires_at": TODAY + timedelta(days=1) if was_told else None,
        }
        place = {"id": key(9, number), "event_id": event("summer-night"), "user_id": person(name)}
        wanted = {"tier_id": tier(sort) if sort else None, "position": number + 1, "status": status}
        yield Waitlist.model_validate(place | wanted | told)


if __name__ == "__main__":
    fill(sys.argv[1])
