"""Traps 1 to 18 of ticketing: what the naive form does wrong on a real server, and how the system's own does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.systems.kit import refused, started, until_waiting
from tests.systems.ticketing.rows import add, buy, paid, sale

if TYPE_CHECKING:
    from tests.systems.kit import Place

CHECK, NULL, UNIQUE, REFERENCE, RESTRICT = "23514", "23502", "23505", "23503", ("23503", "23001")
NO_INDEX = "55000"
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
JOIN = "select (join_waitlist(%s, %s)).position"


@pytest.mark.shows("TK-TRAP-01")
def test_trap_01_naive(naive: Place) -> None:
    for _ in range(2):
        naive.execute("insert into waitlist (event_id, user_id) values (1, 1) on conflict do nothing")
    assert naive.value("select count(*) from waitlist") == 2


@pytest.mark.shows("TK-TRAP-01")
def test_trap_01(system: Place) -> None:
    at = sale(system)
    first, again = (system.query("join_waitlist", user_id=at.buyer, event_id=at.event, tier_id=None) for _ in range(2))
    assert first == again
    assert system.value("select count(*) from waitlist") == 1


@pytest.mark.shows("TK-TRAP-02")
def test_trap_02_naive(naive: Place) -> None:
    joining = "insert into waitlist select 1, %s, coalesce(max(position), 0) + 1 from waitlist where event_id = 1"
    other = naive.open()
    with naive.session.transaction(), other.transaction():
        naive.execute(joining, [1])
        other.execute(joining, [2])
    assert naive.rows("select position from waitlist") == [(1,), (1,)]


@pytest.mark.shows("TK-TRAP-02", "TK-Q-05")
def test_trap_02(system: Place) -> None:
    at, second = sale(system), add(system, "users")
    other = system.open()
    with system.session.transaction():
        assert system.value(JOIN, [at.buyer, at.event]) == 1
        joining = started(other, JOIN, [second, at.event])
        until_waiting(system, other)
    assert joining.result() == [(2,)]


PICK_WITH_USERS = """
    select w.user_id from waitlist w join users u on u.id = w.user_id
    order by w.position limit 1 for update skip locked
