"""Traps 19 to 37 of ticketing: what the naive form does wrong on a real server, and how the system's own does not."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from psycopg.types.json import Jsonb

from pgplumb.errors import DatabaseError
from tests.systems.kit import SCHEMA, refused, started, together, until_waiting
from tests.systems.ticketing.rows import add, buy, paid, sale

if TYPE_CHECKING:
    from tests.systems.databases import Systems
    from tests.systems.kit import Place

CHECK, NULL, UNIQUE = "23514", "23502", "23505"


@pytest.mark.shows("TK-TRAP-19")
def test_trap_19_naive(naive: Place) -> None:
    with refused("42703"):
        naive.rows("select tablename, indexname, idx_scan from pg_stat_user_indexes order by idx_scan")


@pytest.mark.shows("TK-TRAP-19")
def test_trap_19(system: Place) -> None:
    found = {(row[1], row[2]) for row in system.query("index_usage")}
    assert ("waitlist", "idx_waitlist_position") in found


SIZES = "select tablename, pg_total_relation_size(tablename::text) from pg_tables where schemaname = %s"


@pytest.mark.shows("TK-TRAP-20")
def test_trap_20_naive(naive: Place) -> None:
    assert naive.rows(SIZES + " and tablename = 'plain'", ["public"])
    for schema in ("public", "elsewhere"):
        with refused("42P01"):
            naive.rows(SIZES, [schema])


@pytest.mark.shows("TK-TRAP-20")
def test_trap_20(system: Place) -> None:
    system.script('create table "Order" (id integer); create schema elsewhere; create table elsewhere.far (id integer)')
    found = {row[:2] for row in system.query("table_sizes")}
    assert {("public", "Order"), ("elsewhere", "far"), ("public", "orders")} <= found


@pytest.mark.shows("TK-TRAP-21", "TK-Q-08")
def test_trap_21(whole: Place) -> None:
    """The library is there from the start of the server, and the query for slow statements finds them."""
    whole.execute("create extension pg_stat_statements")
    assert whole.query("statements_are_tracked") == [(True, True)]
    whole.value("select count(*) from waitlist")
    found = whole.query("slow_statements")
    assert any("waitlist" in row[0] for row in found)
    assert 0 < len(found) <= 10


@pytest.mark.shows("TK-TRAP-21")
def test_trap_21_without_the_library(system: Place) -> None:
    assert system.query("statements_are_tracked") == [(False, False)]


@pytest.mark.shows("TK-TRAP-22")
def test_trap_22_naive(naive: Place) -> None:
    with refused(NULL):
        naive.execute("alter table orders alter column channel set not null")


@pytest.mark.shows("TK-TRAP-23")
def test_trap_23_naive(naive: Place) -> None:
    with refused("2BP01"):
        naive.execute("alter table ticket_tiers drop column coupon")
    with refused("0A000"):
        naive.execute("alter table ticket_tiers alter column price type numeric(10, 2)")
    naive.execute("alter table ticket_tiers add column position integer")
    with refused("42703"):
        naive.rows("select position from everything")


LOCK = "update ticket_tiers set sold = sold + 1 where id = %s"


@pytest.mark.shows("TK-TRAP-24")
def test_trap_24_naive(naive: Place) -> None:
    other = naive.open()
    naive.execute("begin")
    other.execute("begin")
    naive.execute(LOCK, [1])
    other.execute(LOCK, [2])
    waiting = started(other, LOCK, [1])
    until_waiting(naive, other)
    done = [_outcome(lambda: naive.execute(LOCK, [2])), _outcome(lambda: waiting.result(10))]
    assert "40P01" in done


def _outcome(call: object) -> str:
    try:
        call()  # type: ignore[operator]
    except DatabaseError as error:
        return error.sqlstate
    return ""


@pytest.mark.shows("TK-TRAP-24", "TK-Q-03")
def test_trap_24(system: Place) -> None:
    at = sale(system)
    second = add(system, "ticket_tiers", event_id=at.event)
    orders = [[at.tier, second], [second, at.tier]] * 3
    buyers = [(system.open(), add(system, "users"), tiers) for tiers in orders]

    def purchase(own: object, who: object, tiers: list[object]) -> object:
        items = Jsonb([{"tier_id": str(tier), "quantity": 1} for tier in tiers])
        return own.value("select purchase_tickets(%s, %s, %s)", [who, at.event, items])  # type: ignore[attr-defined]

    done = together(*[lambda each=each: purchase(*each) for each in buyers])
    assert not [each for each in done if isinstance(each, DatabaseError)]
    assert system.rows("select sold from ticket_tiers") == [(6,), (6,)]


@pytest.mark.shows("TK-TRAP-25")
def test_trap_25_naive(naive: Place) -> None:
    sessions = [naive.open(), naive.open()]
    judged = [own.value("select sold < quantity from ticket_tiers where id = 1") for own in sessions]
    assert judged == [True, True]
    for own in sessions:
        own.execute("update ticket_tiers set sold = sold + 1 where id = 1")
    assert naive.rows("select sold, quantity from ticket_tiers") == [(2, 1)]


@pytest.mark.shows("TK-TRAP-25")
def test_trap_25(system: Place) -> None:
    at = sale(system, quantity=5)
    holding = "select reserve_tickets(%s, %s, 1)"
    sessions = [system.open() for _ in range(8)]
    done = together(*[lambda own=own: own.value(holding, [at.buyer, at.tier]) for own in sessions])
    assert [each.sqlstate for each in done if isinstance(each, DatabaseError)] == [CHECK] * 3
    assert system.rows("select reserved from ticket_tiers") == [(5,)]


@pytest.mark.shows("TK-TRAP-26")
def test_trap_26_naive(naive: Place) -> None:
    adding = "insert into ticket_tiers (event_id, quantity) values (1, 7)"
    other = naive.open()
    with naive.session.transaction(), other.transaction():
        naive.execute(adding)
        other.execute(adding)
    assert naive.value("select sum(quantity) from ticket_tiers") == 14


@pytest.mark.shows("TK-TRAP-26")
def test_trap_26(system: Place) -> None:
    at = sale(system, quantity=30)
    other = system.open()
    adding = "insert into ticket_tiers (event_id, name, price, quantity) values (%s, %s, 0, 40)"
    with system.session.transaction():
        system.execute(adding, [at.event, "Stalls"])
        second = started(other, adding, [at.event, "Balcony"])
        until_waiting(system, other)
    with refused(CHECK):
        second.result()


@pytest.mark.shows("TK-TRAP-27")
def test_trap_27_naive(naive: Place) -> None:
    with refused(UNIQUE):
        naive.execute("delete from ticket_tiers")


@pytest.mark.shows("TK-TRAP-27")
def test_trap_27(system: Place) -> None:
    at = sale(system)
    for tier in (None, at.tier):
        system.execute("select join_waitlist(%s, %s, %s)", [at.buyer, at.event, tier])
    system.execute("delete from ticket_tiers where id = %s", [at.tier])
    assert system.rows("select tier_id from waitlist") == [(None,)]


@pytest.mark.shows("TK-TRAP-28")
def test_trap_28_naive(naive: Place) -> None:
    assert naive.rows("select tickets_available from active_events_with_availability") == [(None,)]
    either_way = "select count(*) from active_events_with_availability where {} or not {}"
    assert naive.value(either_way.format(*["(tickets_available > 0)"] * 2)) == 0


@pytest.mark.shows("TK-TRAP-28")
def test_trap_28(system: Place) -> None:
    at = sale(system)
    system.execute("delete from ticket_tiers where id = %s", [at.tier])
    assert system.rows("select event_id, tickets_available from active_events_with_availability") == [(at.event, 0)]


@pytest.mark.shows("TK-TRAP-29")
def test_trap_29_naive(naive: Place) -> None:
    other = naive.open()
    with naive.session.transaction():
        naive.value("select now()")
        other.execute("update ticket_tiers set sale_end_time = clock_timestamp()")
        assert naive.value("select purchase(1)"), "sold after closing"


@pytest.mark.shows("TK-TRAP-29")
def test_trap_29(system: Place) -> None:
    at, other = sale(system), system.open()
    with refused(CHECK), system.session.transaction():
        system.value("select now()")
        other.execute("update ticket_tiers set sale_end_time = clock_timestamp()")
        buy(system, at)


@pytest.mark.shows("TK-TRAP-30")
def test_trap_30_naive(naive: Place) -> None:
    picking = "select user_id from waitlist where tier_id = 1 or tier_id is null order by position limit 2"
    assert naive.rows(picking) == [(1,), (1,)]


@pytest.mark.shows("TK-TRAP-30")
def test_trap_30(system: Place) -> None:
    at, second = sale(system), add(system, "users")
    for person, tier in ((at.buyer, None), (at.buyer, at.tier), (second, at.tier)):
        system.execute("select join_waitlist(%s, %s, %s)", [person, at.event, tier])
    expected = [at.buyer, second]
    picked = system.query("pick_waitlist", event_id=at.event, tier_id=at.tier, places=2)
    assert [row[1] for row in picked] == expected
    assert [row[1] for row in system.rows("select * from offer_waitlist(%s, %s, 2)", [at.event, at.tier])] == expected
    assert system.rows("select * from offer_waitlist(%s, %s, 2)", [at.event, at.tier]) == []


@pytest.mark.shows("TK-TRAP-31")
def test_trap_31_naive(naive: Place) -> None:
    assert naive.rows("execute pick(null)") == [(1,)], "who waits for a tier is not seen when any tier is offered"
    assert naive.rows("execute pick(1)") == [(1,), (2,)]
    assert naive.rows("execute mark(1)") == [(1,)], "the tier's number marks a person who happens to have it"


@pytest.mark.shows("TK-TRAP-31", "TK-Q-07")
def test_trap_31(system: Place) -> None:
    at, second = sale(system), add(system, "users")
    for person, tier in ((at.buyer, None), (second, at.tier)):
        system.execute("select join_waitlist(%s, %s, %s)", [person, at.event, tier])
    picked = system.query("pick_waitlist", event_id=at.event, tier_id=None, places=5)
    assert [row[1] for row in picked] == [at.buyer, second]
    system.query("mark_notified", waitlist_ids=[row[0] for row in picked[1:]])
    offered = system.rows("select user_id, notification_expires_at - notified_at from waitlist where notified")
    assert offered == [(second, timedelta(hours=24))]


@pytest.mark.shows("TK-TRAP-32")
def test_trap_32_naive(naive: Place) -> None:
    naive.execute("update tickets set status = 'refunded' where id = 1")
    assert naive.rows("select sold, quantity from ticket_tiers") == [(2, 2)], "the seat is empty, and cannot be sold"


@pytest.mark.shows("TK-TRAP-32")
def test_trap_32(system: Place) -> None:
    at = sale(system, quantity=2)
    system.execute("select refund_order(%s, 'back')", [paid(system, at, 2)])
    assert system.rows("select sold from ticket_tiers") == [(0,)]
    buy(system, at, 2)


WITHOUT_INDEX = """
    select c.conrelid::regclass::text, a.attname from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and not exists (
        select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1] and i.indpred is null
    )
