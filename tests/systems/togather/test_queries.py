"""Togather's queries on its volumes: what they return is computed a second time in Python; their plans are read."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from schema.togather.seeds import volumes as made
from tests.systems.togather.rows import add, event, peer, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.systems.kit import Place

ON = {"published", "rescheduled"}


def _plan(place: Place, text: str, params: dict[str, Any]) -> str:
    return "\n".join(row[0] for row in place.rows(f"explain {text}", params))


def _on() -> Iterator[tuple[int, int, datetime, int | None]]:
    """Number, turn, start and place of every occurrence that is not called off, of events that are not either."""
    for number in range(made.EVENTS):
        for turn, start in enumerate(made.starts(number)):
            if made.state(number) in ON and (number * 2 + turn) % 15:
                elsewhere = (number + 1) % made.PLACES if turn and number % 4 == 0 else None
                yield number, turn, start, made.venue(number) if elsewhere is None else elsewhere


def _ahead() -> Iterator[tuple[int, int, datetime, int | None]]:
    return (each for each in _on() if each[2] > datetime.now(UTC))


@pytest.mark.shows("TG-Q-01", "TG-MON-02")
def test_what_is_on_in_a_town(volumes: Place, query: Callable[[str], str]) -> None:
    there = [each for each in _ahead() if each[3] is not None and each[3] % made.TOWNS == 6]
    there.sort(key=lambda each: (each[2], made.key("occurrences", each[0] * 2 + each[1])))
    found = volumes.query("list_upcoming_events_by_city", city="town 6", limit=50)
    expected = [(made.key("events", n), start, f"Hall {place}") for n, _, start, place in there[:50]]
    assert len(expected) == 50
    assert [(row[0], row[4], row[6]) for row in found] == expected
    # As on a server whose data are in memory; from a turning disk these few thousand rows are read as fast in a row.
    volumes.execute("set random_page_cost = 1.1")
    plan = _plan(volumes, query("list_upcoming_events_by_city"), {"city": "Town 6", "limit": 50})
    volumes.execute("reset random_page_cost")
    assert "idx_places_city" in plan
    assert "idx_event_occurrences_venue_start" in plan
    assert "Seq Scan" not in plan


@pytest.mark.shows("TG-Q-02")
def test_what_is_on_between_two_dates(volumes: Place) -> None:
    window = {"from": made.PAST, "to": made.PAST + timedelta(days=20)}
    numbers = dict(volumes.rows("select id, sequence_number from event_occurrences"))
    within = [each for each in _on() if window["from"] <= each[2] <= window["to"]]
    expected = sorted(numbers[made.key("occurrences", n * 2 + turn)] for n, turn, *_ in within)
    pages, after = [], 0
    while page := volumes.query("list_events_by_date_range", after=after, limit=1000, **window):
        after = page[-1][4]
        pages.append([row[4] for row in page])
    assert len(pages) > 2
    assert [number for page in pages for number in page] == expected


@pytest.mark.shows("TG-Q-03")
def test_the_best_value(volumes: Place, query: Callable[[str], str]) -> None:
    for number in (0, 2, 4, 998):
        # Trust is 1 + source % 10; the first source has changed its mind.
        first, second = number % 10, 10 + number % 7
        values = {first: f"new {number}", second: f"{'new' if number % 4 else 'other'} {number}"}
        trusted = max(first, second, key=lambda source: source % 10)
        given = {"event_id": made.key("events", number), "field_name": "name", "occurrence_id": None}
        best = volumes.query("get_best_field_value", **given)
        if first % 10 != second % 10:
            assert best == [(values[trusted], f"Source {trusted}")]
        assert len(best) == 1
    assert "idx_field_provenance_event_field" in _plan(volumes, query("get_best_field_value"), given)


@pytest.mark.shows("TG-Q-03")
def test_conflicts(volumes: Place) -> None:
    conflicts = {id for (id,) in volumes.rows("select event_id from field_conflicts")}
    assert conflicts == {made.key("events", number) for number in range(0, made.EVENTS, 4)}


@pytest.mark.shows("TG-Q-04")
def test_what_changed_since(volumes: Place, query: Callable[[str], str]) -> None:
    found = volumes.query("get_changes_since_cursor", sequence_number=9_950, limit=100)
    assert [row[0] for row in found] == list(range(9_951, 10_001))
    assert found[0][4]["name"] == made.name(9_950)
    plan = _plan(volumes, query("get_changes_since_cursor"), {"sequence_number": 100, "limit": 100})
    assert "event_changes_sequence_number_key" in plan
    assert "Sort" not in plan


@pytest.mark.shows("TG-Q-04", "TG-Q-14")
def test_what_peers_are_told(volumes: Place) -> None:
    found = volumes.query("get_feed_for_peer", peer_id=None, sequence_number=0, limit=100)
    assert len(found) == 0, "no node of that key: everything is its own"
    stranger = made.key("nodes", 99)
    found = volumes.query("get_feed_for_peer", peer_id=stranger, sequence_number=0, limit=100)
    assert [row[0] for row in found] == [n + 1 for n in range(110) if made.state(n) != "draft"][:100]


@pytest.mark.shows("TG-Q-05", "TG-MON-02")
def test_search_by_words(volumes: Place, query: Callable[[str], str]) -> None:
    found = volumes.query("search_events", text="jazz poetry -film", limit=10_000)
    numbers = {n for n in range(made.EVENTS) if made.state(n) in ON}
    expected = set()
    for number in numbers:
        words = set(re.findall(r"[a-z]+", made.name(number).lower()))
        if {"jazz", "poetry"} <= words and "film" not in words:
            expected.add(made.key("events", number))
    assert len(expected) > 50
    assert {row[0] for row in found} == expected
    ranks = [row[3] for row in found]
    assert ranks == sorted(ranks, reverse=True)
    plan = _plan(volumes, query("search_events"), {"text": "jazz poetry", "limit": 20})
    assert "idx_events_search_vector" in plan
    assert "Seq Scan" not in plan


def _trigrams(text: str) -> set[str]:
    found = set()
    for word in re.findall(r"\w+", text.lower()):
        padded = f"  {word} "
        found |= {padded[at : at + 3] for at in range(len(padded) - 2)}
    return found


@pytest.mark.shows("TG-Q-06")
def test_similar_names(volumes: Place, query: Callable[[str], str]) -> None:
    text = "Jazz poetri harbor 288"
    wanted = _trigrams(text)
    likeness = {}
    for number in range(made.EVENTS):
        if made.state(number) in ON:
            there = _trigrams(made.name(number))
            likeness[made.key("events", number)] = len(wanted & there) / len(wanted | there)
    best = sorted(likeness.values(), reverse=True)[:10]
    found = volumes.query("find_similar_events", text=text)
    assert [row[2] for row in found] == pytest.approx(best, abs=1e-6)
    assert best[-1] > 0.3
    assert all(row[2] == pytest.approx(likeness[row[0]], abs=1e-6) for row in found)
    assert "idx_events_name_trgm" in _plan(volumes, query("find_similar_events"), {"text": text})


@pytest.mark.shows("TG-Q-07")
def test_search_by_meaning(volumes: Place) -> None:
    def numbers(number: int) -> list[float]:
        return [float(each) for each in made.vector(number)[1:-1].split(",")]

    wanted = numbers(42)
    distances = {}
    for number in range(made.EMBEDDINGS):
        if made.state(number) in ON:
            there = numbers(number)
            product = sum(a * b for a, b in zip(wanted, there, strict=True))
            distances[made.key("events", number)] = 1 - product / (math.hypot(*wanted) * math.hypot(*there))
    nearest = sorted(distances, key=distances.__getitem__)[:10]
    found = volumes.query("search_events_semantically", embedding=made.vector(42), limit=10)
    assert len(found) == 10
    assert len({row[0] for row in found} & set(nearest)) >= 8, "the index is a good guess"
    assert found[0][0] == made.key("events", 42)
    assert all(row[3] == pytest.approx(distances[row[0]], abs=1e-4) for row in found)
    plain = "select event_id from event_embeddings order by embedding <=> %(to)s limit 10"
    # Of so few rows all are read as fast.
    volumes.execute("set enable_seqscan = off")
    assert "idx_event_embeddings_vector" in _plan(volumes, plain, {"to": made.vector(42)})
    volumes.execute("reset enable_seqscan")


def _metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great circle on the globe of the extension earthdistance."""
    (north, east), (north2, east2) = ((math.radians(a), math.radians(b)) for a, b in (one, other))
    half = math.sin((north2 - north) / 2) ** 2 + math.cos(north) * math.cos(north2) * math.sin((east2 - east) / 2) ** 2
    return 2 * 6378168 * math.asin(math.sqrt(half))


