"""Live databases of several versions for the commands to work on, and somebody who types them."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from pgplumb.postgres import found
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import open_scratch
from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pgplumb.postgres.dsn import Dsn
    from tests.cli.conftest import Pgplumb, Ran

#: A live server, and the scratch server that goes with it.
PAIRS = (("embedded", "embedded"), ("local:15", "local:15"), ("local:15", "embedded"))


@contextmanager
def live_database(server: str, roles: Iterable[str] = ()) -> Iterator[Dsn]:
    """An empty database on a server of that name, which has the roles; skips the test where the machine has none."""
    name, _, major = server.partition(":")
    if name == "local" and major not in {str(each.major) for each in found.local(os.environ)}:
        pytest.skip(f"there is no PostgreSQL {major} here (on Debian: apt-get install postgresql-{major})")
    with open_scratch(server, cache=Cache(None, 0), environment=os.environ) as started, started.database() as dsn:
        started.ensure_roles(roles)
        yield dsn


@dataclass(frozen=True, slots=True)
class Keeper:
    """Somebody who looks after a database, in the folder of its project."""

    folder: Path
    live: Dsn
    pgplumb: Pgplumb

    def start(self, server: str) -> None:
        """Start the project; scratch databases are made on the server."""
        self.run("init")
        settings = self.folder / "pgplumb.toml"
        text = f'url = "{self.live.url}"\nserver = "{server}"\n'
        settings.write_text(text + settings.read_text(encoding="utf-8"), encoding="utf-8")

    def run(self, *arguments: str, ends_with: int = 0) -> Ran:
        """Type a command and look at how it ended."""
        ran = self.pgplumb("-C", str(self.folder), *arguments)
        assert ran.status == ends_with, ran.out + ran.err
        return ran

    def sql(self, text: str) -> None:
        """Type SQL into the live database."""
        with connect(self.live) as session:
            session.script(text)

    def ask(self, text: str) -> list[tuple[object, ...]]:
        """What the live database answers."""
        with connect(self.live) as session:
            return list(session.rows(text))

    def files(self) -> dict[str, str]:
        """The desired files, by path."""
        desired = self.folder / "desired"
        return {
            path.relative_to(desired).as_posix(): path.read_text("utf-8") for path in sorted(desired.rglob("*.sql"))
        }

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a piece of a desired file, which must be in it once."""
        file = self.folder / "desired" / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, text
        file.write_text(text.replace(old, new), encoding="utf-8")
