"""What else catering's specification asks for: conventions, migrations, roles and secrets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from pgplumb.cli.main import run
from pgplumb.introspect.reader import read
from pgplumb.model.migration import Direction
from pgplumb.model.relations import Table
from pgplumb.postgres.session import connect
from tests.systems.catering.some import HASH, at, book, event, resource, staff
from tests.systems.databases import migrations
from tests.systems.kit import SCHEMA, opened, refused
from tests.systems.programs import backup, contents, restore

if TYPE_CHECKING:
    from pathlib import Path

    from pgplumb.model.catalog import Catalog
    from tests.systems.databases import Systems
    from tests.systems.kit import Place

FOLDER = SCHEMA / "catering"
#: Keyed by what they join or prove, not by a number.
UNNUMBERED = {"task_resources", "verification_tokens"}
#: Written once: the moment that they tell is the only one.
LOGS = {"event_status_log", "portal_access_log"}
ARCHIVED = {"clients", "events", "tasks", "resources", "communications"}
IN_ORDER = [
    *("clients", "users", "events", "event_status_log", "tasks", "resources", "task_resources", "resource_schedule"),
    *("communications", "verification_tokens", "portal_access_log"),
]


def _columns(place: Place, condition: str) -> dict[str, set[str]]:
    """Tables with the columns for which a condition on information_schema.columns holds."""
    found: dict[str, set[str]] = {}
    rows = place.rows(
        f"""
        select c.table_name, c.column_name from information_schema.columns c
        join information_schema.tables t using (table_schema, table_name)
        where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and ({condition})
        """
    )
    for table, column in rows:
        found.setdefault(table, set()).add(column)
    return found


def _read(place: Place) -> Catalog:
    return read(place.session, own_roles=frozenset({"postgres"}))


@pytest.mark.shows("CA-RULE-01")
def test_entities_are_numbered_by_sequences_of_their_own(system: Place) -> None:
    counted = "column_default = format('nextval(''%s_id_seq''::regclass)', table_name)"
    keys = _columns(system, f"column_name = 'id' and data_type = 'integer' and {counted}")
    assert set(keys) == set(IN_ORDER) - UNNUMBERED


@pytest.mark.shows("CA-RULE-02")
def test_names_are_varchar_255_and_not_null(system: Place) -> None:
    named = "(column_name = 'name' or column_name like '%\\_name' or column_name = 'title')"
    assert _columns(system, named) == _columns(
        system, f"{named} and data_type = 'character varying' and character_maximum_length = 255 and is_nullable = 'NO'"
    )


@pytest.mark.shows("CA-RULE-03")
def test_rows_tell_when_they_were_made_and_last_changed(system: Place) -> None:
    stamped = "data_type = 'timestamp with time zone' and is_nullable = 'NO' and column_default = 'now()'"
    found = _columns(system, f"column_name in ('created_at', 'updated_at') and {stamped}")
    assert found == {table: {"created_at", "updated_at"} for table in set(IN_ORDER) - LOGS}
    assert set(_columns(system, f"column_name in ('changed_at', 'accessed_at') and {stamped}")) == LOGS


@pytest.mark.shows("CA-RULE-04")
def test_what_can_be_put_away_says_whether_when_and_by_whom(system: Place) -> None:
    flags = _columns(system, "column_name = 'is_archived' and is_nullable = 'NO' and column_default = 'false'")
    assert set(flags) == ARCHIVED
    assert set(_columns(system, "column_name = 'archived_at' and is_nullable = 'YES'")) == ARCHIVED
    keys = """
        select conrelid::regclass::text from pg_constraint
        where conname like '%archived_by_fkey' and confrelid = 'users'::regclass
    """
    assert {table for (table,) in system.rows(keys)} == ARCHIVED


@pytest.mark.shows("CA-RULE-05")
def test_indexes_are_named_after_tables_and_each_key_and_name_has_one(system: Place) -> None:
    names = "select tablename, indexname from pg_indexes where schemaname = 'public' and indexname like 'idx%'"
    assert all(index.startswith(f"idx_{table}_") for table, index in system.rows(names))
    leading = """
        select c.conrelid::regclass::text, a.attname
        from pg_constraint c
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        where c.contype = 'f' and c.connamespace = 'public'::regnamespace
        union
        select attrelid::regclass::text, attname from pg_attribute
        join pg_class on pg_class.oid = attrelid and relkind = 'r' and relnamespace = 'public'::regnamespace
        where attname = 'name' or attname like '%\\_name'
        except
        select i.indrelid::regclass::text, a.attname
        from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indpred is null
    """
    assert system.rows(leading) == []


@pytest.mark.shows("CA-RULE-06")
def test_tables_can_be_created_in_the_order_of_what_refers_to_what(systems: Systems) -> None:
    desired = FOLDER / "desired"
    first = [
        desired / "extensions.sql",
        desired / "roles.sql",
        *_files(desired / "types"),
        *_files(desired / "functions"),
    ]
    tables = [desired / "tables" / f"{name}.sql" for name in IN_ORDER]
    after = [desired / "tables" / "clients_archived_by.sql", *_files(desired / "views")]
    assert sorted([*first, *tables, *after]) == sorted(desired.rglob("*.sql"))
    with systems.scratch.database() as dsn:
        from pgplumb.postgres.session import connect

        with connect(dsn) as session:
            session.execute("set check_function_bodies = off")
            for file in (*first, *tables, *after):
                systems.run(session, file)
            assert session.value("select count(*) from pg_tables where schemaname = 'public'") == len(IN_ORDER)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.sql"))


@pytest.mark.shows("CA-RULE-08")
def test_every_moment_is_a_timestamptz(system: Place) -> None:
    assert _columns(system, "data_type in ('timestamp without time zone', 'time without time zone', 'date')") == {}
    moments = _columns(system, "data_type = 'timestamp with time zone'")
    named = _columns(system, "column_name like '%\\_at' or column_name like '%\\_time' or column_name like '%\\_date'")
    assert moments == {t: c | ({"expires"} if t == "verification_tokens" else set()) for t, c in named.items()}


@pytest.mark.shows("CA-RULE-09")
def test_the_database_keeps_the_rules_for_a_superuser_too(system: Place) -> None:
    """Nothing is left to a service: each of these is refused whoever writes it."""
    made, cook = event(system), resource(system)
    book(system, cook, made, 9, 10)
    for statement, sqlstate in (
        ("update events set estimated_attendees = 0", "23514"),
        ("update events set start_time = now(), end_time = now()", "23514"),
        ("update events set status = 'follow_up'", "23514"),
        ("update resources set hourly_rate = -1", "23514"),
        ("update resources set quantity = 5", "23514"),
        ("update resource_schedule set end_time = start_time", "23514"),
        ("update resource_schedule set quantity = 0", "23514"),
        ("update clients set email = 'no address'", "23514"),
        ("delete from clients", "23001"),
        ("insert into communications (client_id, type) select id, 'other' from clients", "23514"),
    ):
        with refused(sqlstate, "23503" if sqlstate == "23001" else sqlstate):
            system.execute(statement)


@pytest.mark.shows("CA-INV-15")
def test_the_desired_files_and_all_migrations_give_the_same_schema(system: Place, systems: Systems) -> None:
    with systems.before("catering", "what is after the last one") as migrated:
        made, replayed = _read(system), _read(migrated)
    assert made.fingerprint == replayed.fingerprint
    assert len(list(made.of(Table))) == len(IN_ORDER)


@pytest.mark.shows("CA-MIG-02")
def test_a_plan_beside_the_migrations_is_refused(
    systems: Systems, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where migrations are kept, a change goes into one of them: what is pushed past them is no part of the history."""
    systems.ensure_roles("catering")
    with systems.scratch.database() as dsn:
        place = ["-C", str(FOLDER)]
        assert run([*place, "apply", "--url", dsn.url]) == 0, capsys.readouterr()
        with connect(dsn) as session:
            session.execute("drop index idx_tasks_category")
        plan = str(tmp_path / "plan.json")
        assert run([*place, "plan", "--url", dsn.url, "--out", plan]) == 2
        assert run([*place, "apply", "--url", dsn.url, "--plan", plan]) == 3
        assert run([*place, "drift", "--url", dsn.url]) == 2


