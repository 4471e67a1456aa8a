"""What a migration newly demands of rows that are there, and databases that the old schema allows and that break it."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from pgplumb.generate.candidates import kind_of
from pgplumb.generate.choose import choices
from pgplumb.laws.migrations.examples import Example, given
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column, Constraint, Index, Inheritance, Table
from pgplumb.model.types import Domain, DomainConstraint, Enum
from pgplumb.strategies.breaking import Scene, breaking
from pgplumb.strategies.fresh import fresh
from pgplumb.strategies.plain import Text
from pgplumb.strategies.promises import CONSTRAINTS
from pgplumb.strategies.tables import World
from pgplumb.strategies.values import values
from pgplumb.syntax.parse import column_names, in_parentheses, parse_statement, with_value
from pgplumb.syntax.sql import ident, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    from pgplumb.laws.migrations.course import Side, Stage
    from pgplumb.model.catalog import Catalog
    from pgplumb.strategies.breaking import Trial
    from pgplumb.strategies.tables import DrawnTable, Pools

#: Added to the name of a new demand, so that an old one of the same name stays beside it.
_NEW = " (new)"


def targets(stage: Stage) -> Iterator[SearchStrategy[Example]]:
    """A strategy for each new demand, in a stable order."""
    old, new = stage.old, stage.new
    before, after = old.bench.catalog, new.bench.catalog
    for found in after.objects.values():
        if before.get(found.id) == found:
            continue
        match found:
            case Constraint():
                yield from _constraint(found, old)
            case Index() if found.unique:
                yield from _constraint(_as_constraint(found), old)
            case Column():
                yield from _column(found, old)
            case Enum():
                yield from _labels(found, old)
            case Domain() if found.not_null:
                for column in _of_domain(found.id, before):
                    yield given({column.id.name: None}, _table(column.id), old)
            case DomainConstraint():
                yield from _domain(found, old)
            case Inheritance() if found.bound:
                yield from _partition(found, stage)
            case _:
                continue


def _table(id: ObjectId) -> ObjectId:
    return ObjectId("table", id.schema, id.table)


def _constraint(found: Constraint, old: Side) -> Iterator[SearchStrategy[Example]]:
    """Rows that break a constraint which the old schema does not have, where it has the columns."""
    catalog = old.bench.catalog
    id = found.id
    columns = [id._replace(kind="column", name=name) for name in found.columns]
    if not isinstance(catalog.get(_table(id)), Table) or not all(column in catalog.objects for column in columns):
        return
    if found.type == "p":
        for column in columns:
            yield given({column.name: None}, _table(id), old)
    hybrid = replace(found, id=id._replace(name=id.name + _NEW))
    subject = hybrid.id._replace(kind=CONSTRAINTS[found.type])
    scene = Scene(_world(hybrid, old), old.bench.known.rows)
    if any(holder in scene.world.tables for holder in scene.world.holders(_table(id))):
        yield breaking(subject, scene).map(_example)


def _example(trial: Trial) -> Example:
    return Example(trial.there, trial.rows)


def _world(added: Constraint, old: Side) -> World:
    """The old tables, one of them with a constraint more."""
    catalog = old.bench.catalog
    objects = dict(sorted({**catalog.objects, added.id: added}.items(), key=lambda item: item[0][:5]))
    hybrid = replace(catalog, objects=objects)

    def find(table: DrawnTable, violated: str | None) -> Pools:
        random = Random(old.bench.profile.seed)  # noqa: S311 - nothing here is a secret
        with old.bench.transaction() as session:
            (chosen,) = choices(session, [table.shape], hybrid, random, violated=violated or "")
        return {
            choice.columns: [tuple(None if v is None else Text(v) for v in row) for row in choice.rows]
            for choice in chosen
        }

    return World(catalog=hybrid, find=find)


def _as_constraint(index: Index) -> Constraint:
    """A unique index as a constraint on every column in it: rows that equal in all of them are equal in it."""
    node = parse_statement(index.definition)
    names = tuple(sorted({part.name for part in node.indexParams if part.name} | column_names(node.indexParams)))
    distinct = " NULLS NOT DISTINCT" if node.nulls_not_distinct else ""
    return _made(index.id, "u", f"UNIQUE{distinct} (...)", names)


def _made(id: ObjectId, type: str, definition: str, columns: Sequence[str]) -> Constraint:
    return Constraint(
        id=id._replace(kind="constraint"),
        type=type,
        definition=definition,
        validated=True,
        options=(),
        tablespace="",
        clustered=False,
        replica_identity=False,
        parent="",
        columns=tuple(columns),
        references="",
    )


def _column(found: Column, old: Side) -> Iterator[SearchStrategy[Example]]:
    """NULLs where there may be none any more, and all sorts of values where the type changes."""
    was = old.bench.catalog.get(found.id)
    if not isinstance(was, Column) or _table(found.id) not in old.bench.world.tables:
        return
    if found.not_null and not was.not_null:
        yield given({found.id.name: None}, _table(found.id), old)
    if found.type != was.type and not was.generated:
        yield _retyped(was, old)


def _retyped(column: Column, old: Side) -> SearchStrategy[Example]:
    world, known, catalog = old.bench.world, old.bench.known.rows, old.bench.catalog
    table = world.tables[_table(column.id)]

    @st.composite
    def drawn(draw: DrawFn) -> Example:
        near = draw(st.sampled_from([None, *known.get(table.id, ())]))
        value = draw(values(kind_of(column.type, catalog), catalog))
        return Example(rows=fresh(draw, table, known, world, given={column.id.name: value}, near=near))

    return drawn()


def _labels(found: Enum, old: Side) -> Iterator[SearchStrategy[Example]]:
    """Each label that the enum loses, in each column that holds it."""
    catalog = old.bench.catalog
    was = catalog.get(found.id)
    gone = [label for label in was.labels if label not in found.labels] if isinstance(was, Enum) else []
    for column in _of_type(found.id, catalog):
        for label in gone:
            if _table(column.id) in old.bench.world.tables:
                yield given({column.id.name: label}, _table(column.id), old)


def _domain(found: DomainConstraint, old: Side) -> Iterator[SearchStrategy[Example]]:
    """Values that a domain refuses from now on, in each column of it."""
    catalog = old.bench.catalog
    for column in _of_domain(ObjectId("domain", found.id.schema, found.id.table), catalog):
        text = with_value(in_parentheses(found.definition), ident(column.id.name))
        id = column.id._replace(kind="constraint", name=found.id.name)
        yield from _constraint(_made(id, "c", sql("CHECK ({})", text), [column.id.name]), old)


def _partition(found: Inheritance, stage: Stage) -> Iterator[SearchStrategy[Example]]:
    """Rows that a new partition is for, in the partitions that were there before."""
    world, new = stage.old.bench.world, stage.new.bench.world
    child = new.tables.get(_table(found.id))
    for holder in world.holders(ObjectId("table", found.parent_schema, found.parent_table)):
        for name, bounds in child.bounded.items() if child is not None else ():
            for value in bounds:
                if name in world.tables[holder].kinds and name not in world.tables[holder].bounded:
                    yield given({name: value}, holder, stage.old)


def _of_domain(id: ObjectId, catalog: Catalog) -> Iterator[Column]:
    return (column for column in _of_type(id, catalog) if isinstance(catalog.get(_table(column.id)), Table))


def _of_type(id: ObjectId, catalog: Catalog) -> Iterator[Column]:
    """The columns of a type of the schema; format_type leaves out schemas that are on the search path."""
    names = {str(ident(id.schema, id.name)), str(ident(id.name))}
    return (column for column in catalog.of(Column) if column.type in names)