"""
NAMED = {
    ("orders", "event_id"),
    ("order_items", "order_id"),
    ("order_items", "tier_id"),
    ("tickets", "event_id"),
    ("tickets", "tier_id"),
    ("waitlist", "user_id"),
    ("waitlist", "tier_id"),
    ("promoters", "user_id"),
}


@pytest.mark.shows("TK-TRAP-33")
def test_trap_33_naive(naive: Place) -> None:
    assert set(naive.rows(WITHOUT_INDEX)) >= NAMED


@pytest.mark.shows("TK-TRAP-33", "TK-MIG-04")
def test_trap_33(system: Place) -> None:
    assert system.rows(WITHOUT_INDEX) == []


PICK = "explain select id from waitlist where event_id = {} and notified = false order by position limit 5"


def _plan(place: Place, query: str, params: dict[str, object] | None = None) -> str:
    return "\n".join(row[0] for row in place.rows(query, params))


@pytest.mark.shows("TK-TRAP-34")
def test_trap_34_naive(naive: Place) -> None:
    plan = _plan(naive, PICK.format(7))
    assert "idx_waitlist_notified" not in plan
    assert "Sort" in plan


@pytest.mark.shows("TK-TRAP-34", "TK-MIG-04")
def test_trap_34(volumes: Place) -> None:
    event = volumes.value("select event_id from waitlist group by 1 order by count(*) desc, 1 limit 1")
    plan = _plan(volumes, PICK.format("%(event)s"), {"event": event})
    assert "idx_waitlist_notified" in plan
    assert "Sort" not in plan


PAGE = "select id from events order by start_time{} limit 3 offset {}"


@pytest.mark.shows("TK-TRAP-35")
def test_trap_35_naive(naive: Place) -> None:
    first = naive.rows(PAGE.format("", 0))
    naive.execute("update events set title = title || '!' where id = %s", [first[0][0]])
    assert set(first) & set(naive.rows(PAGE.format("", 3))), "an edit of a title shows an event on both pages"


@pytest.mark.shows("TK-TRAP-35")
def test_trap_35(system: Place) -> None:
    promoter = sale(system).promoter
    for _ in range(20):
        event = add(system, "events", promoter_id=promoter)
        add(system, "ticket_tiers", event_id=event)
    before = system.query("browse_available_events")
    system.execute("update events set title = title || '!' where id = %s", [before[0][0]])
    assert [row[0] for row in system.query("browse_available_events")] == [row[0] for row in before]
    assert [row[0] for row in before] == sorted(row[0] for row in before)


def _archived_twice(place: Place, command: str) -> list[tuple[str]]:
    """What is in the archive after two files of one name; the server's own shell runs the command."""
    data = place.value("select current_setting('data_directory')")
    log, archive = f"{data}/segment", f"{data}/archived-{place.dsn.database}"
    try:
        for content in ("first", "second"):
            place.execute(f"copy (select '{content}') to '{log}'")
            place.execute("select archive(%s, %s, %s)", [command, log, archive])
    finally:
        place.execute("truncate output")
        place.execute(f"copy output from '{archive}'")
    return place.rows("select line from output")


@pytest.mark.shows("TK-TRAP-36")
def test_trap_36_naive(naive: Place) -> None:
    assert _archived_twice(naive, "cp %p %f") == [("second",)], "the first is lost"


@pytest.mark.shows("TK-TRAP-36")
def test_trap_36(systems: Systems) -> None:
    settings = (SCHEMA / "ticketing" / "postgresql.conf").read_text(encoding="utf-8")
    (command,) = re.findall(r"^archive_command = '(.+)'$", settings, re.MULTILINE)
    with systems.naive("ticketing", "TK-TRAP-36") as place:
        with refused("38000"):
            _archived_twice(place, command.replace("/var/lib/postgresql/archive/", ""))
        assert place.rows("select line from output") == [("first",)]


@pytest.mark.shows("TK-TRAP-37")
def test_trap_37_naive(naive: Place) -> None:
    """Whoever comes in between waits until all rows are written."""
    buyer = naive.open(settings={"lock_timeout": "1"})
    with naive.session.transaction():
        assert naive.execute("update orders set expires_at = now() where expires_at is null") == 1000
        with refused("55P03"):
            buyer.execute("update orders set expires_at = now() where id = 1000")
