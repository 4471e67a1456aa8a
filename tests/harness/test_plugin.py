"""The pytest plugin, as people run it: in a process of its own, on projects that it has not seen."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = """
create table tiers (
    id integer primary key,
    quantity integer not null,
    sold integer not null default 0,
    note text,
    constraint tiers_sold_within_quantity check (sold between 0 and quantity)
);
comment on column tiers.note is 'NULL says that there is nothing to say.';
"""
BROKEN = """
create table owners (id integer primary key);
create table dogs (
    id integer primary key,
    owner integer not null constraint dogs_owner_fkey references owners
);
create index on dogs (owner);
alter table dogs disable trigger all;
"""
TESTS = """
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

def test_catalog(catalog):
    assert any(id.name == "tiers" for id in catalog.objects)

def test_transaction(db):
    db.execute("insert into tiers values (1, 5, 2)")

def test_nothing_is_left(db):
    assert db.value("select count(*) from tiers") == 0

@pytest.mark.pgplumb_clone
def test_clone(db):
    db.execute("insert into tiers values (1, 5, 2)")
    assert db.value("select txid_current_if_assigned() is null")

def test_as_role(db, as_role):
    with as_role("pg_monitor", {"app.tenant": "3"}):
        assert db.rows("select current_user::text, current_setting('app.tenant')") == [("pg_monitor", "3")]
    assert db.value("select current_user::text") != "pg_monitor"

def test_rows(rows, db):
    @settings(max_examples=5, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(rows("tiers", min_size=2))
    def check(found):
        assert len(found["tiers"]) >= 2
    check()
"""


def project(folder: Path, schema: str, config: str = "") -> Path:
    """A project with one file."""
    (folder / "desired").mkdir(parents=True)
    (folder / "desired" / "schema.sql").write_text(schema)
    (folder / "pgplumb.toml").write_text(config)
    return folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pytest in the folder, with the plugin."""
    command = [sys.executable, "-m", "pytest", "-p", "pgplumb.plugin", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_items_are_collected_from_the_catalog_alone(tmp_path: Path) -> None:
    found = project(tmp_path / "shop", SCHEMA)
    done = run(tmp_path, "--pgplumb", found.name, "-rp")
    assert done.returncode == 0, done.stdout
    assert "PASSED shop::public.tiers::check::tiers_sold_within_quantity[rejects]" in done.stdout
    assert "5 of 5 constraints exercised both ways (100.0%)" in done.stdout


def test_a_broken_law_is_shown_with_a_script(tmp_path: Path) -> None:
    found = project(tmp_path / "kennel", BROKEN)
    done = run(tmp_path, "--pgplumb", found.name, "-k", "dogs_owner_fkey and rejects")
    assert done.returncode == 1, done.stdout
    assert "A row that breaks dogs_owner_fkey was accepted." in done.stdout
    assert "INSERT INTO public.dogs" in done.stdout
    assert "-- should be refused" in done.stdout
    assert "reproduce_failure" in done.stdout
    assert "Again: pytest --pgplumb" in done.stdout


def test_exceptions_have_reasons_and_are_counted(tmp_path: Path) -> None:
    allow = 'harness.allow = [{ law = "rejects", object = "public.dogs.*", reason = "dogs may be strays" }]\n'
    found = project(tmp_path / "kennel", BROKEN, allow)
    done = run(tmp_path, "--pgplumb", found.name, "-k", "dogs_owner_fkey and rejects")
    assert done.returncode == 0, done.stdout
    assert "allowed: dogs may be strays" in done.stdout


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ('harness.allow = [{ law = "reject", object = "*", reason = "x" }]', 'there is no law "reject". Did you mean'),
        ('harness.allow = [{ law = "rejects", object = "*" }]', "allow takes tables { law, object, reason }"),
        ("harness.alow = []", 'unknown key "alow"'),
    ],
)
def test_a_mistake_in_the_settings_is_told_in_words(tmp_path: Path, config: str, said: str) -> None:
    found = project(tmp_path / "kennel", BROKEN, config)
    done = run(tmp_path, "--pgplumb", found.name)
    assert done.returncode != 0
    assert said in done.stdout
    assert "Traceback" not in done.stdout


def test_what_is_untested_can_be_made_to_fail(tmp_path: Path) -> None:
    implied = "create table t (a integer check (a > 5), constraint t_a_positive check (a > 0));"
    found = project(tmp_path / "implied", implied)
    chosen = ("--pgplumb", found.name, "-k", "t_a_positive and rejects")
    assert "untested: no such row was found" in run(tmp_path, *chosen).stdout
    done = run(tmp_path, *chosen, "--pgplumb-fail-untested")
    assert done.returncode == 1
    assert "Not tested: no such row was found" in done.stdout


def test_fixtures_serve_tests_of_ones_own(tmp_path: Path) -> None:
    found = project(tmp_path / "shop", SCHEMA)
    (found / "test_own.py").write_text(TESTS)
    done = run(found, "-q", "test_own.py")
    assert done.returncode == 0, done.stdout
    assert "6 passed" in done.stdout


def test_a_folder_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    done = run(tmp_path, "--pgplumb", "nowhere")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "there is no such folder" in done.stderr


def migrations(folder: Path) -> Path:
    """A project with a table, and a second migration that rows can be in the way of."""
    desired = "create table users (id integer primary key, email text not null);"
    found = project(folder, desired)
    scripts = {
        "0001_users.up.sql": "create table users (id integer primary key, email text);",
        "0001_users.down.sql": "-- pgplumb: loses rows of table public.users\ndrop table users;",
        "0002_email.up.sql": "alter table users alter column email set not null;",
        "0002_email.down.sql": "alter table users alter column email drop not null;",
    }
    (found / "migrations").mkdir()
    for name, text in scripts.items():
        (found / "migrations" / name).write_text(f"{text}\n")
    return found


def test_a_migration_that_rows_are_in_the_way_of_is_shown_with_the_query_that_finds_them(tmp_path: Path) -> None:
    found = migrations(tmp_path / "shop")
    done = run(tmp_path, "--pgplumb", found.name, "-k", "migrations", "-rA")
    assert done.returncode == 1, done.stdout
    assert "FAILED shop::migrations::0002_email[up_on_every_database]" in done.stdout
    assert "PASSED shop::migrations::0001_users[new_rows_lose_what_is_declared]" in done.stdout
    assert "PASSED shop::migrations[replay_gives_desired]" in done.stdout
    assert "SELECT * FROM public.users WHERE email IS NULL;" in done.stdout
    assert "In psql, on an empty database, in the project's folder:" in done.stdout
    assert "\\i migrations/0002_email.up.sql" in done.stdout
    assert "reproduce_failure" in done.stdout


def test_what_is_known_of_production_is_an_exception(tmp_path: Path) -> None:
    found = migrations(tmp_path / "shop")
    allow = '{ law = "up_on_every_database", object = "0002_*", reason = "all have one" }'
    (found / "pgplumb.toml").write_text(f"harness.allow = [{allow}]\n")
    done = run(tmp_path, "--pgplumb", found.name, "-k", "migrations and up_on_every_database")
    assert done.returncode == 0, done.stdout
    assert "allowed: all have one" in done.stdout
