"""Traps 19 to 36 of catering: what the naive form does wrong on a real server, and how the system's own does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.differ.compare import compare
from pgplumb.errors import DatabaseError
from pgplumb.introspect.reader import read
from pgplumb.model.change import Added
from schema.catering.models import metadata
from tests.database.models import engine
from tests.systems.catering.some import at, book, client, event, log_of, resource, staff
from tests.systems.kit import SCHEMA, Place, opened, refused, started, until_waiting
from tests.systems.programs import psql

if TYPE_CHECKING:
    from tests.systems.databases import Systems

BOOK = "insert into resource_schedule (resource_id, start_time, end_time) values (%s, %s, %s)"
BOOKED = "select count(*) from resource_schedule"


@pytest.mark.shows("CA-TRAP-19")
def test_trap_19_naive(naive: Place) -> None:
    """Both look, both find the hour free, both book."""
    one, other = naive.open(), naive.open()
    for session in (one, other):
        session.execute("begin")
        assert session.value(BOOKED) == 0
    for session in (one, other):
        session.execute(BOOK, [1, at(9), at(10)])
        session.execute("commit")
    assert naive.value(BOOKED) == 2


@pytest.mark.shows("CA-TRAP-19")
def test_trap_19_crossed_bookings_deadlock_and_those_in_order_do_not(system: Place) -> None:
    made, cooks = event(system), [resource(system), resource(system)]
    query = "select book_resource(%s, %s, null, %s, %s)"
    one, other = system.open(), system.open()
    for session, cook in ((one, cooks[0]), (other, cooks[1])):
        session.execute("set deadlock_timeout = '10ms'")
        session.execute("begin")
        book(session, cook, made, 9, 10)
    first = started(one, query, [cooks[1], made, at(9), at(10)])
    until_waiting(system, one)
    second = started(other, query, [cooks[0], made, at(9), at(10)])
    lost = [error for error in (first.exception(), second.exception()) if isinstance(error, DatabaseError)]
    assert [error.sqlstate for error in lost] == ["40P01"]
    for session in (one, other):
        session.execute("rollback")
        session.execute("begin")
    # In the order of their keys the second one waits before it holds anything, and is told of the conflict.
    book(one, cooks[0], made, 9, 10)
    waiting = started(other, query, [cooks[0], made, at(9), at(10)])
    until_waiting(system, other)
    book(one, cooks[1], made, 9, 10)
    one.execute("commit")
    with refused("23P01"):
        waiting.result()


@pytest.mark.shows("CA-TRAP-20")
def test_trap_20_naive(naive: Place) -> None:
    with refused("22P02"):
        naive.execute("delete from drizzle.__drizzle_migrations where id = 'XXXX'")
    with refused("42P01"):
        naive.execute("delete from __drizzle_migrations where id = 1")
    naive.execute("delete from drizzle.__drizzle_migrations where id = 1")
    with refused("42P07"):
        naive.execute("create table events (id serial primary key)")


@pytest.mark.shows("CA-TRAP-21")
def test_trap_21_naive(naive: Place) -> None:
    for _ in range(2):
        naive.execute(
            "insert into resource_schedule (resource_id, event_id, start_time, end_time) values (1, 1, %s, %s)",
            [at(9), at(10)],
        )
    assert naive.value(BOOKED) == 2
    for lacking in ("pg_trigger", "pg_constraint where contype = 'x'", "pg_views where schemaname = 'public'"):
        assert naive.value(f"select count(*) from {lacking}") == 0, "and nothing says so"


@pytest.mark.shows("CA-TRAP-21")
def test_trap_21(system: Place) -> None:
    """What is made from the desired files alone has the constraint, the triggers and the views."""
    made, cook = event(system), resource(system)
    book(system, cook, made, 9, 10)
    with refused("23P01"):
        book(system, cook, made, 9, 10)
    assert log_of(system, made) == [(None, "inquiry")]
    assert system.value("select count(*) from event_status_timeline") == 1


@pytest.mark.shows("CA-TRAP-21")
def test_trap_21_what_a_push_leaves_out_is_named(system: Place, systems: Systems) -> None:
    """Models that were written from the schema keep bookings apart too; of what no models say a comparison tells."""
    with systems.scratch.database() as dsn, opened(dsn, SCHEMA / "catering") as pushed:
        used = engine(dsn)
        metadata.create_all(used)
        used.dispose()
        assert _lacking(pushed, system) >= {"events_log_status", "event_status_timeline"}
        assert "resource_schedule_no_overlap" not in _lacking(pushed, system)
        pushed.execute("alter table resource_schedule drop constraint resource_schedule_no_overlap")
        assert "resource_schedule_no_overlap" in _lacking(pushed, system)


def _lacking(place: Place, whole: Place) -> set[str]:
    """The names of what one database lacks that another one has."""
    catalogs = (read(each.session, own_roles=frozenset({"postgres"})) for each in (place, whole))
    return {change.id.name for change in compare(*catalogs) if isinstance(change, Added)}


@pytest.mark.shows("CA-TRAP-22")
def test_trap_22_naive(naive: Place) -> None:
    exclude = "exclude using gist (resource_id with =, tstzrange(start_time, end_time, '[)') with &&)"
    with refused("0A000"):
        naive.execute(f"alter table resource_schedule add constraint no_overlap {exclude} not valid")
    with refused("23P01"):
        naive.execute(f"alter table resource_schedule add constraint no_overlap {exclude}")


@pytest.mark.shows("CA-TRAP-22")
def test_trap_22(system: Place) -> None:
    """The rows that are in the way are found and settled first."""
    definition = system.value(
        "select pg_get_constraintdef(oid) from pg_constraint where conname = 'resource_schedule_no_overlap'"
    )
    system.execute("alter table resource_schedule drop constraint resource_schedule_no_overlap")
    made, cook = event(system), resource(system)
    ids = [book(system, cook, made, start, start + 2) for start in (9, 10, 12)]
    assert system.query("find_overlapping_bookings") == [(ids[0], ids[1])]
    system.query("release_booking", booking_id=ids[1])
    assert system.query("find_overlapping_bookings") == []
    system.execute(f"alter table resource_schedule add constraint resource_schedule_no_overlap {definition}")


@pytest.mark.shows("CA-TRAP-23")
def test_trap_23_naive(naive: Place) -> None:
    as_delivered = "select boot_val::integer from pg_settings where name = %s"
    free = naive.value(as_delivered, ["max_connections"])
    free -= naive.value(as_delivered, ["superuser_reserved_connections"])
    assert free == 97
    assert naive.value("select sum(connections) from pools") > free


@pytest.mark.shows("CA-TRAP-23", "CA-SEC-pool")
def test_trap_23(system: Place) -> None:
    ((allowed, reserved, suffice),) = system.query("connections_suffice", pooled=1)
    assert (allowed, suffice) == (system.value("select current_setting('max_connections')::integer"), True)
    for pooled in (allowed - reserved, allowed - reserved + 1):
        assert system.query("connections_suffice", pooled=pooled)[0][2] == (pooled + reserved <= allowed)


@pytest.mark.shows("CA-TRAP-24")
def test_trap_24_naive(naive: Place) -> None:
    assert naive.execute("insert into resource_schedule (event_id, task_id) values (2, 1)") == 1


@pytest.mark.shows("CA-TRAP-25")
def test_trap_25_naive(naive: Place) -> None:
    naive.execute("insert into users (email) values ('jane@acme.test'), ('Jane@Acme.test')")
    assert naive.value("select count(*) from users") == 2


@pytest.mark.shows("CA-TRAP-26")
def test_trap_26_naive(naive: Place) -> None:
    assert naive.execute("update events set status = 'follow_up'") == 1


ORDER = ["inquiry", "planning", "preparation", "in_progress", "completed", "follow_up"]
BACK = {("planning", "inquiry"), ("preparation", "planning")}


@pytest.mark.parametrize("before", ORDER)
@pytest.mark.shows("CA-TRAP-26", "CA-STATE-event")
def test_trap_26(system: Place, before: str) -> None:
    """One step at a time, back only before the event takes place, and nothing follows the end."""
    of = client(system)
    for after in ORDER:
        made = event(system, of, before)
        change = "update events set status = %s where id = %s"
        if before == after or ORDER.index(after) == ORDER.index(before) + 1 or (before, after) in BACK:
            assert system.execute(change, [after, made]) == 1
        else:
            with refused("23514"):
                system.execute(change, [after, made])


@pytest.mark.shows("CA-TRAP-27")
def test_trap_27_naive(naive: Place) -> None:
    with refused("23502"):
        naive.execute("update events set status = 'planning'")


@pytest.mark.shows("CA-TRAP-27")
def test_trap_27(system: Place) -> None:
    """Who entered the event, who changed it, and then a job on behalf of nobody, with an empty setting left behind."""
    entered, changed = staff(system), staff(system, "eve@catering.test")
    made = event(system)
    system.execute(
        """
        insert into events (client_id, name, event_date, created_by)
        select client_id, 'Lunch', event_date, %s from events
        """,
        [entered],
    )
    acting = system.open(settings={"app.current_user_id": str(changed), "app.status_notes": "she rang"})
    acting.execute("update events set status = 'planning' where id = %s", [made])
    system.open(settings={"app.current_user_id": ""}).execute(
        "update events set status = 'preparation' where id = %s", [made]
    )
    assert system.rows("select changed_by, notes from event_status_log order by id") == [
        (None, None),
        (entered, None),
        (changed, "she rang"),
        (None, None),
    ]


@pytest.mark.shows("CA-TRAP-28")
def test_trap_28_naive(naive: Place) -> None:
    naive.execute("update events set end_time = now()")
    assert naive.value("select status from events") == "completed"
    assert naive.value("select count(*) from event_status_log") == 0


@pytest.mark.shows("CA-TRAP-28")
def test_trap_28(system: Place) -> None:
    """A trigger that somebody adds, and that changes the status in a statement that does not name it, is logged too."""
    system.script(
        """
        create function begin_planning() returns trigger language plpgsql as $$
        begin
            new.status := 'planning';
            return new;
        end;
        $$;
        create trigger events_begin before update of location on events for each row execute function begin_planning();
        """
    )
    made = event(system)
    system.execute("update events set location = 'Hall'")
    assert log_of(system, made) == [(None, "inquiry"), ("inquiry", "planning")]


@pytest.mark.shows("CA-TRAP-29")
def test_trap_29_naive(naive: Place) -> None:
    with refused("42P07"):
        naive.execute("create view communications as select * from communications")


@pytest.mark.shows("CA-TRAP-29", "CA-MIG-06")
def test_trap_29(system: Place) -> None:
    """The table takes the new name and a view the old one: it can be read and written, not referred to."""
    of = client(system)
    with system.session.transaction():
        system.execute("alter table communications rename to contacts")
        system.execute("create view communications as select * from contacts")
    system.execute("insert into communications (client_id, type) values (%s, 'email')", [of])
    system.execute("update communications set subject = 'menu'")
    id = system.value("select id from communications")
    merge = "insert into communications (id, client_id, type) values (%s, %s, 'phone')"
    system.execute(f"{merge} on conflict (id) do update set type = excluded.type", [id, of])
    assert system.rows("select type::text, subject from contacts") == [("phone", "menu")]
    with refused("42809"):
        system.execute("create table attachments (communication_id integer references communications (id))")


@pytest.mark.shows("CA-TRAP-30")
def test_trap_30_naive(naive: Place) -> None:
    with refused("23502"):
        naive.execute("alter table events add column contact_email text not null")


@pytest.mark.shows("CA-TRAP-30", "CA-MIG-06")
def test_trap_30(system: Place) -> None:
    event(system)
    system.execute("alter table events add column contact_email text")
    system.execute("update events e set contact_email = c.email from clients c where c.id = e.client_id")
    system.execute("alter table events alter column contact_email set not null")
    assert system.value("select contact_email from events") == "ann@acme.test"


@pytest.mark.shows("CA-TRAP-31")
def test_trap_31_naive(naive: Place) -> None:
    insert = "insert into resource_schedule (resource_id, event_id, start_time, end_time) values (1, 1, %s, %s)"
    naive.execute(insert, [at(9), "infinity"])
    with refused("23P01"):
        naive.execute(insert, ["2999-01-01", "2999-01-02"])


@pytest.mark.shows("CA-TRAP-32")
def test_trap_32_naive(naive: Place) -> None:
    with refused("22000"):
        naive.execute(BOOK, [1, at(11), at(9)])


EVENTS = "select name from events where event_date >= '2030-01-01'"


@pytest.mark.shows("CA-TRAP-33")
def test_trap_33(system: Place) -> None:
    assert "named" in psql(system.dsn, r"\di events")
    assert "idx_events_client_id" in psql(system.dsn, r"\d events")
    assert "idx_events_client_id" in psql(system.dsn, r"\di idx_events_*")


@pytest.mark.shows("CA-TRAP-34")
def test_trap_34_naive(naive: Place) -> None:
    """Without an order the list changes because a row was touched; seeds that only insert run once."""
    before = naive.rows(EVENTS)
    naive.execute("update events set name = name where name = 'first'")
    assert naive.rows(EVENTS) != before
    seed = "insert into users (email) values ('admin@example.com')"
    naive.execute(seed)
    with refused("23505"):
        naive.execute(seed)


@pytest.mark.shows("CA-TRAP-34", "CA-Q-01", "CA-Q-04")
def test_trap_34(system: Place) -> None:
    of = client(system)
    made = [event(system, of) for _ in range(3)]
    before = [system.query("list_upcoming_events", now=at(0)), system.query("list_events")]
    assert [row[0] for row in before[0]] == made
    system.execute("update events set name = name where id = %s", [made[0]])
    after = [system.query("list_upcoming_events", now=at(0)), system.query("list_events")]
    assert [[row[0] for row in rows] for rows in after] == [[row[0] for row in rows] for rows in before]


@pytest.mark.shows("CA-TRAP-35")
def test_trap_35_naive(naive: Place) -> None:
    with refused("2BP01"):
        naive.execute("alter table events drop column venue")
    naive.execute("alter table events add column attendees integer")
    columns = "select count(*) from information_schema.columns where table_name = 'all_events'"
    assert naive.value(columns) == 3


@pytest.mark.shows("CA-TRAP-35")
def test_trap_35(system: Place) -> None:
    """A view names its columns; what a migration drops or adds, it drops and creates the view around."""
    event(system)
    view = system.value("select pg_get_viewdef('upcoming_events')")
    with system.session.transaction():
        system.execute("drop view upcoming_events")
        system.execute("alter table events drop column location")
        system.execute("alter table events add column place text default 'Hall'")
        system.execute(f"create view upcoming_events as {view.replace('e.location', 'e.place as location')}")
    assert system.value("select location from upcoming_events") == "Hall"


@pytest.mark.shows("CA-TRAP-36")
def test_trap_36_naive(naive: Place) -> None:
    naive.execute("analyze resource_schedule")
    conflicts = """
        explain select 1 from resource_schedule
        where resource_id = 1 and tstzrange(start_time, end_time, '[)') && tstzrange('2030-05-01', '2030-05-02', '[)')
    """
    assert "Seq Scan" in naive.value(conflicts)


@pytest.mark.parametrize("before", ["pending", "in_progress", "completed", "cancelled"])
@pytest.mark.shows("CA-STATE-task")
def test_a_task_is_begun_done_or_cancelled(system: Place, before: str) -> None:
    steps = {
        ("pending", "in_progress"),
        ("in_progress", "completed"),
        ("pending", "cancelled"),
        ("in_progress", "cancelled"),
    }
    made = event(system)
    insert = (
        "insert into tasks (event_id, title, category, status, completed_at) values (%s, 'Cook', 'pre_event', %s, %s)"
    )
    done = at(1) if before == "completed" else None
    for after in ("pending", "in_progress", "completed", "cancelled"):
        id = system.value(f"{insert} returning id", [made, before, done])
        change = "update tasks set status = %s where id = %s"
        if before == after or (before, after) in steps:
            system.execute(change, [after, id])
            completed = "select (completed_at is not null) = (status = 'completed') from tasks where id = %s"
            assert system.value(completed, [id])
        else:
            with refused("23514"):
                system.execute(change, [after, id])
    with refused("23514"):
        system.execute(insert, [made, "pending", at(1)])
