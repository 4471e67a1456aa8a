"""The traps of togather's outbox and federation: what the naive form does wrong, and how the system's own does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from psycopg.types.json import Jsonb

from tests.systems.kit import refused, started, until_waiting
from tests.systems.togather.rows import CC_BY, add, changes, event, go, peer, told

if TYPE_CHECKING:
    from tests.systems.kit import Place


@pytest.mark.shows("TG-TRAP-01")
def test_trap_01_naive(naive: Place) -> None:
    with refused("42P01"):
        naive.execute("insert into events values (1, 'Jazz Night')")


@pytest.mark.shows("TG-TRAP-01")
def test_trap_01(system: Place) -> None:
    first, second = event(system), event(system)
    assert changes(system, first) == changes(system, second) == [("create", None)]


@pytest.mark.shows("TG-TRAP-02")
def test_trap_02_naive(naive: Place) -> None:
    with refused("23514"):
        naive.execute("insert into events values (1, 'Jazz Night')")


@pytest.mark.shows("TG-TRAP-02")
def test_trap_02(system: Place) -> None:
    subject = event(system)
    system.execute("update events set name = 'Another'")
    system.execute("delete from events")
    assert [action for action, _ in changes(system, subject)] == ["create", "update", "delete"]


@pytest.mark.shows("TG-TRAP-03")
@pytest.mark.parametrize("id", [1, 2], ids=["without history", "with history"])
def test_trap_03_naive(naive: Place, id: int) -> None:
    with refused("23503"):
        naive.execute("delete from events where id = %s", [id])


@pytest.mark.shows("TG-TRAP-03")
def test_trap_03(system: Place) -> None:
    subject = event(system)
    assert system.execute("delete from events") == 1
    assert changes(system, subject)[-1] == ("delete", None)


@pytest.mark.shows("TG-TRAP-04")
def test_trap_04_naive(naive: Place) -> None:
    naive.execute("delete from events")
    assert naive.rows("select snapshot from event_changes where action = 'delete'") == [(None,)]


@pytest.mark.shows("TG-TRAP-04")
def test_trap_04(system: Place) -> None:
    event(system, name="Jazz Night")
    system.execute("delete from events")
    assert system.value("select snapshot ->> 'name' from event_changes where action = 'delete'") == "Jazz Night"


@pytest.mark.shows("TG-TRAP-07")
def test_trap_07_naive(naive: Place) -> None:
    naive.execute("update event_occurrences set start_time = '2025-09-01 19:00-04'")
    assert naive.rows("select * from event_changes") == []


@pytest.mark.shows("TG-TRAP-07")
def test_trap_07(system: Place) -> None:
    first, second = event(system), event(system)
    add(system, "event_occurrences", event_id=first)
    system.execute("update event_occurrences set start_time = '2999-09-01 19:00-04'")
    system.execute("update event_occurrences set start_time = start_time")
    add(system, "event_performers", event_id=first, person_id=add(system, "persons"))
    system.execute("update event_occurrences set event_id = %s", [second])
    parts = [("update", [part]) for part in ("occurrences", "occurrences", "performers", "occurrences")]
    assert changes(system, first) == [("create", None), *parts]
    assert changes(system, second) == [("create", None), ("update", ["occurrences"])]
    told_start = """
        select snapshot #>> '{occurrences,0,start_time}' from event_changes where event_id = %s
        order by sequence_number desc limit 1
    """
    assert system.value(told_start, [second]) == "2999-09-01T23:00:00+00:00"


@pytest.mark.shows("TG-TRAP-08")
def test_trap_08_naive(naive: Place) -> None:
    read = "select sequence_number from event_changes where sequence_number > %s"
    slow = naive.open()
    slow.execute("begin")
    slow.execute("insert into events (name) values ('First')")
    naive.execute("insert into events (name) values ('Second')")
    ((cursor,),) = naive.rows(read, [0])
    slow.execute("commit")
    assert naive.rows(read, [cursor]) == []
    assert naive.value("select count(*) from event_changes where sequence_number < %s", [cursor]) == 1, "never read"


@pytest.mark.shows("TG-TRAP-08")
def test_trap_08(system: Place) -> None:
    first = event(system)
    slow, quick = system.open(), system.open()
    slow.execute("begin")
    add(slow, "event_occurrences", event_id=first)
    waiting = started(quick, "delete from events where id = %s", [first])
    until_waiting(system, quick)
    slow.execute("commit")
    waiting.result()
    assert [action for action, _ in changes(system, first)] == ["create", "update", "delete"]


@pytest.mark.shows("TG-TRAP-16")
def test_trap_16_naive(naive: Place) -> None:
    with refused("42883"):
        naive.rows("select * from event_changes c, federation_nodes n where c.sequence_number > n.last_sync_cursor")
    late = "select count(*) from event_changes c, federation_nodes n where c.sequence_number::text > n.last_sync_cursor"
    assert naive.value(late) == 0, "'10' comes before '9'"


@pytest.mark.shows("TG-TRAP-16")
def test_trap_16(system: Place) -> None:
    node = peer(system, node_domain="there.example", last_sync_cursor=9)
    assert system.value("select apply_remote_change(%s, %s)", [node, Jsonb(told(10))]) is True
    assert system.query("get_sync_cursor", peer_id=node) == [(10,)]


DUPLICATES = """
    select a.indexrelid::regclass::text
    from pg_index a
    join pg_index b on b.indrelid = a.indrelid and b.indkey::text = a.indkey::text and b.indclass = a.indclass
        and b.indexrelid <> a.indexrelid and b.indexprs is null and a.indexprs is null
        and b.indpred is null and a.indpred is null
    where a.indrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace) and not a.indisunique
