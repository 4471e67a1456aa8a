"""Behaviour that users state: what holds passes, what does not fails with rows that show it, mistakes are told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pgplumb
from pgplumb.laws.sqlstates import same_state

ROOT = Path(__file__).parents[2]
TICKETING = ROOT / "schema" / "ticketing"

SCHEMA = """
create table accounts (id integer primary key, balance integer not null check (balance >= 0), twice integer);
create function derive() returns trigger language plpgsql as
    $$begin
        if new.balance > 500000 then raise exception 'no' using errcode = 'P1300'; end if;
        new.twice := greatest(least(new.balance, 1000), 0) * 2;
        return new;
    end$$;
create trigger derive before insert or update on accounts for each row execute function derive();
create table parts (id integer primary key, account integer not null references accounts on delete restrict);
create index on parts (account);
"""
TESTS = """
import pgplumb

@pgplumb.after("insert", "accounts")
def derived(new):
    assert new.twice == min(new.balance, 1000) * 2

@pgplumb.after("update", "accounts")
def derived_again(old, new):
    assert new["twice"] == min(new["balance"], 1000) * 2 and old.id is not None

@pgplumb.after("insert", "accounts")
def never_large(new):
    assert new.balance < 50

@pgplumb.after("delete", "parts")
def one_less(db):
    before = db.value("select count(*) from parts")
    old, new = yield
    assert new is None and db.value("select count(*) from parts") == before - 1

@pgplumb.before("insert", "accounts")
def not_there_yet(new, db):
    assert not db.rows("select from accounts where id = %s", [new.id])

@pgplumb.refuses("insert", "accounts", sqlstate="23514")
def below_zero(new):
    return new.balance is not None and new.balance < 0

@pgplumb.refuses("insert", "accounts", sqlstate="23514")
def above_hundred(new):
    return new.balance is not None and 100 < new.balance < 500000

@pgplumb.refuses("insert", "accounts", sqlstate="23514")
def wrong_state(new):
    return new.balance is not None and new.balance > 500000

@pgplumb.refuses("insert", "accounts", sqlstate="23514")
def never_asked(new):
    return False

@pgplumb.after("insert", "acounts")
def of_no_table(new):
    assert new
"""


def _pytest(*arguments: str) -> str:
    asked = [sys.executable, "-m", "pytest", "-p", "pgplumb.plugin", "-p", "no:cacheprovider", "-v", "-rA", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    found = subprocess.run(asked, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)
    return found.stdout + found.stderr


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says of the tests above."""
    project = tmp_path_factory.mktemp("accounts")
    (project / "desired").mkdir()
    (project / "desired" / "accounts.sql").write_text(SCHEMA)
    (project / "pgplumb.toml").write_text("")
    (project / "test_accounts.py").write_text(TESTS)
    return _pytest(str(project / "test_accounts.py"))


@pytest.mark.parametrize("name", ["derived", "derived_again", "one_less", "not_there_yet", "below_zero"])
def test_what_holds_passes(name: str, output: str) -> None:
    assert f"test_accounts.py::{name} PASSED" in output, output


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("never_large", "never_large does not hold after this insert of accounts"),
        ("above_hundred", "it is accepted, and should be refused with 23514"),
        ("wrong_state", "it is refused with P1300 (no), and should be with 23514"),
        ("of_no_table", "There is no table acounts."),
    ],
)
def test_what_does_not_hold_fails(name: str, said: str, output: str) -> None:
    assert f"test_accounts.py::{name} FAILED" in output, output
    assert said in output


def test_the_smallest_rows_are_shown(output: str) -> None:
    assert "INSERT INTO public.accounts (id, balance" in output.replace(
        "accounts (balance, id", "accounts (id, balance"
    )
    assert "50" in output.partition("never_large does not hold")[2][:600]


def test_what_was_never_asked_is_untested(output: str) -> None:
    assert "test_accounts.py::never_asked SKIPPED" in output, output
    assert "untested: no row was drawn that has to be refused" in output


@pytest.mark.slow
def test_ticketing_behaves() -> None:
    output = _pytest(str(TICKETING / "tests"))
    assert " failed" not in output, output
    assert "6 passed" in output, output


def test_mistakes_are_told_where_they_are_made() -> None:
    with pytest.raises(ValueError, match="there is no event 'upsert': it is one of insert, update, delete"):
        pgplumb.after("upsert", "accounts")
    with pytest.raises(TypeError, match="takes row; it may take old, new and db"):
        pgplumb.before("insert", "accounts")(lambda row: row)


def test_restrict_is_the_same_on_every_version() -> None:
    assert same_state("23001", "23503")
    assert same_state("23514", "23514")
    assert not same_state("23503", "23505")
