"""What laws work with: the catalog, databases that have it, the server behind, and how hard to try."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING, Self

from pgplumb.generate.choose import choices
from pgplumb.laws.known import Known, filled
from pgplumb.postgres.session import connect
from pgplumb.strategies.breaking import Scene
from pgplumb.strategies.plain import Text
from pgplumb.strategies.tables import World

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Any

    from pgplumb.laws.migrations.course import Course
    from pgplumb.model.catalog import Catalog
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch
    from pgplumb.postgres.session import Session
    from pgplumb.strategies.rows import Row
    from pgplumb.strategies.tables import DrawnTable, Pools


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
    schema is no project's, and `course` are its migrations, closed with the bench.
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
        course: Course | None = None,
    ) -> None:
        self.catalog = catalog
        self.scratch = scratch
        self.template = template
        self.profile = profile
        self.settings = settings
        self.root = root
        self.course = course
        self._open = ExitStack()

    @contextmanager
    def database(self) -> Iterator[Dsn]:
        """A database of one's own, for what cannot be rolled back or needs several sessions."""
        with self.scratch.database(self.template) as dsn:
            yield _in_utc(dsn)

    @contextmanager
    def opened(self) -> Iterator[Session]:
        """A session in such a database."""
        with self.database() as dsn, connect(dsn) as session:
            yield session

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
        return World(catalog=self.catalog, find=self._find)

    def _find(self, table: DrawnTable, violated: str | None) -> Pools:
        """Rows of values that the server says meet the table's checks, but for the one that they are to break."""
        random = Random(self.profile.seed)  # noqa: S311 - nothing here is a secret
        with self.transaction() as session:
            (found,) = choices(session, [table.shape], self.catalog, random, violated=violated or "")
        return {
            choice.columns: [tuple(None if v is None else Text(v) for v in row) for row in choice.rows]
            for choice in found
        }

    @contextmanager
    def populated(self) -> Iterator[Session]:
        """Like `transaction`, in a database that holds a few rows of every table that could be filled."""
        session = self._in_populated
        session.execute("BEGIN")
        try:
            yield session
        finally:
            session.execute("ROLLBACK")

    @contextmanager
    def crowded(self) -> Iterator[Dsn]:
        """A database of one's own with those rows, for several sessions."""
        with self.scratch.database(self._filled.template) as dsn:
            yield _in_utc(dsn)

    @property
    def scene(self) -> Scene:
        """Those rows, for others to be drawn beside them."""
        return Scene(self.world, self.known.rows)

    @property
    def known(self) -> Known:
        """Those rows."""
        return self._filled.known

    def script(self, rows: Sequence[Row], there: Sequence[Row], *statements: str) -> str:
        """A script for psql that leaves nothing behind: known rows `there` and what all need, new rows, statements."""
        needed = self.known.script(rows, there, self.world)
        inserted = [f"{row.insert()};" for row in rows]
        return needed + "".join(f"{line}\n" for line in (*inserted, *statements, "ROLLBACK;"))

    @cached_property
    def _filled(self) -> _Filled:
        dsn = self._open.enter_context(self.database())
        with connect(dsn) as session:
            return _Filled(dsn.database, filled(session, self.world, seed=self.profile.seed))

    @cached_property
    def _in_populated(self) -> Session:
        return self._open.enter_context(connect(self._open.enter_context(self.crowded())))

    @cached_property
    def _session(self) -> Session:
        dsn = self._open.enter_context(self.database())
        return self._open.enter_context(connect(dsn))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()
        if self.course is not None:
            self.course.close()
        for name in ("_session", "_in_populated", "_filled"):
            self.__dict__.pop(name, None)


def _in_utc(dsn: Dsn) -> Dsn:
    """Moments are drawn and solved as those of UTC: a check that casts them to dates has to see the same ones."""
    return dsn.with_setting("TimeZone", "UTC")


@dataclass(frozen=True, slots=True)
class _Filled:
    """A database that was filled, which nobody is in, so that it can be copied."""

    template: str
    known: Known