@pytest.mark.shows("TG-Q-08")
def test_what_is_on_near_by(volumes: Place, query: Callable[[str], str]) -> None:
    near = {n for n in range(made.PLACES) if _metres(made.TORONTO, made.position(n)) <= 5000}
    expected = {made.key("events", number) for number, _, _, place in _ahead() if place in near}
    assert len(expected) > 20
    around = {"latitude": made.TORONTO[0], "longitude": made.TORONTO[1], "metres": 5000}
    found = volumes.query("list_events_within_radius", **around)
    assert {row[0] for row in found} == expected
    assert len(found) == len(expected)
    assert "idx_places_earth" in _plan(volumes, query("list_events_within_radius"), around)


@pytest.mark.shows("TG-Q-09", "TG-Q-10")
def test_one_event(volumes: Place, query: Callable[[str], str]) -> None:
    ulid, id = made.ulid("events", 77), made.key("events", 77)
    ((found, *_),) = volumes.query("get_event_by_ulid", ulid=ulid)
    assert found == id
    assert "events_ulid_key" in _plan(volumes, query("get_event_by_ulid"), {"ulid": ulid})
    rows = volumes.query("get_event_with_occurrences", event_id=id)
    assert [row[5] for row in rows] == made.starts(77)
    assert "event_occurrences_once_key" in _plan(volumes, query("get_event_with_occurrences"), {"event_id": id})


