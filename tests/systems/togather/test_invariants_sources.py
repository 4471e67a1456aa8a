"""What always holds of sources, history, series and what hangs on events in togather."""

from __future__ import annotations

from datetime import UTC, date, time
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from psycopg.types.json import Jsonb

from tests.systems.kit import refused, together
from tests.systems.togather.rows import (
    AHEAD,
    CC0,
    add,
    event,
)

if TYPE_CHECKING:
    from tests.systems.kit import Place

CHECK, NULL, UNIQUE, REFERENCE, EXCLUDED = "23514", "23502", "23505", "23503", "23P01"
ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


@pytest.mark.shows("TG-INV-08")
@pytest.mark.parametrize("level", [0, 11, None])
def test_trust_goes_from_1_to_10(system: Place, level: int | None) -> None:
    for table in ("sources", "federation_nodes"):
        add(system, table, trust_level=1)
        add(system, table, trust_level=10)
        with refused(CHECK, NULL):
            add(system, table, trust_level=level)


@pytest.mark.shows("TG-INV-08")
@pytest.mark.parametrize("confidence", ["-0.01", "1.01", "NaN", None])
def test_confidence_goes_from_0_to_1(system: Place, confidence: str | None) -> None:
    subject, source = event(system), add(system, "sources")
    add(system, "field_provenance", event_id=subject, source_id=source, confidence=0)
    with refused(CHECK, NULL):
        add(system, "field_provenance", event_id=subject, source_id=source, confidence=confidence)
    with refused(CHECK, NULL):
        add(system, "entity_identifiers", event_id=subject, confidence=confidence)


@pytest.mark.shows("TG-INV-16")
def test_a_value_and_its_origin_come_together(system: Place) -> None:
    subject, source = event(system, name="Old"), add(system, "sources")
    give = "select set_event_field(%s, 'name', %s, %s, %s)"
    for confidence in (2, None):
        with refused(CHECK, NULL):
            system.value(give, [subject, Jsonb("New"), source, confidence])
    assert system.value("select name from events") == "Old"
    key = system.value(give, [subject, Jsonb("New"), source, 1])
    assert system.value("select name from events") == "New"
    assert system.rows("select id, value from field_provenance") == [(key, "New")]


@pytest.mark.shows("TG-INV-17")
def test_the_best_value_is_the_most_trusted_then_the_surest_then_the_newest(system: Place) -> None:
    subject = event(system)
    sources = [add(system, "sources", trust_level=trust) for trust in (9, 9, 5)]

    def best() -> Any:
        return system.query("get_best_field_value", event_id=subject, field_name="name", occurrence_id=None)[0][0]

    def say(source: Any, value: str, confidence: str, at: str) -> None:
        given = {"source_id": source, "value": Jsonb(value), "confidence": confidence, "observed_at": at}
        add(system, "field_provenance", event_id=subject, **given)

    say(sources[2], "unsure", "1.0", "2026-01-03")
    assert best() == "unsure"
    say(sources[0], "trusted", "0.5", "2026-01-01")
    assert best() == "trusted"
    say(sources[1], "surer", "0.6", "2026-01-01")
    assert best() == "surer"
    say(sources[0], "newer", "0.6", "2026-01-02")
    assert best() == "newer"
    say(sources[1], "at once", "0.6", "2026-01-02")
    assert best() == system.value("""
        select value #>> '{}' from field_provenance where value in ('"newer"', '"at once"') order by id limit 1
    """)


@pytest.mark.shows("TG-INV-18")
def test_sources_conflict_where_they_differ_now(system: Place) -> None:
    subject = event(system)
    mine, yours = add(system, "sources", trust_level=9, name="Mine"), add(system, "sources", name="Yours")

    def say(source: Any, value: str, at: str) -> None:
        given = {"source_id": source, "value": Jsonb(value), "observed_at": at}
        add(system, "field_provenance", event_id=subject, **given)

    say(mine, "old", "2026-01-01")
    say(mine, "new", "2026-01-02")
    assert system.rows("select * from field_conflicts") == []
    say(yours, "other", "2026-01-01")
    found = system.rows("select event_id, field_name, value_count, candidates from field_conflicts")
    assert [row[:3] for row in found] == [(subject, "name", 2)]
    assert [(each["source"], each["value"], each["trust"]) for each in found[0][3]] == [
        ("Mine", "new", 9),
        ("Yours", "other", 5),
    ]
    say(yours, "new", "2026-01-03")
    assert system.rows("select * from field_conflicts") == []


