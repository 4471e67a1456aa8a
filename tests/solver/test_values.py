"""Values of every type go into a column of it, whatever the session's settings, and come back as what they are."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import find, given, settings, strategies as st

from pgplumb.generate.candidates import kind_of
from pgplumb.generate.shape import shapes
from pgplumb.introspect.reader import read
from pgplumb.model.relations import Column
from pgplumb.strategies.literals import literal
from pgplumb.strategies.plain import Interval, Json, Range, Text
from pgplumb.strategies.registry import forget_type, register_type
from pgplumb.strategies.solve import solve
from pgplumb.strategies.unsolved import UnknownType
from pgplumb.strategies.values import values
from pgplumb.syntax.sql import join, raw, sql

if TYPE_CHECKING:
    from pgplumb.model.catalog import Catalog
    from pgplumb.postgres.session import Session

TYPES = """
bool int2 int4 int8 oid numeric numeric(5,2) numeric(3,5) float4 float8 money text varchar(3) varchar char(4) bpchar
name "char" bytea uuid json jsonb jsonpath date timestamp timestamp(2) timestamptz timestamptz(0) time time(3) timetz
interval interval(2) bit bit(4) varbit varbit(5) inet cidr macaddr macaddr8 point line lseg box path polygon circle
tsvector tsquery pg_lsn xid xid8 cid tid txid_snapshot pg_snapshot int2vector oidvector regclass regtype regproc
regprocedure regoper regoperator regnamespace regcollation regconfig regdictionary int4range int8range numrange
daterange tsrange tstzrange int4multirange int8multirange nummultirange datemultirange tsmultirange tstzmultirange
hstore ltree citext mood pair floats word small code int4[] text[] box[] money[] jsonb[] timestamptz[] mood[] pair[]
word[] code[] floatmultirange interval[] numrange[] bytea[] varchar(3)[]
""".replace("\n", " ")
_SETUP = """
create extension hstore; create extension ltree; create extension citext;
create type mood as enum ('sad', 'it''s ok', 'Happy');
create type pair as (x int, y text, z box[], w timestamptz);
create type floats as range (subtype = float8, multirange_type_name = floatmultirange);
create domain word as text;
create domain positive as int check (value > 0) not null;
create domain small as positive check (value < 10);
create domain code as varchar(8) check (value ~ '^[A-Z]+$') check (length(value) >= 2);
"""
_UNUSUAL = "set datestyle = 'SQL, DMY'; set intervalstyle = 'sql_standard'; set timezone = 'Asia/Tokyo'"
_EXAMPLES = 60


def _catalog(session: Session) -> Catalog:
    return read(session, own_roles=frozenset({session.value("select current_user")}))


def _drawn(strategy: st.SearchStrategy[Any]) -> list[Any]:
    found: list[Any] = []

    @settings(max_examples=_EXAMPLES, database=None, derandomize=True)
    @given(strategy)
    def draw(value: Any) -> None:
        found.append(value)

    draw()
    return found


@pytest.mark.slow
def test_values_of_every_type_go_in(session: Session) -> None:
    """The settings are those under which careless constants mean something else."""
    session.script(_SETUP)
    # A row states one column; that of a domain that is not null has a default.
    names = {
        f"c{number}": f"{type} default 1" if type == "small" else type for number, type in enumerate(TYPES.split())
    }
    session.script(f"create table t ({', '.join(f'{name} {type}' for name, type in names.items())})")
    catalog = _catalog(session)
    types = {column.id.name: column.type for column in catalog.of(Column) if column.id.table == "t"}
    session.script(_UNUSUAL)
    for name, type in types.items():
        literals = [literal(value, type) for value in _drawn(values(kind_of(type, catalog), catalog))]
        rows = join(", ", [sql("({})", each) for each in literals])
        added = session.execute(sql("INSERT INTO t ({}) VALUES {}", raw(name), rows))
        assert added == len(literals) > 0, type


_CALLED = """
create schema billing; create schema "a.b";
create type billing.interval as enum ('month', 'year');
create type billing.text as enum ('long', 'short');
create type billing.money as (amount numeric, currency "char");
create type billing.box as (height int);
create type billing.int4range as range (subtype = float8, multirange_type_name = billing."m.r");
create domain billing.int4 as varchar check (value ~ '^[a-z]+$');
create type "a.b"."c.d" as enum ('x', 'y');
create domain "a.b"."e""f" as "a.b"."c.d" check (value > 'x');
create table t (a billing.interval, b billing.text, c billing.money, d billing.box[], e billing.int4range,
    f billing."m.r", g billing.int4, h "a.b"."c.d"[], i "a.b"."e""f", j interval)
