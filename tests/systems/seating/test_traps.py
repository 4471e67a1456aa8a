"""Traps 1 to 17 of seating: what the naive form does wrong on a real server, and how the system's own does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.systems.kit import refused, started, until_waiting
from tests.systems.seating.rows import (
    acting,
    add,
    buy,
    buyer,
    house,
    opened,
    order,
    order_of,
    scan,
    ticket_for,
)

if TYPE_CHECKING:
    from tests.systems.kit import Place
    from tests.systems.seating.rows import House, Runs

CHECK, NULL, UNIQUE = "23514", "23502", "23505"


def plan(on: Runs, query: str, params: Any = None) -> str:
    """What the server would do, as text; it reads a whole table, and sorts, only where it has no choice."""
    for way in ("seqscan", "bitmapscan", "sort"):
        on.execute(f"set enable_{way} = off")
    return "\n".join(line for (line,) in on.rows(f"explain (costs off) {query}", params))


def left(place: Place, at: House) -> tuple[int, int, int]:
    """Capacity, sold and available of the floor, as of now."""
    ((_, _, *told),) = place.query("general_admission_availability", section_id=at.floor, event_id=at.event)
    return tuple(told)


@pytest.mark.shows("SE-TRAP-01")
def test_trap_01_naive(naive: Place) -> None:
    taken = "select from tickets t where t.seat_id = s.id and t.status = 'VALID'"
    free = f"select s.id from seats s where not exists ({taken})"
    assert naive.rows(free) == [(1,)]
    with refused(UNIQUE):
        naive.execute("insert into tickets values (1, 1, 'VALID')")


@pytest.mark.shows("SE-TRAP-01")
def test_trap_01(system: Place) -> None:
    at = house(system, seats=1)
    ((ticket, _),) = buy(system, at, seats=at.seats)
    system.execute("update tickets set status = 'CANCELLED' where id = %s", [ticket])
    assert system.value("select seat_id from free_seats") == at.seats[0]
    assert buy(system, at, seats=at.seats)
    with refused(CHECK):
        system.execute("update tickets set status = 'VALID' where id = %s", [ticket])
    system.execute("drop trigger tickets_status_guard on tickets")
    with refused(UNIQUE):
        system.execute("update tickets set status = 'VALID' where id = %s", [ticket])


@pytest.mark.shows("SE-TRAP-02")
def test_trap_02_naive(naive: Place) -> None:
    naive.execute("insert into sections values (1, 'Floor', true)")
    with refused(UNIQUE):
        naive.execute("insert into sections values (1, 'Floor')")


@pytest.mark.shows("SE-TRAP-02")
def test_trap_02(system: Place) -> None:
    at = house(system)
    floor = {"organization_id": at.organization, "venue_id": at.venue, "name": "Floor"}
    for _ in range(2):
        assert add(system, "sections", deleted=True, **floor)
    assert add(system, "sections", **floor)


@pytest.mark.shows("SE-TRAP-03")
def test_trap_03_naive(naive: Place) -> None:
    naive.execute("insert into sections values (1, null)")
    counts = "count(*) filter (where deleted = false), count(*) filter (where deleted = true), count(*)"
    assert naive.rows(f"select {counts} from sections") == [(0, 0, 1)]


@pytest.mark.shows("SE-TRAP-03")
def test_trap_03(system: Place) -> None:
    at = house(system)
    with refused(NULL):
        add(system, "sections", organization_id=at.organization, venue_id=at.venue, deleted=None)


@pytest.mark.shows("SE-TRAP-04")
def test_trap_04_naive(naive: Place) -> None:
    for _ in range(2):
        naive.execute("insert into seats values (1, null, '1')")
    assert naive.value("select count(*) from seats") == 2


@pytest.mark.shows("SE-TRAP-04")
@pytest.mark.parametrize("label", ["row_label", "number_label"])
def test_trap_04(system: Place, label: str) -> None:
    at = house(system)
    with refused(NULL):
        add(system, "seats", organization_id=at.organization, section_id=at.hall, **{label: None})


@pytest.mark.shows("SE-TRAP-05")
def test_trap_05_naive(naive: Place) -> None:
    naive.execute("insert into sections values (1, 2)")
    naive.execute("insert into tickets select e, 1, 'VALID' from unnest(array[1, 1, 2, 2]) e")
    naive.execute("refresh materialized view section_availability")
    assert naive.rows("select tickets_sold, available from section_availability") == [(4, -2)]


@pytest.mark.shows("SE-TRAP-05")
def test_trap_05(system: Place) -> None:
    at = house(system, floor=2)
    second = add(system, "events", organization_id=at.organization, venue_id=at.venue)
    tier = opened(system, second, at.floor, at.venue, at.organization, price="0")
    buy(system, at, floor=2)
    paid = add(
        system,
        "orders",
        organization_id=at.organization,
        event_id=second,
        user_id=at.buyer,
    )
    with system.session.transaction():
        system.execute("update orders set status = 'PAID', is_paid = true, paid_at = now() where id = %s", [paid])
        ticket_for(system, at, paid, event_id=second, section_id=at.floor, ticket_tier_id=tier, seat_id=None)
    system.execute("select refresh_section_availability()")
    told = system.rows("select sold, available from section_availability order by sold desc")
    assert told == [(2, 0), (1, 1)]


@pytest.mark.shows("SE-TRAP-06")
def test_trap_06_naive(naive: Place) -> None:
    naive.execute("insert into orders values (1, 1, 30), (2, 1, 10)")
    naive.execute("insert into tickets values (1, 'VALID'), (1, 'VALID'), (2, 'VALID')")
    assert naive.value("select gross_revenue from event_stats") == 70, "and not 40"


@pytest.mark.shows("SE-TRAP-07")
def test_trap_07_naive(naive: Place) -> None:
    naive.execute("insert into events values (1), (2)")
    naive.execute("insert into orders values (1, 1, 10)")
    naive.execute("insert into tickets values (1, 'VALID'), (1, 'CANCELLED')")
    told = naive.rows("select tickets_sold, gross_revenue from event_stats order by event_id")
    assert told == [(2, 20), (0, None)]


@pytest.mark.shows("SE-TRAP-07")
def test_trap_07(system: Place) -> None:
    at = house(system)
    tickets = buy(system, at, seats=at.seats[:2])
    system.execute("update tickets set status = 'CANCELLED' where id = %s", [tickets[0][0]])
    quiet = add(system, "events", organization_id=at.organization, venue_id=at.venue)
    system.execute("select refresh_event_stats()")
    stats = "select tickets_sold, total_orders, gross_revenue, net_revenue from event_stats where event_id = %s"
    assert system.rows(stats, [at.event]) == [(1, 1, 20, 20)]
    assert system.rows(stats, [quiet]) == [(0, 0, 0, 0)]


@pytest.mark.shows("SE-TRAP-08")
def test_trap_08_naive(naive: Place) -> None:
    naive.execute("insert into sections values (1, 2)")
    naive.execute("insert into tickets values (1, 1, 'VALID'), (2, 1, 'VALID')")
    naive.execute("update tickets set status = 'USED' where id = 1")
    assert naive.value("select available from availability") == 1, "though two people have bought two places"


@pytest.mark.shows("SE-TRAP-08", "SE-Q-02")
def test_trap_08(system: Place) -> None:
    at = house(system, floor=2)
    tickets = buy(system, at, floor=2)
    assert scan(system.session, at, tickets[0][1]) == "ACCEPTED"
    assert left(system, at) == (2, 2, 0)


@pytest.mark.shows("SE-TRAP-09")
def test_trap_09_naive(naive: Place) -> None:
    naive.execute("insert into sections values (1, 2)")
    naive.execute("insert into event_sections values (1, 1, false, 1)")
    naive.execute("insert into tickets values (1, 1, 'VALID')")
    assert naive.value("select available from availability") == 1, "of a section that is closed, and was to take 1"


@pytest.mark.shows("SE-TRAP-09", "SE-Q-02")
def test_trap_09(system: Place) -> None:
    at = house(system, floor=2)
    buy(system, at, floor=1)
    system.execute("update event_sections set custom_capacity = 1 where section_id = %s", [at.floor])
    assert left(system, at) == (1, 1, 0)
    with refused(CHECK):
        order(system.session, at, floor=1)
    system.execute("update event_sections set is_active = false where section_id = %s", [at.floor])
    assert system.query("general_admission_availability", section_id=at.floor, event_id=at.event) == []


@pytest.mark.shows("SE-TRAP-10")
def test_trap_10_naive(naive: Place) -> None:
    with refused("0A000"):
        naive.rows(
            "select t.id from tickets t left join seats s on s.id = t.seat_id where t.qr_code_hash = 'a' for update"
        )


@pytest.mark.shows("SE-TRAP-10", "SE-Q-04")
def test_trap_10(system: Place) -> None:
    at = house(system)
    codes = [*buy(system, at, floor=1), *buy(system, at, seats=at.seats[:1])]
    acting(system.session, at, at.staff)
    for (_, code), seat in zip(codes, [(None, None), ("A", "1")], strict=True):
        ((result, *_, row, number),) = system.query(
            "validate_ticket", qr_code_hash=code, event_id=at.event, staff_id=at.staff, device_id=None
        )
        assert (result, (row, number)) == ("ACCEPTED", seat)


@pytest.mark.shows("SE-TRAP-11")
def test_trap_11_naive(naive: Place) -> None:
    lock = "select t.id from tickets t join events e on e.id = t.event_id where t.qr_code_hash = %s for update"
    other = naive.open()
    with naive.session.transaction():
        naive.rows(lock, ["a"])
        second = started(other, lock, ["b"])
        until_waiting(naive, other)
    assert second.result() == [(2,)]


@pytest.mark.shows("SE-TRAP-12")
def test_trap_12_naive(naive: Place) -> None:
    naive.execute("insert into tickets values (1, 'a'), (2, 'a')")
    assert naive.execute("update tickets set status = 'USED' where qr_code_hash = 'a'") == 2


@pytest.mark.shows("SE-TRAP-12")
def test_trap_12(system: Place) -> None:
    at = house(system)
    tickets = buy(system, at, floor=2)
    with refused(UNIQUE):
        system.execute("update tickets set qr_code_hash = %s where id = %s", [tickets[0][1], tickets[1][0]])


@pytest.mark.shows("SE-TRAP-13")
def test_trap_13_naive(naive: Place) -> None:
    gate_of_event_8 = "update tickets set status = 'USED' where qr_code_hash = 'a' and status = 'VALID'"
    assert naive.execute(gate_of_event_8) == 1


@pytest.mark.shows("SE-TRAP-13", "SE-Q-04")
def test_trap_13(system: Place) -> None:
    at = house(system)
    ((_, code),) = buy(system, at, floor=1)
    tomorrow = add(system, "events", organization_id=at.organization, venue_id=at.venue)
    assert scan(system.session, at, code, event=tomorrow) == "WRONG_EVENT"
    assert scan(system.session, at, code) == "ACCEPTED"


@pytest.mark.shows("SE-TRAP-14")
def test_trap_14_naive(naive: Place) -> None:
    history = """
        select o.id from orders o join tickets t on t.order_id = o.id
        where o.user_id = 1 and o.status in ('PAID', 'PENDING') group by o.id
    """
    assert naive.rows(history) == [(1,)]


@pytest.mark.shows("SE-TRAP-14", "SE-Q-05")
def test_trap_14(system: Place) -> None:
    at = house(system)
    paid = order_of(system, buy(system, at, floor=2)[0][0])
    pending = order(system.session, at, seats=at.seats[:1])
    history = buyer(system, at)
    told = system.query("order_history", user_id=at.buyer, rows_before=0)
    assert [(row[0], row[3], row[6]) for row in told] == [(pending, "PENDING", 0), (paid, "PAID", 2)]
    assert history.value("select count(*) from orders") == 2


TWO_STATES = (
    "select id from orders where user_id = {} and status in ('PAID', 'PENDING') order by created_at desc limit 20"
)


@pytest.mark.shows("SE-TRAP-15")
def test_trap_15_naive(naive: Place) -> None:
    assert "Sort" in plan(naive, TWO_STATES.format("1"))
    assert "Sort" not in plan(naive, TWO_STATES.format("1").replace("in ('PAID', 'PENDING')", "= 'PAID'"))


@pytest.mark.shows("SE-TRAP-15", "SE-Q-05")
def test_trap_15(system: Place) -> None:
    at = house(system)
    told = plan(system, TWO_STATES.format("%s"), [at.buyer])
    assert "idx_orders_user_history" in told
    assert "Sort" not in told


@pytest.mark.shows("SE-TRAP-16")
def test_trap_16_naive(naive: Place) -> None:
    with refused("42P20"):
        naive.execute("update sections set display_order = row_number() over (order by name)")


@pytest.mark.shows("SE-TRAP-16")
def test_trap_16(system: Place) -> None:
    at = house(system)
    system.execute("update sections set name = case when id = %s then 'B' else 'A' end", [at.hall])
    system.query("number_sections", venue_id=at.venue)
    assert system.rows("select name, display_order from sections order by display_order") == [("A", 1), ("B", 2)]


@pytest.mark.shows("SE-TRAP-17")
def test_trap_17_naive(naive: Place) -> None:
    adding = "alter table tickets add column price_snapshot numeric(10, 2) not null"
    naive.execute(adding)
    naive.execute("alter table tickets drop column price_snapshot")
    naive.execute("insert into tickets values (1)")
    with refused(NULL):
        naive.execute(adding)
