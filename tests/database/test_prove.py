"""The proof refuses plans that do not lead where they should, or that cost rows; each of its checks can fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.differ.assembly import assemble
from pgplumb.differ.prove import Claim, prove
from pgplumb.differ.side import Observer
from pgplumb.errors import NotProved
from pgplumb.model.statement import Statement
from pgplumb.postgres.cache import Cache
from pgplumb.source.files import SourceFile
from pgplumb.workflow.sides import Elaborator

if TYPE_CHECKING:
    from pgplumb.differ.side import Side
    from pgplumb.postgres.scratch import Scratch

BOOKS = "create table book (id integer primary key, title text not null);"
SHELVES = BOOKS + "alter table book add column shelf text;"
UP = "alter table book add column shelf text"
DOWN = "alter table book drop column shelf"


@pytest.fixture
def observer(scratch: Scratch) -> Observer:
    return Observer(scratch=scratch, own_roles=frozenset({"postgres"}), ignored=lambda _: False)


def side(observer: Observer, sql: str) -> Side:
    built = Elaborator(scratch=observer.scratch, cache=Cache(None, 0), observer=observer)
    return built.files([SourceFile("schema.sql", sql)]).side


def claim(observer: Observer, before: str, after: str, up: list[str], down: list[str]) -> Claim:
    """A plan written by hand between two schemas."""
    one, other = side(observer, before), side(observer, after)
    ways = [[Statement(sql=text, subject=None, operation="alter", origin="test") for text in way] for way in (up, down)]
    return Claim(
        before=one,
        after=other,
        up=assemble(ways[0], one.catalog),
        down=assemble(ways[1], other.catalog),
        moved={},
    )


def test_a_right_plan_is_proved_and_the_rows_are_counted(observer: Observer) -> None:
    proved = prove(claim(observer, BOOKS, SHELVES, [UP], [DOWN]), observer)
    assert proved.proof.filled == 1
    assert proved.proof.unfilled == ()
    assert proved.findings == ()


def test_a_stand_in_is_named_also_where_the_plan_brings_it(observer: Observer) -> None:
    extension = "create extension pgcrypto"
    gap = "extension pgcrypto: the scratch server has a stand-in for it"
    for before, after, up, down in (
        (BOOKS, f"{BOOKS}{extension};", [extension], ["drop extension pgcrypto"]),
        (f"{BOOKS}{extension};", BOOKS, ["drop extension pgcrypto"], [extension]),
    ):
        assert prove(claim(observer, before, after, up, down), observer).proof.not_covered == (gap,)


@pytest.mark.parametrize(
    ("up", "down", "says"),
    [
        ([], [DOWN], "missing: column public.book.shelf"),
        ([UP, "create table other ()"], ["drop table other", DOWN], "still there: table public.other"),
        (["alter table book add column shelf varchar"], [DOWN], "type is 'character varying', should be 'text'"),
        ([UP], [], "still there: column public.book.shelf"),
        (["alter table nowhere add column shelf text"], [DOWN], 'relation "nowhere" does not exist'),
        ([UP], ["alter table book drop column nowhere"], 'column "nowhere" of relation "book" does not exist'),
    ],
    ids=["too little", "too much", "another type", "no way back", "up fails", "down fails"],
)
def test_a_plan_that_does_not_arrive_is_refused(observer: Observer, up: list[str], down: list[str], says: str) -> None:
    with pytest.raises(NotProved, match=says.replace("(", r"\(")):
        prove(claim(observer, BOOKS, SHELVES, up, down), observer)


def test_values_that_change_on_the_way_up_are_refused(observer: Observer) -> None:
    up = ["alter table book drop column title", "alter table book add column title text not null default 'gone'",
          "alter table book alter column title drop default", UP]  # fmt: skip
    with pytest.raises(NotProved, match="values changed on the way up"):
        prove(claim(observer, BOOKS, SHELVES, up, [DOWN]), observer)


def test_values_that_change_on_the_way_down_are_refused(observer: Observer) -> None:
    down = [DOWN, "update book set title = upper(title) || '!'"]
    with pytest.raises(NotProved, match="values changed on the way down"):
        prove(claim(observer, BOOKS, SHELVES, [UP], down), observer)


def test_rows_that_the_new_schema_refuses_are_a_finding_with_the_reason(observer: Observer) -> None:
    narrow = "create table book (id integer primary key, title text not null check (title = 'only this'));"
    up = ["alter table book add constraint book_title_check check (title = 'only this')"]
    down = ["alter table book drop constraint book_title_check"]
    proved = prove(claim(observer, BOOKS, narrow, up, down), observer)
    assert [finding.code for finding in proved.findings] == ["data_dependent"]
    assert "book_title_check" in proved.findings[0].message


def test_pg_dump_sees_what_the_catalog_reader_does_not(observer: Observer) -> None:
    """Two observers: a base type's shell is no object of our catalog, and still the plan is not proved without it."""
    with pytest.raises(NotProved, match="pg_dump: - CREATE TYPE"):
        prove(claim(observer, BOOKS, SHELVES + "create type hollow;", [UP], [DOWN]), observer)
