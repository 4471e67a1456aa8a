"""Traps 1 to 18 of catering: what the naive form does wrong on a real server, and how the system's own does not."""

from __future__ import annotations

import pytest

from tests.systems.catering.some import archive, at, book, client, event, log_of, resource, staff
from tests.systems.kit import Place, refused

BOOK = "insert into resource_schedule (resource_id, start_time, end_time) values (%s, %s, %s)"
BOOK_FOR = "insert into resource_schedule (event_id, resource_id, start_time, end_time) values (%s, %s, %s, %s)"
EXCLUDE = "exclude using gist (resource_id with =, tstzrange(start_time, end_time, '[)') with &&)"

#: Pairs of indexes of a table of which one has the same body as the other, or is the beginning of it.
SUPERFLUOUS = """
    with bodies as (
        select i.indrelid, c.relname::text as name,
            regexp_replace(pg_get_indexdef(i.indexrelid), '^.* USING ', '') as body
        from pg_index i join pg_class c on c.oid = i.indexrelid
        where i.indrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
    )
    select a.name, b.name
    from bodies a join bodies b on a.indrelid = b.indrelid and a.name <> b.name
    where a.body = b.body or b.body like rtrim(a.body, ')') || ', %'
"""


@pytest.mark.shows("CA-TRAP-01")
def test_trap_01_naive(naive: Place) -> None:
    with refused("42704") as refusal:
        naive.execute(f"alter table resource_schedule add {EXCLUDE}")
    assert "gist" in str(refusal.error)


@pytest.mark.shows("CA-TRAP-01")
def test_trap_01(system: Place) -> None:
    """The extension comes before the constraint that compares integers by it, and stays as long as that does."""
    made, cook = event(system), resource(system)
    book(system, cook, made, 9, 11)
    with refused("23P01"):
        book(system, cook, made, 10, 12)
    book(system, resource(system), made, 10, 12)
    with refused("2BP01") as refusal:
        system.execute("drop extension btree_gist")
    assert "resource_schedule_no_overlap" in (refusal.error.detail or "")


@pytest.mark.shows("CA-TRAP-02")
def test_trap_02_naive(naive: Place) -> None:
    found = {frozenset(pair) for pair in naive.rows(SUPERFLUOUS)}
    assert found == {frozenset({"idx_resource_schedule_time_range_gist", "resource_schedule_no_overlap"})}


@pytest.mark.shows("CA-TRAP-03")
def test_trap_03_naive(naive: Place) -> None:
    assert set(naive.rows(SUPERFLUOUS)) == {
        ("idx_events_status", "idx_events_composite"),
        ("idx_events_status", "idx_events_analytics_status_created"),
    }


@pytest.mark.shows("CA-TRAP-02", "CA-TRAP-03")
def test_traps_02_and_03(system: Place) -> None:
    """A unique key over an id and something else serves a foreign key, and is no copy of the primary key."""
    found = system.rows(SUPERFLUOUS)
    assert [pair for pair in found if not pair[0].endswith("_pkey")] == []


USAGE = "select indexname, idx_scan from pg_stat_user_indexes order by idx_scan desc"


@pytest.mark.shows("CA-TRAP-04")
def test_trap_04_naive(naive: Place) -> None:
    with refused("42703"):
        naive.rows(USAGE)


@pytest.mark.shows("CA-TRAP-04", "CA-Q-07")
def test_trap_04(system: Place) -> None:
    assert ("public", "events", "idx_events_composite") in {row[:3] for row in system.query("index_usage")}


SIZES = "select pg_total_relation_size(tablename::regclass) from pg_tables where schemaname = %s and tablename = %s"


@pytest.mark.shows("CA-TRAP-05")
def test_trap_05_naive(naive: Place) -> None:
    assert naive.rows(SIZES, ["public", "events"])
    for far in (["public", "EventStatusLog"], ["drizzle", "__drizzle_migrations"]):
        with refused("42P01"):
            naive.rows(SIZES, far)


@pytest.mark.shows("CA-TRAP-05", "CA-Q-07")
def test_trap_05(system: Place) -> None:
    system.script('create table "MixedCase" (id integer); create schema far; create table far.away (id integer)')
    found = system.query("table_sizes")
    assert {("public", "MixedCase"), ("far", "away"), ("public", "events")} <= {row[:2] for row in found}
    assert [row[2] for row in found] == sorted((row[2] for row in found), reverse=True)


