"""Scratch databases: throwaway ones, templates that are built once, dumps; on whichever server there is."""

from __future__ import annotations

import itertools
import secrets
from contextlib import contextmanager, suppress
from functools import cached_property
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Self

from psycopg import sql

from pgplumb.errors import PgplumbError
from pgplumb.postgres import databases
from pgplumb.postgres.dump import restore
from pgplumb.postgres.session import Session, connect
from pgplumb.postgres.trouble import trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from types import TracebackType

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.server import Server

#: The template of every server that nobody has changed.
PRISTINE = "template0"


class Scratch:
    """Databases on one scratch server; every method may be called by several threads at once."""

    def __init__(self, server: Server, environment: Mapping[str, str]) -> None:
        self._server = server
        self._environment = environment
        self._numbers = itertools.count(1)
        self._idle: list[Session] = []
        self._building: dict[str, Lock] = {}
        self._making_roles = Lock()
        self._templates: dict[str, str] = {}
        self._gained: set[str] = set()
        self._tablespaces: set[str] = set()

    @property
    def version(self) -> int:
        """The server's version as a number, such as 180006."""
        return self._server.version

    @property
    def label(self) -> str:
        """What people are told about the server."""
        return self._server.label

    @property
    def offered_stand_ins(self) -> frozenset[str]:
        """The extensions of which the server only has stand-ins."""
        return self._server.stand_ins

    @contextmanager
    def database(self, template: str | None = None) -> Iterator[Dsn]:
        """A database of one's own, empty or a copy of a template; dropped at the end with the sessions in it."""
        name = self._new_name()
        with self._maintenance() as session:
            databases.create(session, name, template=template or PRISTINE, options=self._server.clone_options)
        with self._dropped_on_error(name):
            yield session.dsn.with_database(name)
        self._drop(name)

    def template(self, digest: str, build: Callable[[Dsn], None], *, base: str = PRISTINE) -> str:
        """The name of a template database that stands for this digest; where it does not exist yet, `build` fills a
        copy of the template `base`."""
        with self._building.setdefault(digest, Lock()):
            if digest not in self._templates:
                stem = f"{self._server.namespace}t_{sha256(digest.encode()).hexdigest()[:20]}_"
                with self._maintenance() as session:
                    recalled = self._server.recall(session, stem)
                self._templates[digest] = recalled or self._build(stem, build, base)
            return self._templates[digest]

    @cached_property
    def offered(self) -> frozenset[str]:
        """The extensions that can be created on it, with those that are stand-ins."""
        with self._maintenance() as session:
            return frozenset(row[0] for row in session.rows("SELECT name FROM pg_available_extensions()"))

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment that its programs run in."""
        return self._environment

    @contextmanager
    def forgetting(self) -> Iterator[None]:
        """Templates that are made in this block are dropped at its end, and are not kept for later runs."""
        known = set(self._templates)
        try:
            yield
        finally:
            with self._maintenance() as session:
                for digest in set(self._templates) - known:
                    name = self._templates.pop(digest)
                    self._gained.discard(name)
                    databases.drop_template(session, name)

    def ensure_roles(self, names: Iterable[str]) -> None:
        """Make those of these roles that the server lacks, without login; RolesMissing on a server the user named."""
        wanted = sorted(set(names))
        with self._making_roles, self._maintenance() as session:
            there = {row[0] for row in session.rows("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [wanted])}
            missing = [name for name in wanted if name not in there]
            if missing:
                self._server.add_roles(session, missing)

    def ensure_tablespaces(self, names: Iterable[str]) -> None:
        """Make those of these tablespaces that the server lacks, for this run; empty names count for nothing.

        TablespacesMissing where that cannot be done.
        """
        wanted = sorted({name for name in names if name})
        if not wanted:
            return
        with self._making_roles, self._maintenance() as session:
            there = {row[0] for row in session.rows("SELECT spcname FROM pg_tablespace")}
            missing = [name for name in wanted if name not in there]
            if missing:
                self._server.add_tablespaces(session, missing)
                self._tablespaces.update(missing)

    @contextmanager
    def roles_apart(self) -> Iterator[Session]:
        """A transaction in which the server has no roles but its own, and which is rolled back at the end.

        Roles are the whole server's, and other schemas have theirs here. RolesNotTried on a server the user named.
        """
        self._server.check_own_roles()
        with self._making_roles, self._maintenance() as session:
            session.execute("BEGIN")
            try:
                for (name,) in session.rows("SELECT rolname FROM pg_roles WHERE oid >= 16384 ORDER BY oid"):
                    aside = sql.Identifier(f"pgplumb_aside_{secrets.token_hex(8)}")
                    session.execute(sql.SQL("ALTER ROLE {} RENAME TO {}").format(sql.Identifier(name), aside))
                session.execute("SET LOCAL timezone = 'UTC'")
                yield session
            finally:
                session.execute("ROLLBACK")

    def dump(self, dsn: Dsn, *, without: Iterable[str] = ()) -> str:
        """The schema of any database for whose server there is a pg_dump here, but for the schemas in `without`.

        Raises DumpFailed or ServerTooNew.
        """
        return self._server.dump(dsn, self._environment, without=without)

    def restore(self, text: str, dsn: Dsn) -> None:
        """Run a dump into a database; raises RestoreFailed."""
        restore(text, dsn)

    def close(self) -> None:
        """Keep the templates where the server can, and end it; a second call does nothing."""
        if self._tablespaces:
            self._drop_tablespaces()
        while self._idle:
            self._idle.pop().close()
        try:
            self._server.keep(self._gained)
        finally:
            self._templates.clear()
            self._gained.clear()
            self._server.close()

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell an error within the block as the scratch server's where that is the reason: ScratchGone, ScratchFull."""
        try:
            yield
        except PgplumbError as error:
            if (found := trouble(error, self._server)) is None:
                raise
            raise found from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it; where it is the reason for an error, the error that says so takes the other's place."""
        found = trouble(error, self._server) if isinstance(error, PgplumbError) else None
        if found is None:
            with self.telling():
                self.close()
            return
        with suppress(PgplumbError):  # a server that has gone cannot be left in good order
            self.close()
        raise found from error

    def _new_name(self) -> str:
        return f"{self._server.namespace}{next(self._numbers)}_{secrets.token_hex(4)}"

    def _build(self, stem: str, build: Callable[[Dsn], None], base: str) -> str:
        """Fill a database of another name first, so that a build that fails half way is never taken for a template."""
        building, name = self._new_name(), f"{stem}{secrets.token_hex(4)}"
        with self._maintenance() as session:
            databases.create(session, building, template=base, options=self._server.clone_options)
        with self._dropped_on_error(building):
            build(session.dsn.with_database(building))
            with self._maintenance() as session:
                databases.freeze(session, building, name)
        self._gained.add(name)
        return name

    def _drop_tablespaces(self) -> None:
        """Their files lie elsewhere than those of the databases that are kept: whatever may use them goes."""
        with self._maintenance() as session:
            for name in self._templates.values():
                databases.drop_template(session, name)
            for name in sorted(self._tablespaces):
                session.execute(sql.SQL("DROP TABLESPACE {}").format(sql.Identifier(name)))
        self._templates.clear()
        self._gained.clear()
        self._tablespaces.clear()

    def _drop(self, name: str) -> None:
        with self._maintenance() as session:
            databases.drop(session, name)

    @contextmanager
    def _dropped_on_error(self, name: str) -> Iterator[None]:
        """Drop a database when its use fails; where that fails too, the first error is the one to be told."""
        try:
            yield
        except BaseException:
            with suppress(PgplumbError):
                self._drop(name)
            raise

    @contextmanager
    def _maintenance(self) -> Iterator[Session]:
        """A session in a database that is always there; opening one costs 5 ms, so they are used again."""
        try:
            session = self._idle.pop()
        except IndexError:
            session = connect(self._server.maintenance())
        try:
            yield session
        except BaseException:
            session.close()
            raise
        self._idle.append(session)
