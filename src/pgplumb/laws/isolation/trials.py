"""What an actor tries on tables: every way to read, change, move, take over, delete or refer to what is another's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.generate.shape import shape_of
from pgplumb.laws.code import triggers
from pgplumb.laws.isolation.keys import keys_of, scoped
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Constraint
from pgplumb.strategies.rows import Row
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.generate.shape import ForeignKey
    from pgplumb.laws.bench import Bench
    from pgplumb.laws.isolation.people import Spare
    from pgplumb.laws.isolation.reach import Access
    from pgplumb.laws.isolation.stage import Held, Person, Stage
    from pgplumb.laws.isolation.tenancy import Owned

#: How many rows of another tenant are tried on.
_ROWS = 2
#: How many keys of another tenant's are tried: an empty range, say, excludes nothing.
_KEYS = 6
_EACH = ("own", "other", "shared", "deleted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of the matrix that a trial tells something of."""

    table: ObjectId
    command: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Statements that an actor runs, and what it does if they succeed.

    `law` and `subject` are to blame for a leak; `before` runs with all rights. `point` is the one row that an UPDATE or
    DELETE is kept to: where policies hold one of ours does so, for a WHERE would ask for the right to read, too. One
    without a law is for the matrix alone.
    """

    law: str
    subject: ObjectId
    says: str
    statements: tuple[Sql, ...]
    before: tuple[Sql, ...] = ()
    point: str = ""
    guarded: bool = True
    cell: Cell | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Who tries, where: `place` is that of the actor's tenant, `guarded` are the tables whose policies hold for it."""

    stage: Stage
    person: Person
    place: int
    guarded: frozenset[ObjectId]
    bench: Bench

    def held(self, id: ObjectId, kind: str) -> list[Held]:
        """The rows that are of this kind to the actor, those of partitions too."""
        holders = self.bench.world.holders(id)
        return [held for each in holders for held in self.stage.held(each, kind, self.person.tenant)]

    def others(self, id: ObjectId) -> list[Held]:
        """Rows of another tenant; of one that an own row may be made equal to."""
        return self.held(id, "other")

    def spare(self, id: ObjectId, kind: str) -> Row | None:
        """A row to insert that would be of this kind to the actor."""
        holders = self.bench.world.holders(id)
        for spare in self.stage.drawn.spares:
            if spare.row.table in holders and self._kind(spare) == kind:
                return Row(id, spare.row.values, spare.row.types)
        return None

    def _kind(self, spare: Spare) -> str:
        if spare.row.table == self.stage.tenancy.table:
            return "other"
        mine = bool(self.person.tenant) and spare.tenant == self.place
        if spare.kind == "own":
            return "own" if mine else "other"
        return spare.kind if mine or spare.kind == "shared" else ""


def on_tables(scene: Scene) -> Iterator[Trial]:
    """What is tried on the tables of tenants' rows."""
    relations = scene.stage.reach[scene.person.actor.role].relations
    for id, owned in scene.stage.tenancy.owned.items():
        access = relations.get(id)
        if access is not None and access.any:
            yield from _reads(scene, access)
            yield from _inserts(scene, access)
            yield from _updates(scene, owned, access)
            yield from _deletes(scene, access)
            yield from _own_writes(scene, access)
            yield from _keys(scene, owned, access)
            yield from _references(scene, owned, access)


def name_of(id: ObjectId) -> Sql:
    """A relation's qualified name."""
    return ident(id.schema, id.name)


def _reads(scene: Scene, access: Access) -> Iterator[Trial]:
    if access.select:
        columns = join(", ", [sql("{}::text", ident(name)) for name in access.select])
        text = sql("SELECT {} FROM {}", columns, name_of(access.id))
        yield Trial(law="tenant_reads", subject=access.id, says="reads rows of another tenant", statements=(text,))


def _inserts(scene: Scene, access: Access) -> Iterator[Trial]:
    for kind in _EACH:
        row = scene.spare(access.id, kind)
        if row is not None and access.insert:
            joins = access.id == scene.stage.tenancy.table
            yield Trial(
                law="tenant_writes" if kind == "other" and not joins else "",
                subject=access.id,
                says="inserts a row for another tenant",
                statements=(stated(row, access).insert(),),
                cell=Cell(table=access.id, command="insert", kind=kind),
            )


def stated(row: Row, access: Access) -> Row:
    """The row with the columns alone that the actor may state."""
    return row.without(row.values.keys() - set(access.insert))