@pytest.mark.shows("CA-MIG-01")
def test_migrations_are_numbered_without_gaps_and_sealed(systems: Systems) -> None:
    found = migrations("catering")
    assert [each.version for each in found] == [f"{number:04}" for number in range(1, len(found) + 1)]
    listed = (FOLDER / "migrations" / "pgplumb.sum").read_text(encoding="utf-8")
    for each in found:
        assert each.checksum in listed


@pytest.mark.shows("CA-MIG-04")
@pytest.mark.parametrize("slug", ["add_communications_and_the_portal", "say_why_events_are_archived"])
def test_what_is_only_added_is_announced_as_safe(slug: str) -> None:
    """New tables, and columns that may be null: whoever reads and writes the old ones is not in the way for long."""
    for each in migrations("catering"):
        if each.slug == slug:
            assert not each.up_losses
            assert not [hazard for hazard in each.hazards if hazard.startswith(("data_loss", "rewrite"))]


@pytest.mark.shows("CA-MIG-05")
def test_what_breaks_readers_is_announced() -> None:
    by_slug = {each.slug: each for each in migrations("catering")}
    (dropped,) = by_slug["drop_the_priority_of_tasks"].up_losses
    assert "priority_deprecated" in dropped
    required = " ".join(by_slug["hold_materials_to_their_numbers"].hazards)
    assert "data_dependent" in required
    assert "blocks_reads" in required


