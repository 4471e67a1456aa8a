"""What laws work with: the catalog, databases that have it, the server behind, and how hard to try."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

from pgplumb.laws.known import Known, filled
from pgplumb.postgres.session import connect
from pgplumb.strategies.tables import World

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from types import TracebackType
    from typing import Any

    from pgplumb.model.catalog import Catalog
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch
    from pgplumb.postgres.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How hard to try: examples for a law and a subject, and the seed that they are drawn from."""

    name: str
    examples: int
    seed: int = 0


PROFILES = {
    profile.name: profile for profile in (Profile(name="quick", examples=10), Profile(name="thorough", examples=200))
}


class Bench:
    """One schema under test; a context manager that drops its databases at the end.

    `template` names the database on `scratch` that holds the schema without rows. `settings` are the tables `harness`
    and `isolation` of the project's configuration, as TOML gives them; `root` is the project's folder, None where the
    schema is no project's.
    """

    def __init__(
        self,
        *,
        catalog: Catalog,
        scratch: Scratch,
        template: str,
        profile: Profile,
        settings: Mapping[str, Any],
        root: Path | None = None,
    ) -> None:
        self.catalog = catalog
        self.scratch = scratch
        self.template = template
        self.profile = profile
        self.settings = settings
        self.root = root
        self._open = ExitStack()

    @contextmanager
    def database(self) -> Iterator[Dsn]:
        """A database of one's own, for what cannot be rolled back or needs several sessions."""
        with self.scratch.database(self.template) as dsn:
            yield dsn

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that all laws share, in a transaction that is rolled back at the end, whatever happens."""
        session = self._session
        session.execute("BEGIN")
        try:
            yield session
        finally:
            session.execute("ROLLBACK")

    @cached_property
    def world(self) -> World:
        """The tables, as rows are drawn for them."""
        return World(catalog=self.catalog)

    @contextmanager
    def filled(self) -> Iterator[Session]:
        """Like `transaction`, in a database that holds a few rows of every table that could be filled."""
        session = self._filled.session
        session.execute("BEGIN")
        try:
            yield session
        finally:
            session.execute("ROLLBACK")

    @property
    def known(self) -> Known:
        """The rows of that database."""
        return self._filled.known

    @cached_property
    def _filled(self) -> _Filled:
        dsn = self._open.enter_context(self.database())
        session = self._open.enter_context(connect(dsn))
        return _Filled(session, filled(session, self.world, seed=self.profile.seed))

    @cached_property
    def _session(self) -> Session:
        dsn = self._open.enter_context(self.database())
        return self._open.enter_context(connect(dsn))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()
        for name in ("_session", "_filled"):
            self.__dict__.pop(name, None)


@dataclass(frozen=True, slots=True)
class _Filled:
    session: Session
    known: Known