@pytest.mark.shows("CA-TRAP-06")
def test_trap_06_naive(naive: Place) -> None:
    naive.execute(BOOK, [1, None, at(9)])
    with refused("23P01"):
        naive.execute(BOOK, [1, "1999-01-01 09:00+00", "1999-01-01 10:00+00"])
    for _ in range(2):
        naive.execute(BOOK, [None, at(9), at(10)])


@pytest.mark.shows("CA-TRAP-07")
def test_trap_07_naive(naive: Place) -> None:
    """There are 400 linens; two events want 50 each."""
    naive.execute(BOOK_FOR, [1, 1, at(9), at(10)])
    with refused("23P01"):
        naive.execute(BOOK_FOR, [2, 1, at(9), at(10)])


@pytest.mark.shows("CA-TRAP-07")
def test_trap_07(system: Place) -> None:
    made, linens = event(system), resource(system, "materials", 400)
    book(system, linens, made, 9, 12, 200)
    book(system, linens, made, 9, 10, 200)
    # What is back at ten can go out again then: no moment has more than 400.
    book(system, linens, made, 10, 12, 200)
    for start, end in [(11, 13), (8, 10)]:
        with refused("23514") as refusal:
            book(system, linens, made, start, end, 1)
        assert refusal.error.constraint == "resource_schedule_materials_quantity"
    book(system, linens, made, 12, 13, 400)
    free = {"resource_id": linens, "start_time": at(8), "end_time": at(9)}
    assert system.query("get_free_quantity", **free) == [(400,)]
    assert system.query("get_free_quantity", **free | {"end_time": at(10)}) == [(0,)]
    with refused("23514"):
        system.execute("update resources set quantity = 399 where id = %s", [linens])


@pytest.mark.shows("CA-TRAP-08")
def test_trap_08_naive(naive: Place) -> None:
    naive.execute(BOOK_FOR, [1, 7, at(9), at(10)])
    naive.execute("update events set is_archived = true where id = 1")
    with refused("23P01"):
        naive.execute(BOOK_FOR, [2, 7, at(9), at(10)])
    archived = "(select e.is_archived from events e where e.id = event_id)"
    with refused("0A000"):
        naive.execute(f"alter table resource_schedule add {EXCLUDE} where (not {archived})")


@pytest.mark.shows("CA-TRAP-09")
def test_trap_09_naive(naive: Place) -> None:
    with refused("22P02"):
        naive.execute("update events set status = 'cancelled'")


@pytest.mark.shows("CA-TRAP-09")
def test_trap_09(system: Place) -> None:
    made, begun = event(system), event(system, client(system, "bob@other.test"), "in_progress")
    cancel = "update events set is_archived = true, archive_reason = 'cancelled' where id = %s"
    system.execute(cancel, [made])
    with refused("23514"):
        system.execute(cancel, [begun])
    assert system.query("list_events") == [row for row in system.query("list_events") if row[0] == begun]
    with refused("23514"):
        system.execute("update events set archive_reason = 'mistake' where id = %s", [begun])
    system.execute("update events set is_archived = false where id = %s", [made])
    assert system.value("select archive_reason from events where id = %s", [made]) is None


@pytest.mark.shows("CA-TRAP-10")
def test_trap_10_naive(naive: Place) -> None:
    with refused("55P04"), naive.session.transaction():
        naive.execute("alter type event_status add value 'cancelled'")
        naive.execute("update events set status = 'cancelled'")


@pytest.mark.shows("CA-TRAP-10")
def test_trap_10(system: Place) -> None:
    with system.session.transaction():
        system.execute("alter type communication_type add value 'letter'")
    system.execute("insert into communications (client_id, type) values (%s, 'letter')", [client(system)])


@pytest.mark.shows("CA-TRAP-11")
def test_trap_11_naive(naive: Place) -> None:
    # The grammar knows the command from PostgreSQL 18 on, and refuses it there.
    with refused("0A000", "42601"):
        naive.execute("alter type event_status drop value 'planning'")
    naive.execute("alter type event_status add value 'tasting' before 'planning'")
    naive.execute("insert into events (status) values ('tasting')")
    sorted_by_type = [row for (row,) in naive.rows("select e.status::text from events e order by e.status")]
    assert sorted_by_type == ["inquiry", "tasting", "planning", "completed"]


