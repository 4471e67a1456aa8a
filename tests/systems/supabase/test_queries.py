"""The queries of supabase: right by what Python computes of the same rows, and read by the indexes made for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from schema.supabase.seeds import people, volumes as made
from schema.supabase.seeds.people import A, B
from tests.systems.kit import SCHEMA, named_queries, query as text_of, refused
from tests.systems.supabase.acting import CLAIMS, acting, claims, first, service

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgplumb.postgres.session import Session
    from tests.systems.kit import Place

FOLDER = SCHEMA / "supabase"
FIRST_PAGE = {"before_at": None, "before_id": None, "page_size": 100}


def ask(session: Session, name: str, **params: Any) -> list[tuple[Any, ...]]:
    """The rows of a named query, as somebody."""
    return session.rows(text_of(name, FOLDER), params)


def plan(session: Session, name: str, **params: Any) -> str:
    """How the server reads it."""
    return "\n".join(line for (line,) in session.rows(f"explain (costs off) {text_of(name, FOLDER)}", params))


def reader(place: Place, user: UUID) -> Session:
    """A session on the volumes, which others read too."""
    session = place.open("authenticated", {CLAIMS: claims(user)})
    session.execute("set default_transaction_read_only = on")
    return session


def listed(user: UUID, project: UUID) -> list[UUID]:
    """The documents of a project of A that somebody sees, the newest first."""
    numbers = [
        number
        for number in range(made.DOCUMENTS)
        if number % 2 == 0
        and made.project(number) == project
        and (made.visibility(number) != "private" or user == people.EDDA)
    ]
    numbers.sort(key=lambda number: (made.created(number), made.document(number)), reverse=True)
    return [made.document(number) for number in numbers]


@pytest.mark.shows("SB-Q-01")
def test_my_tenants(seeded: Place) -> None:
    found = ask(acting(seeded, people.BOTH), "my_tenants")
    assert [(row[0], row[5]) for row in found] == [(A, "editor"), (B, "admin")]
    assert ask(acting(seeded, people.NOBODY), "my_tenants") == []


@pytest.mark.shows("SB-Q-02", "SB-RULE-08")
def test_documents_page_by_page(volumes: Place) -> None:
    """Pages follow one another without a row twice or none, also where many rows have the same time."""
    session = reader(volumes, people.VERA)
    project = people.A_PROJECTS[1]
    expected = listed(people.VERA, project)
    given: Mapping[str, Any] = {"tenant_id": A, "project_id": project, "page_size": 100}
    got: list[UUID] = []
    after: dict[str, Any] = {"before_at": None, "before_id": None}
    for _ in range(5):
        rows = ask(session, "list_documents", **given, **after)
        got += [row[0] for row in rows]
        after = {"before_at": rows[-1][5], "before_id": rows[-1][0]}
    assert got == expected[:500]
    assert len(ask(session, "list_documents", **{**given, **after, "page_size": 5000})) == 100


@pytest.mark.shows("SB-Q-02", "SB-TEST-07")
def test_a_page_is_read_by_its_index(volumes: Place) -> None:
    session = reader(volumes, people.VERA)
    after = {"before_at": "2026-01-01 01:00", "before_id": people.A_TENANT, "page_size": 100}
    read = plan(session, "list_documents", tenant_id=A, project_id=people.A_PROJECTS[1], **after)
    assert "using documents_page" in read
    assert "Sort" not in read, read


@pytest.mark.shows("SB-Q-03")
def test_a_document_is_there_or_not(seeded: Place) -> None:
    session = acting(seeded, people.EDDA)
    assert [row[0] for row in ask(session, "get_document", id=people.A_PRIVATE)] == [people.A_PRIVATE]
    for hidden in (people.B_TENANT, people.A_DELETED, UUID(int=3)):
        assert ask(session, "get_document", id=hidden) == []


@pytest.mark.shows("SB-Q-04", "SB-Q-05", "SB-Q-06", "SB-TEST-16", "SB-TEST-06")
def test_a_document_from_first_to_last(seeded: Place) -> None:
    edda = acting(seeded, people.EDDA)
    new = {"tenant_id": A, "project_id": people.A_PROJECTS[2], "title": "New", "body": "one", "visibility": "tenant"}
    ((id, version),) = ask(edda, "create_document", **new)
    assert version == 1
    change = {"id": id, "title": "New", "visibility": "tenant"}
    assert ask(edda, "update_document", **change, body="two", version=1) == [(2,)]
    assert ask(acting(seeded, people.ADAM), "update_document", **change, body="late", version=1) == []
    assert seeded.rows("select version, body from app.document_versions where document_id = %s order by 1", [id]) == [
        (1, "one"),
        (2, "two"),
    ]
    assert ask(edda, "delete_document", id=id) == [(True,)]
    assert ask(edda, "delete_document", id=id) == [(False,)]
    with refused("42501"):
        ask(edda, "create_document", **{**new, "tenant_id": B, "project_id": people.B_PROJECTS[0]})
    with refused("42501"):
        ask(acting(seeded, people.VERA), "create_document", **new)


@pytest.mark.shows("SB-Q-04", "SB-TEST-11")
def test_hostile_texts_are_texts(seeded: Place) -> None:
    edda = acting(seeded, people.EDDA)
    for text in ("'; drop table app.documents; --", '"', "\\'", "%s", ":id", "$$", "\u202e", "😀", "a\nb"):
        given = {"title": text, "body": text, "visibility": "tenant"}
        ((id, _),) = ask(edda, "create_document", tenant_id=A, project_id=people.A_PROJECTS[2], **given)
        assert ask(edda, "get_document", id=id)[0][3:5] == (text, text)
        ask(edda, "search_documents", tenant_id=A, words=text, page_size=10)
        with refused("23514", "42501"):
            ask(edda, "create_document", tenant_id=A, project_id=people.A_PROJECTS[2], **{**given, "visibility": text})


@pytest.mark.shows("SB-Q-07")
def test_documents_by_words(volumes: Place) -> None:
    session = reader(volumes, people.VERA)
    number = 4242
    (found,) = ask(session, "search_documents", tenant_id=A, words=made.title(number), page_size=100)
    assert found[0] == made.document(number)
    words = f"{made.WORDS[0]} {made.WORDS[1]}"
    got = ask(session, "search_documents", tenant_id=A, words=words, page_size=100)
    assert len(got) == 100
    for row in got:
        assert row[1].split()[0] in words
    body = volumes.value("select prosrc from pg_proc where proname = 'search_documents'")
    for name, value in (("p_tenant_id", f"'{A}'"), ("p_words", "'harbour 4242'"), ("p_limit", "10")):
        body = body.replace(name, value)
    reader_of_all = volumes.open("definer_reader")
    read = "\n".join(line for (line,) in reader_of_all.rows(f"explain {body}"))
    assert "documents_search" in read, read
    found_by = plan(session, "search_documents", tenant_id=A, words="harbour 4242", page_size=100)
    assert "documents_pkey" in found_by, found_by
    assert ask(session, "search_documents", tenant_id=B, words=words, page_size=100) == []


@pytest.mark.shows("SB-Q-07", "SB-TRAP-28", "SB-TEST-12")
def test_a_search_finds_what_the_policies_show(seeded: Place) -> None:
    search = "select document_id from app.search_documents(%s, 'document')"
    for user in (people.EDDA, people.VERA, people.OLGA, people.BOTH, people.SUSPENDED, people.CARLA, people.NOBODY):
        session = acting(seeded, user)
        for tenant in (A, B, people.C):
            shown = first(session, "select id from app.documents where tenant_id = %s", [tenant])
            assert first(session, search, [tenant]) == shown


@pytest.mark.shows("SB-Q-08", "SB-INV-12", "SB-TEST-13", "SB-TEST-06")
def test_senders_take_different_rows_and_leave_what_they_do_not_send(seeded: Place) -> None:
    one, other = service(seeded), service(seeded)
    waiting = [id for (id,) in seeded.rows("select id from app.realtime_outbox where published_at is null order by id")]
    for session in (one, other):
        session.execute("begin")
    taken = [[row[0] for row in ask(session, "claim_outbox", batch=4)] for session in (one, other)]
    assert taken == [waiting[:4], waiting[4:8]]
    other.execute(text_of("mark_published", FOLDER), {"ids": taken[1]})
    one.execute("rollback")
    other.execute("commit")
    again = [row[0] for row in ask(one, "claim_outbox", batch=100)]
    assert again == waiting[:4] + waiting[8:]


@pytest.mark.shows("SB-Q-08", "SB-MON-09")
def test_what_waits_is_read_by_its_own_index(volumes: Place) -> None:
    session = volumes.open("service_role")
    assert "realtime_outbox_unpublished" in plan(session, "claim_outbox", batch=100)


@pytest.mark.shows("SB-STATE-delivery", "SB-TEST-18")
def test_deliveries_that_are_due(seeded: Place) -> None:
    job = service(seeded)
    outbox = job.value("select min(id) from app.realtime_outbox")
    for endpoint in ("https://a.example", "https://b.example"):
        job.execute(
            text_of("plan_delivery", FOLDER),
            {"outbox_id": outbox, "endpoint": endpoint, "signature": "sha256=" + "a" * 64},
        )
    assert [row[2] for row in ask(job, "due_deliveries", batch=10)] == ["https://a.example", "https://b.example"]
    job.execute("update app.webhook_deliveries set status = 'dead', next_attempt_at = null where endpoint ~ '/a'")
    assert [row[2] for row in ask(job, "due_deliveries", batch=10)] == ["https://b.example"]


@pytest.mark.shows("SB-Q-09", "SB-INV-10")
def test_readers_of_events_miss_none(seeded: Place) -> None:
    """A number that was given out earlier and is committed later is still read."""
    slow, fast, job = service(seeded), service(seeded), service(seeded)
    event = {"aggregate_type": "order", "expected_version": 0, "tenant_id": A, "event_type": "order.placed"}
    slow.execute("begin")
    early = ask(slow, "append_event", **event, aggregate_id=UUID(int=1), payload="{}")[0][0]
    late = ask(fast, "append_event", **event, aggregate_id=UUID(int=2), payload="{}")[0][0]
    assert early < late

    def read(at: tuple[str, int]) -> list[tuple[Any, ...]]:
        return ask(job, "events_since", written_in=at[0], global_seq=at[1], batch=1000)

    seen = read(("0", 0))
    assert late not in [row[1] for row in seen], "while an earlier transaction is under way"
    slow.execute("commit")
    last = (seen[-1][0], seen[-1][1])
    assert [row[1] for row in read(last)] == [early, late]
    with refused("23505", "40001"):
        ask(job, "append_event", **event, aggregate_id=UUID(int=1), payload="{}")


@pytest.mark.shows("SB-Q-10", "SB-MON-07")
def test_the_log_of_a_tenant(volumes: Place) -> None:
    session = reader(volumes, people.ADAM)
    page = ask(session, "audit_page", tenant_id=A, **FIRST_PAGE)
    assert len(page) == 100
    following = ask(session, "audit_page", tenant_id=A, before_at=page[-1][1], before_id=page[-1][0], page_size=100)
    moments = [(row[1], row[0]) for row in (*page, *following)]
    assert moments == sorted(moments, reverse=True)
    assert len(set(moments)) == 200
    read = plan(session, "audit_page", tenant_id=A, **{**FIRST_PAGE, "before_at": page[-1][1], "before_id": 7})
    assert "audit_log_page" in read, read
    assert ask(session, "audit_page", tenant_id=B, **FIRST_PAGE) == []
    assert ask(reader(volumes, people.EDDA), "audit_page", tenant_id=A, **FIRST_PAGE) == []


#: What every query is asked with, where no test says otherwise.
GIVEN: dict[str, Any] = {
    "tenant_id": A, "project_id": people.A_PROJECTS[0], "id": people.A_TENANT, "title": "t", "body": "b",
    "visibility": "tenant", "version": 1, "words": "words", "before_at": None, "before_id": None, "page_size": 10,
    "batch": 10, "ids": [1], "outbox_id": 1, "endpoint": "https://a.example", "signature": "sha256=" + "a" * 64,
    "aggregate_type": "order", "aggregate_id": UUID(int=9), "expected_version": 0, "event_type": "order.placed",
    "payload": "{}", "written_in": "0", "global_seq": 0, "hours": 1, "seconds": 60, "transaction_seconds": 60,
    "waiting_locks": 5, "pool_share": 0.8, "outbox_seconds": 60, "storage_bytes": 10**12,
}  # fmt: skip
#: Those that callers ask; the others are services'.
CALLERS = {
    re.findall(r"\w+", part)[0]
    for file in ("documents", "tenants")
    for part in (FOLDER / "queries" / f"{file}.sql").read_text(encoding="utf-8").split("-- name: ")[1:]
}
#: They ask what is there on some servers, or databases, only.
ELSEWHERE = {"slow_statements", "migration_status"}


@pytest.mark.shows("SB-RULE-10", "SB-RULE-06", "SB-RULE-08", "SB-MIG-08")
def test_every_query_runs_names_its_columns_and_has_an_end(seeded: Place) -> None:
    job, edda = service(seeded), acting(seeded, people.EDDA)
    for name, text in named_queries(FOLDER).items():
        bare = re.sub(r"--[^\n]*", "", text)
        assert not re.search(r"select\s+\*|\w\.\*", bare, re.IGNORECASE), name
        if name in ELSEWHERE:
            continue
        wanted = set(re.findall(r"%\((\w+)\)s", text))
        session = edda if name in CALLERS else job
        session.rows(f"explain {text}", {key: GIVEN[key] for key in wanted})


@pytest.mark.shows("SB-RULE-08")
def test_what_returns_many_rows_says_how_many() -> None:
    for path in sorted((FOLDER / "queries").glob("*.sql")):
        for part in path.read_text(encoding="utf-8").split("-- name: ")[1:]:
            head, _, text = part.partition("\n")
            if head.endswith(":many"):
                assert re.search(r"\blimit\b", text), head
