"""The rules of togather, and what stands for its operation: read from the catalog, and tried."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from psycopg.types.json import Jsonb

from tests.systems.kit import SCHEMA, named_queries, refused
from tests.systems.togather.rows import AHEAD, CC0, CC_BY, add, event, go, peer, told

if TYPE_CHECKING:
    from tests.systems.kit import Place

ENTITIES = (
    "places",
    "organizations",
    "persons",
    "event_series",
    "events",
    "event_occurrences",
    "event_performers",
)
#: Written once, and so without both times; each says when it was written.
APPEND_ONLY = {
    "event_changes": "changed_at",
    "event_history": "system_period",
    "event_sources": "retrieved_at",
    "field_provenance": "observed_at",
}
TABLES = "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"


def columns(of: Place, table: str) -> dict[str, str]:
    """The columns of a table and their types."""
    return dict(
        of.rows(
            "select attname, format_type(atttypid, atttypmod) from pg_attribute"
            " where attrelid = %s::regclass and attnum > 0 and not attisdropped",
            [table],
        )
    )


@pytest.mark.shows("TG-RULE-01")
@pytest.mark.parametrize("table", ENTITIES)
def test_columns_say_which_property_they_hold(system: Place, table: str) -> None:
    said = system.rows(
        "select attname, col_description(attrelid, attnum) from pg_attribute"
        " where attrelid = %s::regclass and attnum > 0 and not attisdropped",
        [table],
    )
    named = {column: re.search(r"\((schema|sel):([a-z]\w+)\)\.$", comment or "") for column, comment in said}
    assert [column for column, found in named.items() if found is None] == []
    if table == "events":
        properties = {column: f"{found[1]}:{found[2]}" for column, found in named.items() if found}
        assert properties["name"] == "schema:name"
        assert properties["description"] == "schema:description"
        assert properties["event_status"] == "schema:eventStatus"
        assert {"takedown_requested", "dedup_hash", "deleted_at"} == {
            column for column, named_so in properties.items() if named_so.startswith("sel:")
        }


@pytest.mark.shows("TG-RULE-02")
def test_an_event_of_another_node_has_its_address(system: Place) -> None:
    node = add(system, "federation_nodes")
    with refused("23514"):
        event(system, origin_node_id=node)
    event(system, origin_node_id=node, federation_uri="https://there.example/events/1")
    with refused("23514"):
        system.execute("update events set federation_uri = 'https://there.example/events/2'")


@pytest.mark.shows("TG-RULE-03", "TG-SEC-03")
def test_json_ld_is_made_and_not_stored(system: Place) -> None:
    jsonb = "select attrelid::regclass || '.' || attname from pg_attribute where atttypid = 'jsonb'::regtype"
    stored = {column for (column,) in system.rows(jsonb) if column.split(".")[0] in {t for (t,) in system.rows(TABLES)}}
    assert stored == {
        "event_changes.snapshot",
        "event_history.snapshot",
        "event_sources.payload",
        "events.source_payload",
        "field_provenance.value",
        "job_queue.args",
    }
    venue = add(system, "places", name="Massey Hall", city="Toronto", country="CA")
    subject = event(system, name="Jazz Night", description="Text", primary_venue_id=venue)
    add(system, "event_occurrences", event_id=subject, start_time="2999-08-15 19:00-04")
    say = "select event_json_ld(%s)"
    said = system.value(say, [subject])
    assert said["@context"] == "https://schema.org"
    assert (said["@type"], said["name"], said["description"], said["license"]) == ("Event", "Jazz Night", "Text", CC0)
    assert said["location"]["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Toronto",
        "addressCountry": "CA",
    }
    assert [each["startDate"] for each in said["subEvent"]] == ["2999-08-15T23:00:00+00:00"]
    system.execute("update events set license_status = 'cc-by', license_url = %s", [CC_BY])
    assert "description" not in system.value(say, [subject])
    system.execute("update events set takedown_requested = true")
    assert system.value(say, [subject]) is None


@pytest.mark.shows("TG-RULE-04")
def test_every_change_is_tracked(system: Place) -> None:
    subject, source = event(system, name="First"), add(system, "sources")
    add(system, "event_sources", event_id=subject, source_id=source)
    system.open(settings={"sel.actor": "editor"}).execute(
        "select set_event_field(%s, 'name', %s, %s, 1)", [subject, Jsonb("Second"), source]
    )
    add(system, "event_occurrences", event_id=subject)
    history = system.rows("""
        select snapshot ->> 'name', jsonb_array_length(snapshot -> 'occurrences'), changed_by
        from event_history where upper_inf(system_period) order by valid_period
    """)
    assert [row[:2] for row in history] == [("First", 0), ("Second", 0), ("Second", 1)]
    assert [row[2] for row in history] == ["postgres", "editor", "postgres"]
    said = system.rows("select value, source_id from field_provenance")
    assert said == [("Second", source)]


@pytest.mark.shows("TG-RULE-04")
def test_history_is_closed_and_never_changed(system: Place) -> None:
    event(system)
    for change in ("snapshot = '{}'", "system_period = tstzrange(null, null)", "changed_by = 'nobody'"):
        with refused("42501"):
            system.execute(f"update event_history set {change}")
    system.execute("update event_history set system_period = tstzrange(lower(system_period), clock_timestamp())")
    with refused("42501"):
        system.execute("update event_history set system_period = tstzrange(lower(system_period), null)")


@pytest.mark.shows("TG-RULE-05")
def test_what_and_when_are_two_tables(system: Place) -> None:
    times = {name for name, type in columns(system, "events").items() if type.startswith("timestamp")}
    assert times == {"created_at", "updated_at", "deleted_at"}
    subject = event(system)
    for day in (1, 2):
        add(system, "event_occurrences", event_id=subject, start_time=f"2999-08-0{day}")
    assert system.value("select count(*) from events") == 1


@pytest.mark.shows("TG-RULE-06")
def test_an_event_is_cc0_unless_it_says_otherwise(system: Place) -> None:
    add(system, "events")
    assert system.rows("select license_url, license_status, takedown_requested from events") == [(CC0, "cc0", False)]
    for column in ("license_url", "license_status", "takedown_requested"):
        with refused("23502"):
            add(system, "events", **{column: None})


@pytest.mark.shows("TG-RULE-07", "TG-SEC-02")
def test_other_text_stays_here_with_its_source(system: Place) -> None:
    source = add(system, "sources", license="proprietary")
    subject = event(system, description="Theirs")
    add(system, "event_sources", event_id=subject, source_id=source, payload=Jsonb({"description": "Theirs"}))
    assert system.value("select description from federation_export") is None
    assert system.rows("select e.description, s.payload from events e join event_sources s on s.event_id = e.id") == [
        ("Theirs", {"description": "Theirs"})
    ]
    system.execute("update events set takedown_requested = true")
    assert system.rows("select * from federation_export") == []


@pytest.mark.shows("TG-RULE-08", "TG-RULE-09")
def test_moments_are_timestamptz_and_no_type_is_an_enum(system: Place) -> None:
    plain = "select attrelid::regclass from pg_attribute a join pg_class c on c.oid = a.attrelid"
    plain += " where c.relnamespace = 'public'::regnamespace and atttypid = 'timestamp'::regtype"
    assert system.rows(plain) == []
    assert system.value("select count(*) from pg_type where typtype = 'e'") == 0


@pytest.mark.shows("TG-RULE-10")
def test_what_is_computed_is_generated(system: Place) -> None:
    generated = system.rows("""
        select c.relname, a.attname
        from pg_attribute a
        join pg_class c on c.oid = a.attrelid
        where c.relnamespace = 'public'::regnamespace and a.attgenerated = 's'
        order by 1, 2
    """)
    assert generated == [
        ("entity_identifiers", "entity_id"),
        ("entity_identifiers", "entity_type"),
        ("event_occurrences", "local_start_date"),
        ("event_occurrences", "local_start_time"),
        ("event_sources", "payload_hash"),
        ("events", "dedup_hash"),
    ]
    with refused("428C9"):
        event(system, dedup_hash="x")


@pytest.mark.shows("TG-RULE-11")
def test_tables_tell_when_rows_were_made_and_changed(system: Place) -> None:
    for (table,) in system.rows(TABLES):
        found = columns(system, table)
        if table in APPEND_ONLY:
            assert APPEND_ONLY[table] in found
            assert "updated_at" not in found
        else:
            assert found["created_at"] == found["updated_at"] == "timestamp with time zone", table


@pytest.mark.shows("TG-RULE-13", "TG-RULE-14")
def test_indexes_are_of_the_right_kind(system: Place) -> None:
    kinds = dict(
        system.rows("""
            select c.relname, m.amname || case when i.indpred is null then '' else ' partial' end
            from pg_index i
            join pg_class c on c.oid = i.indexrelid
            join pg_am m on m.oid = c.relam
            where c.relnamespace = 'public'::regnamespace
        """)
    )
    gin = {name for name, kind in kinds.items() if kind == "gin"}
    assert gin == {
        "idx_events_name_trgm",
        "idx_events_search_vector",
        "idx_events_source_payload",
        "idx_organizations_alternate_names",
        "idx_organizations_name_trgm",
        "idx_persons_alternate_names",
        "idx_persons_name_trgm",
        "idx_places_name_trgm",
    }
    gist = {name for name, kind in kinds.items() if kind == "gist"}
    assert gist == {"event_history_one_truth", "idx_event_occurrences_span", "idx_places_earth"}
    assert {name for name, kind in kinds.items() if kind == "btree partial"} == {
        "idx_entity_identifiers_canonical",
        "idx_events_dedup_hash",
        "idx_federation_nodes_self",
        "idx_job_queue_available",
        "idx_job_queue_unique",
    }


@pytest.mark.shows("TG-RULE-15", "TG-SEC-01")
def test_sql_is_static(system: Place) -> None:
    dynamic = system.rows("""
        select p.proname
        from pg_proc p
        join pg_language l on l.oid = p.prolang
        where p.pronamespace = 'public'::regnamespace and l.lanname = 'plpgsql' and p.prosrc ~* '\\mexecute\\M'
    """)
    assert dynamic == []
    listed = [text for text in named_queries(SCHEMA / "togather").values() if re.search(r"\blimit %\(", text)]
    assert len(listed) >= 8
    assert [text for text in listed if "order by" not in text] == []
    assert [name for name, text in named_queries(SCHEMA / "togather").items() if re.search(r"\boffset\b", text)] == []


ROLES: list[tuple[str, str, str | None]] = [
    ("sel_app", "insert into places (name) values ('x')", None),
    ("sel_app", "delete from event_occurrences", None),
    ("sel_app", "create table t ()", "42501"),
    ("sel_app", "alter table places add column x text", "42501"),
    ("sel_readonly", "select count(*) from events", None),
    ("sel_readonly", "select count(*) from federation_feed", None),
    ("sel_readonly", "insert into places (name) values ('x')", "42501"),
    ("sel_readonly", "update events set name = 'x'", "42501"),
    ("sel_readonly", "select expand_series(gen_random_uuid())", "42501"),
    ("sel_migrator", "create table t ()", None),
]


@pytest.mark.shows("TG-SEC-04")
@pytest.mark.parametrize(("role", "statement", "sqlstate"), ROLES)
def test_each_role_does_its_own(system: Place, role: str, statement: str, sqlstate: str | None) -> None:
    session = system.open(role=role)
    if sqlstate is None:
        session.execute(statement)
    else:
        with refused(sqlstate):
            session.execute(statement)


@pytest.mark.shows("TG-SEC-04")
def test_the_application_changes_events_and_the_outbox_follows(system: Place) -> None:
    session = system.open(role="sel_app")
    subject = event(session, "draft")
    assert go(session, subject, "published") == 1
    session.execute("delete from events")
    assert session.value("select count(*) from event_changes") == 3
    assert session.value("select count(*) from event_history") == 4, "the first is closed, and remains for its time"


@pytest.mark.shows("TG-SEC-05")
@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", ["delete from {}", "update {} set {}"])
def test_what_is_only_added_to_stays(system: Place, table: str, statement: str) -> None:
    subject, source = event(system), add(system, "sources")
    add(system, "event_sources", event_id=subject, source_id=source)
    add(system, "field_provenance", event_id=subject, source_id=source)
    changed = statement.format(table, "event_id = event_id")
    with refused("42501"):
        system.open(role="sel_app").execute(changed)
    if statement.startswith("update"):
        with refused("42501"):
            system.execute(changed)


@pytest.mark.shows("TG-SEC-05")
@pytest.mark.parametrize("table", ["event_changes", "event_history"])
def test_what_triggers_write_nobody_else_does(system: Place, table: str) -> None:
    row: dict[str, Any] = {"event_id": event(system), "snapshot": Jsonb({})}
    row |= {"action": "create"} if table == "event_changes" else {"valid_period": "[2020-01-01,2020-02-01)"}
    with refused("42501"):
        add(system.open(role="sel_app"), table, **row)


@pytest.mark.shows("TG-SEC-06")
def test_the_pool_fits(system: Place) -> None:
    assert int(system.value("show max_connections")) > 25


@pytest.mark.shows("TG-MON-01")
def test_unused_indexes_are_found(system: Place) -> None:
    unused = {name for _, name, _ in system.query("list_unused_indexes")}
    assert {"idx_places_earth", "idx_events_source_payload"} <= unused
    assert "events_pkey" not in unused


@pytest.mark.shows("TG-TEST-01")
def test_each_test_has_a_database_of_its_own(system: Place) -> None:
    assert system.session.server_version >= 150000
    assert system.value("select count(*) from events") == 0


@pytest.mark.shows("TG-TEST-02", "TG-TEST-03")
def test_an_error_takes_back_what_belongs_together(system: Place) -> None:
    with refused("23514"), system.session.transaction():
        event(system)
        add(system, "places", latitude=91, longitude=0)
    assert system.rows("select * from events") == []
    assert system.rows("select * from event_changes") == []


@pytest.mark.shows("TG-SEC-04")
def test_the_application_calls_its_functions(system: Place) -> None:
    """They run with the rights of who calls them, but for those that write outbox and history."""
    node, source = peer(system, node_domain="there.example"), add(system, "sources")
    rule = {"recurrence_rule": "FREQ=DAILY", "default_start_time": "19:00", "series_start_date": "2999-01-01"}
    series = add(system, "event_series", **rule)
    app = system.open(role="sel_app")
    made = "select create_event(null, 'Talk', %s, 'UTC', p_virtual_url => 'https://stream.example')"
    with refused("23502"):
        app.value(made, [AHEAD])
    subject = app.value(made.replace("null", "new_ulid()"), [AHEAD])
    app.execute("select set_event_field(%s, 'name', %s, %s, 1)", [subject, Jsonb("Another"), source])
    app.execute("update events set series_id = %s", [series])
    assert len(app.rows("select * from expand_series(%s, '2999-01-01', '10 days')", [series])) == 10
    assert app.value("select apply_remote_batch(%s, %s)", [node, Jsonb([told(5)])]) == 5
    assert app.value("select event_json_ld(id) from events where origin_node_id is not null")["name"] == "Jazz Night"
    app.execute("select record_event_version(%s, '{}', tstzrange('2020-01-01', '2021-01-01'))", [subject])
    assert app.value("select event_as_of(%s, '2020-06-01', clock_timestamp())", [subject]) == {}
