"""A scratch server that the user named: our databases on it are known by their names, and leave with us."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import ConnectionFailed, RolesMissing, UnknownServer
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import open_scratch
from pgplumb.postgres.session import Session, connect

if TYPE_CHECKING:
    from pathlib import Path

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch

#: A child that leaves a database and a template behind.
DIES = """
import os, sys
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import open_scratch
scratch = open_scratch(sys.argv[1], cache=Cache(None, 0), environment=os.environ)
scratch.template("a", lambda dsn: None)
with scratch.database():
    os.kill(os.getpid(), 9)
"""


def _open(dsn: Dsn) -> Scratch:
    return open_scratch(dsn.url, cache=Cache(None, 0), environment=os.environ)


def _ours(session: Session) -> set[str]:
    return {name for (name,) in session.rows("SELECT datname FROM pg_database WHERE datname LIKE 'pgplumb\\_scratch%'")}


def test_databases_come_and_go(database: Dsn, session: Session) -> None:
    with _open(database) as scratch:
        assert scratch.label == str(database)
        assert scratch.version == session.server_version
        template = scratch.template("a", lambda dsn: connect(dsn).close())
        with scratch.database(template) as dsn:
            assert _ours(session) == {template, dsn.database}
            assert scratch.dump(dsn)
        assert _ours(session) == {template}
    assert _ours(session) == set()


def test_a_named_server_may_be_used_without_being_superuser(database: Dsn, session: Session) -> None:
    session.execute("CREATE ROLE builder LOGIN CREATEDB")
    try:
        with _open(type(database).of(dict(database.parameters) | {"user": "builder"})) as scratch:
            template = scratch.template("a", lambda dsn: connect(dsn).close())
            with scratch.database(template) as dsn, connect(dsn) as inside:
                inside.execute("CREATE TABLE t (a int)")
        assert _ours(session) == set()
    finally:
        session.execute("DROP ROLE builder")


def test_roles_are_never_made(database: Dsn, session: Session) -> None:
    with _open(database) as scratch:
        scratch.ensure_roles(["postgres"])
        with pytest.raises(RolesMissing, match="lacks the roles role_one, role_two"):
            scratch.ensure_roles(["postgres", "role_two", "role_one"])
    assert session.rows("SELECT FROM pg_roles WHERE rolname LIKE 'role\\_%'") == []


def test_what_a_killed_run_left_is_dropped_by_the_next(database: Dsn, session: Session) -> None:
    subprocess.run([sys.executable, "-c", DIES, database.url], check=False)
    left = _ours(session)
    assert len(left) == 2
    with _open(database) as living, living.database() as dsn:
        assert _ours(session) == {dsn.database}
        with _open(database) as other, other.database() as another:
            assert _ours(session) == {dsn.database, another.database}


def test_no_server_answers(tmp_path: Path) -> None:
    with (
        open_scratch(f"host={tmp_path} user=app", cache=Cache(None, 0), environment={}) as scratch,
        pytest.raises(ConnectionFailed),
        scratch.database(),
    ):
        pass


def test_an_unknown_kind_of_server() -> None:
    with pytest.raises(UnknownServer, match='"docker" is no scratch server'):
        open_scratch("docker", cache=Cache(None, 0), environment={})