@pytest.mark.shows("CA-MIG-04", "CA-TRAP-10")
def test_a_new_label_is_used_in_a_migration_of_its_own() -> None:
    adding, using = (each for each in migrations("catering") if each.slug.startswith("let_tasks_be_cancelled"))
    assert "ADD VALUE 'other'" in adding.up
    assert "'other'::" not in adding.up
    assert "'other'::public.communication_type" in using.up


@pytest.mark.shows("CA-MIG-06", "CA-TRAP-30")
def test_a_column_comes_nullable_is_filled_and_then_required(systems: Systems) -> None:
    with systems.before("catering", "count_materials") as place:
        made, cook = (
            event(place),
            place.value("insert into resources (name, type) values ('Cook', 'staff') returning id"),
        )
        insert = "insert into resource_schedule (resource_id, event_id, start_time, end_time) values (%s, %s, %s, %s)"
        place.execute(insert, [cook, made, at(9), at(10)])
        place.execute("insert into resources (name, type) values ('Linens', 'materials')")
        systems.migrate(place, "catering", "count_materials")
        assert place.rows("select name, quantity from resources order by id") == [("Cook", None), ("Linens", 1)]
        assert place.value("select resource_type from resource_schedule") is None
        systems.migrate(place, "catering", "hold_materials_to_their_numbers")
        assert place.value("select resource_type::text from resource_schedule") == "staff"
        with refused("23P01"):
            place.execute(insert, [cook, made, at(9), at(10)])


@pytest.mark.shows("CA-MIG-07", "CA-MIG-08", "CA-RET-backup")
def test_a_backup_tries_a_migration_first_and_brings_back_what_it_drops(systems: Systems) -> None:
    """The way down brings the column back, and not what was in it."""
    slug = "drop_the_priority_of_tasks"
    with systems.before("catering", slug) as place, systems.scratch.database() as copy:
        made = event(place)
        place.execute(
            "insert into tasks (event_id, title, category, priority_deprecated) values (%s, 'Cook', 'pre_event', 7)",
            [made],
        )
        before, saved = contents(place.session), backup(place.dsn)
        restore(saved, copy)
        with opened(copy, place.folder) as rehearsal:
            systems.migrate(rehearsal, "catering", slug)
        for direction in (Direction.UP, Direction.DOWN):
            systems.migrate(place, "catering", slug, direction)
        assert place.value("select priority_deprecated from tasks") is None
        with systems.scratch.database() as again, connect(again) as session:
            restore(saved, again)
            assert contents(session) == before


@pytest.mark.shows("CA-MIG-08", "CA-MIG-03")
def test_a_rename_keeps_what_is_there_both_ways(systems: Systems) -> None:
    slug = "rename_venue_to_location"
    with systems.before("catering", slug) as place:
        made = event(place)
        place.execute("update events set venue = 'Hall'")
        systems.migrate(place, "catering", slug)
        assert place.rows("select id, location from events") == [(made, "Hall")]
        assert place.value("select location from upcoming_events") == "Hall"
        systems.migrate(place, "catering", slug, Direction.DOWN)
        assert place.rows("select id, venue from events") == [(made, "Hall")]


