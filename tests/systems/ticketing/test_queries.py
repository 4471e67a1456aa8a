"""Ticketing's queries on its volumes: what they return is computed a second time in Python; their plans are read."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from psycopg.types.json import Jsonb

from tests.systems.kit import explained, refused
from tests.systems.ticketing.rows import add, sale

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.systems.kit import Place

CHECK = "23514"


def _table(place: Place, table: str, columns: str) -> list[dict[str, Any]]:
    """All rows of a table, or some of its columns, by name."""
    return [
        dict(zip(columns.split(), row, strict=True))
        for row in place.rows(f"select {columns.replace(' ', ', ')} from {table}")
    ]


def _plan(place: Place, text: str, params: dict[str, Any]) -> str:
    return "\n".join(row[0] for row in place.rows(f"explain {text}", params))


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.shows("TK-Q-01")
def test_browsing(volumes: Place, query: Callable[[str], str]) -> None:
    open_tiers = defaultdict(list)
    for tier in _table(volumes, "ticket_tiers", "event_id price quantity sold reserved is_active"):
        if tier["is_active"]:
            open_tiers[tier["event_id"]].append(tier)
    expected = []
    for event in _table(volumes, "events", "id title slug venue_name start_time status deleted_at"):
        tiers = open_tiers[event["id"]]
        left = sum(tier["quantity"] - tier["sold"] - tier["reserved"] for tier in tiers)
        if event["status"] == "published" and event["deleted_at"] is None and event["start_time"] > _now() and left > 0:
            prices = [tier["price"] for tier in tiers]
            named = tuple(event[name] for name in ("id", "title", "slug", "venue_name", "start_time"))
            total = sum(tier["quantity"] for tier in tiers)
            expected.append((*named, min(prices), max(prices), total, left, len(tiers)))
    expected.sort(key=lambda row: (row[4], row[0]))
    assert volumes.query("browse_available_events") == expected[:20]
    assert "idx_events_status_start" in _plan(volumes, query("browse_available_events"), {})


@pytest.mark.shows("TK-Q-02", "TK-MIG-04")
def test_what_tiers_have_left(volumes: Place, query: Callable[[str], str]) -> None:
    event = volumes.value("select event_id from ticket_tiers group by 1 order by sum(sold) desc, 1 limit 1")
    columns = "id name price quantity sold reserved is_active position event_id"
    tiers = [row for row in _table(volumes, "ticket_tiers", columns) if row["event_id"] == event and row["is_active"]]
    tiers.sort(key=lambda tier: (tier["position"], tier["price"]))
    expected = []
    for tier in tiers:
        told = (tier[name] for name in columns.split()[:6])
        expected.append((*told, tier["quantity"] - tier["sold"] - tier["reserved"]))
    assert sum(row[4] for row in expected) > 0
    assert volumes.query("tier_availability", event_id=event) == expected
    assert "idx_ticket_tiers_active" in _plan(volumes, query("tier_availability"), {"event_id": event})


@pytest.mark.shows("TK-Q-02")
def test_a_tier_is_shown_while_its_window_is_open(system: Place) -> None:
    at = sale(system)
    for days, name in ((-1, "Open"), (1, "Later")):
        add(system, "ticket_tiers", event_id=at.event, name=name, sale_start_time=_now() + timedelta(days=days))
    add(system, "ticket_tiers", event_id=at.event, name="Over", sale_end_time=_now() - timedelta(days=1))
    named = {row[1] for row in system.query("tier_availability", event_id=at.event)}
    assert "Open" in named
    assert not named & {"Later", "Over"}


@pytest.mark.shows("TK-Q-03")
def test_buying(system: Place) -> None:
    at = sale(system, price="12.50", quantity=3)
    asked = {
        "user_id": at.buyer,
        "event_id": at.event,
        "items": [{"tier_id": str(at.tier), "quantity": 2}],
        "idempotency_key": "once",
        "service_fee": 1,
        "tax": 2,
    }
    ((order,),) = system.query("purchase_tickets", **asked)
    assert system.query("purchase_tickets", **asked) == [(order,)]
    told = "select status, subtotal::text, total_amount::text from orders where id = %s"
    assert system.rows(told, [order]) == [("pending", "25.00", "28.00")]
    assert system.value("select count(*) from tickets where order_id = %s", [order]) == 2
    with refused(CHECK):
        system.query("purchase_tickets", **asked | {"idempotency_key": "twice"})
    assert system.value("select count(*) from orders") == 1, "what is refused leaves nothing"


@pytest.mark.shows("TK-Q-03", "TK-MIG-04")
def test_buying_goes_by_the_keys(volumes: Place, query: Callable[[str], str]) -> None:
    """The tiers that are wanted are locked without a look at any other event's, and counted down one by one."""
    ((event, tiers),) = volumes.rows("""
        select t.event_id, array_agg(t.id order by t.id) from ticket_tiers t join events e on e.id = t.event_id
        where e.status = 'published' and t.is_active and t.sold + t.reserved < t.quantity
        group by 1 having count(*) > 1 order by 1 limit 1
    """)
    buyer = volumes.open(settings={"default_transaction_read_only": "off"})
    asked = {
        "user_id": volumes.value("select id from users order by id limit 1"),
        "event_id": event,
        "items": Jsonb([{"tier_id": str(tier), "quantity": 1} for tier in tiers]),
        "idempotency_key": "planned",
        "service_fee": 0,
        "tax": 0,
    }
    buyer.execute("begin")
    with explained(buyer) as plans:
        buyer.rows(query("purchase_tickets"), asked)
    buyer.execute("rollback")
    assert not [each for each in plans if "Seq Scan on ticket_tiers" in each]
    (locked,) = (each for each in plans if "for no key update" in each)
    assert "Index Cond: (event_id = " in locked
    counted = [each for each in plans if "Update on ticket_tiers" in each]
    assert len(counted) == len(tiers)
    assert all("Index Cond: (id = " in each for each in counted)


