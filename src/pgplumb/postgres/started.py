"""The scratch server that we start from programs on this machine: in a private folder, not durable."""

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

from pgplumb.errors import PgplumbError, ScratchFull, ServerStartFailed
from pgplumb.postgres import cluster
from pgplumb.postgres.binaries import SHARED_CACHE, Account, Binaries, account, runnable
from pgplumb.postgres.cache import private_folder
from pgplumb.postgres.databases import add_roles, add_tablespaces, drop_template
from pgplumb.postgres.dsn import Dsn
from pgplumb.postgres.dump import dump
from pgplumb.postgres.folders import claim, reachable, remove_unused, sweep
from pgplumb.postgres.found import dumping
from pgplumb.postgres.pack import pack, unpack
from pgplumb.postgres.process import ServerProcess
from pgplumb.postgres.session import connect
from pgplumb.postgres.settings import OWN_CONNECTION, settings_of
from pgplumb.postgres.shelf import Shelf
from pgplumb.postgres.trouble import NO_ROOM

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from pgplumb.postgres.cache import Cache
    from pgplumb.postgres.folders import Claim
    from pgplumb.postgres.session import Session
    from pgplumb.postgres.stand_ins import StandIns

#: What the server's process, which may be another user's, gets to see of our environment: nothing that holds a secret.
SERVER_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
#: The number in the name of the socket.
PORT = "5432"
#: The file that holds a cluster without its templates.
CLUSTER = "cluster"
#: A file system in memory that is there on Linux.
MEMORY = Path("/dev/shm")  # noqa: S108  what we make in it has a random name and is closed to others
#: Free bytes that it must have before data go there.
MEMORY_ROOM = 512 * 1024 * 1024
#: Bytes of the longest folder that can hold our folder and a socket in it: a path of 103 bytes works on all systems.
PLACE_LIMIT = 103 - len("/pgplumb-4294967295-xxxxxxxx/.s.PGSQL.5432")


class Started:
    """One server process with its keeper, started at the first use, gone with us."""

    namespace = "pgplumb_"

    def __init__(
        self, binaries: Binaries, *, provider: str, stand_ins: StandIns, cache: Cache, environment: Mapping[str, str]
    ) -> None:
        self.label = f"PostgreSQL {binaries.number} ({provider})"
        # Files copied on a file system in memory take 9 ms, against 16 ms for what is the default from 15 on.
        self.clone_options = sql.SQL("STRATEGY FILE_COPY" if binaries.major >= 15 else "")
        self.stand_ins = stand_ins.names
        self._binaries = binaries
        self._stand_ins = stand_ins
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
        return self._binaries.version

    def maintenance(self) -> Dsn:
        """The database postgres of the running server."""
        with self._lock:
            if self._process is None:
                try:
                    self._start()
                except OSError as error:
                    raise self._not_started(str(error)) from error
                except ServerStartFailed as error:
                    self._forget()
                    raise self._not_started(error.reason) from error
        return Dsn.of(OWN_CONNECTION | {"host": str(self._folder), "port": PORT, "dbname": "postgres"})

    def check_own_roles(self) -> None:
        """They are ours: nobody else uses the server."""

    def add_roles(self, session: Session, names: Iterable[str]) -> None:
        """Make roles without login."""
        add_roles(session, names)

    def add_tablespaces(self, session: Session, names: Sequence[str]) -> None:
        """Make tablespaces in the server's folder."""
        add_tablespaces(session, names)

    def dump(self, dsn: Dsn, environment: Mapping[str, str], *, without: Iterable[str] = ()) -> str:
        """What our own pg_dump writes, or that of another version where ours is too old."""
        major = self._binaries.major if self.owns(dsn) else None
        return dump(dsn, dumping(self._binaries, environment), environment, without=without, major=major)

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

    def owns(self, dsn: Dsn) -> bool:
        """Whether the socket of the running server leads to it."""
        return self._process is not None and dsn.get("host") == str(self._folder)

    @property
    def place(self) -> str:
        """The folder that holds the server's own."""
        places = _places(self._account)
        return f"whose data are in {self._folder.parent if self._process else places[0]}"

    def obituary(self, *, patience: float) -> str | None:
        """What the server's log said last."""
        return None if self._process is None else self._process.obituary(patience)

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
            process = self._started(run)
        except BaseException:
            shutil.rmtree(run.folder, ignore_errors=True)
            raise
        finally:
            run.release()
        self._folder, self._process = run.folder, process

    def _started(self, run: Claim) -> ServerProcess:
        """The server, running in this folder."""
        os.chown(run.folder, self._account.uid, self._account.gid)
        shared = SHARED_CACHE if self._cache.folder else None
        binaries = runnable(self._binaries, self._account, shared=shared, private=run.folder)
        settings = settings_of(binaries.major) | self._stand_ins.settings(run.folder)
        command = _command(binaries.program("postgres"), run.folder, settings)
        process = ServerProcess(run, command, identity=self._account.identity, environment=self._environment)
        try:
            self._fill(run.folder / "data", binaries)
            self._stand_ins.write(run.folder, self._account)
            process.start()
        except BaseException:
            process.end()
            raise
        return process

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

    def _not_started(self, reason: str) -> PgplumbError:
        """Why it did not start: what a disk without room lets fail differs every time."""
        full = [line for line in reason.splitlines() if NO_ROOM in line]
        if full:
            return ScratchFull(server=self.label, place=self.place, reason=full[0].strip())
        return ServerStartFailed(reason=reason)

    def _forget(self) -> None:
        """Remove the kept cluster: a damaged one would fail every run."""
        home = self._home()
        if home is not None:
            (home / CLUSTER).unlink(missing_ok=True)

    def _home(self) -> Path | None:
        """The folder that a cluster and its templates are kept in: by programs, and by all that shapes a cluster."""
        if self._cache.folder is None:
            return None
        parts = (self.label, cluster.initdb_options(self._binaries.major), self.namespace, self._stand_ins.digest)
        shape = sha256(repr(parts).encode()).hexdigest()
        return self._cache.folder / f"cluster-{shape[:16]}"


def _command(program: str, folder: Path, settings: dict[str, str]) -> list[str]:
    # Only we can connect: a socket in a private folder, no network.
    reached = {"listen_addresses": "", "unix_socket_directories": str(folder), "port": PORT}
    options = [f"{name}={value}" for name, value in (settings | reached).items()]
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