"""


@pytest.mark.slow
def test_a_type_is_known_by_its_schema_and_its_whole_name(session: Session) -> None:
    """`billing.interval` is no interval, and a dot may be a part of a name."""
    session.script(_CALLED)
    catalog = _catalog(session)
    for column in catalog.of(Column):
        drawn = _drawn(values(kind_of(column.type, catalog), catalog))
        rows = join(", ", [sql("({})", literal(value, column.type)) for value in drawn])
        added = session.execute(sql("INSERT INTO t ({}) VALUES {}", raw(column.id.name), rows))
        assert added == len(drawn) > 0, column.type


@pytest.mark.parametrize(
    ("value", "type", "told"),
    [
        (Json({"a": [1, None, True, "é\"'\\"]}), "jsonb", '{"a": [1, null, true, "é\\"\'\\\\"]}'),
        (Interval(14, -3, -1), "interval", "1 year 2 mons -3 days -00:00:00.000001"),
        (["a,b", None, 'q"{}', "NULL", ""], "text[]", '{"a,b",NULL,"q\\"{}","NULL",""}'),
        ([[1, 2], [3, 4]], "int4[]", "{{1,2},{3,4}}"),
        (Range(1, 5, "(]"), "int4range", "[2,6)"),
        (Range(None, "b,c", "()"), "words", '(,"b,c")'),
        (b"\x00\xff'", "bytea", "\\x00ff27"),
        (Text("(1,2),(0,0)"), "box", "(1,2),(0,0)"),
        ("x\\y'z\n", "text", "x\\y'z\n"),
        (None, "int4", None),
    ],
    ids=str,
)
def test_a_literal_means_its_value(value: Any, type: str, told: str | None, session: Session) -> None:
    session.script("create type words as range (subtype = text)")
    assert session.value(sql("SELECT ({})::text", literal(value, type))) == told


@pytest.mark.parametrize(
    ("type", "simplest"),
    [
        ("int4", 0),
        ("text", ""),
        ("numeric(5,2)", 0),
        ("numeric", 0),
        ("float8", 0),
        ("bool", False),
        ("int4[]", []),
        ("public.small", 1),
        ("date", date(2000, 1, 1)),
        ("timestamp", datetime(2000, 1, 1)),  # noqa: DTZ001  a timestamp has no time zone
        ("time", time(0)),
        ("interval", Interval()),
        ("jsonb", Json({})),
        ("bytea", b""),
        ("int4range", Range(0, None, "[)")),
    ],
    ids=str,
)
def test_values_shrink_to_the_simplest(type: str, simplest: Any, session: Session) -> None:
    session.script(_SETUP)
    catalog = _catalog(session)
    assert find(values(kind_of(type, catalog), catalog), lambda _: True) == simplest


def test_a_registered_strategy_is_used_instead(session: Session) -> None:
    session.script(_SETUP)
    catalog = _catalog(session)
    kind = kind_of("public.code", catalog)
    register_type("public.code", st.just("OURS"))
    try:
        assert set(_drawn(values(kind, catalog))) == {"OURS"}
    finally:
        forget_type("public.code")
    assert len(set(_drawn(values(kind, catalog)))) > 1


@pytest.mark.parametrize(
    ("name", "printed"),
    [("integer", "integer"), ("pg_catalog.int4[]", "integer[]"), ('billing."a.b C"', 'billing."a.b C"')],
)
def test_a_type_is_registered_as_it_is_written_in_sql(name: str, printed: str, session: Session) -> None:
    session.script("create schema billing; create type billing.\"a.b C\" as enum ('x', 'y')")
    catalog = _catalog(session)
    register_type(name, st.just("OURS"))
    try:
        assert set(_drawn(values(kind_of(printed, catalog), catalog))) == {"OURS"}
    finally:
        forget_type(name)


def test_what_is_no_type_is_not_registered() -> None:
    with pytest.raises(ValueError, match="'not a type' is no name of a type"):
        register_type("not a type", st.just(1))


def test_a_type_that_nobody_knows_is_named(session: Session) -> None:
    session.script("create extension seg")
    catalog = _catalog(session)
    with pytest.raises(UnknownType, match="seg"):
        values(kind_of("public.seg", catalog), catalog)


def test_an_override_gives_a_column_and_the_rest_follows(session: Session) -> None:
    """What it gives is kept where the checks allow it, and replaced where they do not."""
    session.script("create table t (a int not null, b int not null, check (a < b))")
    catalog = _catalog(session)
    kinds = {name: kind_of("integer", catalog) for name in ("a", "b")}
    (shape,) = shapes(catalog)
    fixed = solve(kinds, shape.checks, catalog, overrides={"a": st.just(77)})
    assert all(row["a"] == 77 < row["b"] for row in _drawn(fixed.strategy))
    free = solve(kinds, shape.checks, catalog, overrides={"a": st.sampled_from([2**31 - 1, 5])})
    rows = _drawn(free.strategy)
    assert all(row["a"] < row["b"] for row in rows)
    assert any(row["a"] == 5 for row in rows)


def test_domains_over_domains_hold_in_rows_that_violate(session: Session) -> None:
    """Exactly one check is broken: those of the domains hold, also those of the columns beside it."""
    session.script(_SETUP)
    session.script("create table t (a small, b small not null, c code, constraint lower check (a < b))")
    catalog = _catalog(session)
    types = {column.id.name: column.type for column in catalog.of(Column) if column.id.table == "t"}
    (shape,) = shapes(catalog)
    kinds = {name: kind_of(type, catalog) for name, type in types.items()}
    solution = solve(kinds, shape.checks, catalog, violated="lower", nulls={"a", "c"})
    for row in _drawn(solution.strategy):
        assert 0 < row["b"] <= row["a"] < 10
        assert row["c"] is None or (row["c"].isupper() and 2 <= len(row["c"]) <= 8)
