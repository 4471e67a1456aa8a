"""What is said of a statement against what the server does: each runs in a transaction that is rolled back."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import pytest

from pgplumb.introspect.reader import read
from pgplumb.model.statement import Statement
from pgplumb.plan.hazards import assess_each
from pgplumb.plan.losses import losses
from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.plan import PlannedStatement
    from pgplumb.postgres.scratch import Scratch
    from pgplumb.postgres.session import Session

SCHEMA = """
create type mood as enum ('sad', 'ok');
create domain short as text;
create domain positive as integer check (value > 0);
create table parent (id bigint primary key, code text unique);
create table child (
    id integer primary key,
    parent_id bigint,
    name varchar(20),
    title text,
    checked varchar(10) check (checked <> ''),
    indexed varchar(10),
    amount numeric(10, 2),
    at timestamp(3),
    address cidr,
    net inet,
    feeling mood,
    nick short,
    flag bit(4),
    proved text check (proved is not null and proved <> ''),
    doubled integer generated always as (id * 2) stored
);
create index child_indexed on child (indexed);
create index child_lower on child (lower(title));
alter table child add constraint child_unchecked check (amount > 0) not valid;
create table tree (at date not null, kind text) partition by range (at);
create table tree_2024 partition of tree for values from ('2024-01-01') to ('2025-01-01');
create table tree_rest partition of tree default;
create table loose (at date not null, kind text);
create view child_names as select id, net from child;
create materialized view child_count as select count(*) as n from child;
create sequence counter;
create function steady() returns integer language sql stable as 'select 1';
create function shaky() returns integer language plpgsql volatile as 'begin return 1; end';
create statistics child_stats on title, amount from child;
create policy everyone on child;
"""

STATEMENTS = """
alter table child add column note text
alter table child add column note text default 'none'
alter table child add column note timestamptz not null default now()
alter table child add column note uuid default gen_random_uuid()
alter table child add column note integer default steady()
alter table child add column note integer default shaky()
alter table child add column note integer generated always as identity
alter table child add column note integer generated always as (amount * 2) stored
alter table child add column note short
alter table child add column note positive
alter table child add column note text unique
alter table child add column note text default 'x' check (note <> '')
alter table child add column note bigint references parent (id)
alter table child drop column title
alter table child alter column name type varchar(40)
alter table child alter column name type varchar(10)
alter table child alter column name type text
alter table child alter column title type varchar
alter table child alter column title type varchar(50)
alter table child alter column title type text collate "C"
alter table child alter column checked type varchar(40)
alter table child alter column indexed type text
alter table child alter column indexed type text collate "C"
alter table child alter column amount type numeric(12, 2)
alter table child alter column amount type numeric(12, 3)
alter table child alter column amount type numeric
alter table child alter column at type timestamp(6)
alter table child alter column at type timestamp(0)
alter table child alter column address type inet
alter table child alter column nick type text
alter table child alter column title type short
alter table child alter column parent_id type integer
alter table child alter column parent_id type positive
alter table child alter column feeling type text
alter table child alter column title type varchar using title::varchar
alter table child alter column title type text using upper(title)
alter table child alter column title set not null
alter table child alter column id set not null
alter table child alter column proved set not null
alter table child alter column title drop not null
alter table child alter column title set default 'x'
alter table child alter column title set statistics 100
alter table child alter column title set storage external
alter table child alter column title set (n_distinct = 5)
alter table child add constraint c check (title <> '')
alter table child add constraint c check (title <> '') not valid
alter table child add constraint c foreign key (parent_id) references parent (id)
alter table child add constraint c foreign key (parent_id) references parent (id) not valid
alter table child add constraint c unique (title)
alter table parent drop constraint parent_pkey, add primary key (code)
alter table child validate constraint child_unchecked
alter table child drop constraint child_unchecked
alter table child rename column title to heading
alter table child rename to infant
alter table child enable row level security
alter table child set (fillfactor = 70)
alter table child set unlogged
alter table child replica identity full
alter table child disable trigger user
alter table child alter column doubled drop expression
alter table tree attach partition loose for values from ('2023-01-01') to ('2024-01-01')
alter table tree detach partition tree_2024
create table tree_2022 partition of tree for values from ('2022-01-01') to ('2023-01-01')
create table other (id bigint references parent (id))
create table apart (id bigint primary key)
create index on child (title)
create unique index on child (title)
create index on only tree (kind)
create index on tree (kind)
create policy p on child
create statistics s on title, name from child
create view v as select 1
create or replace view child_names as select id, net from child
create trigger t after insert on child for each row execute function suppress_redundant_updates_trigger()
create rule r as on delete to child do instead nothing
comment on table child is 'x'
comment on column child.title is 'x'
comment on constraint child_unchecked on child is 'x'
drop table child cascade
drop view child_names
drop index child_lower
drop policy everyone on child
drop statistics child_stats
drop sequence counter
drop materialized view child_count
refresh materialized view child_count
alter sequence counter increment by 2
alter type mood add value 'glad'
update child set title = 'x'
grant select on child to current_user
"""

_LOCKS = {
    "": "",
    "AccessShareLock": "",
    "RowShareLock": "ROW SHARE",
    "RowExclusiveLock": "ROW EXCLUSIVE",
    "ShareUpdateExclusiveLock": "SHARE UPDATE EXCLUSIVE",
    "ShareLock": "SHARE",
    "ShareRowExclusiveLock": "SHARE ROW EXCLUSIVE",
    "ExclusiveLock": "EXCLUSIVE",
    "AccessExclusiveLock": "ACCESS EXCLUSIVE",
}
_SAID = {
    "rewrites": r'rewriting table "(\w+)"',
    "scans": r'verifying table "(\w+)"|validating foreign key constraint "(\w+)"',
    "builds": r'building index ".*?" on table "(\w+)"',
}


class Truth(NamedTuple):
    """What the server was seen to do."""

    lock: str
    rewrites: bool
    scans: bool
    builds: bool


@pytest.fixture(scope="module")
def stage(scratch: Scratch) -> Iterator[tuple[Session, Catalog]]:
    """A session in a database with the schema, and its catalog."""
    with scratch.database() as dsn, connect(dsn) as session:
        session.script(SCHEMA)
        me = session.value("select current_user")
        yield session, read(session, own_roles=frozenset({me}))


def _assessed(text: str, before: Catalog) -> PlannedStatement:
    """The statement by itself, as an engine that writes text only gives it."""
    (found,) = assess_each([Statement(sql=text, subject=None, operation="alter", origin="test")], before)
    return found.planned


@pytest.mark.parametrize("text", STATEMENTS.strip().splitlines())
def test_judgement_agrees_with_server(text: str, stage: tuple[Session, Catalog]) -> None:
    """Lock, rewrite, scan and index build are those that the server takes and reports."""
    session, catalog = stage
    planned = _assessed(text, catalog)
    codes = {hazard.code for hazard in planned.hazards}
    truth = _measured(session, text)
    assert planned.lock == truth.lock
    assert ("table_rewrite" in codes) == truth.rewrites
    # The server says nothing of the scan of a default partition, and an UPDATE is one by nature.
    if not truth.rewrites and not text.startswith(("update", "create table tree_2022")):
        assert ("table_scan" in codes) == truth.scans
        assert ("index_build" in codes) == truth.builds


def _measured(session: Session, text: str) -> Truth:
    query = "select oid::bigint, relname from pg_class where relnamespace = 'public'::regnamespace and relkind <> 'i'"
    before = dict(session.rows(query))
    session.notices.clear()
    with suppress(_Undo), session.transaction():
        session.execute("set local client_min_messages = debug1")
        session.script(text)
        said = "\n".join(session.notices)
        held = session.rows(
            "select relation::bigint, mode from pg_locks where locktype = 'relation' and pid = pg_backend_pid()"
        )
        raise _Undo
    names = list(_LOCKS)
    strongest = max((names.index(mode) for oid, mode in held if oid in before), default=0)
    # What happens to a table that the statement makes is no hazard.
    seen = {key: any(_is_old(found, before) for found in re.finditer(form, said)) for key, form in _SAID.items()}
    return Truth(_LOCKS[names[strongest]], **seen)


def _is_old(found: re.Match[str], before: dict[int, str]) -> bool:
    return "foreign key" in found[0] or found[1] in before.values()


class _Undo(Exception):
    """Ends the transaction."""


def test_later_statements_are_judged_after_earlier_ones(stage: tuple[Session, Catalog]) -> None:
    """A table that the plan makes holds no rows; a column renamed is the old one; a domain has the plan's checks."""
    _, catalog = stage
    texts = [
        "create table fresh (id integer, word text)",
        "alter table fresh alter column word set not null",
        "create index on fresh (word)",
        "alter table child rename column title to heading",
        "alter table child drop column heading",
        "alter domain short add check (value <> '')",
        "alter table parent add column nick short",
        "alter table child add column number integer not null default 1",
        "alter table child drop constraint child_pkey, add primary key (number)",
        "drop view child_names",
        "create view child_names as select id from child",
    ]
    found = [
        each.planned
        for each in assess_each(
            [Statement(sql=t, subject=None, operation="alter", origin="test") for t in texts], catalog
        )
    ]
    codes = [{hazard.code for hazard in planned.hazards} for planned in found]
    assert codes[:3] == [set(), set(), set()]
    assert "data_loss" in codes[4]
    assert "table_rewrite" in codes[6]
    assert "table_scan" not in codes[8]
    assert found[10].lock == ""
    assert str(found[4].hazards[0].message) == "lost for good: column public.child.title"


