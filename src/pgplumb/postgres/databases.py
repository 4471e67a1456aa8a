"""Creating and dropping databases on a server that we own a part of."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from psycopg import sql

from pgplumb.errors import DatabaseError, TablespacesMissing
from pgplumb.postgres.session import Session, connect

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: SQLSTATE object_in_use: DROP DATABASE where a subscription, a slot or a session holds it.
OBJECT_IN_USE = "55006"
#: Seconds to wait for sessions that were told to end.
PATIENCE = 5

_END_SESSIONS = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = %s AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
_SUBSCRIPTIONS = """
SELECT subname FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_DETACH = (
    "ALTER SUBSCRIPTION {} DISABLE",
    "ALTER SUBSCRIPTION {} SET (slot_name = NONE)",
    "DROP SUBSCRIPTION {}",
)
_DROP_SLOTS = "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = current_database()"


def create(session: Session, name: str, *, template: str, options: sql.SQL) -> None:
    """Copy a template database, which nobody may be connected to."""
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} {}")
    session.execute(statement.format(sql.Identifier(name), sql.Identifier(template), options))


def add_roles(session: Session, names: Iterable[str]) -> None:
    """Make roles without login, for owners and grants to name."""
    for name in names:
        session.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(name)))


def add_tablespaces(session: Session, names: Sequence[str]) -> None:
    """Make tablespaces within the server's own folder (allow_in_place_tablespaces), which 15 was the first to do."""
    if session.server_version < 150000:
        raise TablespacesMissing(server=session.dsn, names=", ".join(names))
    session.execute("SET allow_in_place_tablespaces = on")
    for name in names:
        session.execute(sql.SQL("CREATE TABLESPACE {} LOCATION ''").format(sql.Identifier(name)))


def freeze(session: Session, name: str, template: str) -> None:
    """Turn a finished database into a template of another name, which nobody can connect to."""
    end_sessions(session, name)
    old, new = sql.Identifier(name), sql.Identifier(template)
    session.execute(sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true").format(old))
    session.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(old, new))


def drop(session: Session, name: str) -> None:
    """Drop a database with its sessions, and its subscriptions and slots where it has any."""
    end_sessions(session, name)
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    try:
        session.execute(statement)
    except DatabaseError as error:
        if error.sqlstate != OBJECT_IN_USE:
            raise
        _detach(session, name)
        session.execute(statement)


def drop_template(session: Session, name: str) -> None:
    """Drop a database that may be a template."""
    session.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(sql.Identifier(name)))
    drop(session, name)


def end_sessions(session: Session, name: str) -> None:
    """End all sessions of a database and wait until they are gone.

    CREATE, ALTER and DROP DATABASE wait as well, but in steps of 100 ms (CountOtherDBBackends in procarray.c).
    """
    give_up = time.monotonic() + PATIENCE
    while session.value(_END_SESSIONS, [name]) and time.monotonic() < give_up:
        time.sleep(0.001)


def _detach(session: Session, name: str) -> None:
    """Remove what keeps a database from being dropped: subscriptions, without their slots elsewhere, and slots."""
    session.execute(sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS true").format(sql.Identifier(name)))
    with connect(session.dsn.with_database(name)) as inside:
        for (subscription,) in inside.rows(_SUBSCRIPTIONS):
            for statement in _DETACH:
                inside.execute(sql.SQL(statement).format(sql.Identifier(subscription)))
        inside.execute(_DROP_SLOTS)
    end_sessions(session, name)