def _updates(scene: Scene, owned: Owned, access: Access) -> Iterator[Trial]:
    column = _changed(owned, access, scene)
    for kind in _EACH:
        for held in scene.held(access.id, kind)[:_ROWS] if column else []:
            yield Trial(
                law="tenant_writes" if _is_others(held, kind) else "",
                subject=access.id,
                says="changes a row of another tenant",
                statements=(_update(access, held.row, (column,)),),
                point=held.place,
                guarded=access.id in scene.guarded,
                cell=Cell(table=access.id, command="update", kind=kind),
            )
    yield from _moves(scene, owned, access)


def _is_others(held: Held, kind: str) -> bool:
    """Whether it is another's to write; what is shared is so for reading."""
    return kind == "other" or (kind == "shared" and bool(held.owners))


def _moves(scene: Scene, owned: Owned, access: Access) -> Iterator[Trial]:
    """Rows that change tenant: one of another's is taken over, one's own is given away."""
    names = _told_by(owned)
    if not names or not set(names) <= set(access.update) or owned.id == scene.stage.tenancy.table:
        return
    own, others = scene.held(access.id, "own"), scene.others(access.id)
    for held, giver, says in (
        *((held, mine, "takes over a row of another tenant") for held in others[:_ROWS] for mine in own[:1]),
        *((held, other, "moves a row to another tenant") for held in own[:_ROWS] for other in others[:1]),
    ):
        yield Trial(
            law="tenant_writes",
            subject=access.id,
            says=says,
            statements=(_update(access, giver.row, names),),
            point=held.place,
            guarded=access.id in scene.guarded,
            cell=Cell(table=access.id, command="update", kind="other") if held in others else None,
        )


def _told_by(owned: Owned) -> tuple[str, ...]:
    """The columns that say whose a row is."""
    if owned.column:
        return (owned.column,)
    return owned.paths[0].hops[0].columns


def _changed(owned: Owned, access: Access, scene: Scene) -> str:
    """A column to change: one that is no key, if there is one."""
    shape = shape_of(owned.id, scene.stage.catalog)
    keys = {name for key in shape.keys for name in key.columns} | {owned.column}
    keys |= {name for key in keys_of(owned.id, scene.stage.catalog) for name in key.columns}
    return next((name for name in access.update if name not in keys), next(iter(access.update), ""))


def _update(access: Access, giver: Row, names: tuple[str, ...]) -> Sql:
    pairs = join(", ", [sql("{} = {}", ident(name), giver.literal(name)) for name in names])
    return sql("UPDATE {} SET {}", name_of(access.id), pairs)


def _deletes(scene: Scene, access: Access) -> Iterator[Trial]:
    for kind in _EACH if access.delete else ():
        for held in scene.held(access.id, kind)[:_ROWS]:
            yield Trial(
                law="tenant_writes" if _is_others(held, kind) else "",
                subject=access.id,
                says="deletes a row of another tenant",
                statements=(sql("DELETE FROM {}", name_of(access.id)),),
                point=held.place,
                guarded=access.id in scene.guarded,
                cell=Cell(table=access.id, command="delete", kind=kind),
            )
    for cascade in (raw(""), raw(" CASCADE")) if access.truncate else ():
        yield Trial(
            law="tenant_writes",
            subject=access.id,
            says="empties the table of everybody's rows",
            statements=(sql("TRUNCATE {}{}", name_of(access.id), cascade),),
        )


def _own_writes(scene: Scene, access: Access) -> Iterator[Trial]:
    """What is done to one's own rows, for what triggers make of it."""
    found = [t for t in triggers(scene.bench) if (t.schema, t.table) == (access.id.schema, access.id.name)]
    row, own = scene.spare(access.id, "own"), scene.held(access.id, "own")
    statements: list[tuple[str, Sql, str]] = []
    if row is not None and access.insert:
        statements.append(("INSERT", stated(row, access).insert(), ""))
    for held in own[:1]:
        statements += [("UPDATE", _update(access, held.row, (name,)), held.place) for name in access.update]
        if access.delete:
            statements.append(("DELETE", sql("DELETE FROM {}", name_of(access.id)), held.place))
    for event, statement, point in statements:
        trigger = next((trigger for trigger in found if event in trigger.events), None)
        if trigger is not None:
            yield Trial(
                law="tenant_routes",
                subject=trigger.id,
                says="reaches rows of another tenant by what the trigger does",
                statements=(statement,),
                point=point,
                guarded=access.id in scene.guarded,
            )


