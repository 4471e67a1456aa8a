"""`pgplumb models` as it is typed: where it writes, what it leaves alone, and what it is told to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.live import Keeper

if TYPE_CHECKING:
    from pathlib import Path

    from pgplumb.postgres.dsn import Dsn
    from tests.cli.conftest import Pgplumb

SEAT = "create table seat (id bigint generated always as identity primary key, price integer check (price > 0));\n"


@pytest.fixture
def keeper(database: Dsn, tmp_path: Path, pgplumb: Pgplumb) -> Keeper:
    """A project whose live database has another table than its files."""
    found = Keeper(tmp_path, database, pgplumb)
    found.sql("create table aisle (id integer primary key)")
    found.start("embedded")
    (tmp_path / "desired" / "example.sql").write_text(SEAT, encoding="utf-8")
    return found


def test_written_once_and_checked(keeper: Keeper) -> None:
    file = keeper.folder / "models.py"
    assert "is not what" in keeper.run("models", "--out", "models.py", "--check", ends_with=2).out
    assert not file.exists()
    said = keeper.run("models", "--out", "models.py").out
    assert "  wrote models.py\n" in said
    assert "They make all of it." in said
    text = file.read_text(encoding="utf-8")
    assert "price: Annotated[int, Gt(0)] | None" in text
    assert "holds these models already" in keeper.run("models", "--out", "models.py").out
    assert "is what" in keeper.run("models", "--out", "models.py", "--check").out
    assert keeper.run("models").out == text
    keeper.run("models", "--out", "app/db/models.py")
    assert (keeper.folder / "app" / "db" / "models.py").read_text(encoding="utf-8") == text
    assert sorted(path.name for path in keeper.folder.iterdir() if path.suffix == ".py") == ["models.py"]


def test_of_the_live_database(keeper: Keeper) -> None:
    text = keeper.run("models", "--of", "live").out
    assert "class Aisle(" in text
    assert "class Seat(" not in text


def test_an_edited_file_of_ours_is_written_over_and_a_stranger_s_only_where_that_is_meant(keeper: Keeper) -> None:
    file = keeper.folder / "models.py"
    keeper.run("models", "--out", "models.py")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("price", "cost"), encoding="utf-8")
    keeper.run("models", "--out", "models.py")
    assert file.read_text(encoding="utf-8") == text
    file.write_text("x = 1\n", encoding="utf-8")
    keeper.run("models", "--out", "models.py", ends_with=3)
    assert file.read_text(encoding="utf-8") == "x = 1\n"
    keeper.run("models", "--out", "models.py", "--allow", "replace")
    assert file.read_text(encoding="utf-8") == text


def test_check_needs_a_file(keeper: Keeper) -> None:
    assert "--out FILE" in keeper.run("models", "--check", ends_with=64).err


def test_the_module_is_a_desired_schema(keeper: Keeper) -> None:
    """Files and the models that were written from them plan to the same."""
    keeper.run("models", "--out", "seat_models.py")
    by_files = keeper.run("plan", "--format", "sql", ends_with=2).out
    (keeper.folder / "desired" / "example.sql").unlink()
    settings = keeper.folder / "pgplumb.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text('models = "seat_models:metadata"\n' + text, encoding="utf-8")
    assert keeper.run("plan", "--format", "sql", ends_with=2).out == by_files
