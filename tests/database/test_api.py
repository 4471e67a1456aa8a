"""The public functions, on each of the sources that they take."""

from __future__ import annotations

import importlib
import os
import secrets
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlmodel import Field, MetaData, SQLModel

import pgplumb
from pgplumb.errors import ScratchGone, UnknownSource
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Table
from pgplumb.postgres.session import connect
from pgplumb.workflow import api
from tests.documents import valid

if TYPE_CHECKING:
    from pgplumb.postgres.scratch import Scratch

BEFORE = "create table seat (id integer primary key, label varchar(9) not null);"
AFTER = (
    "create table seat (id integer primary key, label varchar(9) not null, state text not null default 'free');\n"
    "comment on table seat is 'A place to sit.';"
)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[str, str]:
    """Two directories of SQL files."""
    for name, text in (("before", BEFORE), ("after", AFTER)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "seat.sql").write_text(text, encoding="utf-8")
    return str(tmp_path / "before"), str(tmp_path / "after")


def test_the_function_is_not_hidden_by_a_package_of_ours() -> None:
    importlib.import_module("pgplumb.differ.compare")
    assert callable(pgplumb.diff)
    assert callable(pgplumb.load)


def test_directories(folders: tuple[str, str]) -> None:
    plan = pgplumb.diff(*folders)
    assert plan.proof is not None
    assert "ALTER TABLE public.seat ADD COLUMN state text DEFAULT 'free'::text NOT NULL;" in plan.up_sql()
    assert "ALTER TABLE public.seat DROP COLUMN state;" in plan.down_sql()
    assert valid(plan.to_json())["format"] == "pgplumb.plan/1"


def test_the_same_schemas_give_the_same_bytes(folders: tuple[str, str]) -> None:
    first, second = pgplumb.diff(*folders), pgplumb.diff(*folders)
    assert (first.up_sql(), first.down_sql(), first.to_json()) == (second.up_sql(), second.down_sql(), second.to_json())


def test_databases_are_read_and_left_as_they_are(scratch: Scratch) -> None:
    with scratch.database() as one, scratch.database() as other:
        for dsn, text in ((one, BEFORE), (other, AFTER)):
            with connect(dsn) as session:
                session.script(text)
        plan = pgplumb.diff(one.url, other.url)
        unproved = pgplumb.diff(one.url, other.url, prove=False)
        assert plan.proof is not None
        assert unproved.proof is None
        assert unproved.up_sql() == pgplumb.diff(one.url, other.url, engine="native").up_sql()
        assert pgplumb.diff(one.url, one.url).is_empty
        assert ObjectId("column", "public", "state", "seat") not in pgplumb.load(one.url).objects


def test_metadata(folders: tuple[str, str]) -> None:
    class Base(SQLModel):
        metadata = MetaData()

    class Seat(Base, table=True):
        id: int = Field(primary_key=True)
        label: str = Field(max_length=9)

    plan = pgplumb.diff(folders[0], Base.metadata)
    sequence = {change.id.kind for change in plan.changes}
    assert sequence == {"default", "sequence"}, "SQLAlchemy makes an integer key a serial"


def test_anything_else_is_an_error_that_says_what_to_give(folders: tuple[str, str]) -> None:
    with pytest.raises(UnknownSource, match="give a connection string"):
        pgplumb.diff(folders[0], "nowhere")


def test_a_clone_has_extensions_in_the_versions_of_the_live_database(scratch: Scratch) -> None:
    older = "create extension citext version '1.5';"
    with scratch.database() as one, scratch.database() as other:
        for dsn, text in ((one, older + BEFORE), (other, older + AFTER)):
            with connect(dsn) as session:
                session.script(text)
        assert pgplumb.diff(one.url, other.url).proof is not None


def test_a_scratch_server_that_has_gone_is_told_and_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_text("create table before_it_went (a integer);")
    pgplumb.load(tmp_path)
    folder = Path(api._scratch()._server.maintenance().get("host"))
    os.kill(int((folder / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    name = f"after_it_went_{secrets.token_hex(8)}"  # no cache knows it
    (tmp_path / "a.sql").write_text(f"create table {name} (a integer);")
    with pytest.raises(ScratchGone, match=r"The scratch server \(PostgreSQL .* went away in the middle of the work"):
        pgplumb.load(tmp_path)
    assert not folder.exists()
    assert [found.id.name for found in pgplumb.load(tmp_path).of(Table)] == [name]
