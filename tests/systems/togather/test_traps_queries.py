"""The traps of togather's queries and indexes: what the naive form does wrong, and how the system's own does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from psycopg.types.json import Jsonb

from tests.systems.kit import refused
from tests.systems.togather.rows import AHEAD, add, crowd, event

if TYPE_CHECKING:
    from collections.abc import Callable

    from pgplumb.postgres.session import Session
    from tests.systems.kit import Place

#: Toronto's town hall, and a point some 280 km away.
LATITUDE, LONGITUDE = 43.6532, -79.3832


def plan(session: Session | Place, query: str, params: Any = None) -> str:
    """What EXPLAIN prints."""
    return "\n".join(line for (line,) in session.rows(f"explain {query}", params))


@pytest.mark.shows("TG-TRAP-10")
def test_trap_10_naive(naive: Place) -> None:
    with refused("42703"):
        naive.rows(
            "select e.id from events e join event_occurrences eo on eo.event_id = e.id where eo.sequence_number > 0"
        )


@pytest.mark.shows("TG-TRAP-10")
def test_trap_10(system: Place) -> None:
    subject = event(system)
    for day in range(1, 6):
        add(system, "event_occurrences", event_id=subject, start_time=f"2999-01-0{day}")
    window = {"from": "2999-01-01", "to": "2999-01-31", "limit": 2}
    pages, after = [], 0
    while page := system.query("list_events_by_date_range", after=after, **window):
        after = page[-1][-1]
        pages.append(len(page))
    assert pages == [2, 2, 1]


@pytest.mark.shows("TG-TRAP-11")
def test_trap_11_naive(naive: Place) -> None:
    naive.execute("set enable_seqscan = off")
    word = "@@ websearch_to_tsquery('english', 'jazz')"
    assert "Seq Scan" in plan(
        naive, f"select id from events where to_tsvector('english', name || ' ' || description) {word}"
    )
    same = "to_tsvector('english', coalesce(name, '') || ' ' || coalesce(description, ''))"
    assert "idx_events_search" in plan(naive, f"select id from events where {same} {word}")


@pytest.mark.shows("TG-TRAP-11")
def test_trap_11(system: Place, query: Callable[[str], str]) -> None:
    crowd(system, 1000)
    assert "idx_events_search_vector" in plan(system, query("search_events"), {"text": "jazz", "limit": 20})


@pytest.mark.shows("TG-TRAP-12")
def test_trap_12_naive(naive: Place) -> None:
    similar = "select id from events where similarity(name, 'Jazz Nihgt') > 0.3"
    naive.execute("set enable_seqscan = off")
    assert "Seq Scan" in plan(naive, similar)
    assert naive.rows(similar) == [(0,)], "a deleted one"


@pytest.mark.shows("TG-TRAP-12")
def test_trap_12(system: Place, query: Callable[[str], str]) -> None:
    found = event(system, name="Jazz Night")
    event(system, "draft", name="Jazz Night")
    crowd(system, 4000)
    assert "idx_events_name_trgm" in plan(system, query("find_similar_events"), {"text": "Jazz Nihgt"})
    rows = system.query("find_similar_events", text="Jazz Nihgt")
    assert [row[0] for row in rows] == [found]
    assert rows[0][2] > 0.3


@pytest.mark.shows("TG-TRAP-14")
def test_trap_14_naive(naive: Place) -> None:
    best = """
        select p.value from field_provenance p join sources s on s.id = p.source_id
        order by s.trust_level desc, p.confidence desc limit 1
    """
    assert naive.value(best) == "wrong"
    assert naive.value(best.replace("s.trust_level desc", "s.trust_level desc nulls last")) == "unsure"


@pytest.mark.shows("TG-TRAP-14")
def test_trap_14(system: Place) -> None:
    subject = event(system)
    official, somebody = add(system, "sources", trust_level=10), add(system, "sources", trust_level=1)
    with refused("23502"):
        add(system, "sources", trust_level=None)
    for source, value, confidence in ((official, "right", "0.9"), (somebody, "wrong", "1")):
        given = {"source_id": source, "value": Jsonb(value), "confidence": confidence}
        add(system, "field_provenance", event_id=subject, **given)
        with refused("23502"):
            add(system, "field_provenance", event_id=subject, **(given | {"confidence": None}))
    best = system.query("get_best_field_value", event_id=subject, field_name="name", occurrence_id=None)
    assert [value for value, _ in best] == ["right"]


@pytest.mark.shows("TG-TRAP-15")
def test_trap_15_naive(naive: Place) -> None:
    assert naive.rows("select value_count, candidates ->> 0 from field_conflicts") == [(2, "old")]


@pytest.mark.shows("TG-TRAP-15")
def test_trap_15(system: Place) -> None:
    subject, source = event(system), add(system, "sources")
    for value, confidence, at in (("old", "0.9", "2026-01-01"), ("new", "0.8", "2026-01-02")):
        given = {"value": Jsonb(value), "confidence": confidence, "observed_at": at}
        add(system, "field_provenance", event_id=subject, source_id=source, **given)
    assert system.query("list_field_conflicts", event_id=subject) == []
    best = system.query("get_best_field_value", event_id=subject, field_name="name", occurrence_id=None)
    assert [value for value, _ in best] == ["new"]


UNINDEXED = """
    select c.conrelid::regclass::text, c.conname
    from pg_constraint c
    where c.contype = 'f' and not exists (
        select
        from pg_index i
        where i.indrelid = c.conrelid and i.indpred is null
            and (i.indkey::smallint[])[0:cardinality(c.conkey) - 1] @> c.conkey
    )