@pytest.mark.parametrize(("labels", "refuses"), [("'ok', 'new', 'sad'", False), ("'ok'", True)])
def test_enum_made_over(labels: str, refuses: bool, stage: tuple[Session, Catalog]) -> None:
    """Values fit a type that keeps their labels, in whatever order; they may not fit one that lacks some."""
    _, catalog = stage
    texts = [
        'alter type "public"."mood" rename to "mood__old";',
        f'create type "public"."mood" as enum ({labels});',
        'alter table "public"."child" alter column feeling type "public"."mood" using feeling::text::"public"."mood";',
        'drop type "public"."mood__old";',
    ]
    found = [
        each.planned
        for each in assess_each(
            [Statement(sql=t, subject=None, operation="alter", origin="test") for t in texts], catalog
        )
    ]
    assert ("data_dependent" in {hazard.code for hazard in found[2].hazards}) is refuses
    assert ("data_loss" in {hazard.code for hazard in found[1].hazards}) is refuses


def test_losses_are_named_once(stage: tuple[Session, Catalog]) -> None:
    """Rows, columns, positions, labels and cut values are losses; derived ones are not."""
    _, catalog = stage
    texts = [
        "alter table child drop column title",
        "alter table child drop column doubled",
        "alter table child alter column at type timestamp(0)",
        "alter type mood rename to mood__old",
        "create type mood as enum ('ok')",
        "drop sequence counter",
        "drop materialized view child_count",
        "drop table parent cascade",
    ]
    found = losses([Statement(sql=t, subject=None, operation="alter", origin="test") for t in texts], catalog)
    assert found == (
        "column public.child.title",
        "fractions of a second in column public.child.at",
        "label 'sad' of enum public.mood",
        "position of sequence public.counter",
        "rows of table public.parent",
    )


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ('alter table "public"."child" drop column "title"', "column public.child.title"),
        ('create index x on "public"."child" (title)', "index public.child.x"),
        ('drop policy "everyone" on "public"."child"', "policy public.child.everyone"),
        ("comment on column child.title is 'x'", "column public.child.title"),
        ("alter type mood add value 'z'", "enum public.mood"),
        ("grant select on child to current_user", "table public.child"),
    ],
)
def test_subject_is_read_from_text(text: str, subject: str, stage: tuple[Session, Catalog]) -> None:
    """An engine that writes text only leaves the subject to be read."""
    _, catalog = stage
    planned = _assessed(text, catalog)
    assert str(planned.statement.subject) == subject
