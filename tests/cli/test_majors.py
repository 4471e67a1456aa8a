"""A live server of another major version than the scratch server: what is said, what is refused, and that it fits."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from pgplumb.postgres import found
from pgplumb.postgres.binaries import installed
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import open_scratch
from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch
    from tests.cli.conftest import Pgplumb, Ran

OLDER = [binaries.major for binaries in found.local(os.environ) if binaries.major < 18]
PSQL = installed().program("psql")

#: Every form that the two versions print differently, or that one of them has no notion of.
FIRST = """
create extension citext;
create table seat (
    id bigint generated always as identity primary key,
    label citext constraint label_given not null,
    price numeric(8, 2) not null check (price in (1, 2)),
    sold_at timestamptz
);
revoke insert, truncate on seat from postgres;
create view cheap as select id, label from seat where price < 2 order by label;
create materialized view sold as select date_trunc('day', sold_at) as day, count(*) from seat group by 1;
create table visit (id integer not null, day date not null) partition by range (day);
create table visit_2025 partition of visit for values from ('2025-01-01') to ('2026-01-01');
create publication feed for table seat;
create function total() returns numeric begin atomic select sum(price) from seat; end;
"""
SECOND = FIRST.replace("citext constraint label_given not null", "text").replace(
    "sold_at timestamptz\n", "sold_at timestamptz constraint sold_given not null,\n    note text\n"
) + (
    "create table visit_2026 partition of visit for values from ('2026-01-01') to ('2027-01-01');\n"
    "grant select on visit to public;\n"
    "revoke delete on visit from postgres;\n"
)


@dataclass(frozen=True, slots=True)
class Shop:
    """A project with its scratch server, and a live database on a server of another major version."""

    folder: Path
    live: Dsn
    proved: int
    target: int
    pgplumb: Pgplumb

    def write(self, text: str) -> None:
        (self.folder / "desired" / "shop.sql").write_text(text)

    def on_live(self, *arguments: str) -> Ran:
        return self.pgplumb("-C", str(self.folder), *arguments, "--url", self.live.url)

    def run_plan(self) -> None:
        """Change the live database as a user would who trusts the plan."""
        script = self.on_live("plan", "--format", "sql").out
        ran = subprocess.run([PSQL, self.live.url], input=script, capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stderr) == (0, "")

    def migrations(self) -> list[Path]:
        return sorted((self.folder / "migrations").glob("*.sql"))

    @property
    def said(self) -> str:
        return f"proved on {self.proved}, target is {self.target}"


@pytest.fixture(scope="module")
def older() -> Iterator[Scratch]:
    if not OLDER:
        pytest.skip("this machine has no server before 18 (on Debian: apt-get install postgresql-15)")
    with open_scratch(f"local:{OLDER[0]}", cache=Cache(None, 0), environment=os.environ) as opened:
        yield opened


def _shop(folder: Path, live: Dsn, scratch: Scratch, pgplumb: Pgplumb) -> Shop:
    (folder / "desired").mkdir()
    with scratch.database() as dsn, connect(live) as session:
        server = dsn.with_database("postgres").url
        target = session.server_version // 10000
    (folder / "pgplumb.toml").write_text(f"server = {json.dumps(server)}\n")
    return Shop(folder, live, scratch.version // 10000, target, pgplumb)


@pytest.fixture
def shop(tmp_path: Path, older: Scratch, scratch: Scratch, pgplumb: Pgplumb) -> Iterator[Shop]:
    """A live database of an older server beside the embedded one."""
    with older.database() as live:
        yield _shop(tmp_path, live, scratch, pgplumb)


@pytest.fixture
def newer(tmp_path: Path, older: Scratch, database: Dsn, pgplumb: Pgplumb) -> Shop:
    """A live database of the embedded server, with an older one for the scratch databases."""
    return _shop(tmp_path, database, older, pgplumb)


def test_migrations_proved_on_another_major_version_fit(shop: Shop) -> None:
    shop.write(FIRST)
    refused = shop.on_live("make", "first")
    assert (refused.status, refused.out, shop.migrations()) == (4, "", [])
    assert f"{shop.said}. " in refused.err
    assert refused.err.endswith("--allow-other-major.\n")
    for text in (FIRST, SECOND, FIRST):
        shop.write(text)
        made = shop.on_live("make", "next", "--allow-other-major", "--allow", "data_loss")
        assert (made.status, made.err) == (0, "")
        for command in ("apply", "plan", "drift"):
            ran = shop.on_live(command)
            assert ran.status == 0, ran.out + ran.err
        assert shop.pgplumb("-C", str(shop.folder), "verify").status == 0


def test_a_plan_from_a_live_database_fits(shop: Shop) -> None:
    for text in (FIRST, SECOND, FIRST):
        shop.write(text)
        shown = shop.on_live("plan")
        assert shown.status == 2, shown.err
        assert shop.said in shown.out
        shop.run_plan()
        again = shop.on_live("plan")
        assert again.status == 0, again.out
        assert f"compared on {shop.proved}, target is {shop.target}" in again.out


@pytest.mark.parametrize("form", ["json", "markdown"])
def test_every_form_says_where_it_was_proved(shop: Shop, form: str) -> None:
    shop.write(FIRST)
    assert shop.said in shop.on_live("plan", "--format", form).out


def test_a_live_server_that_is_newer(newer: Shop) -> None:
    newer.write(FIRST)
    newer.run_plan()
    newer.write(SECOND)
    shown = newer.on_live("plan")
    assert shown.status == 2, shown.err
    assert newer.said in shown.out
    newer.run_plan()
    again = newer.on_live("plan")
    assert again.status == 0, again.out


def test_what_only_the_newer_server_has_is_told(newer: Shop) -> None:
    newer.write(FIRST)
    with connect(newer.live) as session:
        session.script("create table odd (a int, b int generated always as (a + 1) virtual)")
    shown = newer.on_live("plan")
    assert (shown.status, shown.out) == (1, "")
    assert "line" in shown.err
    assert "does not understand: syntax error" in shown.err
    assert "Set `postgres = 18` in the configuration, or name a scratch server" in shown.err


def test_the_configured_version_is_the_target_without_a_live_database(shop: Shop) -> None:
    shop.write("create table seat (id integer);")
    with (shop.folder / "pgplumb.toml").open("a") as file:
        file.write(f"postgres = {shop.target}\n")
    shown = shop.pgplumb("-C", str(shop.folder), "plan")
    assert (shown.status, shop.said in shown.out) == (2, True)
    assert shop.pgplumb("-C", str(shop.folder), "make", "first").status == 4
    assert shop.pgplumb("-C", str(shop.folder), "make", "first", "--allow-other-major").status == 0
    again = shop.pgplumb("-C", str(shop.folder), "make", "first")
    assert (again.status, again.err) == (0, "")