@pytest.mark.shows("TG-Q-11", "TG-MON-02")
def test_what_is_on_next(volumes: Place, query: Callable[[str], str]) -> None:
    after = made.AHEAD + timedelta(days=3)
    coming = [each for each in _on() if each[2] >= after]
    coming.sort(key=lambda each: (each[2], made.key("occurrences", each[0] * 2 + each[1])))
    found = volumes.query("list_upcoming_events", **{"from": after, "limit": 50})
    assert [(row[0], row[3]) for row in found] == [(made.key("events", n), start) for n, _, start, _ in coming[:50]]
    plan = _plan(volumes, query("list_upcoming_events"), {"from": after, "limit": 50})
    assert "idx_event_occurrences_start" in plan
    assert "Seq Scan" not in plan
    removed = re.findall(r"Rows Removed by Filter: (\d+)", _analyzed(volumes, query("list_upcoming_events"), after))
    assert sum(map(int, removed)) < 50


def _analyzed(place: Place, text: str, after: datetime) -> str:
    rows = place.rows(f"explain (analyze, buffers, timing off) {text}", {"from": after, "limit": 50})
    return "\n".join(row[0] for row in rows)


@pytest.mark.shows("TG-Q-12")
def test_who_is_not_reconciled(volumes: Place, query: Callable[[str], str]) -> None:
    session = volumes.open()
    found = session.rows(query("get_events_needing_reconciliation"), {"limit": 1000})
    expected = [made.key("events", n) for n in range(0, made.EVENTS, 50) if made.state(n) in ON]
    assert [row[0] for row in found] == expected
    assert len(expected) > 100


@pytest.mark.shows("TG-Q-12")
def test_jobs_are_taken_once(system: Place, query: Callable[[str], str]) -> None:
    for number in range(3):
        system.execute("insert into job_queue (kind, unique_key) values ('reconcile_event', %s)", [str(number)])
    one, other = system.open(), system.open()
    taken = []
    for session in (one, other):
        session.execute("begin")
        taken.append([id for id, _ in session.rows(query("take_jobs"), {"kind": "reconcile_event", "limit": 2})])
    assert sorted(taken[0] + taken[1]) == [id for (id,) in system.rows("select id from job_queue order by id")]
    for session in (one, other):
        session.execute("commit")
    system.query("finish_job", id=taken[0][0])
    states = "select state, count(*) from job_queue group by 1 order by 1"
    assert system.rows(states) == [("completed", 1), ("running", 2)]


