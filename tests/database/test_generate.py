"""Rows for every table: on the ticketing system, and on schemas made to be hard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pgplumb.generate.fill import fill
from pgplumb.generate.values import row_digests
from pgplumb.introspect.reader import read
from pgplumb.model.ids import ObjectId
from pgplumb.postgres.session import connect
from pgplumb.source.files import read_folder
from pgplumb.source.load import load

if TYPE_CHECKING:
    from pgplumb.generate.fill import Filled
    from pgplumb.model.catalog import Catalog
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch
    from pgplumb.postgres.session import Session

TICKETING = Path(__file__).parents[2] / "schema" / "ticketing" / "desired"

HARD = {
    "no columns": "create table t ()",
    "identity and generated": """
        create table t (id int generated always as identity, a int generated always as (b + 1) stored, b int not null)
    """,
    "checks over columns": """
        create table t (a int not null, b int not null, c int not null, check (a + b = c), check (b > 100))
    """,
    "pattern": "create table t (code text not null unique check (code ~ '^[A-Z]{2}-\\d{4}$' and length(code) = 7))",
    "list and length": """
        create table t (
            state text not null check (state in ('new', 'old')),
            word text not null check (length(word) > 99)
        )
    """,
    "check that overflows": "create table t (a int not null, b int not null, check (a * b < 10))",
    "domains": """
        create domain base as text check (value like 'x-%');
        create domain upon as base not null check (length(value) < 9);
        create table t (a upon, b upon[])
    """,
    "enum, composite, range": """
        create type e as enum ('a', 'b'); create type c as (x int, y text); create type r as range (subtype = float8);
        create table t (e e not null, c c not null, r r not null, es e[] not null)
    """,
    "types called like built-in ones": """
        create type interval as enum ('month', 'year'); create type money as (amount numeric, currency char(3));
        create domain text as varchar(4) check (value ~ '^[a-z]+$');
        create type int4range as range (subtype = float8);
        create table t (every public.interval not null, price public.money not null, word public.text not null,
            between_ public.int4range not null, took interval not null)
    """,
    "types whose names have dots and quotes": """
        create schema "a.b";
        create type "a.b"."c.d" as enum ('x', 'y');
        create domain "a.b"."e""f" as "a.b"."c.d" check (value > 'x');
        create table t (a "a.b"."c.d" not null, b "a.b"."e""f" not null, c "a.b"."c.d"[] not null)
    """,
    "key to itself": "create table t (id int primary key, up int references t)",
    "key to itself that is never null": "create table t (id int primary key, up int not null references t)",
    "shared key columns": """
        create table a (id int primary key);
        create table b (id int, a int references a, primary key (id, a));
        create table c (id int, a int references a, primary key (id, a));
        create table d (a int not null, b int not null, c int not null,
            foreign key (b, a) references b, foreign key (c, a) references c)
    """,
    "cycle that may be null": """
        create table a (id int primary key, b int);
        create table b (id int primary key, a int not null references a);
        alter table a add foreign key (b) references b
    """,
    "partitions": """
        create table p (id int not null, at date not null, region text) partition by range (at);
        create table p1 partition of p for values from ('2023-01-01') to ('2024-01-01');
        create table p2 partition of p for values from ('2030-01-01') to ('2031-01-01') partition by list (region);
        create table p2a partition of p2 for values in ('north', 'south');
        create table rest partition of p default;
        create table h (id int not null) partition by hash (id);
        create table h0 partition of h for values with (modulus 2, remainder 0);
        create table h1 partition of h for values with (modulus 2, remainder 1)
    """,
    "exclusion": "create table t (during int4range not null, exclude using gist (during with &&))",
    "quoted names": """
        create schema "Odd ""Schema"; create table "Odd ""Schema"."Täble {}" ("%s" text not null, "select" int not null)
    """,
    "rows that a trigger wants together": """
        create table o (id int primary key, paid boolean not null, unique (id, paid));
        create table t (
            o int not null, paid boolean not null check (paid), foreign key (o, paid) references o (id, paid)
        );
        create function f() returns trigger language plpgsql as $$begin
            if not exists (select from t where t.o = new.id) then raise 'paid, and nothing bought'; end if; return null;
        end$$;
        create constraint trigger f after insert on o deferrable initially deferred
            for each row when (new.paid) execute function f()
    """,
    "trigger that refuses": """
        create function f() returns trigger language plpgsql as
            $$begin if new.a < 2 then raise 'too small'; end if; return new; end$$;
        create table t (a int not null); create trigger f before insert on t for each row execute function f()
    """,
}


def _fill(session: Session, schema: str) -> Filled:
    session.script(schema)
    return fill(session, _catalog(session), seed=1)


def _catalog(session: Session) -> Catalog:
    return read(session, own_roles=frozenset({session.value("select current_user")}))


@pytest.mark.parametrize("case", sorted(HARD))
def test_every_table_is_filled(case: str, session: Session) -> None:
    """What is hard for a schema of one idea."""
    assert _fill(session, HARD[case]).unfilled == {}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ticketing_is_filled(seed: int, database: Dsn, scratch: Scratch) -> None:
    """Triggers, constraint triggers, composite keys, patterns and domains at once."""
    load(read_folder(TICKETING), database, scratch)
    with connect(database) as session:
        assert fill(session, _catalog(session), seed=seed).unfilled == {}


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ("create table t (a int not null, constraint never check (a <> a))", "never refused"),
        (
            "create table t (id int primary key check (id <> id)); create table u (t int not null references t)",
            "it needs rows of table public.t",
        ),
        (
            """
            create function f() returns trigger language plpgsql as $$begin raise 'no'; end$$;
            create table t (); create trigger f before insert on t execute function f()
            """,
            "no (",
        ),
    ],
)
def test_reason_is_given(schema: str, reason: str, session: Session) -> None:
    """A table that stays empty says what stood in the way."""
    found = _fill(session, schema)
    assert any(reason in said for said in found.unfilled.values())


def test_what_does_not_end_leaves_one_table_empty(session: Session) -> None:
    """A trigger that loops for ever on made-up rows holds neither the run nor the tables beside its own."""
    session.script("""
        create function loops() returns trigger language plpgsql as $$begin loop end loop; end$$;
        create table a (id int primary key);
        create table b (id int primary key); create trigger b before insert on b execute function loops();
        create table c (a int not null references a, b int references b)
    """)
    found = fill(session, _catalog(session), seed=1, patience=1)
    assert [str(id) for id in found.filled] == ["table public.a", "table public.c"]
    assert found.unfilled == {
        ObjectId("table", "public", "b"): "its rows take too long, as where a trigger does not end"
    }
    assert session.value("show statement_timeout") == "0"


def test_same_seed_gives_same_rows(scratch: Scratch) -> None:
    """And another seed gives others."""

    def rows(seed: int) -> list[tuple[object, ...]]:
        with scratch.database() as dsn, connect(dsn) as session:
            session.script("create table t (a text not null, b int check (b > 5), c uuid)")
            fill(session, _catalog(session), seed=seed)
            return session.rows("select * from t order by t::text")

    assert rows(1) == rows(1) != rows(2)


def test_digest_sees_values_and_not_order(session: Session) -> None:
    """A changed value, a NULL in place of a text, and a lost row are seen; another order is not."""
    session.script("create table t (a text, b int); insert into t values ('x', 1), ('y', 2), (null, 3)")
    catalog = _catalog(session)
    column = ObjectId("column", "public", "a", "t")
    before = row_digests(session, catalog)[column]
    assert before.rows == 3
    session.script("update t set b = b + 1 where a = 'x'")
    assert row_digests(session, catalog)[column] == before
    session.script("update t set a = '' where a is null")
    assert row_digests(session, catalog)[column] != before
