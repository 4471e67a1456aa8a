"""Traps 18 to 30 of seating: what the naive form does wrong on a real server, and how the system's own does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.systems.kit import refused, started, until_waiting
from tests.systems.seating.rows import acting, add, buy, buyer, house, order, staff

if TYPE_CHECKING:
    from tests.systems.kit import Place

CHECK, UNIQUE, DENIED, IN_TRANSACTION = "23514", "23505", "42501", "25001"


@pytest.mark.shows("SE-TRAP-18")
def test_trap_18_naive(naive: Place) -> None:
    naive.execute("alter table tickets add column note text")
    naive.execute("update tickets set note = 'aisle'")
    naive.execute("alter table tickets drop column note")
    naive.execute("alter table tickets add column note text")
    assert naive.value("select note from tickets") is None, "what came in between the two is lost"


@pytest.mark.shows("SE-TRAP-19")
def test_trap_19_naive(naive: Place) -> None:
    naive.execute("alter table tickets add column price_snapshot numeric")
    naive.execute("update tickets t set price_snapshot = p.price from ticket_tiers p where p.id = t.ticket_tier_id")
    with refused("23502"):
        naive.execute("alter table tickets alter column price_snapshot set not null")


@pytest.mark.shows("SE-TRAP-20")
def test_trap_20_naive(naive: Place) -> None:
    naive.execute("create index idx_tickets_event on tickets (event_id)")
    for statement in (
        "create index concurrently idx_other on tickets (event_id)",
        "reindex index concurrently idx_tickets_event",
    ):
        with refused(IN_TRANSACTION), naive.session.transaction():
            naive.execute(statement)


@pytest.mark.shows("SE-TRAP-20", "SE-RULE-07")
def test_trap_20(system: Place) -> None:
    house(system)
    statements = [text for (text,) in system.query("indexes_to_rebuild", least_bytes=0)]
    assert any("REINDEX INDEX CONCURRENTLY public.seats_pkey" in text for text in statements)
    for text in statements[:2]:
        system.execute(text)


@pytest.mark.shows("SE-TRAP-21")
def test_trap_21_naive(naive: Place) -> None:
    with refused("55006"), naive.session.transaction():
        naive.execute("insert into tickets values (1, 1)")
        naive.execute("alter table tickets add column note text")


@pytest.mark.shows("SE-TRAP-21")
def test_trap_21(system: Place) -> None:
    at = house(system)
    with system.session.transaction():
        buy(system, at, seats=at.seats[:1])
        system.execute("set constraints all immediate")
        system.execute("alter table tickets add column note text")
    assert system.value("select count(*) from tickets where note is null") == 1


@pytest.mark.shows("SE-TRAP-22")
def test_trap_22_naive(naive: Place) -> None:
    naive.execute("alter table users rename column phone_number to phone_number_deprecated")
    for statement in ("select phone_number from users", "select phone_late(1)"):
        with refused("42703"):
            naive.rows(statement)
    assert naive.value("select phone_number from contacts") == naive.value("select phone_bound(1)") == "555"


@pytest.mark.shows("SE-TRAP-22", "SE-MIG-01")
def test_trap_22(system: Place) -> None:
    at = house(system)
    system.execute("update users set phone_number_deprecated = '555' where id = %s", [at.buyer])
    assert buyer(system, at).rows("select full_name like 'Person%%', phone_number from own_account") == [(True, "555")]


@pytest.mark.shows("SE-TRAP-23")
def test_trap_23_naive(naive: Place) -> None:
    with refused("55000"):
        naive.execute("refresh materialized view concurrently event_stats")


@pytest.mark.shows("SE-TRAP-23")
def test_trap_23(system: Place) -> None:
    house(system)
    for view in ("event_stats", "section_availability"):
        system.execute(f"refresh materialized view concurrently {view}")
        assert system.value(f"select count(*) from {view}") == 1


@pytest.mark.shows("SE-TRAP-24")
def test_trap_24_naive(naive: Place) -> None:
    other = naive.open()
    refresh = "refresh materialized view concurrently event_stats"
    with naive.session.transaction():
        naive.execute(refresh)
        assert other.value("select count(*) from event_stats") == 0, "readers go on"
        second = started(other, refresh)
        until_waiting(naive, other)
    assert second.result() == []


@pytest.mark.shows("SE-TRAP-24")
@pytest.mark.parametrize("view", ["section_availability", "event_stats"])
def test_trap_24(system: Place, view: str) -> None:
    house(system)
    other = system.open(settings={"lock_timeout": "300ms"})
    with system.session.transaction():
        assert system.value(f"select refresh_{view}()")
        assert other.value(f"select refresh_{view}()") is False, "it leaves it to the one that is at it"
        assert other.value(f"select count(*) from {view}") == 0, "readers go on"
    assert other.value(f"select refresh_{view}()")


@pytest.mark.shows("SE-TRAP-25")
def test_trap_25_naive(naive: Place) -> None:
    with refused("42809"):
        naive.execute("alter materialized view event_stats enable row level security")


@pytest.mark.shows("SE-TRAP-25", "SE-SEC-02")
def test_trap_25(system: Place) -> None:
    at, other = house(system), house(system)
    for view in ("event_stats", "section_availability"):
        system.execute(f"select refresh_{view}()")
    by = staff(system, at)
    for view in ("event_stats", "section_availability"):
        with refused(DENIED):
            by.rows(f"select * from {view}")
        assert by.rows(f"select event_id from organization_{view}") == [(at.event,)]
    assert acting(by, other).rows("select event_id from organization_event_stats") == [], "who does not work there"


@pytest.mark.shows("SE-TRAP-26")
def test_trap_26_naive(naive: Place) -> None:
    sessions = [naive.open() for _ in range(4)]
    transactions = [session.transaction() for session in sessions]
    for session, transaction in zip(sessions, transactions, strict=True):
        transaction.__enter__()
        assert session.value("select sell(1)") is True
    for transaction in transactions:
        transaction.__exit__(None, None, None)
    assert naive.value("select count(*) from tickets") == 4, "of 2"


@pytest.mark.shows("SE-TRAP-27")
def test_trap_27_naive(naive: Place) -> None:
    naive.execute("update orders set status = 'PAID'")
    naive.execute("insert into tickets values (1, 7)")
    with refused(UNIQUE):
        naive.execute("insert into tickets values (2, 7)")
    assert naive.value("select count(*) from orders where status = 'PAID'") == 2


@pytest.mark.shows("SE-TRAP-28")
def test_trap_28_naive(naive: Place) -> None:
    for statement in (
        "events values (2, 1, 2)",
        "event_sections values (1, 2)",
        "ticket_tiers values (2, 1, 2)",
        "tickets values (1, 1, 2)",
        "tickets values (1, 3, 1)",
        "tickets values (1, 1, null)",
    ):
        assert naive.execute(f"insert into {statement}") == 1


@pytest.mark.shows("SE-TRAP-28")
def test_trap_28(system: Place) -> None:
    at, other = house(system), house(system)
    wanted = order(system.session, at, floor=1)
    for seat, tier, section in (
        (other.seats[0], at.hall_tier, at.hall),
        (at.seats[0], at.floor_tier, at.floor),
        (None, at.hall_tier, at.hall),
        (at.seats[0], other.hall_tier, at.hall),
    ):
        with refused("23503", CHECK):
            add(
                system,
                "order_items",
                order_id=wanted,
                section_id=section,
                ticket_tier_id=tier,
                seat_id=seat,
                **at.own,
            )


@pytest.mark.shows("SE-TRAP-29")
def test_trap_29_naive(naive: Place) -> None:
    with naive.session.transaction():
        for id, zone in ((1, "UTC"), (2, "Asia/Tokyo")):
            naive.execute(f"set local timezone = '{zone}'")
            naive.execute("insert into orders (id) values (%s)", [id])
    hours = "select extract(epoch from max(created_at) - min(created_at)) / 3600 from orders"
    assert naive.value(hours) == 9


@pytest.mark.shows("SE-TRAP-29", "SE-RULE-03")
def test_trap_29(system: Place) -> None:
    with system.session.transaction():
        for zone in ("UTC", "Asia/Tokyo"):
            system.execute(f"set local timezone = '{zone}'")
            add(system, "users")
    assert system.value("select count(distinct created_at) from users") == 1
    assert (
        system.value("select count(*) from pg_attribute where atttypid = 'timestamp'::regtype and attrelid > 16384")
        == 0
    )


@pytest.mark.shows("SE-TRAP-30")
def test_trap_30_naive(naive: Place) -> None:
    naive.execute("insert into orders (id, created_at) values (1, null)")
    naive.execute("insert into orders (id, updated_at) values (2, '2026-01-01')")
    naive.execute("update orders set status = 'PAID'")
    assert naive.value("select count(*) from orders where created_at is null or updated_at < '2026-01-02'") == 2


@pytest.mark.shows("SE-TRAP-30")
def test_trap_30(system: Place) -> None:
    with refused("23502"):
        add(system, "users", created_at=None)
    user = add(system, "users", created_at="2026-01-01", updated_at="2026-01-01")
    system.execute("update users set full_name = 'Other' where id = %s", [user])
    assert system.value("select updated_at > '2026-01-02' from users")
