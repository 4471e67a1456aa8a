"""One side of a comparison: a schema's catalog, its dump, and a template database to clone it from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pgplumb.differ.dumps import normalised
from pgplumb.introspect.reader import read
from pgplumb.introspect.settling import is_settled
from pgplumb.model.ids import ObjectId
from pgplumb.postgres.session import connect
from pgplumb.syntax.sql import ident, literal, sql

if TYPE_CHECKING:
    from collections.abc import Callable

    from pgplumb.model.catalog import Catalog
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch


_POPULATED = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'm' AND c.relispopulated ORDER BY c.oid
"""
"""A dump without data leaves materialised views unpopulated; they are filled in the order in which they were made."""


_PUBLIC = ObjectId("schema", name="public")

_VERSIONS = """
    SELECT extname, extversion FROM pg_extension LEFT JOIN pg_available_extensions() ON name = extname
    WHERE extversion IS DISTINCT FROM default_version
"""
"""Those that are not what their server installs by default: of the others another server has its own default."""

_OFFERED = "SELECT name, version FROM pg_available_extension_versions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observer:
    """How databases are looked at, the same on both sides: the scratch server, the names that stand for the role that
    applies migrations, and what is left out."""

    scratch: Scratch
    own_roles: frozenset[str]
    ignored: Callable[[ObjectId], bool]
    #: Schemas that are not even dumped: a role that plans need not be able to read them.
    undumped: tuple[str, ...] = ()
    #: The major version that the schema is for, where it is another than the scratch server's: what it lacks, such as
    #: names of NOT NULL constraints, is not looked at.
    target: int | None = None

    def catalog(self, dsn: Dsn) -> Catalog:
        """What our own reader sees in a database."""
        with connect(dsn) as session:
            found = read(session, own_roles=self.own_roles, ignored=self.ignored)
        return found if self.target is None else found.as_on(self.target)

    def leaves_public(self, id: ObjectId) -> bool:
        """Whether this is the schema public and nobody looks at it: then a copy has it as every new database does, for
        pg_dump looks at it all the same."""
        return id == _PUBLIC and self.ignored(id)

    def dump(self, dsn: Dsn) -> tuple[str, ...]:
        """What pg_dump sees in a database, as a sorted tuple of statements."""
        return normalised(self.scratch.dump(dsn), own_roles=self.own_roles, target=self.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What both observers see in a database, with expressions as they print for good."""

    catalog: Catalog
    dump: tuple[str, ...]


def observed(observer: Observer, dsn: Dsn) -> State:
    """The state of a database on the scratch server."""
    catalog = observer.catalog(dsn)
    if is_settled(catalog):
        return State(catalog=catalog, dump=observer.dump(dsn))
    with observer.scratch.database() as copy:
        settled(observer, dsn, copy)
        return State(catalog=observer.catalog(copy), dump=observer.dump(copy))


@dataclass(frozen=True, kw_only=True)
class Side:
    """A schema and how to have it on the scratch server, which starts when somebody asks for a clone or a dump.

    `digest` tells what stands for that with which `build` fills an empty database; of a live one that takes a while.
    """

    catalog: Catalog
    observer: Observer
    digest: Callable[[], str]
    build: Callable[[Dsn], None]

    @cached_property
    def template(self) -> str:
        """The name of a template database that holds the schema, without rows."""
        return self.observer.scratch.template(self.digest(), self.build)

    @cached_property
    def dump(self) -> tuple[str, ...]:
        """What pg_dump sees in it."""
        with self.observer.scratch.database(self.template) as dsn:
            return self.observer.dump(dsn)

    def dump_from(self, clone: Dsn) -> None:
        """Let the dump be that of a clone which nobody has changed yet, unless there is one: it saves another clone."""
        if "dump" not in vars(self):
            vars(self)["dump"] = self.observer.dump(clone)


def _with_versions(text: str, versions: list[tuple[str, str]], offered: frozenset[tuple[str, str]]) -> str:
    """The dump with the extensions' versions, which pg_dump leaves out, where the target has them."""
    for name, version in versions:
        if (name, version) in offered:
            made = re.compile(
                rf'^(CREATE EXTENSION IF NOT EXISTS "{re.escape(name)}" WITH SCHEMA ".*");$', re.MULTILINE
            )
            text = made.sub(rf"\1 VERSION {literal(version)};", text)
    return text


def settled(observer: Observer, dsn: Dsn, target: Dsn) -> None:
    """Fill an empty database with a copy of another by dump and restore: expressions then print as they always will.

    PostgreSQL prints `varchar IN (...)` differently once the printed text has been read again.
    """
    text = observer.scratch.dump(dsn, without=observer.undumped)
    with connect(dsn) as session:
        has_public = session.value("SELECT count(*) FROM pg_namespace WHERE nspname = 'public'")
        populated = session.rows(_POPULATED)
        versions = session.rows(_VERSIONS)
    with connect(target) as session:
        text = _with_versions(text, versions, frozenset(session.rows(_OFFERED)))
    if (not has_public and not observer.leaves_public(_PUBLIC)) or '\nCREATE SCHEMA "public";\n' in text:
        with connect(target) as session:
            session.execute("DROP SCHEMA public")
    observer.scratch.restore(text, target)
    with connect(target) as session:
        for schema, name in populated:
            session.execute(sql("REFRESH MATERIALIZED VIEW {}", ident(schema, name)))
