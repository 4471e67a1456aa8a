"""The scratch server in a container: any image of PostgreSQL, started by testcontainers, gone with us.

Only what the extra "harness" installs makes this module importable.
"""

from __future__ import annotations

import secrets
import time
from threading import Lock
from typing import TYPE_CHECKING

from docker.errors import DockerException, NotFound
from psycopg import sql
from psycopg.conninfo import make_conninfo
from testcontainers.community.postgres import PostgresContainer
from testcontainers.core.config import testcontainers_config

from pgplumb.errors import (
    AuthenticationFailed,
    ConnectionFailed,
    ContainerFailed,
    DumpFailed,
    ImageMissing,
    ServerTooNew,
)
from pgplumb.postgres import databases
from pgplumb.postgres.binaries import installed
from pgplumb.postgres.dsn import Dsn
from pgplumb.postgres.dump import READ_ONLY, dump, options
from pgplumb.postgres.found import dumping
from pgplumb.postgres.images import one_line, service
from pgplumb.postgres.owner import ENDED, Owner, remove, remove_orphans
from pgplumb.postgres.session import Session, connect
from pgplumb.postgres.settings import OWN_CONNECTION, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from testcontainers.core.docker_client import DockerClient

#: Seconds that a container gets to become a server that takes connections.
PATIENCE = 60
#: How much of the end of a container's log is told when it ends by itself.
LOG_LINES = 5
#: A file system in memory, and on it the data; images of 18 keep theirs elsewhere than those before.
MEMORY, DATA = "/pgplumb", "/pgplumb/data"
#: Text sorts the same way whatever the image's own locale.
INITDB_ARGS = "--no-sync --wal-segsize=1 --lc-collate=C --lc-ctype=C.UTF-8"


class Container:
    """One container, started at the first use."""

    namespace = "pgplumb_"
    stand_ins: frozenset[str] = frozenset()

    def __init__(self, image: str) -> None:
        self._image = image
        self._lock = Lock()
        self._running: _Running | None = None
        self._owner: Owner | None = None

    @property
    def label(self) -> str:
        """The image, and once it runs the version that is in it."""
        running = self._running
        if running is None:
            return f"{self._image} (container)"
        return f"PostgreSQL {running.version // 10000}.{running.version % 10000} (container {self._image})"

    @property
    def version(self) -> int:
        """The server's version, which only the running server tells."""
        return self._started().version

    @property
    def clone_options(self) -> sql.SQL:
        """Copied files on a file system in memory are fastest; before 15 there was nothing else."""
        return sql.SQL("STRATEGY FILE_COPY" if self.version >= 150000 else "")

    def maintenance(self) -> Dsn:
        """The database postgres of the running server."""
        return self._started().dsn

    def check_own_roles(self) -> None:
        """They are ours: nobody else uses the server."""

    def add_roles(self, session: Session, names: Iterable[str]) -> None:
        """Make roles without login."""
        databases.add_roles(session, names)

    def add_tablespaces(self, session: Session, names: Sequence[str]) -> None:
        """Make tablespaces in the server's folder."""
        databases.add_tablespaces(session, names)

    def dump(self, dsn: Dsn, environment: Mapping[str, str], *, without: Iterable[str] = ()) -> str:
        """What a pg_dump of this machine writes, or, where all are too old, the container's own."""
        try:
            return dump(dsn, dumping(installed(), environment), environment, without=without)
        except ServerTooNew:
            running = self._started()
            if dsn.with_database("postgres") != running.dsn:
                raise
            return running.dump_inside(dsn, without=without)

    def recall(self, session: Session, stem: str) -> str | None:
        """Nothing: what was in an earlier container went with it."""

    def keep(self, gained: Collection[str]) -> None:
        """Keep nothing."""

    def owns(self, dsn: Dsn) -> bool:
        """Whether the running container's port leads to it."""
        running = self._running
        return running is not None and dsn.with_database("postgres") == running.dsn

    @property
    def place(self) -> str:
        """The file system in memory that its data are on."""
        return f"whose data are in the container's memory, {MEMORY}"

    def obituary(self, *, patience: float) -> str | None:
        """What the container's log said last, or that somebody removed it."""
        running = self._running
        return None if running is None else running.obituary(patience)

    def close(self) -> None:
        """Remove the container and its data."""
        with self._lock:
            running, self._running = self._running, None
            try:
                if running is not None:
                    running.end()
            finally:
                self._disown()

    def _started(self) -> _Running:
        with self._lock:
            if self._running is None:
                try:
                    self._running = self._start()
                except DockerException as error:
                    self._disown()
                    raise ContainerFailed(image=self._image, reason=one_line(error)) from error
                except BaseException:
                    self._disown()
                    raise
            return self._running

    def _start(self) -> _Running:
        with service() as reached:
            _pull(reached, self._image)
            self._owner = Owner()  # it sweeps the claims of the dead, by which their containers are told
            remove_orphans(reached)
        return _Running(self._image, self._owner.labels)

    def _disown(self) -> None:
        owner, self._owner = self._owner, None
        if owner is not None:
            owner.end()