"""


@pytest.mark.shows("TG-TRAP-18")
def test_trap_18_naive(naive: Place) -> None:
    assert len(naive.rows(UNINDEXED)) == 2
    assert "Seq Scan" in plan(naive, "select from event_series where default_venue_id = 1")


@pytest.mark.shows("TG-TRAP-18", "TG-RULE-12")
def test_trap_18(system: Place) -> None:
    """Of the key of field_provenance over two columns the first one is enough: it tells an occurrence."""
    assert system.rows(UNINDEXED) == [("field_provenance", "field_provenance_occurrence_fkey")]
    first = (
        "select indkey[0] = (select attnum from pg_attribute where attrelid = indrelid and attname = 'occurrence_id')"
    )
    assert system.value(f"{first} from pg_index where indexrelid = 'idx_field_provenance_occurrence'::regclass")


@pytest.mark.shows("TG-TRAP-23")
def test_trap_23_naive(naive: Place) -> None:
    assert naive.rows("select * from list_upcoming('Toronto')") == [(2,)], "the one that was called off, and no other"
    assert naive.rows("select * from list_upcoming('toronto')") == []


@pytest.mark.shows("TG-TRAP-23")
def test_trap_23(system: Place) -> None:
    hall, bar = (add(system, "places", name=name, city="Toronto") for name in ("Hall", "Bar"))
    subject = event(system, virtual_url=None, primary_venue_id=hall)
    add(system, "event_occurrences", event_id=subject, start_time="2999-01-02")
    add(system, "event_occurrences", event_id=subject, start_time="2999-01-01", venue_id=bar)
    cancelled = {"venue_id": hall, "occurrence_status": "cancelled"}
    add(system, "event_occurrences", event_id=subject, start_time="2999-01-03", **cancelled)
    for city in ("Toronto", "toronto"):
        found = system.query("list_upcoming_events_by_city", city=city, limit=10)
        assert [row[6] for row in found] == ["Bar", "Hall"]


NEAREST = """
    select count(*) from (
        (select id from event_embeddings order by embedding <=> %(to)s limit 20)
        intersect
        (select id from exact order by embedding <=> %(to)s limit 20)
    ) as both_ways