def _keys(scene: Scene, owned: Owned, access: Access) -> Iterator[Trial]:
    """A row of one's own with a key that another tenant has."""
    shape = shape_of(owned.id, scene.stage.catalog)
    for key in keys_of(owned.id, scene.stage.catalog):
        if scoped(key, owned, shape, scene.stage.tenancy.owned.keys()) or key.surrogate:
            continue
        for other in scene.others(access.id)[:_KEYS]:
            values = {name: other.row.values[name] for name in key.columns}
            says = f"learns by {key.id.name} that another tenant has a row with the same key"
            for statement, point in _written(scene, access, values, upsert=True):
                yield Trial(
                    law="tenant_keys",
                    subject=key.id,
                    says=says,
                    statements=(statement,),
                    point=point,
                    guarded=access.id in scene.guarded,
                )


def _written(scene: Scene, access: Access, values: dict[str, object], *, upsert: bool) -> Iterator[tuple[Sql, str]]:
    """The ways to have these values in a row of one's own: a new row, or one that is there."""
    joins = access.id == scene.stage.tenancy.table
    spare, own = scene.spare(access.id, "other" if joins else "own"), scene.held(access.id, "own")
    if spare is not None and values.keys() <= set(access.insert):
        row = stated(spare.with_values(**values), access)
        yield row.insert(), ""
        if upsert:
            yield sql("{} ON CONFLICT DO NOTHING", row.insert()), ""
    if own and values.keys() <= set(access.update):
        giver = own[0].row.with_values(**values)
        yield _update(access, giver, tuple(values)), own[0].place


def _references(scene: Scene, owned: Owned, access: Access) -> Iterator[Trial]:
    """A row of one's own that refers to another tenant's, and what the key's action then does."""
    constraints = [c for c in scene.stage.catalog.children(owned.id) if isinstance(c, Constraint)]
    for key in shape_of(owned.id, scene.stage.catalog).keys:
        names = tuple(name for name in key.columns if name != owned.column)
        if key.target not in scene.stage.tenancy.owned or not crosses(key, owned):
            continue
        subject = next(c.id for c in constraints if c.id.name == key.name)._replace(kind="foreign_key")
        says = f"refers by {key.name} to a row of another tenant, or learns that it is there"
        pairs = dict(zip(key.columns, key.referenced, strict=True))
        for other in scene.others(key.target)[:_ROWS]:
            values = {name: other.row.values[pairs[name]] for name in names}
            for statement, point in _written(scene, access, values, upsert=False):
                yield Trial(
                    law="tenant_references",
                    subject=subject,
                    says=says,
                    statements=(statement,),
                    point=point,
                    guarded=access.id in scene.guarded,
                )


def crosses(key: ForeignKey, owned: Owned) -> bool:
    """Whether a row of one's own may refer by it to another's: not where the key alone says whose the row is."""
    tells = not owned.column and len(owned.paths) == 1 and owned.paths[0].hops[0].name == key.name
    return not tells and bool(set(key.columns) - {owned.column})


def cascades(scene: Scene) -> Iterator[Trial]:
    """Deleting one's own row where another tenant's refers to it, by a key of a table that the actor cannot write."""
    relations = scene.stage.reach[scene.person.actor.role].relations
    for id, owned in scene.stage.tenancy.owned.items():
        access = relations.get(id)
        if scene.stage.tenancy.table == id or (access and (access.insert or access.update)):
            continue
        child = next((s.row for s in scene.stage.drawn.spares if s.row.table == id and s.tenant != scene.place), None)
        for key in shape_of(id, scene.stage.catalog).keys if child else ():
            names = [name for name in key.columns if name != owned.column]
            parent = relations.get(key.target)
            among = key.target in scene.stage.tenancy.owned and crosses(key, owned)
            if not among or not parent or not parent.delete:
                continue
            pairs = dict(zip(key.columns, key.referenced, strict=True))
            for own in scene.held(key.target, "own")[:1]:
                row = child.with_values(**{name: own.row.values[pairs[name]] for name in names}) if child else None
                if row is not None:
                    yield Trial(
                        law="tenant_references",
                        subject=ObjectId("foreign_key", id.schema, key.name, id.name),
                        says=f"deletes another tenant's row of {id.name} with its own row that {key.name} refers to",
                        before=(row.insert(),),
                        statements=(sql("DELETE FROM {}", name_of(key.target)),),
                        point=own.place,
                        guarded=key.target in scene.guarded,
                    )