@pytest.mark.shows("TK-Q-04", "TK-MIG-04")
def test_tickets_to_come(volumes: Place, query: Callable[[str], str]) -> None:
    user = volumes.value("""
        select o.user_id from tickets k join orders o on o.id = k.order_id join events e on e.id = k.event_id
        where e.start_time > now() and k.status = 'valid' group by 1 order by count(*) desc, 1 limit 1
    """)
    orders = {row["id"]: row for row in _table(volumes, "orders", "id user_id") if row["user_id"] == user}
    events = {row["id"]: row for row in _table(volumes, "events", "id title start_time venue_name")}
    tiers = {row["id"]: row["name"] for row in _table(volumes, "ticket_tiers", "id name")}
    expected = []
    for ticket in _table(volumes, "tickets", "id order_id event_id tier_id ticket_code status"):
        event = events[ticket["event_id"]]
        if ticket["order_id"] in orders and ticket["status"] == "valid" and event["start_time"] > _now():
            told = event["title"], event["start_time"], event["venue_name"], tiers[ticket["tier_id"]]
            expected.append((ticket["id"], ticket["order_id"], *told, ticket["ticket_code"], "valid"))
    expected.sort(key=lambda row: (row[3], row[0]))
    assert expected
    assert volumes.query("user_upcoming_tickets", user_id=user) == expected
    assert "idx_orders_user_status" in _plan(volumes, query("user_upcoming_tickets"), {"user_id": user})


@pytest.mark.shows("TK-Q-05")
def test_joining(system: Place) -> None:
    at = sale(system)
    asked = {"user_id": at.buyer, "event_id": at.event, "tier_id": at.tier}
    ((place, position, status),) = system.query("join_waitlist", **asked)
    assert (position, status) == (1, "waiting")
    assert system.query("join_waitlist", **asked) == [(place, 1, "waiting")]
    assert system.query("join_waitlist", **asked | {"tier_id": None})[0][1] == 2


