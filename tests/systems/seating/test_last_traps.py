"""Traps 31 to 44 of seating: what the naive form does wrong on a real server, and how the system's own does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.systems.kit import SCHEMA, query, refused
from tests.systems.seating.rows import acting, add, buy, house, order
from tests.systems.seating.test_traps import plan

if TYPE_CHECKING:
    from tests.systems.kit import Place

CHECK, UNIQUE, DENIED, IN_TRANSACTION = "23514", "23505", "42501", "25001"


@pytest.mark.shows("SE-TRAP-31")
def test_trap_31_naive(naive: Place) -> None:
    assert naive.rows("select number_label from seats order by number_label") == [("1",), ("10",), ("2",)]


@pytest.mark.shows("SE-TRAP-31", "SE-Q-01")
def test_trap_31(system: Place) -> None:
    at = house(system, seats=0)
    for row, number in (
        ("AA", "1"),
        ("B", "10"),
        ("B", "2"),
        ("A", "2b"),
        ("A", "2a"),
        ("A", "x"),
        ("B", "9999999999"),
    ):
        add(system, "seats", organization_id=at.organization, section_id=at.hall, row_label=row, number_label=number)
    acting(system.session, at)
    told = system.query("free_seats_of_section", section_id=at.hall, event_id=at.event)
    labels = [f"{row} {number}" for _, row, number, *_ in told]
    assert labels == ["A x", "A 2a", "A 2b", "B 2", "B 10", "B 9999999999", "AA 1"]


@pytest.mark.shows("SE-TRAP-32")
def test_trap_32_naive(naive: Place) -> None:
    for statement in ("select tablename from pg_stat_user_tables", "select indexname from pg_stat_user_indexes"):
        with refused("42703"):
            naive.rows(statement)


@pytest.mark.shows("SE-TRAP-32", "SE-Q-06")
def test_trap_32(system: Place) -> None:
    assert system.query("dead_tuples") == []
    assert ("public", "seats", "seats_pkey") in [row[:3] for row in system.query("index_sizes")]


@pytest.mark.shows("SE-TRAP-33")
def test_trap_33_naive(naive: Place) -> None:
    assert naive.value("select active / total from connections") == 0


@pytest.mark.shows("SE-TRAP-33", "SE-Q-06")
def test_trap_33(system: Place) -> None:
    told = {row[0]: row for row in system.query("connections")}
    name, count, active, idle, used = told[system.value("select current_database()")]
    assert count >= active + idle >= 1
    assert 0 < used < 1, name


@pytest.mark.shows("SE-TRAP-34")
def test_trap_34_naive(naive: Place) -> None:
    with refused("42883"):
        naive.execute("create table venues.rooms (id uuid default uuid_generate_v4())")


@pytest.mark.shows("SE-TRAP-34", "SE-RULE-01")
def test_trap_34(system: Place) -> None:
    defaults = system.rows(
        "select distinct pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d "
        "join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum "
        "where a.attname = 'id' and d.adrelid > 16384"
    )
    assert defaults == [("gen_random_uuid()",)]


@pytest.mark.shows("SE-TRAP-36")
def test_trap_36_naive(naive: Place) -> None:
    assert naive.value("select count(*) from event_page where event_id = 1") == 3


@pytest.mark.shows("SE-TRAP-36", "SE-Q-03", "SE-Q-05")
@pytest.mark.parametrize("parent", ["events", "venues"])
def test_trap_36(system: Place, parent: str) -> None:
    at = house(system)
    buy(system, at, floor=1)
    assert len(system.query("event_page", event_id=at.event)) == 2
    assert len(system.query("order_history", user_id=at.buyer, rows_before=0)) == 1
    system.execute(f"update {parent} set deleted = true")
    assert system.query("event_page", event_id=at.event) == []
    assert system.query("order_history", user_id=at.buyer, rows_before=0) == []


@pytest.mark.shows("SE-TRAP-37")
def test_trap_37_naive(naive: Place) -> None:
    assert naive.execute("insert into event_sections values (1, 1, -5)") == 1


@pytest.mark.shows("SE-TRAP-38")
def test_trap_38_naive(naive: Place) -> None:
    naive.execute("set plan_cache_mode = force_generic_plan")
    naive.execute("prepare sold(text) as select id from tickets where event_id = 1 and status = $1")
    assert "idx_tickets_status_event" not in plan(naive, "execute sold('VALID')")
    assert "idx_tickets_status_event" in plan(naive, "select id from tickets where event_id = 1 and status = 'VALID'")


@pytest.mark.shows("SE-TRAP-38", "SE-Q-01")
def test_trap_38(system: Place) -> None:
    at = house(system, seats=50)
    acting(system.session, at)
    system.execute("analyze")
    system.execute("set plan_cache_mode = force_generic_plan")
    text = query("free_seats_of_section", SCHEMA / "seating")
    text = text.replace("%(section_id)s", "$1").replace("%(event_id)s", "$2")
    system.execute(f"prepare free(uuid, uuid) as {text}")
    told = plan(system, f"execute free('{at.hall}', '{at.event}')")
    assert "idx_tickets_live_seat" in told


@pytest.mark.shows("SE-TRAP-39")
def test_trap_39_naive(naive: Place) -> None:
    query = "select s.id from seats s {} where {}"
    live = "t.event_id = 1 and t.seat_id = s.id and t.status = 'VALID'"
    join = f"left join tickets t on {live}"
    assert "Anti Join" in plan(naive, query.format("", f"not exists (select from tickets t where {live})"))
    assert "Anti Join" in plan(naive, query.format(join, "t.seat_id is null"))
    told = plan(naive, query.format(join, "t.id is null"))
    assert ("Anti Join" in told) != ("Filter: (t.id IS NULL)" in told)


@pytest.mark.shows("SE-TRAP-39", "SE-Q-01")
def test_trap_39(system: Place) -> None:
    at = house(system, seats=50)
    acting(system.session, at)
    buy(system, at, seats=at.seats[:20])
    system.execute("analyze")
    told = plan(system, f"select * from free_seats where section_id = '{at.hall}' and event_id = '{at.event}'")
    assert "Anti Join" in told
    assert "idx_tickets_live_seat" in told


@pytest.mark.shows("SE-TRAP-40", "SE-MIG-05")
def test_trap_40() -> None:
    names = sorted(path.name for path in (SCHEMA / "seating" / "migrations").glob("*.sql"))
    ups = [name.removesuffix(".up.sql") for name in names if name.endswith(".up.sql")]
    assert names == sorted(f"{stem}.{way}.sql" for stem in ups for way in ("up", "down"))
    assert len(ups) >= 8
    assert all(re.fullmatch(r"\d{14}_[a-z0-9_]+", stem) for stem in ups)


@pytest.mark.shows("SE-TRAP-41")
def test_trap_41_naive(naive: Place) -> None:
    naive.execute("create table rooms ()")
    naive.execute("drop table rooms")
    assert naive.rows("select tag from log") == [("CREATE TABLE",)]


@pytest.mark.shows("SE-TRAP-41", "SE-SEC-05")
def test_trap_41(system: Place) -> None:
    system.execute("delete from ddl_audit_log")
    for statement in ("create table rooms (id int)", "alter table rooms add note text", "drop table rooms"):
        system.execute(statement)
    told = system.rows("select command_tag, object_identity from ddl_audit_log order by executed_at")
    assert told == [(tag, "public.rooms") for tag in ("CREATE TABLE", "ALTER TABLE", "DROP TABLE")]
    assert system.value("select bool_and(role_name = session_user) from ddl_audit_log")


@pytest.mark.shows("SE-TRAP-42")
def test_trap_42_naive(naive: Place) -> None:
    taken = "select from tickets t where t.seat_id = s.id and t.status in ('VALID', 'USED')"
    assert naive.rows(f"select s.id from seats s where not exists ({taken})") == [(1,)], "whatever another store locks"


@pytest.mark.shows("SE-TRAP-42", "SE-Q-01")
def test_trap_42(system: Place) -> None:
    at = house(system, seats=2)
    wanted = order(system.session, at, seats=at.seats[:1])
    assert system.rows("select seat_id from free_seats") == [(at.seats[1],)]
    system.execute("select fail_order(%s)", [wanted])
    assert system.value("select count(*) from free_seats") == 2


BOX = "select id from seats where section_id = {} and x_position between {} and {} and y_position between 40 and 41"


@pytest.mark.shows("SE-TRAP-43")
def test_trap_43_naive(naive: Place) -> None:
    naive.execute("set enable_seqscan = off")
    naive.execute("set enable_bitmapscan = off")
    strip = BOX.format(1, 0, 99)
    whole, narrow = _pages(naive, strip), _pages(naive, BOX.format(1, 40, 41))
    assert whole > 2 * narrow, "y alone narrows nothing: the whole width of the section is read"
    naive.execute("create index by_place on seats using gist (point(x_position, y_position))")
    assert whole > 2 * _pages(naive, "select id from seats where point(x_position, y_position) <@ box '(0,40),(99,41)'")


def _pages(place: Place, query: str) -> int:
    """How many pages a query reads."""
    told = place.rows(f"explain (analyze, buffers, timing off, summary off, costs off) {query}")
    buffers = next(line for (line,) in told if "Buffers: shared" in line)
    return sum(map(int, re.findall(r"(?:hit|read)=(\d+)", buffers)))


@pytest.mark.shows("SE-TRAP-43")
def test_trap_43(system: Place) -> None:
    at = house(system)
    assert system.value(
        "select amname from pg_am a join pg_class c on c.relam = a.oid where relname = 'idx_seats_position'"
    )
    told = plan(system, BOX.format(f"'{at.hall}'", 0, 99) + " and deleted = false")
    assert "Index Cond: ((section_id" in told, "a section at a time"


@pytest.mark.shows("SE-TRAP-44")
def test_trap_44_naive(naive: Place) -> None:
    page = "select id from orders order by created_at desc limit 20 offset %s"
    first = naive.rows(page, [0])
    naive.execute("insert into orders values (41, '2026-02-01')")
    assert first[-1] in naive.rows(page, [20]), "seen twice"


@pytest.mark.shows("SE-TRAP-44", "SE-Q-05")
def test_trap_44(system: Place) -> None:
    at = house(system)
    same = "2026-01-01 00:00+00"
    kept = {add(system, "orders", user_id=at.buyer, created_at=same, **at.own) for _ in range(30)}
    first = system.query("order_history", user_id=at.buyer, rows_before=0)
    add(system, "orders", user_id=at.buyer, **at.own)
    last = first[-1]
    rest = system.query("order_history_after", user_id=at.buyer, created_at=last[1], order_id=last[0])
    assert len(first) == 20
    assert len(rest) == 10
    assert {row[0] for row in (*first, *rest)} == kept
