"""What always holds in seating at the gate, while seats are held, and in the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.systems.kit import refused, together
from tests.systems.seating.rows import (
    acting,
    add,
    buy,
    buyer,
    house,
    order,
    order_of,
    pay,
    scan,
    staff,
    ticket_for,
)

if TYPE_CHECKING:
    from tests.systems.kit import Place

CHECK, NULL, UNIQUE, REFERENCE, DENIED = "23514", "23502", "23505", "23503", "42501"


@pytest.mark.shows("SE-INV-11")
def test_of_many_scans_at_once_one_is_accepted(system: Place) -> None:
    at = house(system)
    ((_, code),) = buy(system, at, seats=at.seats[:1])
    gates = [system.open() for _ in range(6)]
    told = together(*(lambda by=by: scan(by, at, code) for by in gates))
    assert sorted(map(str, told)) == ["ACCEPTED"] + ["ALREADY_USED"] * 5
    assert system.value("select count(*) from ticket_validations where result = 'ACCEPTED'") == 1


@pytest.mark.shows("SE-INV-12", "SE-TRAP-11")
def test_scans_of_different_tickets_do_not_wait(system: Place) -> None:
    at = house(system)
    first, second = buy(system, at, floor=2)
    other = system.open(settings={"lock_timeout": "300ms"})
    with system.session.transaction():
        assert scan(system.session, at, first[1]) == "ACCEPTED"
        (told,) = together(lambda: scan(other, at, second[1]))
    assert told == "ACCEPTED"


@pytest.mark.shows("SE-INV-13")
def test_a_code_is_of_one_ticket_and_has_its_length(system: Place) -> None:
    at = house(system)
    ((ticket, code),) = buy(system, at, seats=at.seats[:1])
    wanted = order_of(system, ticket)
    with refused(UNIQUE):
        ticket_for(system, at, wanted, seat_id=at.seats[1], qr_code_hash=code)
    for wrong in ("abc", code.upper(), "g" * 64):
        with refused(CHECK):
            ticket_for(system, at, wanted, seat_id=at.seats[1], qr_code_hash=wrong)


@pytest.mark.shows("SE-INV-14", "SE-TRAP-27")
def test_who_comes_second_is_told_before_paying(system: Place) -> None:
    at = house(system)
    first, late = buyer(system, at), buyer(system, at, add(system, "users"))
    items = f'[{{"ticket_tier_id": "{at.hall_tier}", "seat_id": "{at.seats[0]}"}}]'
    placing = "select place_order(%s, %s::jsonb)"
    wanted = first.value(placing, [at.event, items])
    with refused(UNIQUE):
        late.value(placing, [at.event, items])
    # The first is late to pay: who comes now may have the seat, and the first is told at the start of the payment.
    system.execute("update seat_holds set expires_at = now() - interval '1 second'")
    assert late.value(placing, [at.event, items])
    with refused(UNIQUE):
        first.execute("select start_payment(%s, 'pi_late')", [wanted])


@pytest.mark.shows("SE-INV-14")
def test_a_seat_that_is_held_is_sold_to_its_order_alone(system: Place) -> None:
    at = house(system)
    mine = order(system.session, at, seats=at.seats[:1])
    others = order_of(system, buy(system, at, floor=1)[0][0])
    with refused(UNIQUE):
        ticket_for(system, at, others)
    assert pay(acting(system.session, at), mine)
    assert system.value("select count(*) from seat_holds") == 0
    with refused(UNIQUE):
        add(
            system,
            "seat_holds",
            section_id=at.hall,
            seat_id=at.seats[0],
            order_id=others,
            expires_at="infinity",
            **at.own,
        )


@pytest.mark.shows("SE-INV-15", "SE-TRAP-06")
def test_revenue_is_the_sum_over_orders(system: Place) -> None:
    at = house(system)
    buy(system, at, seats=at.seats[:2], floor=1)
    buy(system, at, seats=at.seats[2:])
    assert system.value("select refresh_event_stats()")
    stats = "select total_orders, tickets_sold, gross_revenue, net_revenue from event_stats where event_id = %s"
    assert system.rows(stats, [at.event]) == [(2, 4, 40, 40)]


@pytest.mark.shows("SE-INV-16")
def test_what_was_paid_stays(system: Place) -> None:
    at = house(system)
    ((ticket, _),) = buy(system, at, seats=at.seats[:1])
    system.execute("update ticket_tiers set price = 99 where id = %s", [at.hall_tier])
    assert system.value("select price_snapshot from tickets where id = %s", [ticket]) == 10
    with refused(CHECK):
        system.execute("update tickets set price_snapshot = 9 where id = %s", [ticket])


@pytest.mark.shows("SE-INV-22")
def test_every_scan_is_logged(system: Place) -> None:
    at, other = house(system), house(system)
    ((used, code),) = buy(system, at, seats=at.seats[:1])
    cancelled, given_back = buy(system, at, floor=1)[0]
    foreign = buy(system, other, floor=1)[0][1]
    assert staff(system, at, at.staff).value("select cancel_ticket(%s)", [cancelled])
    later = add(system, "events", organization_id=at.organization, venue_id=at.venue)
    by = system.open("seat_staff")
    told = [
        scan(by, at, code, event=later),
        *(scan(by, at, each) for each in (code, code, "0" * 64, given_back, foreign)),
    ]
    assert told == ["WRONG_EVENT", "ACCEPTED", "ALREADY_USED", "INVALID", "INVALID", "INVALID"]
    logged = by.rows("select result, ticket_id from ticket_validations order by validated_at, id")
    assert [result for result, _ in logged] == told
    assert [ticket for _, ticket in logged] == [used, used, used, None, cancelled, None]
