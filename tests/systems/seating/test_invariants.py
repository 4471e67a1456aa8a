"""What always holds in seating, whoever writes and however many at once: tenants, venues, seats and tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pgplumb.errors import DatabaseError
from tests.systems.kit import refused, started, together, until_waiting
from tests.systems.seating.rows import (
    acting,
    add,
    buy,
    buyer,
    house,
    order,
    order_of,
    scan,
    staff,
    ticket_for,
)

if TYPE_CHECKING:
    from tests.systems.kit import Place

CHECK, NULL, UNIQUE, REFERENCE, DENIED = "23514", "23502", "23505", "23503", "42501"


@pytest.mark.shows("SE-INV-01")
def test_a_seat_is_sold_once_and_again_after_it_was_given_back(system: Place) -> None:
    at = house(system)
    ((ticket, _),) = buy(system, at, seats=at.seats[:1])
    other = order_of(system, buy(system, at, floor=1)[0][0])
    with refused(UNIQUE):
        ticket_for(system, at, other)
    system.execute("update tickets set status = 'CANCELLED' where id = %s", [ticket])
    assert ticket_for(system, at, other)


@pytest.mark.shows("SE-INV-01", "SE-TRAP-27")
def test_two_sessions_cannot_sell_a_seat_together(system: Place) -> None:
    at = house(system)
    sessions = [system.open() for _ in range(4)]
    for session in sessions:
        acting(session, at, add(system, "users"))
    items = f'[{{"ticket_tier_id": "{at.hall_tier}", "seat_id": "{at.seats[0]}"}}]'
    placing = "select place_order(%s, %s::jsonb)"
    told = together(*(lambda by=by: by.value(placing, [at.event, items]) for by in sessions))
    lost = [each for each in told if isinstance(each, DatabaseError)]
    assert [each.sqlstate for each in lost] == [UNIQUE] * 3


@pytest.mark.shows("SE-INV-02", "SE-RULE-04")
def test_live_names_and_labels_are_unique(system: Place) -> None:
    at = house(system)
    own = {"organization_id": at.organization}
    section = {**own, "venue_id": at.venue, "name": "Balcony"}
    first = add(system, "sections", **section)
    with refused(UNIQUE):
        add(system, "sections", **section)
    seat = {**own, "section_id": first, "row_label": "B", "number_label": "7"}
    taken = add(system, "seats", **seat)
    with refused(UNIQUE):
        add(system, "seats", **seat)
    system.execute("update seats set deleted = true where id = %s", [taken])
    assert add(system, "seats", **seat)
    system.execute("update sections set deleted = true where id = %s", [first])
    assert add(system, "sections", **section)


DELETED = ["organizations", "venues", "sections", "seats", "users", "events", "ticket_tiers"]


@pytest.mark.shows("SE-INV-03", "SE-RULE-02")
@pytest.mark.parametrize("table", DELETED)
def test_a_row_is_deleted_or_not(system: Place, table: str) -> None:
    house(system)
    with refused(NULL):
        system.execute(f"update {table} set deleted = null")
    assert system.value(f"select bool_or(deleted) from {table}") is False


@pytest.mark.shows("SE-INV-04", "SE-RULE-05")
def test_seats_are_in_numbered_sections_only(system: Place) -> None:
    at = house(system)
    with refused(CHECK):
        add(system, "seats", organization_id=at.organization, section_id=at.floor)
    with refused(CHECK):
        system.execute("update seats set section_id = %s where id = %s", [at.floor, at.seats[0]])
    with refused(CHECK):
        system.execute("update sections set type = 'GENERAL' where id = %s", [at.hall])


@pytest.mark.shows("SE-INV-05", "SE-RULE-06")
@pytest.mark.parametrize(
    ("changed", "sqlstate"),
    [
        ({"seat_id": None}, CHECK),
        ({"section": "floor", "tier": "floor_tier"}, REFERENCE),
        ({"section": "floor", "tier": "floor_tier", "seat_id": "floor"}, CHECK),
        ({"tier": "floor_tier"}, REFERENCE),
        ({"event": "other"}, REFERENCE),
        ({"seat_id": "other"}, REFERENCE),
    ],
    ids=[
        "no seat",
        "hall seat, floor tier",
        "seat on the floor",
        "tier of the floor",
        "another event",
        "another house",
    ],
)
def test_ticket_order_tier_and_seat_belong_together(system: Place, changed: dict[str, Any], sqlstate: str) -> None:
    at, other = house(system), house(system)
    wanted = order_of(system, buy(system, at, floor=1)[0][0])
    columns: dict[str, Any] = {}
    if "section" in changed:
        columns["section_id"] = at.floor
    if "tier" in changed:
        columns["ticket_tier_id"] = at.floor_tier
    if "event" in changed:
        columns["event_id"] = other.event
    if "seat_id" in changed:
        columns["seat_id"] = {None: None, "other": other.seats[0], "floor": at.seats[0]}[changed["seat_id"]]
    # The key of the seat is asked at the end of the statement, the trigger before it.
    expected = (sqlstate, CHECK) if changed.get("section") else (sqlstate,)
    with refused(*expected):
        ticket_for(system, at, wanted, **columns)


@pytest.mark.shows("SE-INV-06", "SE-RULE-06")
def test_an_event_stays_within_its_house(system: Place) -> None:
    at, other = house(system), house(system)
    with refused(REFERENCE):
        add(system, "events", organization_id=at.organization, venue_id=other.venue)
    opening = {"returning": "event_id", "event_id": at.event, "organization_id": at.organization}
    for venue in (at.venue, other.venue):
        with refused(REFERENCE):
            add(system, "event_sections", section_id=other.hall, venue_id=venue, **opening)
    with refused(REFERENCE):
        add(system, "ticket_tiers", section_id=other.hall, **at.own)


@pytest.mark.shows("SE-INV-06")
def test_tiers_are_on_offer_in_open_sections_only(system: Place) -> None:
    at = house(system)
    system.execute("update event_sections set is_active = false where section_id = %s", [at.floor])
    offered = "select is_active from ticket_tiers where id = %s"
    assert system.value(offered, [at.floor_tier]) is False, "closing a section takes its tiers off the offer"
    with refused(CHECK):
        add(system, "ticket_tiers", section_id=at.floor, **at.own)
    with refused(CHECK):
        system.execute("update ticket_tiers set is_active = true where id = %s", [at.floor_tier])


@pytest.mark.shows("SE-INV-07")
def test_general_admission_ends_at_the_capacity(system: Place) -> None:
    at = house(system, floor=2)
    wanted = order_of(system, buy(system, at, floor=2)[0][0])
    standing = {"section_id": at.floor, "ticket_tier_id": at.floor_tier, "seat_id": None}
    with refused(CHECK):
        ticket_for(system, at, wanted, **standing)
    with refused(CHECK):
        order(system.session, at, floor=1)


@pytest.mark.shows("SE-INV-07", "SE-TRAP-26")
def test_two_sessions_cannot_oversell_the_floor_together(system: Place) -> None:
    at = house(system, floor=2)
    wanted = order_of(system, buy(system, at, floor=1)[0][0])
    standing = {"section_id": at.floor, "ticket_tier_id": at.floor_tier, "seat_id": None}
    other = system.open()
    columns = {**at.own, "order_id": wanted, "price_snapshot": 0, "qr_code_hash": "f" * 64, **standing}
    statement = f"insert into tickets ({', '.join(columns)}) values ({', '.join(['%s'] * len(columns))})"
    with system.session.transaction():
        ticket_for(system, at, wanted, **standing)
        second = started(other, statement, list(columns.values()))
        until_waiting(system, other)
    with refused(CHECK):
        second.result()


@pytest.mark.shows("SE-INV-08", "SE-TRAP-26")
def test_what_is_left_is_never_below_nothing_and_as_counted(system: Place) -> None:
    at = house(system, floor=2)
    acting(system.session, at)
    tickets = buy(system, at, floor=2)
    assert system.value("select refresh_section_availability()")
    wanted = {"section_id": at.floor, "event_id": at.event}
    live = system.query("general_admission_availability", **wanted)
    assert system.query("general_admission_availability_as_refreshed", **wanted) == live
    assert [row[2:] for row in live] == [(2, 2, 0)]
    with refused(CHECK):
        ticket_for(
            system, at, order_of(system, tickets[0][0]), section_id=at.floor, ticket_tier_id=at.floor_tier, seat_id=None
        )
    with refused(CHECK):
        system.execute("update event_sections set custom_capacity = 1 where section_id = %s", [at.floor])


@pytest.mark.shows("SE-INV-09")
def test_tickets_and_payment_come_together(system: Place) -> None:
    at = house(system)
    pending = order(system.session, at, floor=1)
    with refused(REFERENCE):
        ticket_for(system, at, pending)
    with refused(CHECK):
        ticket_for(system, at, pending, order_is_paid=False)
    with refused(CHECK):
        system.execute("update orders set status = 'PAID', is_paid = true, paid_at = now() where id = %s", [pending])
    with refused(CHECK):
        add(system, "orders", user_id=at.buyer, status="PAID", is_paid=True, paid_at="2026-01-01", **at.own)
    system.execute("select fail_order(%s)", [pending])
    with refused(REFERENCE):
        ticket_for(system, at, pending)


AMOUNTS = {"total_amount": "10.00", "platform_fee": "1.50", "net_amount": "8.50"}


@pytest.mark.shows("SE-INV-10")
@pytest.mark.parametrize(
    ("changed", "sqlstate"),
    [
        ({"net_amount": "8.49"}, CHECK),
        ({"platform_fee": "-1.50", "net_amount": "11.50"}, CHECK),
        ({"platform_fee": "11.00", "net_amount": "-1.00"}, CHECK),
        ({"total_amount": "-10.00", "platform_fee": "0", "net_amount": "-10.00"}, CHECK),
        *(({name: None}, NULL) for name in AMOUNTS),
    ],
)
def test_the_amounts_of_an_order_add_up(system: Place, changed: dict[str, Any], sqlstate: str) -> None:
    at = house(system)
    add(system, "orders", user_id=at.buyer, **at.own, **AMOUNTS)
    with refused(sqlstate):
        add(system, "orders", user_id=at.buyer, **at.own, **AMOUNTS | changed)


@pytest.mark.shows("SE-INV-10")
def test_an_order_costs_what_its_tickets_cost(system: Place) -> None:
    at = house(system)
    paid = order_of(system, buy(system, at, seats=at.seats[:2])[0][0])
    assert system.value("select total_amount = 20 from orders where id = %s", [paid])
    with refused(CHECK):
        ticket_for(system, at, paid, seat_id=at.seats[2], price_snapshot="0.01")
    with refused(CHECK):
        system.execute("update orders set total_amount = 21, net_amount = 21 where id = %s", [paid])


#: What buyers no longer read once a row is deleted, by the table of the row.
READ = {
    "organizations": ("organizations", "venues", "sections", "seats", "events", "ticket_tiers", "orders", "tickets"),
    "venues": ("venues", "sections", "seats", "events", "event_sections", "ticket_tiers", "orders", "tickets"),
    "sections": ("sections", "seats", "event_sections", "ticket_tiers", "free_seats"),
    "events": ("events", "event_sections", "ticket_tiers", "orders", "tickets", "free_seats"),
}


@pytest.mark.shows("SE-INV-17", "SE-RULE-02")
@pytest.mark.parametrize("parent", READ)
def test_what_hangs_on_a_deleted_row_is_not_read(system: Place, parent: str) -> None:
    at = house(system)
    buy(system, at, seats=at.seats[:1], floor=1)
    by = buyer(system, at)
    assert all(by.value(f"select count(*) from {table}") for table in READ[parent])
    system.execute(f"update {parent} set deleted = true")
    assert [table for table in READ[parent] if by.value(f"select count(*) from {table}")] == []


@pytest.mark.shows("SE-INV-18", "SE-SEC-02")
def test_no_tenant_reads_another(system: Place) -> None:
    at, other = house(system), house(system)
    for each in (at, other):
        code = buy(system, each, seats=each.seats[:1], floor=1)[0][1]
        scan(system.session, each, code)
        order(system.session, each, seats=each.seats[1:2])
    tables = [name for (name,) in system.rows("select relname from pg_class where relrowsecurity order by relname")]
    assert len(tables) == 15
    by = staff(system, at)
    for table in tables:
        seen = (
            {str(key) for (key,) in by.rows(f"select to_jsonb(t) ->> 'organization_id' from {table} t")}
            if (table not in ("organizations", "users", "payment_intents"))
            else {str(at.organization)}
        )
        assert seen == {str(at.organization)}, table
    assert by.rows("select id from organizations") == [(at.organization,)]
    assert by.value("select count(*) from payment_intents") == 1
    assert sorted(by.rows("select id from users")) == sorted([(at.manager,), (at.staff,), (at.buyer,)])


@pytest.mark.shows("SE-INV-18", "SE-SEC-02")
def test_no_tenant_refers_to_another(system: Place) -> None:
    at, other = house(system), house(system)
    by = staff(system, at)
    mine = {"organization_id": at.organization}
    with refused(REFERENCE):
        add(by, "events", venue_id=other.venue, **mine)
    with refused(REFERENCE):
        add(by, "seats", section_id=other.hall, **mine)
    with refused(DENIED):
        add(by, "events", venue_id=other.venue, organization_id=other.organization)
    assert by.execute("update venues set name = 'Ours' where id = %s", [other.venue]) == 0


def stamped(system: Place) -> list[str]:
    """The tables with both stamps."""
    found = system.rows(
        "select a.attrelid::regclass::text from pg_attribute a join pg_class c on c.oid = a.attrelid "
        "where a.attname = 'updated_at' and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1"
    )
    return [name for (name,) in found]


@pytest.mark.shows("SE-INV-19", "SE-RULE-03")
def test_rows_tell_when_they_were_made_and_changed(system: Place) -> None:
    at = house(system)
    before = system.rows("select created_at, updated_at from events where id = %s", [at.event])[0]
    with system.session.transaction():
        for title in ("Other", "Another"):
            system.execute("update events set title = %s where id = %s", [title, at.event])
            after = system.rows("select created_at, updated_at from events where id = %s", [at.event])[0]
            assert after[0] == before[0]
            assert after[1] > before[1]
            before = after
    with refused(CHECK):
        system.execute("update events set created_at = now() where id = %s", [at.event])
    with refused(CHECK):
        add(system, "venues", organization_id=at.organization, created_at="2026-01-02", updated_at="2026-01-01")


@pytest.mark.shows("SE-INV-19", "SE-RULE-03")
def test_every_table_is_stamped(system: Place) -> None:
    tables = stamped(system)
    assert len(tables) == 16
    # Rows of the log are never changed at all.
    for table in set(tables) - {"ticket_validations"}:
        triggers = {
            name.removeprefix(f"{table}_")
            for (name,) in system.rows("select tgname from pg_trigger where tgrelid = %s::regclass", [table])
        }
        assert triggers >= {"forbid_created_at_change", "set_updated_at"}, table
    nullable = system.value(
        "select count(*) from pg_attribute a join pg_class c on c.oid = a.attrelid where c.relkind = 'r' "
        "and c.relnamespace = 'public'::regnamespace and a.attname in ('created_at', 'updated_at') and not a.attnotnull"
    )
    assert nullable == 0


@pytest.mark.shows("SE-INV-20", "SE-RULE-01")
def test_keys_are_random_unless_they_are_given(system: Place) -> None:
    at = house(system)
    buy(system, at, seats=at.seats[:1], floor=1)
    order(system.session, at, seats=at.seats[1:2])
    for table in (
        "organizations",
        "venues",
        "sections",
        "seats",
        "events",
        "ticket_tiers",
        "orders",
        "tickets",
        "users",
    ):
        versions = system.rows(f"select distinct substr(id::text, 15, 1) from {table}")
        assert versions == [("4",)], table
    own = "018f3a52-0000-7000-8000-000000000001"
    assert str(add(system, "venues", id=own, organization_id=at.organization)) == own


@pytest.mark.shows("SE-INV-21", "SE-TRAP-37")
@pytest.mark.parametrize("capacity", [0, -1, 3])
def test_an_event_takes_some_of_the_section(system: Place, capacity: int) -> None:
    at = house(system, floor=2)
    with refused(CHECK):
        system.execute("update event_sections set custom_capacity = %s where section_id = %s", [capacity, at.floor])


@pytest.mark.shows("SE-INV-21")
def test_no_capacity_goes_below_what_is_sold_or_promised(system: Place) -> None:
    at = house(system, floor=3)
    buy(system, at, floor=2)
    narrowed = "update event_sections set custom_capacity = %s where section_id = %s"
    with refused(CHECK):
        system.execute(narrowed, [1, at.floor])
    with refused(CHECK):
        system.execute("update sections set capacity = 1 where id = %s", [at.floor])
    assert system.execute("update sections set capacity = 2 where id = %s", [at.floor]) == 1
    system.execute(narrowed, [2, at.floor])
    with refused(CHECK):
        system.execute("update sections set capacity = 1 where id = %s", [at.floor])