"""


@pytest.mark.shows("TG-TRAP-17")
def test_trap_17_naive(naive: Place) -> None:
    assert naive.rows(DUPLICATES) == [("idx_event_changes_seq",)]


@pytest.mark.shows("TG-TRAP-17")
def test_trap_17(system: Place) -> None:
    assert system.rows(DUPLICATES) == []


@pytest.mark.shows("TG-TRAP-32")
def test_trap_32_naive(naive: Place) -> None:
    naive.execute("insert into events values (1, 'draft', 'Not ours', 'proprietary', true)")
    assert naive.value("select snapshot ->> 'description' from feed") == "Not ours"


@pytest.mark.shows("TG-TRAP-32")
def test_trap_32(system: Place) -> None:
    peer(system)
    licence = {"license_status": "proprietary", "license_url": "https://x.example/"}
    event(system, "draft", description="Draft")
    event(system, takedown_requested=True, description="Taken down")
    event(system, description="Not ours", source_payload=Jsonb({"description": "Not ours"}), **licence)
    once_free = event(system, description="Once free")
    system.execute("update events set license_status = 'cc-by', license_url = %s where id = %s", [CC_BY, once_free])
    feed = system.rows("select snapshot::text from federation_feed")
    assert len(feed) == 4
    assert not [text for (text,) in feed for secret in ("Draft", "Taken", "ours", "free") if secret in text]


@pytest.mark.shows("TG-TRAP-33")
def test_trap_33_naive(naive: Place) -> None:
    naive.execute("insert into events values (1, 'Jazz Night', 'https://there.example/events/1')")
    assert naive.value("select count(*) from event_changes") == 1, "and nothing says where it came from"


@pytest.mark.shows("TG-TRAP-33")
def test_trap_33(system: Place) -> None:
    node = peer(system, node_domain="there.example")
    system.value("select apply_remote_change(%s, %s)", [node, Jsonb(told(1))])
    assert system.value("select count(*) from event_changes where origin_node_id = %s", [node]) == 2
    assert system.query("get_feed_for_peer", peer_id=node, sequence_number=0, limit=100) == []


@pytest.mark.shows("TG-TRAP-34")
def test_trap_34_naive(naive: Place) -> None:
    naive.execute("update events set name = name")
    naive.execute("update events set name = 'Another', updated_at = now()")
    assert naive.rows("select changed_fields from event_changes order by id") == [
        ([],),
        (["name", "updated_at"],),
    ]


@pytest.mark.shows("TG-TRAP-34")
def test_trap_34(system: Place) -> None:
    subject = event(system)
    before = system.rows("select * from events")
    system.execute("update events set name = name, updated_at = '2000-01-01'")
    assert system.rows("select * from events") == before
    go(system, subject, "completed")
    assert changes(system, subject) == [("create", None), ("update", ["lifecycle_state"])]


@pytest.mark.shows("TG-TRAP-49")
def test_trap_49_naive(naive: Place) -> None:
    naive.execute("truncate events")
    assert naive.rows("select action from event_changes") == [("insert",)]


@pytest.mark.shows("TG-TRAP-49")
@pytest.mark.parametrize("table", ["events", "event_occurrences", "event_performers", "event_changes", "event_history"])
def test_trap_49(system: Place, table: str) -> None:
    with refused("42501"):
        system.execute(f"truncate {table} cascade")
    with refused("42501"):
        system.open(role="sel_app").execute(f"truncate {table}")
