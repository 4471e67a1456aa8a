"""What an actor tries by keys: to learn of another tenant's, and to refer to its rows or have them deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.generate.shape import shape_of
from pgplumb.laws.isolation.keys import keys_of, scoped
from pgplumb.laws.isolation.trials import Trial, name_of, stated, update
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Constraint
from pgplumb.syntax.sql import Sql, sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pgplumb.generate.shape import ForeignKey
    from pgplumb.laws.isolation.reach import Access
    from pgplumb.laws.isolation.tenancy import Owned
    from pgplumb.laws.isolation.trials import Scene

#: How many rows of another tenant are referred to.
_ROWS = 2
#: How many keys of another tenant's are tried: an empty range, say, excludes nothing.
_KEYS = 6


def with_keys(scene: Scene, owned: Owned, access: Access) -> Iterator[Trial]:
    """A row of one's own with a key that another tenant has."""
    shape = shape_of(owned.id, scene.stage.catalog)
    for key in keys_of(owned.id, scene.stage.catalog):
        if scoped(key, owned, shape, scene.stage.tenancy.owned.keys()) or key.surrogate:
            continue
        for other in scene.others(access.id)[:_KEYS]:
            values = {name: other.row.values[name] for name in key.columns}
            says = f"learns by {key.id.name} that another tenant has a row with the same key"
            for statement, point in _with_upserts(_written(scene, access, values)):
                yield Trial(
                    law="tenant_keys",
                    subject=key.id,
                    says=says,
                    statements=(statement,),
                    point=point,
                    guarded=access.id in scene.guarded,
                )


def _written(scene: Scene, access: Access, values: dict[str, object]) -> Iterator[tuple[Sql, str]]:
    """The ways to have these values in a row of one's own: a new row, or one that is there, with its place."""
    joins = access.id == scene.stage.tenancy.table
    spare, own = scene.spare(access.id, "other" if joins else "own"), scene.held(access.id, "own")
    if spare is not None and values.keys() <= set(access.insert):
        yield stated(spare.with_values(**values), access).insert(), ""
    if own and values.keys() <= set(access.update):
        giver = own[0].row.with_values(**values)
        yield update(access, giver, tuple(values)), own[0].place


def _with_upserts(written: Iterable[tuple[Sql, str]]) -> Iterator[tuple[Sql, str]]:
    """An INSERT also so that it gives way to a row that is there."""
    for statement, point in written:
        yield statement, point
        if not point:
            yield sql("{} ON CONFLICT DO NOTHING", statement), ""


def referring(scene: Scene, owned: Owned, access: Access) -> Iterator[Trial]:
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
            for statement, point in _written(scene, access, values):
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
        if child is None:
            continue
        for key in shape_of(id, scene.stage.catalog).keys:
            names = [name for name in key.columns if name != owned.column]
            parent = relations.get(key.target)
            among = key.target in scene.stage.tenancy.owned and crosses(key, owned)
            if not among or not parent or not parent.delete:
                continue
            pairs = dict(zip(key.columns, key.referenced, strict=True))
            for own in scene.held(key.target, "own")[:1]:
                row = child.with_values(**{name: own.row.values[pairs[name]] for name in names})
                yield Trial(
                    law="tenant_references",
                    subject=ObjectId("foreign_key", id.schema, key.name, id.name),
                    says=f"deletes another tenant's row of {id.name} with its own row that {key.name} refers to",
                    before=(row.insert(),),
                    statements=(sql("DELETE FROM {}", name_of(key.target)),),
                    point=own.place,
                    guarded=key.target in scene.guarded,
                )