@pytest.mark.shows("TG-INV-19")
def test_there_is_one_truth_at_any_two_times(system: Place) -> None:
    subject = event(system, name="First")
    known = system.value("select clock_timestamp()")
    system.execute("update events set name = 'Second'")
    system.execute(
        "select record_event_version(%s, %s, tstzrange('2020-01-01', '2021-01-01'), 'historian')",
        [subject, Jsonb({"name": "Before"})],
    )
    ask = "select event_as_of(%s, %s, %s) ->> 'name'"
    now = system.value("select clock_timestamp()")
    assert system.value(ask, [subject, now, now]) == "Second"
    assert system.value(ask, [subject, known, now]) == "First"
    assert system.value(ask, [subject, now, known]) == "First"
    assert system.value(ask, [subject, "2020-06-01", now]) == "Before"
    assert system.value(ask, [subject, "2020-06-01", known]) is None
    with refused(EXCLUDED):
        add(system, "event_history", event_id=subject, valid_period="[2020-03-01,2020-04-01)", snapshot=Jsonb({}))


@pytest.mark.shows("TG-INV-20")
def test_a_series_is_expanded_once_and_on_the_clock_of_the_place(system: Place) -> None:
    series = add(
        system,
        "event_series",
        recurrence_rule="FREQ=WEEKLY;BYDAY=FR",
        default_start_time="19:00",
        series_start_date="2026-10-02",
    )
    subject = event(system, series_id=series)
    expand = """
        select local_start_date, local_start_time, start_time
        from expand_series(%s, '2026-10-01 12:00+00', '2 months')
    """
    first = system.rows(expand, [series])
    assert [row[0] for row in first] == [date(2026, 10, day) for day in (2, 9, 16, 23, 30)] + [
        date(2026, 11, day) for day in (6, 13, 20, 27)
    ]
    assert {row[1] for row in first} == {time(19)}
    assert len({row[2].astimezone(UTC).hour for row in first}) == 2, "the clocks change in between"
    assert system.rows(expand, [series]) == []
    system.execute("update event_series set expanded_until = null")
    jobs = [system.open(), system.open()]
    assert together(*(partial(job.rows, expand, [series]) for job in jobs)) == [[], []]
    with refused(UNIQUE):
        add(system, "event_occurrences", event_id=subject, start_time=first[0][2])


@pytest.mark.shows("TG-INV-21")
@pytest.mark.parametrize(
    ("table", "column"),
    [("events", "event_id"), ("places", "place_id"), ("organizations", "organization_id"), ("persons", "person_id")],
)
def test_an_identifier_names_something_that_is_there(system: Place, table: str, column: str) -> None:
    subject = add(system, table)
    add(system, "entity_identifiers", **{column: subject})
    assert system.rows("select entity_type, entity_id from entity_identifiers") == [(table.removesuffix("s"), subject)]
    with refused(REFERENCE):
        add(system, "entity_identifiers", **{column: "00000000-0000-0000-0000-000000000001"})
    system.execute(f"delete from {table}")
    assert system.rows("select * from entity_identifiers") == []


@pytest.mark.shows("TG-INV-24")
def test_an_embedding_is_whole_and_goes_with_its_event(system: Place) -> None:
    subject = event(system)
    given = {"event_id": subject, "model_version": "m1", "source_text": "Text"}
    for embedding in (None, f"[{','.join('0' * 384)}]"):
        with refused(CHECK, NULL):
            add(system, "event_embeddings", embedding=embedding, **given)
    with refused("22000"):
        add(system, "event_embeddings", embedding="[1,2,3]", **given)
    add(system, "event_embeddings", embedding=f"[{','.join('1' * 384)}]", **given)
    system.execute("delete from events")
    assert system.rows("select * from event_embeddings") == []


@pytest.mark.shows("TG-INV-25")
@pytest.mark.parametrize(
    "wrong",
    [{"p_timezone": "Foo5"}, {"p_end_time": "2998-01-01"}, {"p_start_time": None}],
    ids=["zone", "end", "start"],
)
def test_an_event_comes_with_its_first_date_and_its_job_or_not_at_all(system: Place, wrong: dict[str, Any]) -> None:
    create = """
        select create_event(
            p_ulid => %(p_ulid)s, p_name => %(p_name)s, p_start_time => %(p_start_time)s, p_timezone => %(p_timezone)s,
            p_end_time => %(p_end_time)s, p_virtual_url => 'https://stream.example', p_license_url => %(url)s
        )
    """
    right = {
        "p_ulid": ULID,
        "p_name": "Talk",
        "p_start_time": AHEAD,
        "p_timezone": "UTC",
        "p_end_time": None,
        "url": CC0,
    }
    count = """
        select (select count(*) from events), (select count(*) from event_occurrences), (select count(*) from job_queue)
    """
    with refused(CHECK, NULL):
        system.value(create, right | wrong)
    assert system.rows(count) == [(0, 0, 0)]
    key = system.value(create, right)
    assert system.rows(count) == [(1, 1, 1)]
    assert system.value("select args ->> 'event_id' from job_queue") == str(key)
