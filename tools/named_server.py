"""Holds the ticketing system to its laws on a named server: of local binaries, or of an image of a container."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ticketing import copy_to

from pgplumb.postgres.dsn import Dsn
from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def local(binaries: Path) -> Iterator[Dsn]:
    """A new cluster of these binaries, reached by a socket, gone afterwards; root runs it as nobody."""
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    other = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    folder = Path(tempfile.mkdtemp(prefix="pgplumb-named-"))
    shutil.chown(folder, account.pw_uid, account.pw_gid)

    def call(program: str, *arguments: str) -> None:
        command = [str(binaries / program), "-D", str(folder / "data"), *arguments]
        identity: dict[str, Any] = other if os.geteuid() == 0 else {}
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **identity)

    try:
        call("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        call("pg_ctl", "-w", "-l", str(folder / "log"), "-o", f"-k {folder} -c fsync=off -c listen_addresses=", "start")
        try:
            yield Dsn.parse(f"host={folder} user=postgres dbname=postgres")
        finally:
            call("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


@contextmanager
def container(image: str) -> Iterator[Dsn]:
    """A container of this image, gone afterwards."""
    from testcontainers.community.postgres import PostgresContainer

    with PostgresContainer(image, driver=None) as started:
        yield Dsn.parse(started.get_connection_url())


def check(server: Dsn) -> int:
    """Make the roles, then verify the migrations there, apply them to a database there, and look for drift."""
    with connect(server) as session, tempfile.TemporaryDirectory() as folder:
        project = copy_to(Path(folder))
        session.script((project / "desired" / "roles.sql").read_text(encoding="utf-8"))
        session.execute("create database shop")
        print(f"PostgreSQL {session.value('show server_version')}", flush=True)
        live = ("--url", server.with_database("shop").url)
        scratch = ("--server", server.url)
        told = [
            _run(project, "verify", *scratch),
            _run(project, "apply", *live),
            _run(project, "drift", *live, *scratch),
            _run(project, "rollback", "--to", "0", "--allow", "data_loss", *live),
        ]
    return max(told)


def _run(project: Path, *arguments: str) -> int:
    print(f"$ pgplumb {arguments[0]}", flush=True)
    command = [sys.executable, "-c", "from pgplumb.cli.main import entry; entry()", *arguments]
    return subprocess.run(command, cwd=project, check=False).returncode


def main() -> int:
    """The highest exit status of the commands."""
    match sys.argv[1:]:
        case ["--image", image]:
            with container(image) as server:
                return check(server)
        case [binaries]:
            with local(Path(binaries)) as server:
                return check(server)
    raise SystemExit("usage: named_server.py FOLDER_OF_BINARIES | --image IMAGE")


if __name__ == "__main__":
    sys.exit(main())
