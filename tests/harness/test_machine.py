"""State machines: what holds passes, what does not fails with the shortest run, with one session and with two."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SCHEMA = """
create table shows (id integer primary key, seats integer not null default 2 check (seats between 0 and 3));
create table tickets (
    id integer generated always as identity primary key,
    show integer not null references shows on delete cascade,
    holder text not null check (holder in ('ann', 'bob', 'cas')),
    unique (show, holder) deferrable initially deferred
);
create index on tickets (show);
-- Looks, and then leaps: two sessions may both see the last seat.
create function not_full() returns trigger language plpgsql as
    $$begin
        if (select count(*) from tickets t where t.show = new.show and t.id <> new.id)
            >= (select s.seats from shows s where s.id = new.show)
        then
            raise exception 'full';
        end if;
        return new;
    end$$;
create trigger not_full before insert or update on tickets for each row execute function not_full();
create table log (entry text);
create function forgets() returns trigger language plpgsql as
    $$begin
        if new.entry like 'a%' then insert into missing values (1); end if;
        return new;
    end$$;
create trigger forgets before insert on log for each row execute function forgets();
create table never (id integer check (id > 0));
create function refused() returns trigger language plpgsql as
    $$begin raise exception 'not today'; end$$;
create trigger refused before insert on never for each row execute function refused();
"""
TESTS = """
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

import pgplumb

OVERSOLD = "select s.id from shows s join tickets t on t.show = s.id group by s.id having count(*) > 3"

class Selling(pgplumb.SchemaMachine):
    tables = "shows tickets"
    always = {
        "never_oversold": OVERSOLD,
        "one_each": "select show, holder from tickets group by 1, 2 having count(*) > 1",
    }

    @invariant()
    def every_show_is_known(self):
        assert not self.db.rows("select from tickets where show not in (select id from shows)")

class NeverAnn(pgplumb.SchemaMachine):
    tables = "public.tickets"
    steps = 4

    @invariant()
    def no_ann(self):
        assert not self.db.rows("select from tickets where holder = 'ann'"), "ann has a ticket"

class Together(pgplumb.SchemaMachine):
    tables = "shows tickets"
    sessions = 2
    overrides = {"shows.seats": st.just(1), "tickets.holder": st.sampled_from(["ann", "bob"])}
    always = {"one_seat": "select show from tickets group by show having count(*) > 1"}

class OneByOne(Together):
    sessions = 1

class Waiting(pgplumb.SchemaMachine):
    tables = "shows"
    sessions = 3
    overrides = {"shows.id": st.integers(1, 2)}
    always = {"two_at_most": "select count(*) from shows having count(*) > 2"}

class Forgetful(pgplumb.SchemaMachine):
    tables = "log"
    steps = 4
    overrides = {"log.entry": st.sampled_from(["a", "b"])}

class Refused(pgplumb.SchemaMachine):
    tables = "never"

class Misnamed(pgplumb.SchemaMachine):
    tables = "show"

class WithRule(pgplumb.SchemaMachine):
    tables = "tickets"

    @rule()
    def reset(self):
        self.db.execute("delete from tickets")
"""


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says of the machines above."""
    project = tmp_path_factory.mktemp("shows")
    (project / "desired").mkdir()
    (project / "desired" / "shows.sql").write_text(SCHEMA)
    (project / "pgplumb.toml").write_text("")
    file = project / "test_shows.py"
    file.write_text(TESTS)
    asked = [sys.executable, "-m", "pytest", "-p", "pgplumb.plugin", "-p", "no:cacheprovider", "-v", "-rA", str(file)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    found = subprocess.run(asked, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)
    return found.stdout + found.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Selling", "OneByOne", "Waiting", "WithRule"])
def test_what_holds_passes(name: str, output: str) -> None:
    assert f"test_shows.py::{name} PASSED" in output, output


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("NeverAnn", "ann has a ticket"),
        ("Together", "one_seat does not hold: its query finds (0,)"),
        ("Forgetful", 'A change ends in an error that is no refusal: relation "missing" does not exist (42P01)'),
        ("Misnamed", "there is no table show that holds rows itself"),
    ],
)
def test_what_does_not_hold_fails(name: str, said: str, output: str) -> None:
    assert f"test_shows.py::{name} FAILED" in output, output
    assert said in output, output


@pytest.mark.slow
def test_the_shortest_run_is_shown(output: str) -> None:
    script = output.partition("ann has a ticket")[2].partition("Again:")[0]
    assert script.count("INSERT INTO public.shows") == 1
    assert script.count("INSERT INTO public.tickets") == 1
    assert "UPDATE" not in script


@pytest.mark.slow
def test_a_race_is_shown_session_by_session(output: str) -> None:
    script = output.partition("one_seat does not hold")[2].partition("Again:")[0]
    assert {"-- session 1", "-- session 2", "BEGIN;", "COMMIT;"} <= {line.strip() for line in script.splitlines()}
    assert script.count("INSERT INTO public.tickets") == 2


@pytest.mark.slow
def test_what_is_always_refused_is_untested(output: str) -> None:
    assert "test_shows.py::Refused SKIPPED" in output, output
    assert "untested: every change was refused: not today" in output