@pytest.mark.shows("TG-Q-13")
@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;INTERVAL=10", ["01-01", "01-11", "01-21", "01-31", "02-10", "02-20", "03-02"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", ["01-01", "01-12", "01-15", "01-26", "01-29", "02-09", "02-12"]),
        ("FREQ=WEEKLY", ["01-01", "01-08", "01-15", "01-22", "01-29", "02-05", "02-12"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", ["01-31", "03-31", "05-31", "07-31", "08-31", "10-31", "12-31"]),
        ("FREQ=MONTHLY;INTERVAL=3", ["01-01", "04-01", "07-01", "10-01"]),
        ("FREQ=WEEKLY;BYDAY=TH;UNTIL=20260115", ["01-01", "01-08", "01-15"]),
        ("FREQ=DAILY;COUNT=2", ["01-01", "01-02"]),
    ],
)
def test_a_rule_falls_on_these_days(system: Place, rule: str, days: list[str]) -> None:
    """From Thursday, the first of January 2026."""
    found = system.rows("select to_char(d, 'MM-DD') from series_dates(%s, '2026-01-01', '2026-12-31') d", [rule])
    assert [day for (day,) in found][:7] == days
    add(system, "event_series", recurrence_rule=rule)


@pytest.mark.shows("TG-Q-14")
def test_following_a_node(system: Place) -> None:
    """A job asks for the cursor and applies what comes, until nothing comes."""
    node = peer(system, node_domain="there.example")
    feed = [told(number, name=f"Name {number}", action="update") for number in range(1, 251)]
    batches = 0
    while True:
        ((cursor,),) = system.query("get_sync_cursor", peer_id=node)
        batch = [change for change in feed if change["sequence_number"] > cursor][:100]
        if not batch:
            break
        system.query("apply_remote_batch", peer_id=node, changes=batch)
        batches += 1
    assert batches == 3
    assert system.rows("select name from events") == [("Name 250",)]


@pytest.mark.shows("TG-Q-14")
def test_two_nodes_speak_the_same(system: Place) -> None:
    """What the feed of one node tells, another one applies: places, dates, a new date, and the end."""
    peer(system)
    hall = add(system, "places", name="Hall", city="Toronto", country="CA", latitude=43.65, longitude=-79.38)
    subject = event(system, name="Jazz Night", virtual_url=None, primary_venue_id=hall, description="Text")
    add(system, "event_occurrences", event_id=subject, start_time="2999-08-15 19:00-04")
    system.execute("update event_occurrences set start_time = '2999-09-01 19:00-04'")
    reader = add(system, "federation_nodes", node_domain="reader.example")
    feed = system.query("get_feed_for_peer", peer_id=reader, sequence_number=0, limit=100)
    # The other node is this database emptied, under another name.
    system.execute("delete from events")
    system.execute("delete from places")
    system.execute("update federation_nodes set is_self = false where is_self")
    add(system, "federation_nodes", node_domain="other.example", is_self=True)
    node = system.value("select id from federation_nodes where node_domain = 'here.example'")
    batch = [{"sequence_number": row[0], "action": row[2], "snapshot": row[4]} for row in feed]
    system.query("apply_remote_batch", peer_id=node, changes=batch)
    assert system.rows(
        """
        select e.name, e.description, p.name, p.city, o.start_time = '2999-09-01 19:00-04', e.origin_node_id = %s
        from events e join places p on p.id = e.primary_venue_id join event_occurrences o on o.event_id = e.id
    """,
        [node],
    ) == [("Jazz Night", "Text", "Hall", "Toronto", True, True)]
    gone = {"sequence_number": 10**6, "action": "delete", "snapshot": batch[0]["snapshot"]}
    system.query("apply_remote_batch", peer_id=node, changes=[gone])
    assert system.value("select lifecycle_state from events") == "deleted"
