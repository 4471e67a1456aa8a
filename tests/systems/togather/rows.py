"""Rows for the tests of togather: each with what it needs and nothing more, unless the test says otherwise."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Protocol

from psycopg.types.json import Jsonb

from pgplumb.syntax.sql import ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Callable

    from pgplumb.postgres.session import Params, Query

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
SCHEDULED, CANCELLED, POSTPONED, RESCHEDULED = (
    f"https://schema.org/Event{state}" for state in ("Scheduled", "Cancelled", "Postponed", "Rescheduled")
)
#: A moment that lies ahead.
AHEAD = "2999-06-01 19:00-04"
#: What goes with each state.
STATUS = {"cancelled": CANCELLED, "postponed": POSTPONED, "rescheduled": RESCHEDULED}

_numbers = itertools.count(1)
_NEEDED: dict[str, Callable[[int], dict[str, Any]]] = {
    "federation_nodes": lambda n: {"node_domain": f"node{n}.example", "display_name": f"Node {n}"},
    "places": lambda n: {"name": f"Hall {n}"},
    "organizations": lambda n: {"name": f"Organisation {n}"},
    "persons": lambda n: {"name": f"Person {n}"},
    "event_series": lambda n: {"name": f"Series {n}", "timezone": "America/Toronto"},
    "events": lambda n: {"name": f"Event {n}", "virtual_url": f"https://stream.example/{n}"},
    "event_occurrences": lambda _: {"start_time": AHEAD, "timezone": "America/Toronto"},
    "event_performers": lambda _: {"role": "headliner"},
    "sources": lambda n: {"name": f"Source {n}", "source_type": "api", "trust_level": 5, "license": "cc0"},
    "event_sources": lambda n: {"source_event_id": str(n), "payload": Jsonb({"number": n})},
    "field_provenance": lambda n: {"field_name": "name", "value": Jsonb(f"Name {n}"), "confidence": "0.5"},
    "entity_identifiers": lambda n: {"scheme": "wikidata", "uri": f"https://www.wikidata.org/entity/Q{n}"},
}
#: The columns that tell a row, where that is not `id`.
_KEYS = {"event_performers": "person_id", "event_history": "history_id", "event_embeddings": "event_id"}


class Runs(Protocol):
    """A place or a session of it."""

    def execute(self, query: Query, params: Params = None, /) -> int:
        """Run one statement."""

    def rows(self, query: Query, params: Params = None, /) -> list[tuple[Any, ...]]:
        """Run one query; all its rows."""

    def value(self, query: Query, params: Params = None, /) -> Any:
        """Run one query; the first value."""


def add(to: Runs, table: str, /, **columns: Any) -> Any:
    """Insert a row, and return its key."""
    row = _NEEDED.get(table, lambda _: {})(next(_numbers)) | columns
    names = join(", ", [ident(name) for name in row])
    values = join(", ", [raw("%s")] * len(row))
    key = ident(_KEYS.get(table, "id"))
    statement = sql("insert into {} ({}) values ({}) returning {}", ident(table), names, values, key)
    return to.value(statement, list(row.values()))


def event(to: Runs, state: str = "published", **columns: Any) -> Any:
    """An event in a state, with the status and the date that go with it."""
    columns = {"event_status": STATUS.get(state, SCHEDULED), "lifecycle_state": state} | columns
    if state == "deleted":
        columns.setdefault("deleted_at", AHEAD)
    return add(to, "events", **columns)


def crowd(to: Runs, number: int) -> None:
    """So many events past all triggers, one in twenty of them a draft, vacuumed and counted."""
    to.execute("alter table events disable trigger user")
    to.execute(
        """
        insert into events (name, virtual_url, lifecycle_state)
        select 'Event ' || md5(n::text), 'https://stream.example/' || n,
            case when n %% 20 = 0 then 'draft' else 'published' end
        from generate_series(1, %s) as n
        """,
        [number],
    )
    to.execute("alter table events enable trigger user")
    to.execute("vacuum (analyze) events")


def changes(of: Runs, event_id: Any) -> list[tuple[Any, ...]]:
    """Action and changed fields of what the outbox holds of an event, in order."""
    select = "select action, changed_fields from event_changes where event_id = %s order by sequence_number"
    return of.rows(select, [event_id])


def go(to: Runs, event_id: Any, state: str, **columns: Any) -> int:
    """Take an event to a state, with the status that goes with it."""
    columns = {"lifecycle_state": state, "event_status": STATUS.get(state, SCHEDULED)} | columns
    if state == "deleted":
        columns.setdefault("deleted_at", AHEAD)
    given = join(", ", [sql("{} = %s", ident(name)) for name in columns])
    return to.execute(sql("update events set {} where id = %s", given), [*columns.values(), event_id])


def peer(to: Runs, **columns: Any) -> Any:
    """Another node, with this one there as well."""
    if not to.value("select exists (select from federation_nodes where is_self)"):
        add(to, "federation_nodes", node_domain="here.example", display_name="Here", is_self=True)
    return add(to, "federation_nodes", **columns)


def told(number: int, domain: str = "there.example", /, **snapshot: Any) -> dict[str, Any]:
    """A change as another node's feed has it."""
    whole = {
        "ulid": "01J0000000000000000000000A",
        "federation_uri": f"https://{domain}/events/1",
        "origin_domain": domain,
        "name": "Jazz Night",
        "description": "An evening",
        "lifecycle_state": "published",
        "event_status": SCHEDULED,
        "virtual_url": "https://stream.example/jazz",
        "license_status": "cc0",
        "license_url": CC0,
        "place": None,
        "occurrences": [
            {"start_time": "2999-08-15T19:00:00-04:00", "timezone": "America/Toronto", "occurrence_status": "scheduled"}
        ],
    }
    action = snapshot.pop("action", "create")
    return {"sequence_number": number, "action": action, "snapshot": whole | snapshot}
