"""The servers that scratch databases can live on: what each must offer, and the one place that chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pgplumb.errors import UnknownServer
from pgplumb.postgres.dsn import Dsn
from pgplumb.postgres.embedded import Embedded
from pgplumb.postgres.scratch import Scratch
from pgplumb.postgres.url import Named

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

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
    def binaries(self) -> Binaries:
        """The programs that dump its databases."""

    @property
    def namespace(self) -> str:
        """What the names of all our databases on it begin with; at most 31 characters."""

    @property
    def clone_options(self) -> sql.SQL:
        """What CREATE DATABASE ends with, to copy a template the way that is best there."""

    @property
    def version(self) -> int:
        """The server's version as a number, such as 180006."""

    def maintenance(self) -> Dsn:
        """A database that is always there; starts the server where it does not run yet. May be called by any thread."""

    def add_roles(self, session: Session, names: Iterable[str]) -> None:
        """Make these roles, which the server lacks, or raise RolesMissing."""

    def recall(self, session: Session, stem: str) -> str | None:
        """The template database of an earlier run whose name begins with this stem, ready to be copied, or None."""

    def keep(self, gained: Collection[str]) -> None:
        """Keep these new template databases for later runs, where the server can."""

    def close(self) -> None:
        """End the server if we started it, or else leave it without a trace of us."""


def open_scratch(spec: str, *, cache: Cache, environment: Mapping[str, str]) -> Scratch:
    """The scratch server that a text names: "embedded", or the URL of a server. Nothing starts before its first use."""
    if spec == "embedded":
        return Scratch(Embedded(cache, environment), environment)
    if "://" in spec or "=" in spec:
        return Scratch(Named(Dsn.parse(spec)), environment)
    raise UnknownServer(spec=spec)
