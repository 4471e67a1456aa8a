"""What always holds in ticketing, whoever writes and however many at once."""

from __future__ import annotations

from concurrent.futures import wait
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from pgplumb.errors import DatabaseError
from tests.systems.kit import refused, started, together, until_waiting
from tests.systems.ticketing.rows import AHEAD, OVER, Sale, add, buy, paid, sale

if TYPE_CHECKING:
    from tests.systems.kit import Place

CHECK, NULL, UNIQUE, REFERENCE, RESTRICT = "23514", "23502", "23505", "23503", ("23503", "23001")
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.shows("TK-INV-01")
@pytest.mark.parametrize(
    ("counters", "sqlstate"),
    [
        ({"quantity": 5, "sold": 3, "reserved": 3}, CHECK),
        ({"quantity": 5, "sold": -1}, CHECK),
        ({"quantity": 5, "reserved": -1}, CHECK),
        ({"quantity": -1}, CHECK),
        ({"quantity": None, "sold": 999}, NULL),
        ({"sold": None}, NULL),
        ({"reserved": None}, NULL),
    ],
)
def test_no_tier_is_oversold_from_the_start(system: Place, counters: dict[str, Any], sqlstate: str) -> None:
    event = sale(system, quantity=0).event
    with refused(sqlstate):
        add(system, "ticket_tiers", event_id=event, **counters)


@pytest.mark.shows("TK-INV-01")
@pytest.mark.parametrize("change", ["quantity = 5", "sold = 7", "reserved = 7", "sold = 6, reserved = 5"])
def test_no_tier_becomes_oversold(system: Place, change: str) -> None:
    at = sale(system, quantity=10, sold=4, reserved=4)
    with refused(CHECK):
        system.execute(f"update ticket_tiers set {change} where id = %s", [at.tier])


@pytest.mark.shows("TK-INV-01")
def test_two_sessions_cannot_oversell_a_tier_together(system: Place) -> None:
    at = sale(system, quantity=10, sold=8)
    other = system.open()
    raising = "update ticket_tiers set {} where id = %s"
    with system.session.transaction():
        system.execute(raising.format("sold = sold + 2"), [at.tier])
        second = started(other, raising.format("reserved = reserved + 1"), [at.tier])
        until_waiting(system, other)
    with refused(CHECK):
        second.result()


@pytest.mark.shows("TK-INV-02")
def test_the_least_that_is_sold_is_no_more_than_the_most(system: Place) -> None:
    at = sale(system)
    with refused(CHECK):
        add(system, "ticket_tiers", event_id=at.event, min_purchase=3, max_purchase=2)
    with refused(CHECK):
        add(system, "ticket_tiers", event_id=at.event, min_purchase=0)


@pytest.mark.shows("TK-INV-02")
@pytest.mark.parametrize("quantity", [1, 5, None])
def test_a_purchase_keeps_to_the_quantities_that_are_sold(system: Place, quantity: int | None) -> None:
    at = sale(system, min_purchase=2, max_purchase=4)
    with refused(CHECK) as refusal:
        buy(system, at, quantity)
    assert "quantities of 2 to 4" in refusal.error.primary


@pytest.mark.shows("TK-INV-03")
def test_a_sale_ends_after_it_starts(system: Place) -> None:
    at = sale(system)
    with refused(CHECK):
        add(system, "ticket_tiers", event_id=at.event, sale_start_time=AHEAD, sale_end_time=AHEAD)


@pytest.mark.shows("TK-INV-03")
@pytest.mark.parametrize(
    "tier",
    [{"sale_start_time": AHEAD}, {"sale_end_time": OVER}, {"is_active": False}],
    ids=["early", "late", "inactive"],
)
def test_nothing_is_sold_outside_the_window(system: Place, tier: dict[str, Any]) -> None:
    at = sale(system, **tier)
    with refused(CHECK):
        buy(system, at)
    with refused(CHECK):
        system.execute("select reserve_tickets(%s, %s, 1)", [at.buyer, at.tier])


@pytest.mark.shows("TK-INV-03")
def test_nothing_is_sold_of_an_event_that_is_not_published(system: Place) -> None:
    at = sale(system, status="draft")
    with refused(CHECK):
        buy(system, at)


@pytest.mark.shows("TK-INV-04")
@pytest.mark.parametrize(
    "event",
    [{"end_time": AHEAD}, {"doors_open_time": "2999-06-01 20:01+00"}, {"capacity": 0}],
    ids=["end", "doors", "size"],
)
def test_an_event_is_possible(system: Place, event: dict[str, Any]) -> None:
    promoter = sale(system).promoter
    with refused(CHECK):
        add(system, "events", promoter_id=promoter, **event)


