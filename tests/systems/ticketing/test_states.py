"""The state machines of ticketing: every pair of states is tried, and what comes of some of the changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import DatabaseError
from tests.systems.ticketing.rows import add, buy, sale

if TYPE_CHECKING:
    from tests.systems.kit import Place

CHECK = "23514"
MACHINES = {
    "orders": {
        ("pending", "paid"),
        ("pending", "failed"),
        ("pending", "expired"),
        ("pending", "cancelled"),
        ("paid", "refunded"),
        ("paid", "partially_refunded"),
        ("partially_refunded", "refunded"),
    },
    "tickets": {("valid", "used"), ("valid", "cancelled"), ("valid", "refunded")},
    "events": {("draft", "published"), ("published", "cancelled"), ("published", "completed")},
    "ticket_reservations": {("active", "converted"), ("active", "released"), ("active", "expired")},
    "waitlist": {
        ("waiting", "notified"),
        ("waiting", "converted"),
        ("waiting", "left"),
        ("notified", "converted"),
        ("notified", "expired"),
        ("notified", "left"),
        ("converted", "waiting"),
        ("expired", "waiting"),
        ("left", "waiting"),
    },
}
STATES = {
    "orders": ["pending", "paid", "failed", "cancelled", "expired", "refunded", "partially_refunded"],
    "tickets": ["valid", "used", "cancelled", "refunded", "transferred"],
    "events": ["draft", "published", "cancelled", "completed"],
    "ticket_reservations": ["active", "converted", "released", "expired"],
    "waitlist": ["waiting", "notified", "converted", "expired", "left"],
}


@pytest.mark.shows("TK-STATE-order", "TK-STATE-ticket", "TK-STATE-event", "TK-STATE-reservation", "TK-STATE-waitlist")
@pytest.mark.parametrize("table", list(MACHINES))
def test_a_status_changes_as_it_may_and_no_other_way(system: Place, table: str) -> None:
    at = sale(system)
    buy(system, at)
    system.execute("select reserve_tickets(%s, %s, 1)", [at.buyer, at.tier])
    system.execute("select join_waitlist(%s, %s)", [add(system, "users"), at.event])
    allowed = set()
    for old in STATES[table]:
        for new in STATES[table]:
            if old != new and _changes(system, table, old, new):
                allowed.add((old, new))
    assert allowed == MACHINES[table]


def _changes(system: Place, table: str, old: str, new: str) -> bool:
    """Whether the only row goes from one status to another; whatever comes of it is taken back."""
    beside = {
        "tickets": ("used_at = case when '{}' = 'used' then now() end",),
        "waitlist": (
            "notified = '{0}' = 'notified'",
            "notified_at = case when '{0}' = 'notified' then now() end",
            "notification_expires_at = case when '{0}' = 'notified' then now() + interval '1 day' end",
        ),
    }.get(table, ())
    system.execute("begin")
    try:
        for status, mode in ((old, "replica"), (new, "origin")):
            system.execute(f"set local session_replication_role = {mode}")
            columns = ", ".join([f"status = '{status}'", *(each.format(status) for each in beside)])
            system.execute(f"update {table} set {columns}")
    except DatabaseError as error:
        if error.sqlstate != CHECK or "cannot go from" not in error.primary:
            raise
        return False
    else:
        return True
    finally:
        system.execute("rollback")


@pytest.mark.shows("TK-STATE-order")
def test_an_order_that_is_not_paid_gives_its_tickets_back(system: Place) -> None:
    at = sale(system)
    order = buy(system, at, 3)
    assert system.value("select expire_orders(now() + interval '29 minutes')") == 0
    assert system.value("select expire_orders(now() + interval '31 minutes')") == 1
    assert system.rows("select status from orders where id = %s", [order]) == [("expired",)]
    assert system.rows("select sold from ticket_tiers") == [(0,)]
    assert system.rows("select distinct status from tickets") == [("cancelled",)]


@pytest.mark.shows("TK-STATE-reservation")
def test_a_hold_ends_with_its_time(system: Place) -> None:
    at = sale(system)
    system.execute("select reserve_tickets(%s, %s, 2, '5 minutes')", [at.buyer, at.tier])
    assert system.value("select expire_reservations(now() + interval '4 minutes')") == 0
    assert system.value("select expire_reservations(now() + interval '6 minutes')") == 1
    assert system.rows("select reserved from ticket_tiers") == [(0,)]


@pytest.mark.shows("TK-STATE-ticket")
def test_a_ticket_lets_in_once(system: Place) -> None:
    at = sale(system)
    order = buy(system, at)
    code = system.value("select ticket_code from tickets where order_id = %s", [order])
    assert system.value("select use_ticket(%s)", [code]) is False, "not paid yet"
    system.execute("select record_payment(%s, 'bank', 'r')", [order])
    assert [system.value("select use_ticket(lower(%s))", [code]) for _ in range(2)] == [True, False]


@pytest.mark.shows("TK-STATE-waitlist")
def test_an_offer_goes_with_its_mail_and_ends_with_a_purchase_or_its_time(system: Place) -> None:
    at, second = sale(system), add(system, "users")
    for person in (at.buyer, second):
        system.execute("select join_waitlist(%s, %s)", [person, at.event])
    with system.session.transaction():
        system.execute("select offer_waitlist(%s, null, 2)", [at.event])
        queued = "select user_id, kind, status from email_notifications where waitlist_id is not null"
        assert set(system.rows(queued)) == {(person, "waitlist_offer", "queued") for person in (at.buyer, second)}
    buy(system, at)
    system.execute("select offer_waitlist(%s, null, 1, now() + interval '1 day')", [at.event])
    states = dict(system.rows("select user_id, status::text from waitlist"))
    assert states == {at.buyer: "converted", second: "expired"}


@pytest.mark.shows("TK-STATE-waitlist")
def test_a_place_can_be_given_up(system: Place) -> None:
    at = sale(system)
    system.execute("select join_waitlist(%s, %s)", [at.buyer, at.event])
    assert len(system.rows("select leave_waitlist(%s, %s)", [at.buyer, at.event])) == 1
    assert system.rows("select * from offer_waitlist(%s)", [at.event]) == []
