"""What an actor tries on tables: to read, write, move, take over and delete what is another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.generate.shape import shape_of
from pgplumb.laws.code import triggers
from pgplumb.laws.isolation.by_keys import referring, with_keys
from pgplumb.laws.isolation.keys import keys_of
from pgplumb.laws.isolation.trials import Cell, Trial, name_of, stated, update
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.isolation.reach import Access
    from pgplumb.laws.isolation.stage import Held
    from pgplumb.laws.isolation.tenancy import Owned
    from pgplumb.laws.isolation.trials import Scene

#: How many rows of another tenant are tried on.
_ROWS = 2
_EACH = ("own", "other", "shared", "deleted")


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
            yield from with_keys(scene, owned, access)
            yield from referring(scene, owned, access)


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


def _updates(scene: Scene, owned: Owned, access: Access) -> Iterator[Trial]:
    column = _changed(owned, access, scene)
    for kind in _EACH:
        for held in scene.held(access.id, kind)[:_ROWS] if column else []:
            yield Trial(
                law="tenant_writes" if _is_others(held, kind) else "",
                subject=access.id,
                says="changes a row of another tenant",
                statements=(update(access, held.row, (column,)),),
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
            statements=(update(access, giver.row, names),),
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
        statements += [("UPDATE", update(access, held.row, (name,)), held.place) for name in access.update]
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
