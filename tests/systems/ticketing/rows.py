"""Rows for the tests of ticketing: each with what it needs and nothing more, unless the test says otherwise."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from psycopg.types.json import Jsonb

from pgplumb.syntax.sql import ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Callable

    from pgplumb.postgres.session import Params, Query

HASH = "$2b$12$" + "x" * 53
#: When things are that lie ahead, and things that are over.
AHEAD, OVER = "2999-06-01 20:00+00", "2001-06-01 20:00+00"

_numbers = itertools.count(1)
_NEEDED: dict[str, Callable[[int], dict[str, Any]]] = {
    "users": lambda number: {"email": f"person{number}@example.com", "password_hash": HASH},
    "promoters": lambda number: {"company_name": f"Company {number}"},
    "events": lambda number: {
        "title": f"Event {number}",
        "slug": f"event-{number}",
        "venue_name": "Hall",
        "start_time": AHEAD,
        "end_time": "2999-06-01 23:00+00",
        "capacity": 100,
        "status": "published",
    },
    "ticket_tiers": lambda number: {"name": f"Tier {number}", "price": "10.00", "quantity": 10},
    "orders": lambda _: {"subtotal": 0, "total_amount": 0},
    "order_items": lambda _: {"quantity": 1, "unit_price": 0},
    "tickets": lambda number: {"qr_code": f"qr-{number}"},
    "waitlist": lambda number: {"position": number},
}


class Runs(Protocol):
    """A place or a session of it."""

    def execute(self, query: Query, params: Params = None, /) -> int:
        """Run one statement."""

    def value(self, query: Query, params: Params = None, /) -> Any:
        """Run one query; the first value."""


def add(to: Runs, table: str, /, **columns: Any) -> Any:
    """Insert a row, and return its key."""
    row = _NEEDED.get(table, lambda _: {})(next(_numbers)) | columns
    names = join(", ", [ident(name) for name in row])
    values = join(", ", [raw("%s")] * len(row))
    statement = sql("insert into {} ({}) values ({}) returning id", ident(table), names, values)
    return to.value(statement, list(row.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """An event on sale with one tier, and somebody who wants to go there."""

    promoter: Any
    event: Any
    tier: Any
    buyer: Any


def sale(to: Runs, *, status: str = "published", **tier: Any) -> Sale:
    """A published event with a tier of 10 tickets, unless told otherwise."""
    promoter = add(to, "promoters", user_id=add(to, "users"))
    event = add(to, "events", promoter_id=promoter, status=status)
    return Sale(
        promoter=promoter, event=event, tier=add(to, "ticket_tiers", event_id=event, **tier), buyer=add(to, "users")
    )


def buy(by: Runs, at: Sale, quantity: int | None = 1, *, buyer: Any = None, **items: int) -> Any:
    """Purchase tickets of the sale's tier, and of others by key; the order's key."""
    wanted = {str(at.tier): quantity, **items}
    listed = [{"tier_id": tier, "quantity": count} for tier, count in wanted.items()]
    return by.value("select purchase_tickets(%s, %s, %s)", [buyer or at.buyer, at.event, Jsonb(listed)])


def paid(by: Runs, at: Sale, quantity: int = 1) -> Any:
    """A paid order."""
    order = buy(by, at, quantity)
    by.execute("select record_payment(%s, 'bank', %s)", [order, f"ref-{next(_numbers)}"])
    return order
