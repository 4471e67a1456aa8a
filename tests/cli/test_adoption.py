"""How dump and baseline behave around what is there already: files, folders, histories, failures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.postgres.session import connect
from tests.cli.live import Keeper

if TYPE_CHECKING:
    from pathlib import Path

    from pgplumb.postgres.dsn import Dsn
    from tests.cli.conftest import Pgplumb

SEAT = """\
CREATE TABLE public.seat (
    id bigserial NOT NULL,
    price integer,
    CONSTRAINT seat_pkey PRIMARY KEY (id)
);
"""


@pytest.fixture
def keeper(database: Dsn, tmp_path: Path, pgplumb: Pgplumb) -> Keeper:
    """A project beside a database with one table."""
    found = Keeper(tmp_path, database, pgplumb)
    found.sql("CREATE TABLE seat (id bigserial PRIMARY KEY, price integer)")
    found.start("embedded")
    return found


def test_the_example_of_init_makes_way(keeper: Keeper) -> None:
    assert list(keeper.files()) == ["example.sql"]
    said = keeper.run("dump").out
    assert "  wrote desired/public/tables/seat.sql\n" in said
    assert "1 file describes " in said
    assert keeper.files() == {"public/tables/seat.sql": SEAT}


def test_an_example_that_was_edited_does_not(keeper: Keeper) -> None:
    keeper.edit("example.sql", "name text", "label text")
    refused = keeper.run("dump", ends_with=3)
    assert "example.sql" in refused.err
    assert list(keeper.files()) == ["example.sql"]
    said = keeper.run("dump", "--allow", "replace").out
    assert "  moved what was there to desired.before/\n" in said
    assert "label text" in (keeper.folder / "desired.before" / "example.sql").read_text()
    assert keeper.files() == {"public/tables/seat.sql": SEAT}


def test_a_change_of_the_database_changes_its_file_alone(keeper: Keeper) -> None:
    keeper.sql("CREATE VIEW cheap AS SELECT id FROM seat WHERE price < 10")
    keeper.run("dump")
    before = keeper.files()
    keeper.sql("CREATE INDEX seat_price ON seat (price); CREATE TABLE row_of_seats (id integer)")
    assert "public/tables/seat.sql" in keeper.run("dump", ends_with=3).err
    keeper.run("dump", "--allow", "replace")
    after = keeper.files()
    assert {path for path in after if after[path] != before.get(path)} == {
        "public/tables/seat.sql",
        "public/tables/row_of_seats.sql",
    }


def test_another_folder_and_no_word_of_what_is_next(keeper: Keeper) -> None:
    said = keeper.run("dump", "--out", "review/today").out
    assert "Next:" not in said
    assert (keeper.folder / "review" / "today" / "public" / "tables" / "seat.sql").read_text() == SEAT
    assert list(keeper.files()) == ["example.sql"]


def test_nothing_is_dumped_of_what_is_ignored_or_another_tool_s(keeper: Keeper) -> None:
    keeper.sql("CREATE SCHEMA old; CREATE TABLE old.t (x integer); CREATE TABLE alembic_version (version_num text)")
    settings = keeper.folder / "pgplumb.toml"
    settings.write_text('ignore = ["old", "old.*"]\n' + settings.read_text())
    keeper.run("dump")
    assert list(keeper.files()) == ["public/tables/seat.sql"]


def test_an_empty_database_has_no_files(keeper: Keeper) -> None:
    keeper.sql("DROP TABLE seat")
    assert "Nothing to write" in keeper.run("dump").out
    assert keeper.files() == {}


def test_what_is_not_modelled_is_named(keeper: Keeper) -> None:
    keeper.sql(
        "CREATE TYPE coin;"
        "CREATE FUNCTION coin_in(cstring) RETURNS coin LANGUAGE internal IMMUTABLE STRICT AS 'int4in';"
        "CREATE FUNCTION coin_out(coin) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';"
        "CREATE TYPE coin (INPUT = coin_in, OUTPUT = coin_out, LIKE = integer)"
    )
    told = keeper.run("dump", ends_with=4)
    assert "public.coin" in told.err
    assert "nothing was written" in told.err.lower()
    assert list(keeper.files()) == ["example.sql"]


def test_baseline_first_and_the_files_after(keeper: Keeper) -> None:
    (keeper.folder / "desired" / "example.sql").unlink()
    said = keeper.run("baseline").out
    assert "Next: `pgplumb dump`" in said
    keeper.run("dump")
    assert "Nothing to change" in keeper.run("plan").out
    keeper.run("verify")


def test_no_file_stays_where_the_history_cannot_be_written(keeper: Keeper) -> None:
    keeper.sql("CREATE SCHEMA pgplumb; CREATE VIEW pgplumb.migrations AS SELECT 1 AS version WHERE false")
    told = keeper.run("baseline", ends_with=1)
    assert "Traceback" not in told.err
    assert not list((keeper.folder / "migrations").glob("*"))


def test_a_second_database_of_the_same_state_joins_by_a_mark(keeper: Keeper) -> None:
    keeper.run("baseline", "as it was")
    (up,) = (keeper.folder / "migrations").glob("*.up.sql")
    version = up.name.partition("_")[0]
    keeper.sql("DROP SCHEMA pgplumb CASCADE")
    refused = keeper.run("baseline", ends_with=1).err
    assert f"`pgplumb apply --mark {version}=applied`" in refused
    keeper.run("apply", "--mark", f"{version}=applied")
    keeper.run("drift")


def test_a_history_is_recorded_once(keeper: Keeper) -> None:
    keeper.run("baseline")
    with connect(keeper.live) as session:
        rows = session.rows("SELECT slug, state, duration::text FROM pgplumb.migrations")
    assert rows == [("baseline", "applied", "00:00:00")]


def test_a_database_without_the_schema_public_joins_once_that_is_ignored(keeper: Keeper) -> None:
    keeper.sql("CREATE SCHEMA shop; ALTER TABLE seat SET SCHEMA shop; DROP SCHEMA public")
    assert '"public" to `ignore`' in keeper.run("dump", ends_with=1).err
    settings = keeper.folder / "pgplumb.toml"
    settings.write_text('ignore = ["public"]\n' + settings.read_text())
    keeper.run("dump")
    assert list(keeper.files()) == ["shop/schema.sql", "shop/tables/seat.sql"]
    keeper.run("baseline")
    assert "Nothing to change" in keeper.run("plan").out
    keeper.run("verify")
