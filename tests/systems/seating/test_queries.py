"""Seating's queries on its volumes and seeds: what they return is computed a second time in Python; plans are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from schema.seating.seeds import small, volumes as large
from tests.systems.kit import of_this_run
from tests.systems.seating.rows import house

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.systems.kit import Place

TICKETS = [large.Ticket(number=number) for number in range(large.ORDERS * large.EACH)]
LIVE = ("VALID", "USED")


def _settings(user: int = 0) -> dict[str, str]:
    return {"app.org_id": str(large.HOUSE), "app.user_id": str(large.key("users", user))}


def _plan(run: Callable[..., list[tuple[Any, ...]]], text: str, params: dict[str, Any]) -> str:
    return "\n".join(row[0] for row in run(f"explain {text}", params))


@pytest.mark.shows("SE-Q-01")
def test_the_seat_map(volumes: Place, query: Callable[[str], str]) -> None:
    asked = {"section_id": large.HALL, "event_id": large.key("events", 3)}
    taken = {ticket.seat for ticket in TICKETS if ticket.event == 3 and ticket.seat and ticket.status in LIVE}
    expected = []
    for n in range(large.SEATS):
        row, place = divmod(n, large.ROW)
        if (seat := large.key("seats", n)) not in taken:
            expected.append((seat, chr(65 + row), str(place + 1), place, row, False))
    by = volumes.open("seat_app", _settings())
    assert by.rows(query("free_seats_of_section"), asked) == expected
    owner = volumes.open(settings=_settings())
    told = _plan(owner.rows, query("free_seats_of_section"), asked)
    assert "Anti Join" in told
    assert "idx_tickets_live_seat" in told or "idx_tickets_section" in told or "idx_tickets_status_event" in told


@pytest.mark.shows("SE-Q-02")
def test_what_the_floor_has_left(volumes: Place, query: Callable[[str], str]) -> None:
    asked = {"section_id": large.STANDING, "event_id": large.key("events", 7)}
    sold = sum(1 for ticket in TICKETS if ticket.event == 7 and ticket.seat is None and ticket.status in LIVE)
    expected = [(large.STANDING, "Floor", large.FLOOR, sold, large.FLOOR - sold)]
    assert volumes.query("general_admission_availability", **asked) == expected
    by = volumes.open("seat_app", _settings())
    assert by.rows(query("general_admission_availability_as_refreshed"), asked) == expected
    assert "idx_tickets_section" in _plan(volumes.rows, query("general_admission_availability"), asked)


@pytest.mark.shows("SE-Q-03")
def test_the_page_of_an_event(volumes: Place, query: Callable[[str], str]) -> None:
    event = large.key("events", 5)
    start = large.AHEAD + large.timedelta(days=5)
    assert volumes.query("event_page", event_id=event) == [
        (event, "Event 5", start, large.HALL, "Seats", "NUMBERED", True, large.SEATS),
        (event, "Event 5", start, large.STANDING, "Floor", "GENERAL", True, large.FLOOR),
    ]
    reader = volumes.open(settings={"enable_seqscan": "off"})
    told = _plan(reader.rows, query("event_page"), {"event_id": event})
    assert "Seq Scan on event_sections" not in told
    listed = volumes.query("events_of_organization", organization_id=large.HOUSE, from_time=start)
    assert [row[0] for row in listed] == [large.key("events", n) for n in range(5, large.EVENTS)]


@pytest.mark.shows("SE-Q-03")
def test_only_published_events_have_a_page(system: Place) -> None:
    at = house(system, status="DRAFT")
    assert system.query("event_page", event_id=at.event) == []


@pytest.mark.shows("SE-Q-04")
def test_the_gate(volumes: Place, query: Callable[[str], str]) -> None:
    ticket = next(each for each in TICKETS if each.event == 20 and each.seat and each.status == "VALID")
    staff = large.key("users", 0)
    asked = {"qr_code_hash": ticket.hash, "staff_id": staff, "device_id": "gate", "event_id": large.key("events", 20)}
    gate = volumes.open("seat_staff", _settings() | {"default_transaction_read_only": "off"})
    row, place = divmod(ticket.place * 2, large.ROW)
    gate.execute("begin")
    (told,) = gate.rows(query("validate_ticket"), asked)
    start = large.AHEAD + large.timedelta(days=20)
    attendee = f"Person {ticket.order % large.USERS}"
    assert told[:3] == ("ACCEPTED", large.key("tickets", ticket.number), "USED")
    assert told[4:] == ("Event 20", start, attendee, chr(65 + row), str(place + 1))
    assert [each[1] for each in gate.rows(query("scans_of_ticket"), {"ticket_id": told[1]})] == ["ACCEPTED"]
    gate.execute("rollback")
    # As the function does, by a text: of char(64) the index would not serve it.
    lookup = "select id from tickets where qr_code_hash = %(hash)s::text"
    assert "idx_tickets_qr_hash" in _plan(volumes.rows, lookup, {"hash": ticket.hash})


@pytest.mark.shows("SE-Q-05")
def test_the_history_of_a_buyer(volumes: Place, query: Callable[[str], str]) -> None:
    user = large.key("users", 17)
    expected = []
    for n in range(17, large.ORDERS, large.USERS):
        total = TICKETS[n * large.EACH].price * large.EACH
        event = n // large.PER_EVENT
        start = large.AHEAD + large.timedelta(days=event)
        made = large.SOLD + large.timedelta(minutes=n)
        expected.append((large.key("orders", n), made, total, "PAID", f"Event {event}", start, large.EACH))
    expected.reverse()
    by = volumes.open("seat_app", _settings(17))
    assert by.rows(query("order_history"), {"user_id": user, "rows_before": 0}) == expected[:20]
    after = {"user_id": user, "created_at": expected[2][1], "order_id": expected[2][0]}
    assert by.rows(query("order_history_after"), after) == expected[3:23]
    assert "idx_orders_user" in _plan(volumes.rows, query("order_history"), {"user_id": user, "rows_before": 0})


@pytest.mark.shows("SE-Q-06")
def test_the_largest_indexes_are_told(volumes: Place) -> None:
    sizes = [row[4] for row in volumes.query("index_sizes")]
    assert sizes == sorted(sizes, reverse=True)
    assert len(volumes.query("indexes_to_rebuild", least_bytes=8192)) > 0


@pytest.mark.shows("SE-Q-06")
def test_slow_statements_are_asked_of_the_extension(whole: Place) -> None:
    whole.execute("create extension pg_stat_statements")
    whole.rows("select pg_sleep(0.15)")
    assert "select pg_sleep($1)" in [row[0] for row in whole.query("slow_statements")]


@pytest.mark.shows("SE-TEST-02")
def test_of_volumes_nothing_is_oversold(volumes: Place) -> None:
    assert volumes.value("select count(*) from tickets") == len(TICKETS) == 50_000
    assert volumes.value("select min(available) from section_availability") >= 0
    told = volumes.value("select sum(gross_revenue) from event_stats")
    assert told == sum(ticket.price for ticket in TICKETS)


@pytest.mark.shows("SE-TEST-01", "SE-Q-02")
def test_of_the_seeds_every_status_is_there(seeded: Place) -> None:
    statuses = {row[0] for row in seeded.rows("select distinct status from orders")}
    assert statuses == {status for status, *_ in small.ORDERS}
    told = dict(seeded.rows("select title, gross_revenue from event_stats"))
    expected = {name.capitalize(): 0 for name in small.EVENTS}
    for status, _, event, section, states in small.ORDERS:
        if status == "PAID":
            expected[event.capitalize()] += small.PRICES[section] * len(states.split())
    assert told == expected
    # Two events in one house: what is left is left of each (SE-TRAP-05).
    left = seeded.rows("select available from section_availability where section_name = 'Standing' order by 1")
    assert left == [(3,), (17,)]


def test_the_volumes_hold_no_moment_of_the_run(volumes: Place) -> None:
    assert of_this_run(volumes) == {}