class _Running:
    """A container that takes connections, or that is gone again with an error that says why."""

    def __init__(self, image: str, labels: dict[str, str]) -> None:
        self._container = _configured(image, labels)
        try:
            self._container.start()
            self.dsn, self.version = _wait(self._container)
        except BaseException:
            self.end()
            raise

    def dump_inside(self, dsn: Dsn, *, without: Iterable[str] = ()) -> str:
        """What pg_dump writes that is in the container."""
        done = self._container.get_wrapped_container().exec_run(
            [
                "pg_dump",
                *options(self.version, without),
                make_conninfo(dbname=dsn.database, user=dsn.get("user")),
            ],
            environment={"PGAPPNAME": "pgplumb", "PGTZ": "UTC", "PGOPTIONS": READ_ONLY},
            demux=True,
        )
        written, said = (part.decode(errors="replace") if part else "" for part in done.output)
        if done.exit_code:
            raise DumpFailed(dsn=dsn, reason=" ".join(said.removeprefix("pg_dump: error: ").split()))
        return written

    def obituary(self, patience: float) -> str | None:
        """Why the container runs no more; None where it still does after so many seconds, or nobody can be asked."""
        give_up = time.monotonic() + patience
        while True:
            try:
                self._container.reload()
                if self._container.status in ENDED:
                    return _last_words(self._container)
            except NotFound:
                return "its container was removed"
            except DockerException:
                return None
            if time.monotonic() > give_up:
                return None
            time.sleep(0.05)

    def end(self) -> None:
        """Remove the container, if there came to be one."""
        try:
            if self._container.created:
                remove(self._container.get_wrapped_container())
        finally:
            self._container.get_docker_client().client.close()


class _Postgres(PostgresContainer):
    """The class of testcontainers without what it does for us otherwise: waiting, in steps of a second, and Ryuk."""

    @property
    def created(self) -> bool:
        """Whether the service has made the container."""
        return self._container is not None

    def start(self) -> _Postgres:
        """Start it without the container that cleans up for testcontainers, whose image would have to be pulled."""
        disabled = testcontainers_config.ryuk_disabled
        testcontainers_config.ryuk_disabled = True
        try:
            return super().start()
        finally:
            testcontainers_config.ryuk_disabled = disabled

    def _connect(self) -> None:
        """Return at once: we wait ourselves."""

    def address(self) -> dict[str, str]:
        """Where the server is reached from here."""
        return {"host": self.get_container_host_ip(), "port": str(self._get_exposed_port(self.port))}


def _pull(reached: DockerClient, image: str) -> None:
    try:
        if not reached.client.images.list(name=image):
            reached.client.images.pull(image)
    except DockerException as error:
        raise ImageMissing(image=image, reason=one_line(error)) from error


def _configured(image: str, labels: dict[str, str]) -> _Postgres:
    settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    password = secrets.token_urlsafe(24)
    container = _Postgres(image, username="postgres", password=password, dbname="postgres", driver=None)
    container.with_envs(PGDATA=DATA, POSTGRES_INITDB_ARGS=INITDB_ARGS)
    container.with_tmpfs_mount(MEMORY)
    container.with_command(["postgres", *settings])
    return container.with_kwargs(labels=labels)


def _wait(container: _Postgres) -> tuple[Dsn, int]:
    """How to connect, and the server's version, as soon as it takes connections.

    While an image prepares its data, its server listens to no network: whoever is let in meets the finished one.
    """
    give_up = time.monotonic() + PATIENCE
    reason = ""
    while time.monotonic() < give_up:
        container.reload()
        if container.status in ENDED:
            raise ContainerFailed(image=container.image, reason=_last_words(container))
        try:
            login = {"password": container.password, "dbname": "postgres"}
            dsn = Dsn.of(OWN_CONNECTION | container.address() | login)
            with connect(dsn) as session:
                return dsn, session.server_version
        except AuthenticationFailed as error:
            raise ContainerFailed(image=container.image, reason=str(error)) from error
        except (ConnectionFailed, ConnectionError) as error:  # the latter: no port yet
            reason = one_line(error)
        time.sleep(0.05)
    raise ContainerFailed(image=container.image, reason=f"it took no connection within {PATIENCE} seconds ({reason})")


def _last_words(container: _Postgres) -> str:
    log = container.get_wrapped_container().logs(tail=LOG_LINES).decode(errors="replace")
    return f"it ended by itself, saying: {' '.join(log.split()) or 'nothing'}"
