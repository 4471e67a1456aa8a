"""Where the two sides of a comparison come from: SQL files, a live database, the replay of migrations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, NamedTuple

from pgplumb.differ.roles import role_names
from pgplumb.differ.side import Observer, Side, settled
from pgplumb.introspect.codec import decode, encode
from pgplumb.introspect.queries import signature
from pgplumb.introspect.reader import read
from pgplumb.introspect.roles import read_roles
from pgplumb.introspect.settling import is_settled
from pgplumb.model.migration import Direction
from pgplumb.postgres.session import connect
from pgplumb.source import outline
from pgplumb.source.files import digest as files_digest
from pgplumb.source.load import run_script
from pgplumb.source.roles import roles_of_files, roles_of_migrations
from pgplumb.source.script import read_script, without
from pgplumb.syntax.refuse import refuse
from pgplumb.syntax.roles import is_about_roles, refuse_but_roles
from pgplumb.syntax.split import split
from pgplumb.workflow.extensions import lacking
from pgplumb.workflow.live_copy import LiveCopy, used_roles
from pgplumb.workflow.replay import run_migration

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.migration import Migration
    from pgplumb.model.objects import Object
    from pgplumb.postgres.cache import Cache
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch
    from pgplumb.source.files import SourceFile
    from pgplumb.source.outline import Outline
    from pgplumb.source.script import Script


class Desired(NamedTuple):
    """The schema that files describe, and what they tell beside it."""

    side: Side
    outline: Outline


@dataclass(frozen=True, slots=True, kw_only=True)
class Elaborator:
    """Builds sides on a scratch server, and remembers their catalogs between runs.

    `key` stands for what else decides what is read: ignore patterns and the like.
    """

    scratch: Scratch
    cache: Cache
    observer: Observer
    key: str = ""
    #: Whether the roles that files and migrations make are looked at, or only named.
    roles: Literal["managed", "named"] = "named"
    #: Whether two live databases are read at once: then the machine has enough to do with one session for each.
    both_live: bool = False

    def files(self, files: Sequence[SourceFile]) -> Desired:
        """The schema that SQL files describe, and what they tell beside it; raises SourceError.

        What requires an extension that the scratch server lacks is left out; the outline lists it. Files that were
        read before are not parsed again, unless they have to be loaded or something is left out.
        """
        digest = files_digest(files, version=self.scratch.version)
        refusing = refuse_but_roles if self.roles == "managed" else refuse
        script = cache(lambda: read_script(files, refuse=refusing))
        told = self._outline(digest, script)
        if missing := lacking(told, self.scratch):
            cut = without(script(), missing)
            digest = sha256(f"{digest}\0{sorted(missing)}".encode()).hexdigest()
            script = cache(lambda: cut)
        shared = roles_of_files(script(), self.scratch) if self.roles == "managed" else ()
        side = self.side("files", digest, lambda dsn: run_script(script(), dsn, self.scratch))
        return Desired(_with_shared(side, shared), script() if missing else told)

    def _outline(self, digest: str, script: Callable[[], Script]) -> Outline:
        """What files of this digest tell beside their schema: from the cache, or from reading them."""
        digest = sha256(f"{outline.signature()}\0{self.roles}\0{digest}".encode()).hexdigest()
        kept = self.cache.read("outline", digest)
        if kept is not None:
            return outline.decode(kept)
        self.cache.write("outline", digest, outline.encode(script()))
        return script()

    def migrations(self, migrations: Sequence[Migration]) -> Side:
        """The schema after the up scripts of these migrations, run from nothing; raises MigrationFails."""
        digest = sha256()
        for migration in migrations:
            digest.update(f"{migration.id}\0{migration.up}\0".encode())
        side = self.side("replay", digest.hexdigest(), lambda dsn: self._replay(migrations, dsn))
        return _with_shared(side, self.roles_of(migrations))

    def roles_of(self, migrations: Sequence[Migration]) -> tuple[Object, ...]:
        """The roles that migrations make, where roles are managed."""
        if self.roles != "managed":
            return ()
        whole = (split(migration.up, migration.file(Direction.UP)) for migration in migrations)
        statements = [each for listed in whole for each in listed if is_about_roles(each.node)]
        return roles_of_migrations(statements, self.scratch)

    def live(self, dsn: Dsn) -> Side:
        """The schema of a database, which is only read; a copy of it is made on the scratch server when needed.

        A server of another major version prints some things in another way: then the copy is what is looked at.
        """
        with connect(dsn) as session:
            found = read(
                session,
                own_roles=self.observer.own_roles,
                ignored=self.observer.ignored,
                helped=not self.both_live,
            )
            roles = used_roles(session)
            alike = session.server_version // 10000 == self.scratch.version // 10000

        def digest() -> str:
            return sha256(f"live\0{self.key}\0{found.digest}\0{sorted(roles)}".encode()).hexdigest()

        build = LiveCopy(self.observer, dsn, found, roles)
        if alike and is_settled(found):
            return Side(catalog=found, observer=self.observer, digest=digest, build=build)
        copied = self.side("live", digest(), build)
        # What a dump leaves out is told all the same.
        catalog = replace(copied.catalog, unmodelled=found.unmodelled)
        return replace(copied, catalog=catalog)

    def sharing(self, live: Side, dsn: Dsn, *, like: Catalog) -> Side:
        """The schema of a database, with those roles of its server that the other side, `like`, has as well.

        There are some only where roles are managed.
        """
        names = role_names(like)
        if not names:
            return live
        with connect(dsn) as session:
            return _with_shared(live, read_roles(session, names, own_roles=self.observer.own_roles))

    def side(self, origin: str, digest: str, build: Callable[[Dsn], None]) -> Side:
        """A side whose catalog comes from the cache, or from building it; expressions are as they print for good."""
        roles = ",".join(sorted(self.observer.own_roles))
        versions = f"{self.scratch.version} {self.observer.target}"
        whole = "\0".join((signature(), versions, origin, digest, roles, self.key))
        digest = sha256(whole.encode()).hexdigest()
        kept = self.cache.read("catalog", digest)
        if kept is not None:
            first, data = kept[:1], kept[1:]
            chosen, filling = self._way(digest, build) if first == b"s" else (digest, build)
            return Side(catalog=decode(data), observer=self.observer, digest=lambda: chosen, build=filling)
        catalog = self._built(digest, build)
        state, chosen, filling = b"-", digest, build
        if not is_settled(catalog):
            state, (chosen, filling) = b"s", self._way(digest, build)
            catalog = self._built(chosen, filling)
        self.cache.write("catalog", digest, state + encode(catalog))
        return Side(catalog=catalog, observer=self.observer, digest=lambda: chosen, build=filling)

    def _built(self, digest: str, build: Callable[[Dsn], None]) -> Catalog:
        """The catalog of what `build` makes, read where it is made: a clone of the template has no subscriptions."""
        seen: list[Catalog] = []

        def watched(dsn: Dsn) -> None:
            build(dsn)
            seen.append(self.observer.catalog(dsn))

        self.scratch.template(digest, watched)
        if not seen:
            with self.scratch.database() as dsn:
                watched(dsn)
        return seen[0]

    def _way(self, digest: str, build: Callable[[Dsn], None]) -> tuple[str, Callable[[Dsn], None]]:
        """How to build the same schema with settled expressions: as a copy of the first build."""

        def copy(target: Dsn) -> None:
            with self.scratch.database(self.scratch.template(digest, build)) as first:
                settled(self.observer, first, target)

        return f"{digest[:39]}s", copy

    def _replay(self, migrations: Sequence[Migration], dsn: Dsn) -> None:
        with connect(dsn) as session:
            for migration in migrations:
                run_migration(session, migration, Direction.UP, self.scratch)


def _with_shared(side: Side, shared: tuple[Object, ...]) -> Side:
    return replace(side, catalog=side.catalog.with_shared(shared)) if shared else side
