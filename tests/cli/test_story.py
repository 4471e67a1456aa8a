"""The story from an empty folder to a migrated database, told by the commands alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from pathlib import Path

    from pgplumb.postgres.dsn import Dsn
    from tests.cli.conftest import Pgplumb, Ran

FIRST = "create table seat (\n    id integer primary key,\n    price integer not null\n);\n"
SECOND = FIRST.replace("price integer", "note text,\n    price bigint")


@dataclass(frozen=True, slots=True)
class Shop:
    """A project, and the command run in it with the live database named."""

    folder: Path
    live: Dsn
    pgplumb: Pgplumb

    def write(self, text: str) -> None:
        (self.folder / "desired" / "shop.sql").write_text(text)

    def run(self, *arguments: str) -> Ran:
        return self.pgplumb("-C", str(self.folder), *arguments)

    def on_live(self, *arguments: str) -> Ran:
        return self.run(*arguments, "--url", self.live.url)

    def migrations(self) -> list[Path]:
        return sorted((self.folder / "migrations").glob("*.sql"))


@pytest.fixture
def shop(tmp_path: Path, database: Dsn, pgplumb: Pgplumb) -> Shop:
    """A project with one table, whose scratch databases are made on the tests' own server."""
    (tmp_path / "desired").mkdir()
    (tmp_path / "pgplumb.toml").write_text(f"server = {json.dumps(database.with_database('postgres').url)}\n")
    found = Shop(tmp_path, database, pgplumb)
    found.write(FIRST)
    return found


@pytest.fixture
def applied(shop: Shop) -> Shop:
    """The same with its first migration applied."""
    assert shop.run("make", "first").status == 0
    assert shop.on_live("apply").status == 0
    return shop


def test_init_starts_a_project_once(pgplumb: Pgplumb, tmp_path: Path) -> None:
    first = pgplumb("-C", str(tmp_path), "init")
    assert (first.status, first.err) == (0, "")
    assert "wrote pgplumb.toml" in first.out
    assert (tmp_path / "pgplumb.toml").is_file()
    assert pgplumb("-C", str(tmp_path), "init").status == 1


def test_plan_shows_the_change_and_ends_with_2(shop: Shop) -> None:
    found = shop.run("plan")
    assert (found.status, found.err) == (2, "")
    assert found.out.startswith("Compared with the end of the migrations.\n\n  + table public.seat  ")
    assert "\nProved on " in found.out
    assert found.out.endswith("Plan: 1 to add, 0 to change, 0 to drop.\n")
    assert "\x1b" not in found.out


def test_plan_prints_a_script_that_psql_can_run(shop: Shop) -> None:
    found = shop.run("plan", "--format", "sql")
    assert found.status == 2
    assert found.out.startswith("\\set ON_ERROR_STOP on\n\nBEGIN;\n")
    assert found.out.endswith("COMMIT;\n")
    assert "drop table" in shop.run("plan", "--format", "sql", "--down").out.lower()


def test_plan_prints_json(shop: Shop) -> None:
    found = shop.run("plan", "--format", "json")
    assert found.status == 2
    assert json.loads(found.out)["summary"] == {"add": 1, "change": 0, "drop": 0}