@pytest.mark.shows("CA-MIG-06")
def test_what_goes_is_first_called_deprecated(systems: Systems) -> None:
    with systems.before("catering", "drop_the_priority_of_tasks") as place:
        said = (
            "select col_description('tasks'::regclass, attnum) from pg_attribute where attname = 'priority_deprecated'"
        )
        assert place.value(said).startswith("Deprecated")
        bodies = "select count(*) from pg_proc where prosrc ~ 'priority'"
        assert place.value(bodies) == 0


@pytest.mark.shows("CA-MIG-08")
def test_an_index_comes_and_goes_while_others_write(systems: Systems) -> None:
    found = [each for each in migrations("catering") if each.slug == "find_events_by_date"]
    assert [each.up_transactional for each in found] == [False, False]
    assert all(" index concurrently " in each.up.lower() for each in found)
    with systems.before("catering", "find_events_by_date") as place:
        systems.migrate(place, "catering", "find_events_by_date")
        assert place.value("select indisvalid from pg_index where indexrelid = 'idx_events_event_date'::regclass")
        assert place.value("select to_regclass('idx_events_status')") is None


@pytest.mark.shows("CA-MIG-09", "CA-TRAP-20")
def test_going_back_runs_a_script_and_the_way_forward_is_open_again(systems: Systems) -> None:
    slug = "say_why_events_are_archived"
    with systems.before("catering", slug) as place:
        before = _read(place).fingerprint
        for _ in range(2):
            systems.migrate(place, "catering", slug)
            assert place.value("select to_regtype('archive_reason')") is not None
            systems.migrate(place, "catering", slug, Direction.DOWN)
            assert _read(place).fingerprint == before


@pytest.mark.shows("CA-SEC-roles")
def test_each_role_does_its_part_and_nothing_else(system: Place) -> None:
    made, cook = event(system), resource(system)
    account = staff(system)
    application = system.open("catering_app", {"app.current_user_id": str(account)})
    scheduler, reader = system.open("catering_scheduler"), system.open("catering_readonly")
    id = book(scheduler, cook, made, 9, 10)
    application.execute("update events set status = 'planning'")
    assert system.value("select changed_by from event_status_log where old_status is not null") == account
    for session, statement in (
        (application, "delete from events"),
        (application, "insert into event_status_log (event_id, new_status) select id, 'completed' from events"),
        (application, "delete from portal_access_log"),
        (application, "update resource_schedule set notes = 'mine'"),
        (scheduler, "update events set name = 'Other'"),
        (scheduler, "update resources set name = 'Other'"),
        (scheduler, "select password_hash from users"),
        (scheduler, "select * from verification_tokens"),
        (reader, "select password_hash from users"),
        (reader, "select * from verification_tokens"),
        (reader, "update resource_schedule set notes = 'mine'"),
    ):
        with refused("42501"):
            session.execute(statement)
    assert reader.rows("select id from resource_schedule") == [(id,)]
    application.execute("update events set is_archived = true, archive_reason = 'cancelled'")
    assert reader.value("select is_released from resource_schedule")
    scheduler.execute("delete from resource_schedule")


@pytest.mark.shows("CA-SEC-secrets")
def test_no_credentials_stand_in_the_files(system: Place) -> None:
    files = [file for part in ("desired", "migrations", "queries") for file in (FOLDER / part).rglob("*.sql")]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    assert not re.search(r"changeme|postgres(ql)?://|password\s+'|\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}", text)
    assert system.value("select count(*) from pg_roles where rolname like 'catering%' and rolcanlogin") == 0


@pytest.mark.shows("CA-SEC-passwords")
def test_a_hash_of_less_than_cost_ten_is_refused(system: Place) -> None:
    account = staff(system)
    change = "update users set password_hash = %s where id = %s"
    for cost, accepted in (("09", False), ("10", True), ("12", True), ("31", True), ("32", False)):
        given: list[Any] = [HASH.replace("$10$", f"${cost}$"), account]
        if accepted:
            system.execute(change, given)
        else:
            with refused("23514"):
                system.execute(change, given)