"""


@pytest.mark.shows("TG-TRAP-28")
def test_trap_28_naive(naive: Place) -> None:
    naive.execute("create table exact as select * from event_embeddings")
    naive.execute("set enable_seqscan = off")
    looked_for = naive.value("select embedding::text from exact where id = 7")
    assert naive.value(NEAREST, {"to": looked_for}) < 15
    published = (
        "select count(*) from (select from event_embeddings where published order by embedding <=> %s limit 5) as x"
    )
    assert naive.value(published, [looked_for]) < 5, "there are seven"


@pytest.mark.shows("TG-TRAP-28")
def test_trap_28(system: Place) -> None:
    crowd(system, 2000)
    system.script("""
        select setseed(0.5);
        insert into event_embeddings (event_id, embedding, model_version, source_text)
        select e.id, v.made, 'm1', ''
        from events e, lateral (
            select array_agg(random() - 0.5 + 0 * (length(e.name) + d))::vector as made
            from generate_series(1, 384) as d
        ) v;
        alter table events disable trigger user;
        update events set lifecycle_state = 'draft' where name not in (select name from events order by name limit 5);
        analyze;
    """)
    looked_for = system.value("select embedding::text from event_embeddings limit 1")
    found = system.query("search_events_semantically", embedding=looked_for, limit=5)
    assert len(found) == 5
    exact = system.rows(
        "select e.id from events e join event_embeddings m on m.event_id = e.id where e.lifecycle_state = 'published'"
        " order by m.embedding <=> %s limit 5",
        [looked_for],
    )
    assert {row[0] for row in found} == {id for (id,) in exact}


@pytest.mark.shows("TG-TRAP-29")
def test_trap_29_naive(naive: Place) -> None:
    naive.execute("insert into event_embeddings values (1, null), (2, '[0,0,0]')")
    assert str(naive.value("select embedding <=> '[1,1,1]' from event_embeddings where event_id = 2")) == "nan"


@pytest.mark.shows("TG-TRAP-29")
@pytest.mark.parametrize("embedding", [None, f"[{','.join('0' * 384)}]"], ids=["none", "zero"])
def test_trap_29(system: Place, embedding: str | None) -> None:
    with refused("23502", "23514"):
        add(system, "event_embeddings", event_id=event(system), embedding=embedding, model_version="m", source_text="t")


@pytest.mark.shows("TG-TRAP-40")
def test_trap_40_naive(naive: Place) -> None:
    latest = "select id from events where lifecycle_state = 'published' order by updated_at desc limit 20"
    assert "Seq Scan" in plan(naive, latest)


@pytest.mark.shows("TG-TRAP-40", "TG-RULE-13")
def test_trap_40(system: Place) -> None:
    crowd(system, 5000)
    latest = "select id from events where lifecycle_state = 'published' order by updated_at desc limit 20"
    assert "Index Scan Backward using idx_events_lifecycle" in plan(system, latest)


@pytest.mark.shows("TG-TRAP-41")
def test_trap_41_naive(naive: Place) -> None:
    naive.execute("insert into entity_identifiers values ('event', gen_random_uuid(), 'https://x.example')")
    assert naive.value("select count(*) from entity_identifiers i join events e on e.id = i.entity_id") == 0


@pytest.mark.shows("TG-TRAP-41")
def test_trap_41(system: Place) -> None:
    nobody = "00000000-0000-0000-0000-000000000001"
    with refused("23503"):
        add(system, "entity_identifiers", event_id=nobody)
    with refused("23502", "23514"):
        add(system, "entity_identifiers")
    with refused("23514"):
        add(system, "entity_identifiers", event_id=event(system), place_id=add(system, "places"))


@pytest.mark.shows("TG-TRAP-42")
def test_trap_42_naive(naive: Place) -> None:
    assert naive.rows("select id from nearby") == [(1,), (1,)]
    naive.execute("insert into places values (2, 120, 10)")
    assert naive.value("select ll_to_earth(latitude, longitude) is not null from places where id = 2")


@pytest.mark.shows("TG-TRAP-42", "TG-Q-08")
def test_trap_42(system: Place) -> None:
    near = add(system, "places", latitude=43.66, longitude=-79.39)
    corner = add(system, "places", latitude=43.6532 + 0.04, longitude=-79.3832 + 0.055)
    far = add(system, "places", latitude=45.42, longitude=-75.69)
    events = {}
    for name, place in (("near", near), ("corner", corner), ("far", far)):
        events[name] = event(system, name=name, primary_venue_id=place)
        for day in (1, 2):
            add(system, "event_occurrences", event_id=events[name], start_time=f"2999-01-0{day}")
    event(system, "draft", primary_venue_id=near)
    moved = event(system, name="moved", primary_venue_id=far)
    add(system, "event_occurrences", event_id=moved, venue_id=near)
    around = {"latitude": LATITUDE, "longitude": LONGITUDE, "metres": 5000}
    found = {row[0] for row in system.query("list_events_within_radius", **around)}
    assert found == {events["near"], moved}
    assert len(system.query("list_events_within_radius", **around)) == 2
    for wrong in ({"latitude": 120, "longitude": 10}, {"latitude": 10, "longitude": 181}, {"latitude": 10}):
        with refused("23514"):
            add(system, "places", **wrong)


@pytest.mark.shows("TG-TRAP-43")
def test_trap_43_naive(naive: Place) -> None:
    known = "select attname from pg_attribute where attrelid = any (array['events', 'event_occurrences']::regclass[])"
    found = "select count(*) from field_provenance where field_name in (" + known + ")"
    assert naive.value(found) == 0
    assert naive.value("select %s from events", ["name"]) == "name", "a parameter is a value, and no column"


@pytest.mark.shows("TG-TRAP-43")
def test_trap_43(system: Place) -> None:
    given = {"event_id": event(system), "source_id": add(system, "sources")}
    on = add(system, "event_occurrences", event_id=given["event_id"])
    for wrong in ({"field_name": "start_time"}, {"field_name": "startDate"}, {"occurrence_id": on}):
        with refused("23514"):
            add(system, "field_provenance", **given, **wrong)
    add(system, "field_provenance", field_name="startDate", occurrence_id=on, **given)
    check = "select pg_get_constraintdef(oid) from pg_constraint where conname = 'field_provenance_field_name_known'"
    words = system.value(check).split("'")[1::2]
    columns = [system.value("select column_of_property(%s)", [word]) for word in words]
    real = "select array_agg(format('%s.%s', table_name, column_name)) from information_schema.columns"
    assert len(words) == 10
    assert set(columns) <= set(system.value(real))
    system.execute("select set_event_field(%s, 'name', '\"New\"', %s, 1)", [given["event_id"], given["source_id"]])
    start = [given["event_id"], Jsonb(AHEAD), given["source_id"], on]
    system.execute("select set_event_field(%s, 'startDate', %s, %s, 1, %s)", start)
    with refused("0A000"):
        system.execute("select set_event_field(%s, 'id', '1', %s, 1)", [given["event_id"], given["source_id"]])


@pytest.mark.shows("TG-TRAP-50")
def test_trap_50_naive(naive: Place) -> None:
    joined = "select e.id from events e join event_occurrences o on o.event_id = e.id where e.id = 1"
    assert naive.rows(joined) == []
    take = "select id from events where not reconciled limit 5"
    other = naive.open()
    for session in (naive, other):
        session.execute("begin")
    assert naive.rows(take) == other.rows(take)


@pytest.mark.shows("TG-TRAP-50", "TG-Q-10", "TG-Q-12")
def test_trap_50(system: Place, query: Callable[[str], str]) -> None:
    events = [event(system) for _ in range(10)]
    assert [row[4] for row in system.query("get_event_with_occurrences", event_id=events[0])] == [None]
    add(system, "entity_identifiers", event_id=events[0])
    one, other = system.open(), system.open()
    taken = []
    for session in (one, other):
        session.execute("begin")
        taken.append({row[0] for row in session.rows(query("get_events_needing_reconciliation"), {"limit": 5})})
    assert [len(each) for each in taken] == [5, 4]
    assert taken[0] | taken[1] == set(events[1:])
