"""The scratch server that the user named: our databases on it are known by their names, and leave with us."""

from __future__ import annotations

import secrets
from threading import Lock
from typing import TYPE_CHECKING

from psycopg import sql

from pgplumb.errors import ConnectionFailed, RolesMissing, RolesNotTried, ScratchUnreachable, TablespacesMissing
from pgplumb.postgres import databases
from pgplumb.postgres.binaries import installed
from pgplumb.postgres.dump import dump
from pgplumb.postgres.found import dumping
from pgplumb.postgres.session import Session, connect

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from pgplumb.postgres.dsn import Dsn

#: What the name of every database that we make on a server of the user begins with.
PREFIX = "pgplumb_scratch_"
#: The first key of the advisory lock that tells other runs that this one lives; the second is the run's number.
LOCK_CLASS = 0x70677062

# A server that ends idle sessions would let the lock go; before PostgreSQL 14 there is no such setting.
_NEVER_IDLE_TOO_LONG = "SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'idle_session_timeout'"
_LIVING_RUNS = "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2"
# Those of other users are left to them.
_DATABASES = "SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND pg_has_role(datdba, 'usage')"


class Named:
    """Scratch databases on a running server; the role given must be allowed to create databases."""

    # The server's own choice: a copy of files would force a checkpoint on a server that others use.
    clone_options = sql.SQL("")
    stand_ins: frozenset[str] = frozenset()

    def __init__(self, dsn: Dsn) -> None:
        self.label = str(dsn)
        self._dsn = dsn
        self._run = secrets.randbits(31)
        self.namespace = f"{PREFIX}{self._run:08x}_"
        self._lock = Lock()
        self._session: Session | None = None

    @property
    def version(self) -> int:
        """The server's version, asked once."""
        return self._connected().server_version

    def maintenance(self) -> Dsn:
        """The database that the user named."""
        self._connected()
        return self._dsn

    def check_own_roles(self) -> None:
        """Refuse: roles are not even tried on a server of the user."""
        raise RolesNotTried(dsn=self._dsn)

    def add_roles(self, session: Session, names: Iterable[str]) -> None:
        """Refuse: roles are never made on a server of the user."""
        raise RolesMissing(dsn=self._dsn, names=", ".join(names))

    def add_tablespaces(self, session: Session, names: Sequence[str]) -> None:
        """Refuse, as roles."""
        raise TablespacesMissing(server=self._dsn, names=", ".join(names))

    def dump(self, dsn: Dsn, environment: Mapping[str, str], *, without: Iterable[str] = ()) -> str:
        """What a pg_dump of this machine writes that is not older than the server."""
        return dump(dsn, dumping(installed(), environment), environment, without=without)

    def recall(self, session: Session, stem: str) -> str | None:
        """Nothing: what we made on a server of the user went with the run that made it."""

    def keep(self, gained: Collection[str]) -> None:
        """Keep nothing."""

    def owns(self, dsn: Dsn) -> bool:
        """Whether it is the database that the user named, or one of this run beside it."""
        ours = dsn.database.startswith(self.namespace)
        return dsn == self._dsn or (ours and dsn.with_database(self._dsn.database) == self._dsn)

    @property
    def place(self) -> str:
        """The server that the user named."""
        return "where its administrator keeps its data"

    def obituary(self, *, patience: float) -> str | None:
        """Nothing: how a server of the user ends is not ours to know."""
        return None

    def close(self) -> None:
        """Drop every database of this run."""
        with self._lock:
            session, self._session = self._session, None
            if session is not None:
                with session:
                    _drop_all(session, self.namespace)

    def _connect(self) -> Session:
        try:
            return connect(self._dsn)
        except ConnectionFailed as error:
            raise ScratchUnreachable(dsn=self._dsn, reason=error.reason) from error

    def _connected(self) -> Session:
        """The session that lives as long as this run and says so by its lock."""
        with self._lock:
            if self._session is None:
                self._session = self._connect()
                self._session.execute(_NEVER_IDLE_TOO_LONG)
                self._session.execute("SELECT pg_advisory_lock(%s::int, %s::int)", [LOCK_CLASS, self._run])
                _drop_dead(self._session)
            return self._session


def _drop_all(session: Session, prefix: str) -> None:
    for (name,) in session.rows(_DATABASES, [prefix]):
        databases.drop_template(session, name)


def _drop_dead(session: Session) -> None:
    """Drop what runs left that were killed: databases of a run whose lock nobody holds."""
    # In this order: a run has its lock before it has a database, so whoever lives and is in the first is in the second.
    runs = {name.removeprefix(PREFIX)[:8] for (name,) in session.rows(_DATABASES, [PREFIX])}
    living = {f"{run:08x}" for (run,) in session.rows(_LIVING_RUNS, [LOCK_CLASS])}
    for run in runs - living:
        _drop_all(session, f"{PREFIX}{run}_")
