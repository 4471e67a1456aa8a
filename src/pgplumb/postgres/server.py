"""The servers that scratch databases can live on: what each must offer, and the one place that chooses."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pgplumb.errors import (
    ContainersMissing,
    HarnessMissing,
    LocalServerMissing,
    ServerStartFailed,
    UnknownServer,
)
from pgplumb.postgres import found
from pgplumb.postgres.binaries import installed
from pgplumb.postgres.dsn import Dsn
from pgplumb.postgres.scratch import Scratch
from pgplumb.postgres.stand_ins import StandIns, lacking
from pgplumb.postgres.started import Started
from pgplumb.postgres.url import Named

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from psycopg import sql

    from pgplumb.postgres.binaries import Binaries
    from pgplumb.postgres.cache import Cache
    from pgplumb.postgres.session import Session


class Server(Protocol):
    """A server on which databases come and go."""

    @property
    def label(self) -> str:
        """What people are told about it, such as "PostgreSQL 18.6 (embedded)"."""

    @property
    def namespace(self) -> str:
        """What the names of all our databases on it begin with; at most 31 characters."""

    @property
    def clone_options(self) -> sql.SQL:
        """What CREATE DATABASE ends with, to copy a template the way that is best there."""

    @property
    def stand_ins(self) -> frozenset[str]:
        """The extensions of which it only has stand-ins."""

    @property
    def version(self) -> int:
        """The server's version as a number, such as 180006."""

    def maintenance(self) -> Dsn:
        """A database that is always there; starts the server where it does not run yet. May be called by any thread."""

    def check_own_roles(self) -> None:
        """Raise RolesNotTried where roles are not ours to try."""

    def add_roles(self, session: Session, names: Iterable[str]) -> None:
        """Make these roles, which the server lacks, or raise RolesMissing."""

    def add_tablespaces(self, session: Session, names: Sequence[str]) -> None:
        """Make these tablespaces, which the server lacks, or raise TablespacesMissing."""

    def dump(self, dsn: Dsn, environment: Mapping[str, str], *, without: Iterable[str] = ()) -> str:
        """The schema of any database, by a pg_dump that is not older than its server, or raise ServerTooNew."""

    def recall(self, session: Session, stem: str) -> str | None:
        """The template database of an earlier run whose name begins with this stem, ready to be copied, or None."""

    def keep(self, gained: Collection[str]) -> None:
        """Keep these new template databases for later runs, where the server can."""

    def owns(self, dsn: Dsn) -> bool:
        """Whether a database is one of ours on this server."""

    @property
    def place(self) -> str:
        """Where its data are, as people are told: a half sentence such as "whose data are in /tmp"."""

    def obituary(self, *, patience: float) -> str | None:
        """Why the server, once it was started by us, runs no more; None where it still does after so many seconds, or
        where it is not ours."""

    def close(self) -> None:
        """End the server if we started it, or else leave it without a trace of us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A server that could be had here: the text that names it, and its major version."""

    spec: str
    major: int


def open_scratch(spec: str, *, cache: Cache, environment: Mapping[str, str]) -> Scratch:
    """The scratch server that a text names: "embedded", "local", "local:15", "container:IMAGE", or a server's URL.

    Nothing starts before its first use. Raises UnknownServer, LocalServerMissing or HarnessMissing.
    """
    return Scratch(_server(spec, cache, environment), environment)


def choose(major: int, *, environment: Mapping[str, str]) -> str | None:
    """The text for open_scratch of a server of this major version, the one soonest ready; None where there is none."""
    return next((offer.spec for offer in _offers(environment) if offer.major == major), None)


def available(environment: Mapping[str, str]) -> tuple[Offer, ...]:
    """Every server that this machine has all for: programs, or a container's image that is already here."""
    return tuple(_offers(environment))


def _server(spec: str, cache: Cache, environment: Mapping[str, str]) -> Server:
    provider, _, which = spec.partition(":")
    match provider:
        case "embedded" if spec == provider:
            ours = installed()
            return Started(ours, provider=provider, stand_ins=lacking(ours), cache=cache, environment=environment)
        case "local" if spec == provider or re.fullmatch("[0-9]+", which):
            own = _local(which, environment)
            return Started(own, provider=provider, stand_ins=StandIns(), cache=cache, environment=environment)
        case "container" if which:
            return _container(which)
        case _ if "://" in spec or "=" in spec:
            return Named(Dsn.parse(spec))
    raise UnknownServer(spec=spec)


def _local(which: str, environment: Mapping[str, str]) -> Binaries:
    """The newest of a major version, or of all where none is asked for."""
    there = found.local(environment)
    for binaries in there:
        if which in ("", str(binaries.major)):
            return binaries
    names = ", ".join(f"{binaries.number} in {binaries.folder}" for binaries in there) or "none"
    raise LocalServerMissing(wanted=f"PostgreSQL {which}".strip(), there=names, oldest=found.OLDEST)


def _offers(environment: Mapping[str, str]) -> Iterator[Offer]:
    """What can be had, the soonest ready first; containers are asked for last, for that takes longest."""
    with suppress(ServerStartFailed):  # without the package, another server will do
        yield Offer(spec="embedded", major=installed().major)
    for major in dict.fromkeys(binaries.major for binaries in found.local(environment)):
        yield Offer(spec=f"local:{major}", major=major)
    yield from _images()


def _container(image: str) -> Server:
    """A server in a container; what containers need is no part of a plain installation."""
    try:
        from pgplumb.postgres.container import Container
    except ModuleNotFoundError as error:
        raise HarnessMissing(missing=error.name) from error
    return Container(image)


def _images() -> tuple[Offer, ...]:
    """Servers of the images that are already here; none where there are no containers."""
    try:
        from pgplumb.postgres.images import present
    except ModuleNotFoundError:
        return ()
    return tuple(Offer(spec=f"container:{image}", major=major) for image, major in present())


def containers() -> str:
    """Why no container can be started here, as a sentence; empty where one can."""
    try:
        from pgplumb.postgres.images import service
    except ModuleNotFoundError as error:
        return HarnessMissing(missing=error.name).message
    try:
        with service():
            return ""
    except ContainersMissing as error:
        return error.message
