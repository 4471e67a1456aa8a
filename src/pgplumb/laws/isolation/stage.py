"""A database of several tenants on the server, within one transaction, and the same without anybody else's rows."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError
from pgplumb.generate.shape import shape_of
from pgplumb.laws.isolation.acting import Person, acting, claim
from pgplumb.laws.isolation.instruments import add_instruments, holds_rows
from pgplumb.laws.isolation.reach import add_roles, reach_of
from pgplumb.model.relations import Column, MaterializedView
from pgplumb.postgres.session import connect
from pgplumb.strategies.plain import Text
from pgplumb.strategies.rows import Row
from pgplumb.syntax.sql import ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.isolation.people import Drawn
    from pgplumb.laws.isolation.reach import Reach
    from pgplumb.laws.isolation.tenancy import Owned, Tenancy
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId
    from pgplumb.postgres.session import Session

#: Stands for a user where nothing says who belongs to which tenant.
_NOBODY = "00000000-0000-4000-8000-00000000000{}"
_REPLICA = "set local session_replication_role = replica"
_ORIGIN = "set local session_replication_role = origin"
_USERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A row of a tenants' table as it is on the server; `place` tells it from all others, `row` has texts alone."""

    place: str
    owners: tuple[str, ...]
    shared: bool
    deleted: bool
    row: Row

    def kind_for(self, tenant: str) -> str:
        """What it is to a tenant; `` for a row of nobody's that is not shared either."""
        if tenant in self.owners:
            return "deleted" if self.deleted else "own"
        if self.shared:
            return "shared"
        return "other" if self.owners else ""