AMOUNTS = {"subtotal": "10.10", "service_fee": "0.20", "tax": "0.30", "total_amount": "10.60"}


@pytest.mark.shows("TK-INV-05")
@pytest.mark.parametrize(
    ("changed", "sqlstate"),
    [
        ({"total_amount": "10.61"}, CHECK),
        ({"tax": "-0.30", "total_amount": "10.00"}, CHECK),
        ({"service_fee": "-0.20", "total_amount": "10.20"}, CHECK),
        ({"subtotal": "-10.10", "total_amount": "-9.60"}, CHECK),
        *(({name: None}, NULL) for name in AMOUNTS),
    ],
)
def test_the_total_is_the_sum_of_its_parts(system: Place, changed: dict[str, Any], sqlstate: str) -> None:
    at = sale(system)
    add(system, "orders", user_id=at.buyer, event_id=at.event, **AMOUNTS)
    with refused(sqlstate):
        add(system, "orders", user_id=at.buyer, event_id=at.event, **AMOUNTS | changed)


@pytest.mark.shows("TK-INV-06")
def test_the_subtotal_is_the_sum_of_the_items(system: Place) -> None:
    at = sale(system, price="7.50")
    order = buy(system, at, 2)
    assert str(system.value("select subtotal from orders where id = %s", [order])) == "15.00"
    with refused(CHECK):
        system.execute("update order_items set quantity = 3 where order_id = %s", [order])
    with refused(CHECK):
        system.execute("update orders set subtotal = 16, total_amount = 16 where id = %s", [order])
    with refused(CHECK):
        system.execute("delete from order_items where order_id = %s", [order])


@pytest.mark.shows("TK-INV-07")
def test_sold_is_the_number_of_tickets_that_are_neither_cancelled_nor_refunded(system: Place) -> None:
    at = sale(system)
    first, second = paid(system, at, 3), buy(system, at, 2)
    ticket = system.value("select id from tickets where order_id = %s limit 1", [first])
    asked = """
        select t.sold, count(k.id) from ticket_tiers t
        left join tickets k on k.tier_id = t.id and k.status not in ('cancelled', 'refunded')
        where t.id = %s group by t.id
    """
    assert system.rows(asked, [at.tier]) == [(5, 5)]
    for step, key, left in (
        ("select cancel_ticket(%s)", ticket, 4),
        ("select refund_order(%s, 'back')", first, 2),
        ("select cancel_order(%s)", second, 0),
    ):
        system.execute(step, [key])
        assert system.rows(asked, [at.tier]) == [(left, left)]


@pytest.mark.shows("TK-INV-08")
def test_the_tiers_offer_no_more_than_the_event_holds(system: Place) -> None:
    at = sale(system, quantity=60)
    with refused(CHECK):
        add(system, "ticket_tiers", event_id=at.event, quantity=41)
    with refused(CHECK):
        system.execute("update ticket_tiers set quantity = 101 where id = %s", [at.tier])
    with refused(CHECK):
        system.execute("update events set capacity = 59 where id = %s", [at.event])


@pytest.mark.shows("TK-INV-08")
def test_two_tiers_at_once_offer_no_more_than_the_event_holds(system: Place) -> None:
    at = sale(system, quantity=40)
    sessions = [system.open() for _ in range(3)]
    done = together(*[lambda own=own: add(own, "ticket_tiers", event_id=at.event, quantity=40) for own in sessions])
    assert sorted(each.sqlstate for each in done if isinstance(each, DatabaseError)) == [CHECK, CHECK]


@pytest.mark.shows("TK-INV-09")
def test_an_order_with_all_that_belongs_to_it_is_of_one_event(system: Place) -> None:
    at, elsewhere = sale(system), sale(system)
    order = buy(system, at)
    item = {"order_id": order, "unit_price": 0}
    for event in (at.event, elsewhere.event):
        with refused(REFERENCE):
            add(system, "order_items", tier_id=elsewhere.tier, event_id=event, **item)
        with refused(REFERENCE):
            add(system, "tickets", order_id=order, tier_id=elsewhere.tier, event_id=event)
    with refused(REFERENCE):
        add(system, "tickets", order_id=order, tier_id=at.tier, event_id=elsewhere.event)
    with refused(REFERENCE):
        add(system, "waitlist", event_id=at.event, user_id=at.buyer, tier_id=elsewhere.tier)


