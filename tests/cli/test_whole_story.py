"""One long story on a live database that asks for a password: from an empty folder to a change that was taken back."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from pgplumb.postgres.session import connect
from tests.cli.passwords import PASSWORDS, live_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch
    from tests.cli.conftest import Pgplumb, Ran

SEATS = """\
create table seat (
    id integer primary key,
    price integer not null
);
"""

#: The price gets its unit into its name, and every seat a zone.
PRICES_IN_CENTS = """\
create table seat (
    id integer primary key,
    -- pgplumb: renamed from price
    price_cents integer not null,
    zone text not null -- pgplumb: backfill case when price_cents > 100 then 'front' else 'back' end
);
"""

ZONES = PRICES_IN_CENTS + "\ncreate index seat_zone on seat (zone);\n"


@dataclass(frozen=True, slots=True)
class Developer:
    """Somebody with a folder, an editor, the command, and psql on the live database."""

    folder: Path
    live: Dsn
    pgplumb: Pgplumb
    said: list[str]

    def run(self, *arguments: str, ends_with: int = 0) -> Ran:
        """Type a command and look at how it ended."""
        ran = self.pgplumb("-C", str(self.folder), *arguments)
        self.said.append(ran.out + ran.err)
        assert ran.status == ends_with, ran.out + ran.err
        return ran

    def edit(self, text: str) -> None:
        """Write the desired schema."""
        (self.folder / "desired" / "example.sql").write_text(text)

    def by_hand(self, *statements: str) -> None:
        """Change the live database with psql."""
        with connect(self.live) as session:
            session.execute("SET ROLE app")
            for statement in statements:
                session.execute(statement)

    def seats(self) -> list[tuple[object, ...]]:
        """What the live database holds."""
        with connect(self.live) as session:
            return session.rows("SELECT * FROM seat ORDER BY id")

    def columns(self) -> list[str]:
        """The columns of the live database's table."""
        with connect(self.live) as session:
            query = "SELECT attname FROM pg_attribute WHERE attrelid = 'seat'::regclass AND attnum > 0"
            return [name for (name,) in session.rows(f"{query} AND NOT attisdropped ORDER BY attnum")]

    def migrations(self) -> list[Path]:
        """The files, up before down."""
        return sorted((self.folder / "migrations").glob("*.sql"), key=lambda path: path.name.replace(".up.", ".a."))


@pytest.fixture
def developer(
    scratch: Scratch, tmp_path: Path, pgplumb: Pgplumb, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Developer]:
    """The developer at the start: an empty folder, an empty database that DATABASE_URL names."""
    with live_server() as server, server.database() as live, scratch.database() as own:
        # The owner of what is on the live database; pgplumb would make the role on a scratch server that it started.
        scratch.ensure_roles({"app"})
        monkeypatch.setenv("DATABASE_URL", server.url())
        monkeypatch.setenv("PGPLUMB_SERVER", own.with_database("postgres").url)
        monkeypatch.setenv("PGPLUMB_CACHE", str(tmp_path / "cache"))
        yield Developer(tmp_path / "shop", live, pgplumb, [])


@pytest.mark.slow
def test_the_whole_story(developer: Developer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    run, edit, by_hand = developer.run, developer.edit, developer.by_hand

    # A project begins.
    developer.folder.mkdir()
    assert "wrote pgplumb.toml" in run("init").out
    edit(SEATS)
    planned = run("plan", ends_with=2)
    assert "(from DATABASE_URL)" in planned.out
    assert planned.out.endswith("Plan: 1 to add, 0 to change, 0 to drop.\n")

    # The change becomes a migration, and the live database gets it.
    run("make", "first seats")
    assert "first_seats.up.sql" in run("apply", "--dry-run", ends_with=2).out
    assert run("status", ends_with=2).out.endswith("0 applied, 1 pending.\n")
    assert run("apply").out.startswith("1 migration applied, the last ")
    assert run("status").out.endswith("1 applied, 0 pending.\n")
    assert run("plan").out.endswith("Nothing to change: the schema is as desired.\n")
    assert run("drift").out.endswith("No drift.\n")
    by_hand("insert into seat values (1, 50), (2, 150)")

    # Somebody changes the live database at night. It shows, and nothing is built on it.
    by_hand("alter table seat add column hotfix text")
    drifted = run("drift", ends_with=2)
    assert "+ column hotfix  text" in drifted.out
    edit(PRICES_IN_CENTS)
    assert "it has column public.seat.hotfix" in run("make", "prices in cents", ends_with=2).err
    assert len(developer.migrations()) == 2
    by_hand("alter table seat drop column hotfix")
    run("drift")

    # The next change: a rename, and a column that the rows that are there need a value for.
    proposed = json.loads(run("plan", "--format", "json", ends_with=2).out)
    assert proposed["format"].startswith("pgplumb.plan/")
    run("make", "prices in cents")
    up, _ = developer.migrations()[2:]
    assert re.search(r"RENAME COLUMN price TO price_cents", up.read_text(), re.IGNORECASE)
    run("apply")
    assert developer.seats() == [(1, 50, "back"), (2, 150, "front")]
    run("drift")

    # It is taken back: the zones are lost on the way, which has to be allowed.
    refused = run("rollback", ends_with=3)
    assert "column public.seat.zone" in refused.err
    assert developer.columns() == ["id", "price_cents", "zone"]
    run("rollback", "--allow", "data_loss")
    assert developer.seats() == [(1, 50), (2, 150)]
    assert run("verify").out.endswith("Everything holds.\n")

    # The file is improved by hand: everything stops until it is sealed, which proves it again.
    up.write_text(up.read_text() + "\n-- Zones are what the box office calls rows.\n")
    assert "was edited after it was sealed" in run("apply", ends_with=1).err
    assert f"{up.name.removesuffix('.up.sql')}: both ways" in run("seal").out
    run("verify")

    # One more, and the two that are pending go up one by one, and down together.
    edit(ZONES)
    monkeypatch.delenv("DATABASE_URL")
    assert run("plan", ends_with=2).out.startswith("Compared with the end of the migrations.\n")
    run("make", "index of zones")
    third = developer.migrations()[4].name.partition("_")[0]
    monkeypatch.setenv("PGPLUMB_URL", server_url(developer))
    preview = json.loads(run("apply", "--dry-run", "--format", "json", ends_with=2).out)
    assert preview["format"].startswith("pgplumb.")
    run("apply", "--steps", "1")
    assert run("status", ends_with=2).out.endswith("2 applied, 1 pending.\n")
    run("apply", "--to", third)
    run("status")
    first = developer.migrations()[0].name.partition("_")[0]
    run("rollback", "--to", first, "--allow", "data_loss")
    assert developer.columns() == ["id", "price"]
    run("apply")
    assert developer.seats() == [(1, 50, "back"), (2, 150, "front")]

    # What a job of a CI service shows.
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    for command in ("plan", "status", "drift", "verify"):
        told = run(command, "--format", "markdown")
        assert summary.read_text().endswith(f"{told.out}\n")
        assert json.loads(run(command, "--format", "json").out)["format"].startswith("pgplumb.")

    # No terminal was in sight, so there were no colours; and the password was never told.
    assert not [said for said in developer.said if "\x1b" in said or PASSWORDS["app"] in said]


def server_url(developer: Developer) -> str:
    """The URL that DATABASE_URL had, for the variable of pgplumb's own."""
    return f"postgresql://app:{PASSWORDS['app']}@127.0.0.1:{developer.live.get('port')}/{developer.live.database}"