"""


@pytest.mark.shows("TK-TRAP-03")
def test_trap_03_naive(naive: Place) -> None:
    notifier = naive.open(settings={"lock_timeout": "1"})
    with naive.session.transaction():
        naive.execute("update users set first_name = 'Anna' where id = 1")
        assert notifier.rows(PICK_WITH_USERS) == [(2,)], "whoever edits the profile loses the place"
    with naive.session.transaction():
        assert naive.rows(PICK_WITH_USERS) == [(1,)]
        with refused("55P03"):
            notifier.execute("update users set first_name = 'Anne' where id = 1")


@pytest.mark.shows("TK-TRAP-03")
def test_trap_03(system: Place) -> None:
    at = sale(system)
    system.execute("select join_waitlist(%s, %s)", [at.buyer, at.event])
    editor = system.open(settings={"lock_timeout": "1"})
    with editor.transaction():
        editor.execute("update users set first_name = 'Anna' where id = %s", [at.buyer])
        picked = system.query("pick_waitlist", event_id=at.event, tier_id=None, places=1)
        assert [row[1] for row in picked] == [at.buyer]
    with system.session.transaction():
        assert system.query("pick_waitlist", event_id=at.event, tier_id=None, places=1)
        assert editor.execute("update users set first_name = 'Anne' where id = %s", [at.buyer]) == 1


@pytest.mark.shows("TK-TRAP-04")
def test_trap_04_naive(naive: Place) -> None:
    offering = "select user_id from waitlist where not notified order by position limit 1"
    assert naive.rows(offering) == [], "the offer is over, nobody has the ticket, and nobody gets it"


@pytest.mark.shows("TK-TRAP-04")
def test_trap_04(system: Place) -> None:
    at, second = sale(system), add(system, "users")
    for person in (at.buyer, second):
        system.execute(JOIN, [person, at.event])
    offering = "select user_id from offer_waitlist(%s, null, 1, %s)"
    assert system.rows(offering, [at.event, NOW]) == [(at.buyer,)]
    assert system.rows(offering, [at.event, NOW + timedelta(days=1)]) == [(second,)]
    assert system.value(JOIN, [at.buyer, at.event]) == 3, "who let an offer pass may stand at the end again"
    assert system.rows(offering, [at.event, NOW + timedelta(days=2)]) == [(at.buyer,)]


@pytest.mark.shows("TK-TRAP-05")
def test_trap_05_naive(naive: Place) -> None:
    with refused(CHECK):
        naive.execute("update ticket_tiers set sold = sold + 2 where id = 1")


@pytest.mark.shows("TK-TRAP-05")
def test_trap_05(system: Place) -> None:
    at = sale(system, quantity=2)
    system.execute("select reserve_tickets(%s, %s, 2)", [at.buyer, at.tier])
    buy(system, at, 2)
    assert system.rows("select sold, reserved from ticket_tiers") == [(2, 0)]


@pytest.mark.shows("TK-TRAP-06")
def test_trap_06_naive(naive: Place) -> None:
    naive.execute("update ticket_tiers set quantity = 5")
    naive.execute("insert into ticket_tiers values (2, 1, 9, 9)")
    assert naive.value("select count(*) from ticket_tiers where sold + reserved > quantity") == 2


@pytest.mark.shows("TK-TRAP-06")
def test_trap_06(system: Place) -> None:
    at = sale(system, quantity=10, sold=8)
    with refused(CHECK):
        system.execute("update ticket_tiers set quantity = 5")
    with refused(CHECK):
        add(system, "ticket_tiers", event_id=at.event, quantity=1, sold=9, reserved=9)


@pytest.mark.shows("TK-TRAP-07")
def test_trap_07_naive(naive: Place) -> None:
    assert naive.execute("insert into ticket_tiers values (1, null, 999)") == 1
    assert naive.execute("insert into orders values (1, 10, null, 999)") == 1


@pytest.mark.shows("TK-TRAP-07")
def test_trap_07(system: Place) -> None:
    at = sale(system)
    with refused(NULL):
        add(system, "ticket_tiers", event_id=at.event, quantity=None, sold=999)
    with refused(NULL):
        add(system, "orders", user_id=at.buyer, event_id=at.event, subtotal=10, tax=None, total_amount=999)


@pytest.mark.shows("TK-TRAP-08")
def test_trap_08_naive(naive: Place) -> None:
    assert naive.execute("insert into ticket_tiers values (1, 5, -3)") == 1


@pytest.mark.shows("TK-TRAP-08")
def test_trap_08(system: Place) -> None:
    at = sale(system)
    with refused(CHECK):
        system.execute("update ticket_tiers set sold = -3 where id = %s", [at.tier])


@pytest.mark.shows("TK-TRAP-09")
def test_trap_09_naive(naive: Place) -> None:
    with refused(CHECK):
        naive.execute("insert into orders values (1, 0.1, 0.2, 0.3)")


@pytest.mark.shows("TK-TRAP-09")
def test_trap_09(system: Place) -> None:
    at = sale(system)
    add(system, "orders", user_id=at.buyer, event_id=at.event, subtotal="0.1", tax="0.2", total_amount="0.3")


@pytest.mark.shows("TK-TRAP-10")
def test_trap_10_naive(naive: Place) -> None:
    for table in ("order_items", "tickets"):
        assert naive.execute(f"insert into {table} (order_id, tier_id, event_id) values (1, 2, 1)") == 1
    assert naive.execute("insert into waitlist (event_id, tier_id) values (1, 2)") == 1


@pytest.mark.shows("TK-TRAP-10")
def test_trap_10(system: Place) -> None:
    at, elsewhere = sale(system), sale(system)
    mixed = {"order_id": buy(system, at), "tier_id": elsewhere.tier, "event_id": at.event}
    for table in ("order_items", "tickets"):
        with refused(REFERENCE):
            add(system, table, **mixed)
    with refused(REFERENCE):
        add(system, "waitlist", user_id=at.buyer, event_id=at.event, tier_id=elsewhere.tier)


@pytest.mark.shows("TK-TRAP-11")
def test_trap_11_naive(naive: Place) -> None:
    with refused(*RESTRICT):
        naive.execute("delete from promoters")


@pytest.mark.shows("TK-TRAP-11")
def test_trap_11(system: Place) -> None:
    """The promoter stays for the sake of its past events, and the person behind it goes."""
    at = sale(system)
    system.execute("update events set status = 'completed' where id = %s", [at.event])
    owner = system.value("select user_id from promoters where id = %s", [at.promoter])
    system.execute("update users set deleted_at = %s where id = %s", [NOW, owner])
    system.execute("select purge_expired(%s)", [NOW + timedelta(days=91)])
    assert system.value("select email from users where id = %s", [owner]) == f"erased+{owner}@example.invalid"
    assert system.value("select promoter_id from events where id = %s", [at.event]) == at.promoter


@pytest.mark.shows("TK-TRAP-12")
def test_trap_12_naive(naive: Place) -> None:
    assert naive.execute("delete from events where id = 2") == 1
    with refused(*RESTRICT):
        naive.execute("delete from events where id = 1")


@pytest.mark.shows("TK-TRAP-12")
def test_trap_12(system: Place) -> None:
    """A sold event is withdrawn: nobody finds it any more, and the tickets keep what they are for."""
    at = sale(system)
    buy(system, at)
    assert len(system.query("browse_available_events")) == 1
    system.execute("update events set deleted_at = %s where id = %s", [NOW, at.event])
    assert system.query("browse_available_events") == []
    system.execute("select purge_expired(%s)", [NOW + timedelta(days=91)])
    assert system.value("select count(*) from tickets where event_id = %s", [at.event]) == 1


@pytest.mark.shows("TK-TRAP-13")
def test_trap_13_naive(naive: Place) -> None:
    assert naive.value("select delete_user(2)") == "in use"
    with refused("23001"):
        naive.value("select delete_user(1)")


@pytest.mark.shows("TK-TRAP-13")
def test_trap_13(system: Place) -> None:
    with refused("23001"):
        system.execute("delete from events where id = %s", [_sold_event(system)])


@pytest.mark.shows("TK-TRAP-13")
def test_trap_13_before_18(whole: Place) -> None:
    with refused("23503"):
        whole.execute("delete from events where id = %s", [_sold_event(whole)])


def _sold_event(place: Place) -> object:
    at = sale(place)
    buy(place, at)
    return at.event


@pytest.mark.shows("TK-TRAP-14")
def test_trap_14_naive(naive: Place) -> None:
    naive.execute("insert into promoters values (1, 1), (2, 1)")
    assert naive.value("select count(*) from promoters where user_id = 1") == 2


@pytest.mark.shows("TK-TRAP-14")
def test_trap_14(system: Place) -> None:
    account = add(system, "users")
    add(system, "promoters", user_id=account)
    with refused(UNIQUE):
        add(system, "promoters", user_id=account)


@pytest.mark.shows("TK-TRAP-15")
def test_trap_15_naive(naive: Place) -> None:
    assert naive.execute("insert into events values (1, 'summer'), (2, 'summer')") == 2


@pytest.mark.shows("TK-TRAP-15")
def test_trap_15(system: Place) -> None:
    promoter = sale(system).promoter
    add(system, "events", promoter_id=promoter, slug="summer")
    with refused(UNIQUE):
        add(system, "events", promoter_id=promoter, slug="summer")


@pytest.mark.shows("TK-TRAP-16")
def test_trap_16_naive(naive: Place) -> None:
    with refused(UNIQUE):
        naive.execute("insert into users values (2, 'ann@example.com', null)")


@pytest.mark.shows("TK-TRAP-16")
def test_trap_16(system: Place) -> None:
    add(system, "users", email="ann@example.com", deleted_at=NOW)
    add(system, "users", email="ann@example.com")
    with refused(UNIQUE):
        add(system, "users", email="Ann@Example.com")


@pytest.mark.shows("TK-TRAP-17")
def test_trap_17_naive(naive: Place) -> None:
    with refused(*RESTRICT):
        naive.execute("delete from users where deleted_at < now() - interval '90 days'")
    assert naive.value("select count(*) from users") == 2, "one purchase keeps everybody"


@pytest.mark.shows("TK-TRAP-17")
def test_trap_17(system: Place) -> None:
    at, idle = sale(system), add(system, "users", deleted_at=NOW)
    paid(system, at)
    system.execute("update users set deleted_at = %s, first_name = 'Ann' where id = %s", [NOW, at.buyer])
    system.execute("select purge_expired(%s)", [NOW + timedelta(days=91)])
    assert system.rows("select first_name, email like 'erased+%%' from users where id = %s", [at.buyer]) == [
        (None, True)
    ]
    assert system.value("select count(*) from users where id = %s", [idle]) == 0
    assert system.value("select count(*) from payment_transactions") == 1


@pytest.mark.shows("TK-TRAP-18")
@pytest.mark.parametrize(
    ("view", "sqlstate"), [("without_key", NO_INDEX), ("with_part_of_one", NO_INDEX), ("never_filled", "0A000")]
)
def test_trap_18_naive(naive: Place, view: str, sqlstate: str) -> None:
    with refused(sqlstate):
        naive.execute(f"refresh materialized view concurrently {view}")


@pytest.mark.shows("TK-TRAP-18")
def test_trap_18_naive_is_not_even_read(naive: Place) -> None:
    with refused(NO_INDEX):
        naive.rows("select * from never_filled")


@pytest.mark.shows("TK-TRAP-18")
def test_trap_18(system: Place) -> None:
    """Beside a reader, and within a transaction."""
    event, reader = sale(system).event, system.open()
    with reader.transaction():
        assert reader.rows("select event_id from event_sales_summary") == []
        with system.session.transaction():
            system.execute("call refresh_event_sales_summary()")
    assert reader.rows("select event_id from event_sales_summary") == [(event,)]