@pytest.mark.shows("TK-Q-05", "TK-MIG-04")
def test_joining_looks_for_the_place_by_the_unique_key(volumes: Place, query: Callable[[str], str]) -> None:
    ((user, event, tier, position),) = volumes.rows(
        "select user_id, event_id, tier_id, position from waitlist where status = 'waiting' order by id limit 1"
    )
    joining = volumes.open(settings={"default_transaction_read_only": "off"})
    joining.execute("begin")
    with explained(joining) as plans:
        found = joining.rows(query("join_waitlist"), {"user_id": user, "event_id": event, "tier_id": tier})
    joining.execute("rollback")
    assert [row[1] for row in found] == [position]
    (looked,) = (each for each in plans if "from waitlist w" in each)
    assert "Index Scan using waitlist_once" in looked
    (counted,) = (each for each in plans if "insert into waitlist_counters" in each)
    assert "Conflict Arbiter Indexes: waitlist_counters_pkey" in counted


@pytest.mark.shows("TK-Q-06", "TK-MIG-04")
def test_picking_who_is_next(volumes: Place, query: Callable[[str], str]) -> None:
    event = volumes.value("select event_id from waitlist order by 1 limit 1")
    tier = volumes.value("select tier_id from waitlist where event_id = %s and tier_id is not null limit 1", [event])
    users = {row["id"]: row for row in _table(volumes, "users", "id email first_name")}
    columns = "id user_id event_id tier_id position status notified"
    queue = [row for row in _table(volumes, "waitlist", columns) if row["event_id"] == event]
    queue.sort(key=lambda row: row["position"])
    picker = volumes.open(settings={"default_transaction_read_only": "off"})
    for asked in (tier, None):
        fitting = [row for row in queue if asked is None or row["tier_id"] in (None, asked)]
        expected = [(row["id"], row["user_id"], *list(users[row["user_id"]].values())[1:]) for row in fitting[:7]]
        params = {"event_id": event, "tier_id": asked, "places": 7}
        assert picker.rows(query("pick_waitlist"), params) == expected
        plan = "\n".join(row[0] for row in picker.rows("explain " + query("pick_waitlist"), params))
        assert "idx_waitlist_notified" in plan


@pytest.mark.shows("TK-Q-07")
def test_marking_goes_by_the_key(volumes: Place, query: Callable[[str], str]) -> None:
    ids = [row[0] for row in volumes.rows("select id from waitlist order by position, id limit 3")]
    assert "waitlist_pkey" in _plan(volumes, query("mark_notified"), {"waitlist_ids": ids})


@pytest.mark.shows("TK-Q-08")
def test_watching(volumes: Place) -> None:
    sizes = {row[1]: row[2] for row in volumes.query("table_sizes")}
    assert list(sizes.values()) == sorted(sizes.values(), reverse=True)
    assert sizes["tickets"] == volumes.value("select pg_total_relation_size('tickets')")
    usage = volumes.query("index_usage")
    assert [row[3] for row in usage] == sorted(row[3] for row in usage)
    counted = {(state, user): count for state, user, count in volumes.query("connections")}
    assert counted["active", "postgres"] >= 1


@pytest.mark.shows("TK-INV-19")
def test_the_sales_figures_of_all_events(volumes: Place) -> None:
    valid, gross, orders, fees = (defaultdict(int) for _ in range(4))
    for ticket in _table(volumes, "tickets", "event_id status"):
        valid[ticket["event_id"]] += ticket["status"] in ("valid", "used")
    for order in _table(volumes, "orders", "event_id status total_amount service_fee"):
        if order["status"] in ("paid", "partially_refunded"):
            orders[order["event_id"]] += 1
            gross[order["event_id"]] += order["total_amount"]
            fees[order["event_id"]] += order["service_fee"]
    told = _table(volumes, "event_sales_summary", "event_id tickets_sold paid_orders gross_revenue net_revenue")
    assert len(told) == volumes.value("select count(*) from events where deleted_at is null")
    for row in told:
        event = row.pop("event_id")
        net = gross[event] - fees[event]
        assert list(row.values()) == [valid[event], orders[event], gross[event], net]
    assert sum(valid.values()) > 40_000
