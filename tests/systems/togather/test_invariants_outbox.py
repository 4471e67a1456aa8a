"""What always holds of the outbox of togather, and of what other nodes tell."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from psycopg.types.json import Jsonb

from tests.systems.kit import refused, started, together, until_waiting
from tests.systems.togather.rows import (
    CC_BY,
    add,
    changes,
    event,
    go,
    peer,
    told,
)

if TYPE_CHECKING:
    from tests.systems.kit import Place

CHECK, UNIQUE = "23514", "23505"
ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


@pytest.mark.shows("TG-INV-10")
def test_each_change_leaves_one_row_in_the_outbox(system: Place) -> None:
    subject = event(system)
    system.execute("update events set name = 'Another' where id = %s", [subject])
    system.execute("delete from events where id = %s", [subject])
    assert [action for action, _ in changes(system, subject)] == ["create", "update", "delete"]


@pytest.mark.shows("TG-INV-10")
def test_a_change_and_its_row_are_rolled_back_together(system: Place) -> None:
    first = event(system)
    other = system.open()
    other.execute("begin")
    second = event(other)
    other.execute("update events set name = 'Another' where id = %s", [first])
    assert len(changes(other, first)) == 2
    assert len(changes(other, second)) == 1
    other.execute("rollback")
    assert len(changes(system, first)) == 1
    assert changes(system, second) == []


@pytest.mark.shows("TG-INV-11")
def test_numbers_are_committed_in_their_order(system: Place) -> None:
    """Whoever comes second waits, so that a reader that goes on from the highest number misses nothing."""
    slow, quick = system.open(), system.open()
    slow.execute("begin")
    event(slow, name="First")
    waiting = started(quick, "insert into events (name, virtual_url) values ('Second', 'https://stream.example')")
    until_waiting(system, quick)
    assert system.query("get_changes_since_cursor", sequence_number=0, limit=100) == []
    slow.execute("commit")
    waiting.result()
    found = system.rows("select snapshot ->> 'name' from event_changes order by sequence_number")
    assert found == [("First",), ("Second",)]


@pytest.mark.shows("TG-INV-11")
def test_a_reader_that_goes_on_from_the_highest_number_sees_everything(system: Place) -> None:
    def write(number: int) -> None:
        session = system.open()
        for turn in range(5):
            with session.transaction():
                event(session, name=f"{number}.{turn}")

    seen: list[str] = []

    def read() -> None:
        session, cursor = system.open(), 0
        while len(seen) < 15:
            for number, name in session.rows(
                "select sequence_number, snapshot ->> 'name' from event_changes"
                " where sequence_number > %s order by sequence_number",
                [cursor],
            ):
                cursor = number
                seen.append(name)

    assert together(*(partial(write, number) for number in range(3)), read) == [None] * 4
    assert len(set(seen)) == 15


@pytest.mark.shows("TG-INV-12")
def test_the_outbox_tells_the_table(system: Place) -> None:
    """What is left when its snapshots are put one over another is what is in the table."""
    venue = add(system, "places")
    events = [event(system, "draft", source_payload=Jsonb({"a": [1, None]})) for _ in range(4)]
    for subject in events:
        go(system, subject, "published", name="Another", primary_venue_id=venue)
    add(system, "event_occurrences", event_id=events[0])
    go(system, events[1], "deleted")
    system.execute("delete from events where id = %s", [events[2]])
    system.execute("update events set license_status = 'unknown', license_url = %s", [CC_BY])
    assert system.rows("select * from events order by id") == system.rows("""
        select (jsonb_populate_record(null::events, l.snapshot)).*
        from (
            select distinct on (c.event_id) c.* from event_changes c order by c.event_id, c.sequence_number desc
        ) l
        where not l.purged
        order by 1
    """)


@pytest.mark.shows("TG-INV-13")
def test_changed_fields_are_those_that_differ(system: Place) -> None:
    subject = event(system)
    system.execute("update events set name = name, description = 'Text', takedown_requested = true")
    system.execute("update events set name = 'Another'")
    go(system, subject, "deleted")
    assert changes(system, subject) == [
        ("create", None),
        ("update", ["description", "takedown_requested"]),
        ("update", ["dedup_hash", "name"]),
        ("delete", None),
    ]


@pytest.mark.shows("TG-INV-14")
def test_what_is_gone_leaves_a_tombstone(system: Place) -> None:
    uri = "https://here.example/events/1"
    subject = event(system, ulid=ULID, federation_uri=uri)
    system.execute("delete from events where id = %s", [subject])
    left = (
        "select snapshot ->> 'id', snapshot ->> 'ulid', snapshot ->> 'federation_uri' from event_changes where purged"
    )
    assert system.rows(left) == [(str(subject), ULID, uri)]
    peer(system)
    assert system.value("select snapshot ->> 'federation_uri' from federation_feed where action = 'delete'") == uri


@pytest.mark.shows("TG-INV-15")
def test_a_change_that_is_told_twice_is_applied_once(system: Place) -> None:
    node = peer(system, node_domain="there.example")
    apply = "select apply_remote_change(%s, %s)"
    assert system.value(apply, [node, Jsonb(told(7))]) is True
    before = system.rows("select * from events"), system.rows("select * from event_changes")
    assert system.value(apply, [node, Jsonb(told(7))]) is False
    assert (system.rows("select * from events"), system.rows("select * from event_changes")) == before


@pytest.mark.shows("TG-INV-15")
def test_what_a_node_told_is_not_told_to_it(system: Place) -> None:
    node, other = peer(system, node_domain="there.example"), peer(system)
    system.value("select apply_remote_change(%s, %s)", [node, Jsonb(told(1))])
    assert system.query("get_feed_for_peer", peer_id=node, sequence_number=0, limit=100) == []
    assert system.query("get_feed_for_peer", peer_id=other, sequence_number=0, limit=100) != []
    ours = told(1, "here.example", ulid=ULID)
    assert system.value("select apply_remote_change(%s, %s)", [other, Jsonb(ours)]) is False
    assert system.value("select count(*) from events") == 1


@pytest.mark.shows("TG-INV-22")
def test_a_node_is_known_once_and_its_cursor_goes_forward(system: Place) -> None:
    node = peer(system, node_domain="toronto.togather.foundation")
    with refused(UNIQUE):
        add(system, "federation_nodes", node_domain="toronto.togather.foundation")
    with refused(CHECK):
        add(system, "federation_nodes", node_domain="Toronto.togather.foundation")
    system.execute("update federation_nodes set last_sync_cursor = 10 where id = %s", [node])
    for cursor in (9, None):
        with refused(CHECK):
            system.execute("update federation_nodes set last_sync_cursor = %s where id = %s", [cursor, node])


@pytest.mark.shows("TG-INV-22")
def test_a_batch_moves_the_cursor_or_leaves_nothing(system: Place) -> None:
    node = peer(system, node_domain="there.example")
    batch = [told(3, name="Renamed", action="update"), told(2), told(4, name=" ", action="update")]
    with refused(CHECK):
        system.query("apply_remote_batch", peer_id=node, changes=batch)
    assert system.query("get_sync_cursor", peer_id=node) == [(0,)]
    assert system.value("select count(*) from events") == 0
    assert system.query("apply_remote_batch", peer_id=node, changes=batch[:2]) == [(3,)]
    assert system.query("get_sync_cursor", peer_id=node) == [(3,)]
    assert system.rows("select name, primary_venue_id from events") == [("Renamed", None)]