def test_markdown_goes_to_the_summary_of_the_job_too(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    found = shop.run("plan", "--format", "markdown")
    assert found.out.startswith("<!-- pgplumb:plan -->")
    assert summary.read_text() == f"before\n{found.out}\n"


def test_a_summary_that_cannot_be_written_is_a_warning(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "/no/such/folder/summary.md")
    found = shop.run("plan", "--format", "markdown")
    assert found.status == 2
    assert found.err.startswith("warning: GITHUB_STEP_SUMMARY names /no/such/folder/summary.md, which cannot be")


def test_make_writes_a_pair_and_then_nothing(shop: Shop) -> None:
    made = shop.run("make", "first seats")
    assert made.status == 0
    names = [path.name for path in shop.migrations()]
    assert [name.split("_", 1)[1] for name in names] == ["first_seats.down.sql", "first_seats.up.sql"]
    assert all(f"wrote migrations/{name}" in made.out for name in names)
    assert shop.run("plan").status == 0
    again = shop.run("make", "again")
    assert (again.status, again.out) == (0, "Nothing to write: the migrations already end at the desired schema.\n")
    assert shop.run("verify").status == 0


def test_apply_status_and_rollback(shop: Shop) -> None:
    shop.run("make", "first")
    assert shop.on_live("status").status == 2
    assert shop.on_live("apply", "--dry-run").status == 2
    ran = shop.on_live("apply")
    assert ran.status == 0
    assert ran.out.startswith("1 migration applied, the last ")
    assert "[1/1]" in ran.err
    status = shop.on_live("status")
    assert status.status == 0
    assert "1 applied, 0 pending." in status.out
    assert shop.on_live("apply").out == "Nothing to do: nothing was applied.\n"
    assert shop.on_live("plan").status == 0
    assert shop.on_live("drift").status == 0


def test_a_declared_rename_is_told_as_one(applied: Shop) -> None:
    applied.write(FIRST.replace("price integer", "-- pgplumb: renamed from price\n    cents integer"))
    found = applied.run("plan")
    assert found.status == 2
    assert "  ~ table public.seat\n      ~ column cents  name price -> cents\n" in found.out
    assert found.out.endswith("Plan: 0 to add, 1 to change, 0 to drop.\n")
    renames = json.loads(applied.run("plan", "--format", "json").out)["renames"]
    assert [(each["before"]["name"], each["after"]["name"]) for each in renames] == [("price", "cents")]


def test_what_loses_values_is_refused_with_3(applied: Shop) -> None:
    applied.write(SECOND)
    assert applied.run("make", "note and price").status == 0
    assert applied.on_live("apply").status == 0
    refused = applied.on_live("rollback")
    assert refused.status == 3
    assert "--allow data_loss" in refused.err
    assert applied.on_live("rollback", "--allow", "data_loss").status == 0
    applied.write("create table seat (\n    id integer primary key\n);\n")
    refused = applied.run("make", "no price")
    assert refused.status == 3
    assert "price" in refused.err


def test_a_change_behind_the_migrations_back_is_drift(applied: Shop) -> None:
    with connect(applied.live) as session:
        session.execute("alter table seat add column extra text")
    found = applied.on_live("drift")
    assert found.status == 2
    assert "+ column extra  text" in found.out
    assert "DROP COLUMN extra" in applied.on_live("drift", "--format", "sql").out
    assert json.loads(applied.on_live("drift", "--format", "json").out)["format"] == "pgplumb.drift/1"
    applied.write(SECOND)
    refused = applied.on_live("make", "note")
    assert refused.status == 2
    assert "extra" in refused.err


def test_an_edited_migration_stops_everything_until_it_is_sealed(applied: Shop) -> None:
    down = next(path for path in applied.migrations() if path.name.endswith(".down.sql"))
    down.write_text(down.read_text() + "\n-- a remark\n")
    for name in ("plan", "verify"):
        found = applied.run(name)
        assert found.status == 1
        assert found.err.startswith(f"error: {down.name} was edited after it was sealed.")
    assert applied.run("seal").status == 0
    assert applied.run("verify").status == 0
    guard = down.parent / "pgplumb.sum"
    whole = guard.read_text()
    guard.write_text(whole.partition("\n")[2])
    assert "pgplumb.sum is written" in applied.run("seal").out
    assert guard.read_text() == whole
    assert "pgplumb.sum is up to date" in applied.run("seal").out
    down.write_text("-- nothing is undone here\n")
    assert applied.run("seal").status == 4


def test_verify_tells_what_the_migrations_lack(applied: Shop) -> None:
    applied.write(SECOND)
    found = applied.run("verify")
    assert found.status == 4
    assert "note" in found.out
    assert json.loads(applied.run("verify", "--format", "json").out)["format"] == "pgplumb.verify/1"


def test_an_empty_pair_is_filled_in_and_sealed(applied: Shop) -> None:
    made = applied.run("make", "--empty", "prices in cents")
    assert made.status == 0
    assert "pgplumb seal" in made.out
    _, _, down, up = applied.migrations()
    up.write_text("update seat set price = price * 100;\n")
    down.write_text("update seat set price = price / 100;\n")
    sealed = applied.run("seal")
    assert (sealed.status, sealed.err) == (0, "")
    assert "prices_in_cents" in sealed.out
    assert applied.on_live("apply").status == 0


def test_no_database_is_named(shop: Shop) -> None:
    shop.run("make", "first")
    found = shop.run("status")
    assert found.status == 1
    assert "--url" in found.err


def test_a_password_is_never_shown(shop: Shop) -> None:
    found = shop.run("plan", "--url", "postgresql://app:hunter2@127.0.0.1:1/shop")
    assert found.status == 1
    assert "hunter2" not in found.out + found.err