@pytest.mark.shows("TK-INV-10")
def test_a_person_has_one_place_for_each_tier_and_one_for_any(system: Place) -> None:
    at = sale(system)
    for tier in (at.tier, None):
        add(system, "waitlist", event_id=at.event, user_id=at.buyer, tier_id=tier)
        with refused(UNIQUE):
            add(system, "waitlist", event_id=at.event, user_id=at.buyer, tier_id=tier)


@pytest.mark.shows("TK-INV-11")
def test_no_two_places_have_one_position(system: Place) -> None:
    at = sale(system)
    add(system, "waitlist", event_id=at.event, user_id=at.buyer, position=1)
    with refused(UNIQUE):
        add(system, "waitlist", event_id=at.event, user_id=add(system, "users"), position=1)


@pytest.mark.shows("TK-INV-11")
def test_who_joins_at_once_gets_places_in_a_row_and_offers_in_their_order(system: Place) -> None:
    at = sale(system)
    people = [add(system, "users") for _ in range(6)]
    sessions = [system.open() for _ in people]
    joining = "select (join_waitlist(%s, %s)).position"
    done = together(
        *[
            lambda own=own, who=who: own.value(joining, [who, at.event])
            for own, who in zip(sessions, people, strict=True)
        ]
    )
    assert sorted(done) == [1, 2, 3, 4, 5, 6]
    offered = [row[1] for row in system.rows("select * from offer_waitlist(%s, p_limit => 4)", [at.event])]
    assert offered == [person for _, person in sorted(zip(done, people, strict=True))][:4]


OFFER = "select user_id from offer_waitlist(%s, null, %s, %s)"


def _queue(system: Place, at: Sale, length: int) -> list[Any]:
    people = [add(system, "users") for _ in range(length)]
    for person in people:
        system.execute("select join_waitlist(%s, %s)", [person, at.event])
    return people


@pytest.mark.shows("TK-INV-12")
def test_an_offer_stands_for_a_day_and_then_the_next_has_it(system: Place) -> None:
    at = sale(system)
    first, second, third = _queue(system, at, 3)
    assert system.rows(OFFER, [at.event, 1, NOW]) == [(first,)]
    assert system.rows(OFFER, [at.event, 1, NOW + timedelta(hours=23)]) == [(second,)]
    assert system.rows(OFFER, [at.event, 5, NOW + timedelta(hours=24)]) == [(third,)]
    states = dict(system.rows("select user_id, status::text from waitlist where event_id = %s", [at.event]))
    assert states == {first: "expired", second: "notified", third: "notified"}


@pytest.mark.shows("TK-INV-13")
def test_two_notifiers_at_once_never_pick_one_person(system: Place) -> None:
    at = sale(system)
    first, second = _queue(system, at, 2)
    other = system.open()
    with system.session.transaction():
        mine = system.rows(OFFER, [at.event, 1, NOW])
        theirs = started(other, OFFER, [at.event, 1, NOW])
        wait([theirs], 1)
    assert (mine, theirs.result()) == ([(first,)], [(second,)])


@pytest.mark.shows("TK-INV-14")
def test_what_others_depend_on_cannot_be_deleted(system: Place) -> None:
    at = sale(system)
    order = buy(system, at)
    owner = system.value("select user_id from promoters where id = %s", [at.promoter])
    kept = {"promoters": at.promoter, "users": owner, "orders": order, "ticket_tiers": at.tier, "events": at.event}
    for table, key in [*kept.items(), ("users", at.buyer)]:
        with refused(*RESTRICT):
            system.execute(f"delete from {table} where id = %s", [key])


@pytest.mark.shows("TK-INV-14")
def test_an_event_without_sales_takes_its_tiers_and_its_waitlist_along(system: Place) -> None:
    at = sale(system)
    system.execute("select join_waitlist(%s, %s, %s)", [at.buyer, at.event, at.tier])
    system.execute("delete from events where id = %s", [at.event])
    assert system.rows("select id from ticket_tiers union all select id from waitlist") == []


@pytest.mark.shows("TK-INV-15")
def test_an_account_is_one_promoter(system: Place) -> None:
    account = add(system, "users")
    add(system, "promoters", user_id=account)
    with refused(UNIQUE):
        add(system, "promoters", user_id=account)


