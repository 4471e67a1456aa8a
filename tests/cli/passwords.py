"""A server that people log in to with passwords, over TCP: what the commands take for somebody's live database."""

from __future__ import annotations

import os
import socket
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pgplumb.postgres import cluster
from pgplumb.postgres.binaries import account, installed, runnable
from pgplumb.postgres.dsn import Dsn
from pgplumb.postgres.folders import claim, reachable
from pgplumb.postgres.process import ServerProcess
from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Who may log in, and with which password: `app` owns the database, `reader` may look at it, `stranger` has no rights.
PASSWORDS = {"app": "open-sesame-9", "reader": "let-me-look-7", "stranger": "who-goes-there-3"}

DATABASE = "shop"

_HBA = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
_ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class LiveServer:
    """The running server; `own` is its superuser's way in, which needs no password."""

    own: Dsn
    port: int

    def url(self, user: str = "app", password: str = "", database: str = DATABASE) -> str:
        """What the user types, password and all."""
        return f"postgresql://{user}:{password or PASSWORDS[user]}@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def database(self) -> Iterator[Dsn]:
        """The database, new and empty, owned by `app`; gone after the block."""
        with connect(self.own) as session:
            session.execute(f"CREATE DATABASE {DATABASE} OWNER app")
        try:
            yield self.own.with_database(DATABASE)
        finally:
            with connect(self.own) as session:
                session.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


@contextmanager
def live_server() -> Iterator[LiveServer]:
    """Start it with its data in a new folder, which the keeper of its process removes, come what may."""
    user = account()
    run = claim(_place(), "pgplumb-live-")
    port = _free_port()
    try:
        binaries = runnable(installed(), user, shared=None, private=run.folder)
        data = run.folder / "data"
        settings = ("listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={data}", "fsync=off")
        command = [binaries.program("postgres"), "-D", str(data), *(word for each in settings for word in ("-c", each))]
        process = ServerProcess(run, command, identity=user.identity, environment=_ENVIRONMENT)
        try:
            os.chown(run.folder, user.uid, user.gid)
            cluster.create(data, binaries, user, _ENVIRONMENT)
            (data / "pg_hba.conf").write_text(_HBA)
            process.start()
            own = Dsn.of({"user": "postgres", "host": str(data), "port": str(port), "dbname": "postgres"})
            with connect(own) as session:
                for name, password in PASSWORDS.items():
                    session.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")
            yield LiveServer(own, port)
        finally:
            process.end()
    finally:
        run.release()


def _place() -> Path:
    """Where another user, whom the server runs as where we are root, finds it too."""
    return next(place for place in (Path(tempfile.gettempdir()), Path("/tmp")) if reachable(place))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
