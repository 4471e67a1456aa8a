"""The main job on the ticketing system, from an edited file to a migrated database and back, shown step by step."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ticketing import copy_to, edit

from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import open_scratch
from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from pgplumb.postgres.dsn import Dsn

SEED = """
insert into users (id, email, password_hash, role)
values ('00000000-0000-0000-0000-000000000001', 'ada@example.org', '$argon2id$v=19$m=65536', 'promoter');
insert into promoters (id, user_id, company_name)
values ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', 'Ada''s Concerts');
insert into events (promoter_id, title, slug, venue_name, start_time, end_time, capacity)
values ('00000000-0000-0000-0000-000000000002', 'Summer Night', 'summer-night', 'The Old Mill',
        '2030-06-21 20:00+00', '2030-06-21 23:30+00', 400);
"""
LOOK = "select title || ': sales close at ' || sales_close_time from events"
BY_HAND = "create index events_venue on events (venue_name)"
UNDONE = "drop index events_venue"


@dataclass(slots=True)
class Tour:
    """Runs commands in the project's folder with the live database named by DATABASE_URL, and counts them."""

    project: Path
    live: Dsn
    server: str
    steps: int = 0

    def say(self, text: str) -> None:
        """Tell what comes next."""
        print(f"\n\033[1m# {text}\033[0m" if sys.stdout.isatty() else f"\n# {text}", flush=True)

    def run(self, *arguments: str, status: int) -> None:
        """Run a command of pgplumb, with what it prints going where ours goes, and hold it to an exit status."""
        print(f"$ pgplumb {shlex.join(arguments)}", flush=True)
        command = [sys.executable, "-c", "from pgplumb.cli.main import entry; entry()", *arguments]
        named = {"DATABASE_URL": self.live.url, "PGPLUMB_SERVER": self.server}
        found = subprocess.run(command, cwd=self.project, env=os.environ | named, check=False)
        print(f"(exit status {found.returncode})", flush=True)
        if found.returncode != status:
            raise SystemExit(f"\nThe tour ends here: that command should have ended with {status}.")
        self.steps += 1

    def psql(self, text: str) -> None:
        """Do something by hand on the live database."""
        print(f"live=# {text};", flush=True)
        with connect(self.live) as session:
            session.script(text)

    def look(self, query: str) -> None:
        """Show a query and its rows."""
        print(f"live=# {query};")
        with connect(self.live) as session:
            print(*(f"  {row[0]}" for row in session.rows(query)), sep="\n", flush=True)


def show(tour: Tour) -> None:
    """The story: a database at the end of the migrations, an edit, the way up, the way down, and a change by hand."""
    tour.say("A database without anything in it: every migration is pending.")
    tour.run("status", status=2)
    tour.say("Roles belong to a server's administrator, who makes them; pgplumb refuses to start without them.")
    tour.psql((tour.project / "desired" / "roles.sql").read_text(encoding="utf-8").rstrip().rstrip(";"))
    tour.run("apply", status=0)
    tour.run("status", status=0)
    with connect(tour.live) as session:
        session.script(SEED)
    tour.say("A developer edits the desired schema; one event is there already, so the new column says what it gets.")
    print(edit(tour.project), flush=True)
    tour.run("plan", status=2)
    tour.say("Written as a migration. Both directions were run on clones first.")
    tour.run("make", "close sales before the event", status=0)
    tour.run("apply", status=0)
    tour.look(LOOK)
    tour.run("status", status=0)
    tour.say("Somebody changes the database by hand.")
    tour.run("drift", status=0)
    tour.psql(BY_HAND)
    tour.run("drift", status=2)
    tour.psql(UNDONE)
    tour.say("And back: what the way down loses has to be allowed.")
    tour.run("rollback", status=3)
    tour.run("rollback", "--allow", "data_loss", status=0)
    tour.run("status", status=2)
    tour.run("drift", status=0)


def main(server: str = "embedded") -> None:
    """Run the tour on a server of its own, which is gone afterwards; SystemExit where a command surprises.

    Scratch databases live on another server of the same kind: "embedded", "local:15", "container:IMAGE".
    """
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="pgplumb-tour-") as folder,
        open_scratch(server, cache=Cache(None, 0), environment=os.environ) as started,
        started.database() as live,
    ):
        tour = Tour(copy_to(Path(folder)), live, server)
        print(f"The live database is on {started.label}, started for this tour.", flush=True)
        show(tour)
    print(
        f"\n{tour.steps} commands in {time.monotonic() - began:.1f} s, each as it should be."
        " The server and the folder are gone."
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