@pytest.mark.shows("CA-TRAP-11")
def test_trap_11(system: Place) -> None:
    """A new type takes the old one's place, in one transaction, with the rows that there are."""
    of = client(system)
    account = staff(system)
    log = "insert into portal_access_log (user_id, client_id, action) values (%s, %s, %s)"
    system.execute(log, [account, of, "login"])
    with system.session.transaction():
        system.execute("alter type portal_action rename to portal_action_before")
        system.execute("create type portal_action as enum ('login', 'logout', 'view_event', 'message')")
        system.execute(
            "alter table portal_access_log alter column action type portal_action using action::text::portal_action"
        )
        system.execute("drop type portal_action_before")
    with refused("22P02"):
        system.execute(log, [account, of, "download"])
    assert system.value("select action::text from portal_access_log") == "login"


@pytest.mark.shows("CA-TRAP-12")
def test_trap_12_naive(naive: Place) -> None:
    naive.execute("update clients set archived_by = 999")
    with refused("42P01"):
        naive.execute("create table suppliers (id serial primary key, archived_by integer references people)")


@pytest.mark.shows("CA-TRAP-12")
def test_trap_12(system: Place) -> None:
    of = client(system)
    with refused("23503"):
        system.execute("update clients set is_archived = true, archived_by = 999 where id = %s", [of])
    system.execute("update clients set is_archived = true, archived_by = %s where id = %s", [staff(system), of])


@pytest.mark.shows("CA-TRAP-13")
def test_trap_13_naive(naive: Place) -> None:
    naive.execute("update events set is_archived = true")
    naive.execute("insert into events (archived_by) values (7)")
    assert naive.rows(
        "select is_archived, archived_at, archived_by, updated_at::date::text from events order by id"
    ) == [
        (True, None, None, "2020-01-01"),
        (False, None, 7, naive.value("select current_date::text")),
    ]


MOMENT = "select count(*) from events where event_date >= timestamptz '2030-05-01 20:00+00'"


@pytest.mark.shows("CA-TRAP-14")
def test_trap_14_naive(naive: Place) -> None:
    seen = {zone: naive.open(settings={"timezone": zone}).value(MOMENT) for zone in ("UTC", "America/New_York")}
    assert seen == {"UTC": 0, "America/New_York": 1}


@pytest.mark.shows("CA-TRAP-14", "CA-RULE-08")
def test_trap_14(system: Place) -> None:
    new_york = system.open(settings={"timezone": "America/New_York"})
    made = event(new_york)
    system.execute("update events set event_date = '2030-05-01 18:00+00' where id = %s", [made])
    assert [session.value(MOMENT) for session in (system, new_york)] == [0, 0]
    naive_columns = "select count(*) from information_schema.columns where data_type like '%without time zone'"
    assert system.value(f"{naive_columns} and table_schema = 'public'") == 0


@pytest.mark.shows("CA-TRAP-15")
def test_trap_15_naive(naive: Place) -> None:
    with refused("42P17"):
        naive.execute(f"alter table resource_schedule add {EXCLUDE}")
    with refused("42P17"):
        naive.execute("create index on resource_schedule using gist (tstzrange(start_time, end_time))")


@pytest.mark.shows("CA-TRAP-15")
def test_trap_15(system: Place) -> None:
    """Columns with their zone: an index finds the moment, by whatever clock it is told."""
    made, cook = event(system), resource(system)
    id = book(system, cook, made, 9, 11)
    new_york = system.open(settings={"timezone": "America/New_York"})
    with refused("23P01"):
        new_york.execute(BOOK_FOR, [made, cook, "2030-05-01 06:00", "2030-05-01 08:00"])
    new_york.execute("set enable_seqscan = off")
    asked = (
        "select id from resource_schedule where resource_id = %s and not is_released and resource_type <> 'materials'"
        " and tstzrange(start_time, end_time, '[)') && tstzrange('2030-05-01 06:00', '2030-05-01 06:30')"
    )
    assert new_york.rows(asked, [cook]) == [(id,)]
    assert "resource_schedule_no_overlap" in "".join(line for (line,) in new_york.rows(f"explain {asked}", [cook]))