@pytest.mark.shows("TK-INV-16")
def test_codes_and_addresses_are_unique(system: Place) -> None:
    at = sale(system)
    order = buy(system, at)
    code, qr = system.rows("select ticket_code, qr_code from tickets where order_id = %s", [order])[0]
    ticket = {"order_id": order, "tier_id": at.tier, "event_id": at.event}
    with refused(UNIQUE):
        add(system, "tickets", ticket_code=code, **ticket)
    with refused(UNIQUE):
        add(system, "tickets", qr_code=qr, **ticket)
    add(system, "events", promoter_id=at.promoter, slug="summer", deleted_at=OVER)
    add(system, "events", promoter_id=at.promoter, slug="summer")
    with refused(UNIQUE):
        add(system, "events", promoter_id=at.promoter, slug="summer")


@pytest.mark.shows("TK-INV-17")
def test_the_last_tickets_go_to_as_many_buyers(system: Place) -> None:
    at = sale(system, quantity=10, max_purchase=2, sold=0)
    buy(system, at, 2)
    system.execute("update ticket_tiers set quantity = 5 where id = %s", [at.tier])
    buyers = [(system.open(), add(system, "users")) for _ in range(8)]
    done = together(*[lambda own=own, who=who: buy(own, at, buyer=who) for own, who in buyers])
    errors = [each.sqlstate for each in done if isinstance(each, DatabaseError)]
    assert errors == [CHECK] * 5
    assert system.value("select count(*) from tickets where tier_id = %s", [at.tier]) == 5
    assert system.rows("select sold, reserved from ticket_tiers where id = %s", [at.tier]) == [(5, 0)]


@pytest.mark.shows("TK-INV-18")
@pytest.mark.parametrize("held", [1, 2, 3])
def test_a_hold_becomes_a_sale_and_is_counted_once(system: Place, held: int) -> None:
    at = sale(system, quantity=6)
    system.execute("select reserve_tickets(%s, %s, %s)", [at.buyer, at.tier, held])
    buy(system, at, 3)
    assert system.rows("select sold, reserved from ticket_tiers where id = %s", [at.tier]) == [(3, 0)]
    assert system.rows("select sum(quantity), min(status) from ticket_reservations") == [(held, "converted")]


@pytest.mark.shows("TK-INV-19")
def test_the_sales_figures_are_those_of_the_rows_below(system: Place) -> None:
    busy, idle = sale(system, price="7.50", quantity=8), sale(system, quantity=4)
    paid(system, busy, 3)
    refunded, cancelled = paid(system, busy), buy(system, busy, 2)
    system.execute("select refund_order(%s, 'back')", [refunded])
    system.execute("select cancel_order(%s)", [cancelled])
    system.execute("select reserve_tickets(%s, %s, 2)", [busy.buyer, busy.tier])
    system.execute("update events set deleted_at = now() where id = %s", [sale(system).event])
    system.execute("call refresh_event_sales_summary()")
    figures = """
        select event_id, total_capacity, tickets_sold, tickets_reserved, tickets_available, paid_orders,
            gross_revenue::text, net_revenue::text, refunds::text, sell_through::text,
            last_sale_at = (select max(paid_at) from orders where status = 'paid')
        from event_sales_summary order by total_capacity
    """
    assert system.rows(figures) == [
        (idle.event, 4, 0, 0, 4, 0, "0", "0", "0", "0.0000", None),
        (busy.event, 8, 3, 2, 3, 1, "22.50", "22.50", "7.50", "0.3750", True),
    ]


@pytest.mark.shows("TK-INV-20")
@pytest.mark.parametrize("stored", ["secret", "5f4dcc3b5aa765d61d8327deb882cf99", "x$2b$12$y", ""])
def test_a_password_is_not_kept_as_it_is(system: Place, stored: str) -> None:
    with refused(CHECK):
        add(system, "users", password_hash=stored)
    for prefix in ("$2a$", "$2b$", "$2y$", "$argon2i$", "$argon2d$", "$argon2id$"):
        add(system, "users", password_hash=prefix + "x")


@pytest.mark.shows("TK-INV-21")
def test_a_paid_order_has_as_many_tickets_as_items(system: Place) -> None:
    at = sale(system)
    order = paid(system, at, 3)
    assert system.value("select count(*) from tickets where order_id = %s", [order]) == 3
    lacking = buy(system, at, 2)
    system.execute(
        "delete from tickets where id = (select min(id::text)::uuid from tickets where order_id = %s)", [lacking]
    )
    with refused(CHECK):
        system.execute("select record_payment(%s, 'bank', 'b')", [lacking])
