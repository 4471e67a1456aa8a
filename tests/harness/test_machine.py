"""State machines: what holds passes, what does not fails with a short run, with one session and with several."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pgplumb.introspect.reader import read
from pgplumb.laws.bench import PROFILES, Bench
from pgplumb.laws.stateful.trying import try_machine
from pgplumb.laws.verdict import Failed, Passed, Untested
from pgplumb.postgres.session import connect
from tests.harness import machines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb import SchemaMachine
    from pgplumb.postgres.scratch import Scratch

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


@pytest.fixture(scope="module")
def bench(scratch: Scratch) -> Iterator[Bench]:
    """The schema above."""
    with scratch.database() as dsn:
        with connect(dsn) as session:
            session.script(SCHEMA)
            catalog = read(session, own_roles=frozenset({session.value("select current_user")}))
        template = dsn.database
        settings: dict[str, Any] = {"harness": {}, "isolation": {}}
        with Bench(
            catalog=catalog, scratch=scratch, template=template, profile=PROFILES["quick"], settings=settings
        ) as made:
            yield made


@pytest.mark.parametrize("machine", [machines.Selling, machines.OneByOne, machines.Waiting, machines.WithRule])
def test_what_holds_passes(machine: type[SchemaMachine], bench: Bench) -> None:
    assert isinstance(try_machine(machine, bench), Passed)


def test_sessions_that_wait_go_on_in_the_same_order_each_time(bench: Bench) -> None:
    runs: list[list[str]] = []

    class Told(machines.Waiting):
        """Keeps what its runs did."""

        steps = 12

        def teardown(self) -> None:
            super().teardown()
            runs[-1].append(self.script)

    for _ in range(2):
        runs.append([])
        assert isinstance(try_machine(Told, bench), Passed)
    assert runs[0] == runs[1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("machine", "said", "inserts"),
    [
        (machines.NeverAnn, "ann has a ticket", ("shows", "tickets")),
        (machines.Forgetful, 'is no refusal: relation "missing" does not exist (42P01)', ("log",)),
    ],
)
def test_the_shortest_run_is_shown(
    machine: type[SchemaMachine], said: str, inserts: tuple[str, ...], bench: Bench
) -> None:
    found = try_machine(machine, bench)
    assert isinstance(found, Failed)
    assert said in found.message
    assert [line.split()[2] for line in found.script.splitlines() if "INSERT" in line] == [
        f"public.{table}" for table in inserts
    ]
    assert "UPDATE" not in found.script


@pytest.mark.slow
def test_a_race_is_shown_session_by_session(bench: Bench) -> None:
    found = try_machine(machines.Together, bench)
    assert isinstance(found, Failed)
    assert found.message.startswith("one_seat does not hold: its query finds (")
    assert {"-- session 1", "-- session 2", "BEGIN;", "COMMIT;"} <= set(found.script.splitlines())


def test_what_is_always_refused_is_untested(bench: Bench) -> None:
    assert try_machine(machines.Refused, bench) == Untested(reason="every change was refused: not today")


def test_a_table_that_is_not_there_is_told(bench: Bench) -> None:
    found = try_machine(machines.Misnamed, bench)
    assert isinstance(found, Failed)
    assert found.message.startswith("Misnamed: there is no table show that holds rows itself; there are ")


TESTS = """
import pgplumb

class Refused(pgplumb.SchemaMachine):
    tables = "never"

class Writing(pgplumb.SchemaMachine):
    tables = "shows"
"""


def test_pytest_runs_every_machine_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "desired").mkdir()
    (tmp_path / "desired" / "shows.sql").write_text(SCHEMA)
    (tmp_path / "pgplumb.toml").write_text("")
    file = tmp_path / "test_shows.py"
    file.write_text(TESTS)
    asked = [sys.executable, "-m", "pytest", "-p", "pgplumb.plugin", "-p", "no:cacheprovider", "-v", "-rA", str(file)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    found = subprocess.run(asked, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)
    assert "test_shows.py::Writing PASSED" in found.stdout, found.stdout
    assert "untested: every change was refused: not today" in found.stdout
    assert "1 passed, 1 skipped" in found.stdout