@pytest.mark.shows("CA-TRAP-16")
def test_trap_16_naive(naive: Place) -> None:
    conflicts = "select id from resource_schedule where tstzrange(start_time, end_time) && tstzrange(%s, %s)"
    assert naive.rows(conflicts, [at(10), at(12)]) == [(1,)]
    naive.execute("update resource_schedule set start_time = %s, end_time = %s where id = 1", [at(10), at(12)])


@pytest.mark.shows("CA-TRAP-16")
def test_trap_16(system: Place) -> None:
    made, cook = event(system), resource(system)
    id = book(system, cook, made, 9, 11)
    later = {"start_time": at(10), "end_time": at(12)}
    for query in ("get_overlapping_schedules", "get_resource_conflicts"):
        assert len(system.query(query, resource_id=cook, booking_id=None, **later)) == 1
        assert system.query(query, resource_id=cook, booking_id=id, **later) == []
    system.query("move_booking", booking_id=id, **later)
    assert system.value("select start_time from resource_schedule") == system.value("select %s::timestamptz", [at(10)])


SWAP = "update {} set resource_id = 3 - resource_id"
CLASH = """
    insert into deferrable_schedule (id, resource_id, start_time, end_time)
    select 3, 1, start_time, end_time from deferrable_schedule where id = 1
    on conflict on constraint deferrable_schedule_no_overlap
"""


@pytest.mark.shows("CA-TRAP-17")
def test_trap_17_naive(naive: Place) -> None:
    with refused("23P01"):
        naive.execute(SWAP.format("resource_schedule"))
    naive.execute(SWAP.format("deferrable_schedule"))
    with refused("55000"):
        naive.execute(f"{CLASH} do nothing")
    with refused("42809"):
        naive.execute(f"{CLASH} do update set resource_id = 9")


@pytest.mark.shows("CA-TRAP-17")
def test_trap_17(system: Place) -> None:
    """Not deferrable: who comes too late may be let go by ON CONFLICT, and a function swaps."""
    made, cooks = event(system), [resource(system), resource(system)]
    ids = [book(system, cook, made, 9, 11) for cook in cooks]
    late = "insert into resource_schedule (resource_id, event_id, start_time, end_time) values (%s, %s, %s, %s)"
    assert system.execute(f"{late} on conflict do nothing", [cooks[0], made, at(10), at(12)]) == 0
    system.query("swap_bookings", booking_id=ids[0], other_booking_id=ids[1])
    held = "select resource_id, is_released from resource_schedule order by id"
    assert system.rows(held) == [(cooks[1], False), (cooks[0], False)]
    system.query("release_booking", booking_id=ids[0])
    with refused("P0002"):
        system.query("swap_bookings", booking_id=ids[0], other_booking_id=ids[1])


@pytest.mark.shows("CA-TRAP-18")
def test_trap_18_naive(naive: Place) -> None:
    conflicts = (
        "select id from resource_schedule where tstzrange(start_time, end_time, '[)') && tstzrange(%s, %s, '[)')"
    )
    assert naive.rows(conflicts, [at(10), at(10)]) == []
    with refused("22000"):
        naive.rows(conflicts, [at(11), at(10)])


@pytest.mark.shows("CA-TRAP-18")
def test_trap_18(system: Place) -> None:
    """What no booking may last is refused by the query as it is by the insert."""
    made, cook = event(system), resource(system)
    book(system, cook, made, 9, 11)
    for start, end in [(at(10), at(10)), (at(11), at(10)), (at(9), "infinity"), (None, at(10))]:
        for query in ("get_overlapping_schedules", "get_resource_conflicts"):
            with refused("23514"):
                system.query(query, resource_id=cook, start_time=start, end_time=end, booking_id=None)


@pytest.mark.shows("CA-TRAP-08", "CA-STATE-archive")
def test_archiving_is_filled_in_and_cleared(system: Place) -> None:
    made, account = event(system), staff(system)
    acting = system.open(settings={"app.current_user_id": str(account)})
    archive(acting, "events", made)
    archived = "select is_archived, archived_at is not null, archived_by from events"
    assert system.rows(archived) == [(True, True, account)]
    with refused("23514"):
        system.execute("update events set status = 'planning'")
    system.execute("update events set is_archived = false")
    assert system.rows(archived) == [(False, False, None)]
    system.execute("update events set is_archived = true, archived_at = %s, archived_by = %s", [at(1), account])
    assert system.value("select archived_at = %s::timestamptz from events", [at(1)])
    assert log_of(system, made) == [(None, "inquiry")]
