"""PostgreSQL's own programs, run at a database of a test: psql, pg_dump and pg_restore."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Any

from pgplumb.introspect.reader import read
from pgplumb.postgres.binaries import installed

if TYPE_CHECKING:
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.session import Session


def psql(dsn: Dsn, command: str) -> str:
    """What a command of psql prints, errors among it."""
    done = _run("psql", "--no-psqlrc", "--no-password", f"--dbname={dsn.conninfo}", f"--command={command}")
    return (done.stdout + done.stderr).decode()


def backup(dsn: Dsn) -> bytes:
    """The whole database with its rows, in the custom format of pg_dump."""
    return _succeeded(_run("pg_dump", "--format=custom", "--no-password", f"--dbname={dsn.conninfo}"))


def restore(saved: bytes, dsn: Dsn) -> None:
    """Bring an empty database to what a backup holds, all or nothing."""
    into = ("--single-transaction", "--exit-on-error", "--no-password", f"--dbname={dsn.conninfo}")
    _succeeded(_run("pg_restore", *into, given=saved))


def restored_script(saved: bytes, *options: str) -> str:
    """The SQL that pg_restore would run of a backup, with options that choose."""
    return _succeeded(_run("pg_restore", *options, "--file=-", given=saved)).decode()


def contents(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """What a backup has to hold: under "" every object of the schema by its name, by table its rows as texts in order.

    By name only: some definitions print otherwise once they were loaded from a dump.
    """
    objects = sorted((str(id),) for id in read(session, own_roles=frozenset({"postgres"})).objects)
    found: dict[str, list[tuple[Any, ...]]] = {"": objects}
    known = "schemaname !~ '^(pg_|information_schema)'"
    for (table,) in session.rows(f"select format('%I.%I', schemaname, tablename) from pg_tables where {known}"):
        found[table] = session.rows(f"select t::text from {table} t order by 1")
    return found


def _run(name: str, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The embedded server's programs are as new as any server here; messages are in English."""
    command = [installed().program(name), *arguments]
    return subprocess.run(command, input=given, capture_output=True, env=os.environ | {"LC_ALL": "C"}, check=False)


def _succeeded(done: subprocess.CompletedProcess[bytes]) -> bytes:
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
