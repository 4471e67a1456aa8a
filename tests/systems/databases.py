"""The systems' databases on a scratch server: each is loaded once as a template, and tests get clones of it."""

from __future__ import annotations

import importlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError
from pgplumb.model.migration import Direction
from pgplumb.postgres.session import connect
from pgplumb.source.files import read_folder
from pgplumb.source.load import run_script
from pgplumb.source.script import read_script, without
from pgplumb.store.directory import read_unsealed
from pgplumb.syntax.references import references
from pgplumb.syntax.roles import is_about_roles, place as order_of_roles, refuse_but_roles
from pgplumb.syntax.split import split
from pgplumb.workflow.extensions import lacking
from pgplumb.workflow.replay import run_migration
from tests.systems.kit import REMOVALS, SCHEMA, TRAPS, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pgplumb.model.migration import Migration
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch
    from pgplumb.postgres.session import Session
    from pgplumb.source.script import Script
    from tests.systems.kit import Place


@dataclass(frozen=True, slots=True)
class Systems:
    """Makes places on one server; `removal` is the invariant whose enforcement is taken away there."""

    scratch: Scratch

    @contextmanager
    def desired(self, name: str, removal: str | None = None) -> Iterator[Place]:
        """A clone of the desired schema, without the parts whose extension the server lacks."""
        with self._clone(self._template(name), name, removal) as place:
            yield place

    @contextmanager
    def seeded(self, name: str, seeds: str, removal: str | None = None) -> Iterator[Place]:
        """A clone of the desired schema with the rows that `schema/NAME/seeds/SEEDS.py` puts there.

        Such a module has a function `fill(url)`, which takes the URL of a database that has the schema and no rows.
        """

        def fill(dsn: Dsn) -> None:
            importlib.import_module(f"schema.{name}.seeds.{seeds}").fill(dsn.url)
            with connect(dsn) as session:
                session.execute("vacuum (analyze)")

        template = self.scratch.template(f"{name}\0{seeds}", fill, base=self._template(name))
        with self._clone(template, name, removal) as place:
            yield place

    @contextmanager
    def naive(self, name: str, trap: str) -> Iterator[Place]:
        """An empty database with the naive form of a trap."""
        with self.scratch.database() as dsn, opened(dsn, SCHEMA / name) as place:
            self.run(place.session, TRAPS / trap / "naive.sql")
            yield place

    @contextmanager
    def before(self, name: str, slug: str) -> Iterator[Place]:
        """A database that has all migrations of the system before the first one of this slug, and no rows."""
        earlier = tuple(takewhile(lambda each: each.slug != slug, migrations(name)))

        def replay(dsn: Dsn) -> None:
            with connect(dsn) as session:
                for migration in earlier:
                    run_migration(session, migration, Direction.UP, self.scratch)

        with self._clone(self.scratch.template(f"{name}\0before\0{slug}", replay), name, None) as place:
            yield place

    def migrate(self, place: Place, name: str, slug: str, direction: Direction = Direction.UP) -> None:
        """Run the migrations of this slug in a place, one after the other, or their way back."""
        chosen = [each for each in migrations(name) if each.slug == slug]
        for migration in chosen if direction is Direction.UP else chosen[::-1]:
            run_migration(place.session, migration, direction, self.scratch)

    def lacking(self, name: str) -> frozenset[str]:
        """The extensions that the system's files require, and the server lacks."""
        return lacking(_script(name), self.scratch)

    def ensure_roles(self, name: str) -> None:
        """Make the roles that the system's files create or name, for what names them in a database of its own."""
        self.scratch.ensure_roles(_script(name).roles)

    def run(self, session: Session, file: Path) -> None:
        """Run a file's statements one by one; roles that it names are there before."""
        for statement in split(file.read_text(encoding="utf-8"), file.name):
            needed = references(statement, "public").roles
            self.scratch.ensure_roles(role for role in needed if not role.startswith("pg_"))
            if is_about_roles(statement.node):
                _once(session, statement.text)
            else:
                session.execute(statement.text)

    @contextmanager
    def _clone(self, template: str, name: str, removal: str | None) -> Iterator[Place]:
        with self.scratch.database(template) as dsn, opened(dsn, SCHEMA / name) as place:
            if removal is not None:
                with connect(dsn) as session:
                    self.run(session, REMOVALS / removal / "removal.sql")
            yield place

    def _template(self, name: str) -> str:
        def load(dsn: Dsn) -> None:
            script = without(_script(name), self.lacking(name))
            with connect(dsn) as session:
                for statement in sorted(script.about_roles, key=lambda each: order_of_roles(each.node)):
                    _once(session, statement.text)
            run_script(script, dsn, self.scratch)

        return self.scratch.template(name, load)


@cache
def migrations(name: str) -> tuple[Migration, ...]:
    """A system's migrations in order."""
    return read_unsealed(SCHEMA / name / "migrations").migrations


@cache
def _script(name: str) -> Script:
    return read_script(read_folder(SCHEMA / name / "desired"), refuse=refuse_but_roles)


def _once(session: Session, statement: str) -> None:
    """Roles are the server's: another database may have made them already (42710)."""
    try:
        session.execute(statement)
    except DatabaseError as error:
        if error.sqlstate != "42710":
            raise
