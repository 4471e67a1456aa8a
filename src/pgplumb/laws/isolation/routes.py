"""What an actor tries by other routes than tables: views, and functions with their owner's rights."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from pgplumb.laws.code import Routine, routines
from pgplumb.laws.isolation.trials import Trial, name_of, stated
from pgplumb.model.relations import MaterializedView, View
from pgplumb.strategies.plain import Text
from pgplumb.strategies.rows import Row
from pgplumb.syntax.sql import Sql, ident, join, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.isolation.reach import Access
    from pgplumb.laws.isolation.trials import Scene
    from pgplumb.model.ids import ObjectId

#: Calls of one function, and values that one of its arguments gets.
_CALLS = 6
_UPDATABLE = "select pg_relation_is_updatable({}::regclass, true)"
#: Bits of pg_relation_is_updatable.
_UPDATE, _INSERT, _DELETE = 4, 8, 16


def on_routes(scene: Scene) -> Iterator[Trial]:
    """What is tried on views and functions."""
    reach = scene.stage.reach[scene.person.actor.role]
    for id, access in reach.relations.items():
        if isinstance(scene.stage.catalog.get(id), View | MaterializedView):
            yield from _view(scene, access)
    for routine in routines(scene.bench):
        if routine.definer and not routine.is_trigger and routine.oid in reach.routines:
            yield from _calls(scene, routine)


def _view(scene: Scene, access: Access) -> Iterator[Trial]:
    name = name_of(access.id)
    statements = []
    if access.select:
        columns = join(", ", [sql("{}::text", ident(column)) for column in access.select])
        statements.append(("reads rows of another tenant", sql("SELECT {} FROM {}", columns, name)))
    bits = scene.stage.session.value(sql(_UPDATABLE, literal(name)))
    says = "writes rows of another tenant"
    if bits & _DELETE and access.delete:
        statements.append((says, sql("DELETE FROM {}", name)))
    if bits & _UPDATE:
        statements += [(says, text) for text in _updates(scene, access)]
    if bits & _INSERT and access.insert:
        statements += [(says, text) for text in _inserts(scene, access)]
    for what, text in statements:
        yield Trial(law="tenant_routes", subject=access.id, says=what, statements=(text,))


def _tables(scene: Scene, view: ObjectId) -> Iterator[ObjectId]:
    """The tenants' tables that the view reads."""
    needed = scene.stage.catalog.requires(view)
    found = {
        edge.referenced._replace(kind="table", name=edge.referenced.table or edge.referenced.name, table="")
        for edge in needed
    }
    yield from sorted(found & scene.stage.tenancy.owned.keys())


def _updates(scene: Scene, access: Access) -> Iterator[Sql]:
    for table in _tables(scene, access.id):
        for held in scene.held(table, "other")[:1]:
            for column in access.update:
                if column in held.row.values:
                    value = held.row.literal(column)
                    yield sql("UPDATE {} SET {} = {}", name_of(access.id), ident(column), value)


def _inserts(scene: Scene, access: Access) -> Iterator[Sql]:
    for table in _tables(scene, access.id):
        spare = scene.spare(table, "other")
        if spare is not None:
            yield stated(Row(access.id, spare.values, spare.types), access).insert()


def _calls(scene: Scene, routine: Routine) -> Iterator[Trial]:
    inputs = [
        (routine.names[place] if place < len(routine.names) else "", type_)
        for place, type_ in enumerate(routine.types)
        if not routine.modes or routine.modes[place] in "ibv"
    ]
    values = [list(_values(scene, name, type_, routine)) for name, type_ in inputs]
    count = min(max(map(len, values), default=1), _CALLS)
    for number in range(count):
        arguments = join(", ", [options[number % len(options)] for options in values])
        called = sql("{}({})", ident(routine.schema, routine.name), arguments)
        text = sql("SELECT called::text FROM {} AS called", called)
        if routine.kind == "procedure":
            text = sql("CALL {}", called)
        yield Trial(
            law="tenant_routes",
            subject=routine.id,
            says="learns of rows of another tenant, or changes them",
            statements=(text,),
        )


def _values(scene: Scene, name: str, type_: str, routine: Routine) -> Iterator[Sql]:
    """Values for an argument: those of columns of its type in rows of another tenant, best where the name is alike."""
    plain = name.lower().removeprefix("p_").removeprefix("_").removeprefix("v_")
    found: list[tuple[int, Sql]] = []
    for id in scene.stage.tenancy.owned:
        for held in scene.held(id, "other")[:2]:
            for column, value in held.row.values.items():
                alike = plain in {column, f"{id.name}_{column}", f"{id.name.removesuffix('s')}_{column}"}
                named = bool(plain) and plain.removesuffix("_id") in id.name and column == "id"
                same = held.row.types[column].split("(")[0] == type_
                # A column of the same name may have a domain over the type.
                if isinstance(value, Text) and (same or alike):
                    found.append((0 if alike or named else 1, sql("{}::{}", literal(value.text), raw(type_))))
    best = min((rank for rank, _ in found), default=0)
    chosen = dict.fromkeys(text for rank, text in found if rank == best)
    yield from islice(chosen, _CALLS)
    if not chosen:
        yield sql("NULL::{}", raw(type_)) if type_ not in _PSEUDO else raw("NULL")


_PSEUDO = frozenset({"anyelement", "anyarray", "record", '"any"', "anynonarray", "anycompatible"})