class Stage:
    """One drawn database in an open transaction; `rows` are those of tenants' tables."""

    def __init__(self, session: Session, tenancy: Tenancy, drawn: Drawn, bench: Bench) -> None:
        self.session = session
        self.tenancy = tenancy
        self.drawn = drawn
        self.catalog = bench.catalog
        self.tenants = tuple(_text(tenancy, place, drawn) for place in range(len(drawn.tenants)))
        add_roles(session, [actor.role for actor in tenancy.intent.actors])
        #: What each role may do, before we lend it what it takes to point at a row.
        self.reach: Mapping[str, Reach] = {actor.role: reach_of(session, actor.role) for actor in tenancy.intent.actors}
        self.rows: dict[ObjectId, tuple[Held, ...]] = {}
        add_instruments(session, tenancy, bench.catalog, self.reach)

    def load(self, rows: Sequence[Row]) -> None:
        """Insert rows of the drawn database, and look at what came of them."""
        self._fill(rows)
        self._look()

    def _look(self) -> None:
        owned = self.tenancy.owned.items()
        self.rows = {id: tuple(self._read(each)) for id, each in owned if holds_rows(id, self.catalog)}
        _refresh(self.session, self.catalog)

    def load_unclaimed(self, rows: Sequence[Row]) -> None:
        """Insert rows without setting any claim, and so without asking triggers, which may look for one."""
        self._unchecked(rows)
        self._look()

    def _fill(self, rows: Sequence[Row]) -> None:
        """Insert the rows; where triggers or deferred constraints refuse, without asking them."""
        places = {id(row): place for place, row in self.drawn.rows}
        person = next((actor for actor in self.tenancy.intent.actors if actor.of_tenant), None)
        self.session.execute("savepoint filling")
        self.session.execute("set constraints all deferred")
        for row in rows:
            place = places.get(id(row))
            if person and place is not None:
                claim(self.session, Person(actor=person, tenant=self.tenants[place], user="").settings)
            try:
                with self.session.savepoint():
                    self.session.execute(row.insert())
            except DatabaseError:
                self._unchecked([row])
        try:
            with self.session.savepoint():
                self.session.execute("set constraints all immediate")
        except DatabaseError:
            self.session.execute("rollback to savepoint filling")
            self._unchecked(rows)
        claim(self.session, dict.fromkeys(Person(actor=person, tenant="", user="").settings if person else (), ""))

    def _unchecked(self, rows: Iterable[Row]) -> None:
        """Rows keep the constraints as they were drawn; triggers may want more, and then are not asked."""
        self.session.execute(_REPLICA)
        for row in rows:
            try:
                with self.session.savepoint():
                    self.session.execute(row.insert())
            except DatabaseError as error:
                self.drawn.lacking.setdefault(row.table, error.primary)
        self.session.execute(_ORIGIN)

    def _read(self, owned: Owned) -> Iterator[Held]:
        columns = sorted(
            (child for child in self.catalog.children(owned.id) if isinstance(child, Column)),
            key=lambda column: column.position,
        )
        names = [column.id.name for column in columns]
        types = {column.id.name: column.type for column in columns}
        found = self.session.rows(
            sql(
                "select tableoid::text || ctid::text, {}, coalesce({}, false), coalesce({}, false), {}"
                " from only {} as r_ order by ctid",
                owned.owners("r_"),
                owned.shared or raw("false"),
                owned.deleted or raw("false"),
                join(", ", [sql("{}::text", ident("r_", name)) for name in names]),
                ident(owned.id.schema, owned.id.name),
            )
        )
        for place, owners, shared, deleted, *values in found:
            texts = {name: None if value is None else Text(value) for name, value in zip(names, values, strict=True)}
            yield Held(
                place=place,
                owners=tuple(owners),
                shared=shared,
                deleted=deleted,
                row=Row(owned.id, texts, types),
            )

    def people(self, place: int) -> Iterator[Person]:
        """The actors as users of this tenant, and those who belong to none."""
        tenant = self.tenants[place]
        for actor in self.tenancy.intent.actors:
            if not actor.of_tenant:
                yield Person(actor=actor, tenant="", user="")
                continue
            for user in self._users(tenant, place) if "$user" in repr(actor.claims) else [""]:
                yield Person(actor=actor, tenant=tenant, user=user)

    def _users(self, tenant: str, place: int) -> list[str]:
        users, table = self.tenancy.users, self.tenancy.users_table
        if users is None or table is None:
            return [_NOBODY.format(place)]
        found = self.session.rows(
            sql(
                "select distinct {}::text from {} where {}::text = %s order by 1",
                ident(users.column),
                ident(table.schema, table.name),
                ident(users.tenant),
            ),
            [tenant],
        )
        return [user for (user,) in found if user is not None][:_USERS] or [_NOBODY.format(place)]

    def held(self, id: ObjectId, kind: str, tenant: str) -> list[Held]:
        """The rows of a table that are own, other, shared or deleted to the tenant."""
        return [held for held in self.rows.get(id, ()) if held.kind_for(tenant) == kind]

    def clear(self, mine: str) -> None:
        """Take away whatever belongs to other tenants alone, and is neither shared nor what own rows refer to.

        What shared rows refer to goes: it is not shared by that.
        """
        kept = {held.place for held in self._kept(mine)}
        self.session.execute(_REPLICA)
        for id, rows in self.rows.items():
            gone = [held.place for held in rows if held.kind_for(mine) == "other" and held.place not in kept]
            if gone:
                text = sql(
                    "delete from only {} where tableoid::text || ctid::text = any (%s)", ident(id.schema, id.name)
                )
                self.session.execute(text, [gone])
        self.session.execute(_ORIGIN)
        _refresh(self.session, self.catalog)

    def _kept(self, mine: str) -> list[Held]:
        """One's own rows, and those that these refer to: a row of two tenants refers to rows of both."""
        found = [held for rows in self.rows.values() for held in rows if mine in held.owners]
        pending = list(found)
        while pending:
            held = pending.pop()
            for key in shape_of(held.row.table, self.catalog).keys:
                wanted = held.row.key(key.columns)
                for other in self.rows.get(key.target, ()):
                    if other.row.key(key.referenced) == wanted and other not in found:
                        found.append(other)
                        pending.append(other)
        return found

    @contextmanager
    def acting(self, person: Person) -> Iterator[None]:
        """Act as the person, within a savepoint that is undone."""
        with acting(self.session, person.actor.role, person.settings):
            yield


@contextmanager
def empty_stage(bench: Bench, tenancy: Tenancy, drawn: Drawn) -> Iterator[Stage]:
    """A stage without rows, in a session of its own, which nothing was set in before; everything is rolled back."""
    with bench.database() as dsn, connect(dsn) as session:
        session.execute("begin")
        try:
            yield Stage(session, tenancy, drawn, bench)
        finally:
            session.execute("rollback")


@contextmanager
def staged(bench: Bench, tenancy: Tenancy, drawn: Drawn) -> Iterator[Stage]:
    """A stage with all rows of the drawn database."""
    with empty_stage(bench, tenancy, drawn) as stage:
        stage.load([row for _, row in drawn.rows])
        yield stage


def _text(tenancy: Tenancy, place: int, drawn: Drawn) -> str:
    value = drawn.tenants[place]
    for _, row in drawn.rows:
        if row.table == tenancy.table and row.values.get(tenancy.key) == value:
            return row.key([tenancy.key])[0] or ""
    return ""


def _refresh(session: Session, catalog: Catalog) -> None:
    """Bring materialised views up to date; of one that refers to another the other comes first."""
    pending = [view.id for view in catalog.of(MaterializedView)]
    for _ in range(len(pending)):
        later = []
        for id in pending:
            try:
                with session.savepoint():
                    session.execute(sql("refresh materialized view {}", ident(id.schema, id.name)))
            except DatabaseError:
                later.append(id)
        if not later or len(later) == len(pending):
            return
        pending = later
