"""The volumes that the targets speak of: 100,000 documents of twenty tenants and what was logged of them, by COPY."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import psycopg

from schema.copying import copy
from schema.supabase.models import (
    AuditLog,
    Documents,
    EventStore,
    Memberships,
    Projects,
    RealtimeOutbox,
    Tenants,
)
from schema.supabase.seeds import people, small
from schema.supabase.seeds.people import A, B, key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from sqlmodel import SQLModel

DOCUMENTS = 100_000
LOGGED = 30_000
#: Tenants beside those of the small data set, which have most of the documents.
OTHERS = 17
_PROJECTS = 5
START = datetime(2026, 1, 1, tzinfo=UTC)
#: Words of texts, by the remainder of a document's number.
WORDS = ("harbour", "meadow", "lantern", "granite", "orchard", "compass", "thimble")


def tenant(number: int) -> UUID:
    """The tenant of a document: half are A's, a quarter B's."""
    return A if number % 2 == 0 else B if number % 4 == 1 else key(2, 100 + number // 4 % OTHERS)


def project(number: int) -> UUID:
    """The project of a document, of its tenant."""
    if number % 2 == 0:
        return people.A_PROJECTS[number // 2 % 3]
    if number % 4 == 1:
        return people.B_PROJECTS[number // 4 % 3]
    other = number // 4 % OTHERS
    return key(3, 1000 + other * _PROJECTS + number % _PROJECTS)


def document(number: int) -> UUID:
    """The key of a document."""
    return key(4, 1_000_000 + number)


def created(number: int) -> datetime:
    """When a document was made: ten at once, so that pages have to go by more than the time."""
    return START + timedelta(seconds=number // 10)


def visibility(number: int) -> str:
    """private for one of ten, public for one of a hundred."""
    return "private" if number % 10 == 3 else "public" if number % 100 == 8 else "tenant"


def title(number: int) -> str:
    """A word, and the number."""
    return f"{WORDS[number % len(WORDS)]} {number}"


def _documents() -> Iterator[tuple[Any, ...]]:
    owners = {A: people.EDDA, B: people.ERIK}
    for number in range(DOCUMENTS):
        whose = tenant(number)
        text = f"about {WORDS[number // 7 % len(WORDS)]}"
        at = created(number)
        yield (
            document(number), whose, project(number), owners.get(whose, people.OLGA), title(number), text,
            visibility(number), at, at,
        )  # fmt: skip


def _events() -> Iterator[tuple[Any, ...]]:
    for number in range(LOGGED):
        payload = json.dumps({"title": title(number)})
        yield "document", document(number), 1, tenant(number), "document.created", payload, created(number)


def _logged() -> Iterator[tuple[Any, ...]]:
    for number in range(LOGGED):
        row = json.dumps({"id": str(document(number))})
        yield (
            tenant(number), people.OLGA, "authenticated", "INSERT", "documents", str(document(number)), row,
            created(number),
        )  # fmt: skip


def _outbox() -> Iterator[tuple[Any, ...]]:
    for number in range(LOGGED):
        whose, at = tenant(number), created(number)
        sent = None if number >= LOGGED - 500 else at + timedelta(seconds=1)
        payload = json.dumps({"id": str(document(number)), "version": 1})
        yield whose, f"documents:{whose}", "insert", "documents", document(number), payload, at, sent


def _tables() -> Iterator[tuple[type[SQLModel], str, Iterable[tuple[Any, ...]]]]:
    others = range(OTHERS)
    yield Tenants, "id name slug created_by", (
        (key(2, 100 + n), f"Tenant {n}", f"tenant-{n}", people.OLGA) for n in others
    )  # fmt: skip
    yield Memberships, "tenant_id user_id role", ((key(2, 100 + n), people.OLGA, "owner") for n in others)
    yield Projects, "id tenant_id name", (
        (key(3, 1000 + n * _PROJECTS + p), key(2, 100 + n), f"Project {p}") for n in others for p in range(_PROJECTS)
    )  # fmt: skip
    yield Documents, "id tenant_id project_id owner_id title body visibility created_at updated_at", _documents()
    columns = "aggregate_type aggregate_id version tenant_id event_type payload occurred_at"
    yield EventStore, columns, _events()
    columns = "tenant_id actor actor_role action table_name row_id new_row at"
    yield AuditLog, columns, _logged()
    columns = "tenant_id topic event_type ref_table ref_id payload created_at published_at"
    yield RealtimeOutbox, columns, _outbox()


def fill(url: str) -> None:
    """The small data set, and the volumes without what triggers would write of them; as a superuser."""
    small.fill(url)
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        for model, columns, rows in _tables():
            copy(cursor, model, columns, rows, START)


if __name__ == "__main__":
    fill(sys.argv[1])
