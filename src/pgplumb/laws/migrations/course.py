"""The migrations of a project as laws walk them: the states between them, each a template to clone."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol

from pgplumb.differ.side import State, observed
from pgplumb.laws.bench import Bench
from pgplumb.laws.known import read_rows
from pgplumb.laws.subjects import MIGRATIONS
from pgplumb.model.ids import ObjectId
from pgplumb.model.migration import Direction
from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pgplumb.differ.side import Observer
    from pgplumb.laws.bench import Profile
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.migration import Migration
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch
    from pgplumb.postgres.session import Session


class Run(Protocol):
    """Runs one script of a migration as a runner would; raises MigrationFails."""

    def __call__(self, session: Session, migration: Migration, direction: Direction, scratch: Scratch) -> None: ...


class Course:
    """Every migration of a project, in order.

    `folder` is the migrations' folder as scripts name it. `desired` gives the state that all of them are to lead to.
    """

    def __init__(
        self,
        migrations: Sequence[Migration],
        *,
        observer: Observer,
        run: Run,
        folder: str,
        desired: Callable[[], State],
    ) -> None:
        self.migrations = tuple(migrations)
        self.observer = observer
        self.folder = folder
        self.desired = desired
        self._run = run
        self._catalogs: dict[int, Catalog] = {}
        self._stage: Stage | None = None
        self._open = ExitStack()

    @property
    def scratch(self) -> Scratch:
        """Where the states are made."""
        return self.observer.scratch

    @property
    def subjects(self) -> Sequence[ObjectId]:
        """A subject for each migration."""
        return [ObjectId(MIGRATIONS, name=migration.id) for migration in self.migrations]

    def stage(self, subject: ObjectId, profile: Profile) -> Stage:
        """One migration with both its sides; raises MigrationFails where those before it do not run.

        One stage is open at a time: laws come to a migration one after the other.
        """
        (place,) = (n for n, migration in enumerate(self.migrations) if migration.id == subject.name)
        if self._stage is None or (self._stage.place, self._stage.profile) != (place, profile):
            self.close()
            self._stage = Stage(self, place, profile, self._open)
        return self._stage

    def template(self, count: int) -> str:
        """The state after so many migrations: raises MigrationFails of the first that does not run."""
        digest = sha256(f"course {count}\0".encode())
        for migration in self.migrations[:count]:
            digest.update(f"{migration.id}\0{migration.up}\0".encode())
        if not count:
            return self.scratch.template(digest.hexdigest(), lambda _: None)

        def build(dsn: Dsn) -> None:
            self.run(self.migrations[count - 1], Direction.UP, dsn)

        return self.scratch.template(digest.hexdigest(), build, base=self.template(count - 1))

    def catalog(self, count: int) -> Catalog:
        """The catalog of that state."""
        if count not in self._catalogs:
            with self.scratch.database(self.template(count)) as dsn:
                self._catalogs[count] = self.observer.catalog(dsn)
        return self._catalogs[count]

    def state(self, count: int) -> State:
        """What both observers see in it."""
        with self.scratch.database(self.template(count)) as dsn:
            return observed(self.observer, dsn)

    def run(self, migration: Migration, direction: Direction, dsn: Dsn) -> None:
        """Run a script in a session of its own; raises MigrationFails."""
        with connect(dsn) as session:
            self.run_in(session, migration, direction)

    def run_in(self, session: Session, migration: Migration, direction: Direction) -> None:
        """Run a script; raises MigrationFails."""
        self._run(session, migration, direction, self.scratch)

    def close(self) -> None:
        """Drop the databases of the stage that is open."""
        self._open.close()
        self._stage = None


@dataclass(slots=True)
class Side:
    """The schema on one side of a migration, with rows that it accepts."""

    bench: Bench
    #: The INSERT statements of rows that migrations put there.
    seeded: frozenset[str]


@dataclass
class Stage:
    """One migration: what is before it, what is after it, and what laws have learned of it already."""

    course: Course
    place: int
    profile: Profile
    open: ExitStack
    learned: dict[str, Any] = field(default_factory=dict)

    @property
    def migration(self) -> Migration:
        """The migration."""
        return self.course.migrations[self.place]

    @cached_property
    def old(self) -> Side:
        """The schema before it."""
        return self._side(self.place)

    @cached_property
    def new(self) -> Side:
        """The schema after it; raises MigrationFails where it does not even run without rows."""
        return self._side(self.place + 1)

    def side(self, way: Direction) -> Side:
        """The side that this script starts at."""
        return self.old if way is Direction.UP else self.new

    def _side(self, count: int) -> Side:
        course = self.course
        bench = Bench(
            catalog=course.catalog(count),
            scratch=course.scratch,
            template=course.template(count),
            profile=self.profile,
            settings={},
        )
        self.open.enter_context(bench)
        with bench.opened() as session:
            seeded = frozenset(str(row.insert()) for rows in read_rows(session, bench.world).values() for row in rows)
        return Side(bench, seeded)

    @contextmanager
    def database(self, side: Side) -> Iterator[Dsn]:
        """A clone of one side, without made-up rows."""
        with self.course.scratch.database(side.bench.template) as dsn:
            yield dsn
