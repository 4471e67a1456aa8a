"""The tables of a catalog as the row generator needs them: columns to fill, keys to follow, checks to satisfy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column, Constraint, Default, Inheritance, Table
from pgplumb.syntax.parse import column_names, in_parentheses, parse_constraint, parse_statement
from pgplumb.syntax.sql import ident, raw, sql
from pgplumb.syntax.tree import ast, nodes, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pgplumb.model.catalog import Catalog
    from pgplumb.syntax.sql import Sql


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A constraint's name, its columns, and the columns of the table that they refer to, in the same order."""

    name: str
    columns: tuple[str, ...]
    target: ObjectId
    referenced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A check's expression as text and as syntax tree, and the columns of the table in it."""

    name: str
    text: Sql
    tree: Any
    columns: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A table; `bounds` are the constants that its partition's bounds give for its key columns."""

    id: ObjectId
    columns: tuple[Column, ...]
    #: Those whose default is the next number of a sequence.
    numbered: frozenset[str]
    keys: tuple[ForeignKey, ...]
    checks: tuple[Check, ...]
    bounds: Mapping[str, tuple[str, ...]]

    @property
    def key_columns(self) -> frozenset[str]:
        """Columns that have no values of their own: NULL, or those of the row that a key refers to."""
        return frozenset(
            name
            for key in self.keys
            for name in key.columns
            if not is_optional(self, key) or ((column := self.column(name)) is not None and not column.not_null)
        )

    def column(self, name: str) -> Column | None:
        """The column of this name."""
        return next((column for column in self.columns if column.id.name == name), None)


def shapes(catalog: Catalog) -> tuple[Shape, ...]:
    """Every table that holds rows itself, those that others refer to first."""
    tables = [table for table in catalog.of(Table) if not table.partition_key]
    return tuple(_ordered([_shape(table, catalog) for table in tables], catalog))


def shape_of(id: ObjectId, catalog: Catalog) -> Shape:
    """One table of the catalog."""
    table = catalog.objects[id]
    assert isinstance(table, Table)
    return _shape(table, catalog)


def _shape(table: Table, catalog: Catalog) -> Shape:
    children = list(catalog.children(table.id))
    columns = sorted((child for child in children if isinstance(child, Column)), key=lambda each: each.position)
    constraints = [
        child for id in (table.id, *partitioned_above(table.id, catalog)) for child in _constraints(id, catalog)
    ]
    names = frozenset(column.id.name for column in columns)
    return Shape(
        id=table.id,
        columns=tuple(columns),
        numbered=frozenset(column.id.name for column in columns if _takes_numbers(column.id, catalog)),
        keys=tuple(foreign_keys(constraints)),
        checks=tuple(_checks(constraints, names)),
        bounds=_bounds(table.id, catalog),
    )


def _takes_numbers(column: ObjectId, catalog: Catalog) -> bool:
    defaults = (child for child in catalog.children(column) if isinstance(child, Default))
    return any(each.expression.startswith("nextval(") for each in defaults)


def _constraints(table: ObjectId, catalog: Catalog) -> Iterator[Constraint]:
    return (child for child in catalog.children(table) if isinstance(child, Constraint))


def partitioned_above(table: ObjectId, catalog: Catalog) -> Iterator[ObjectId]:
    """The tables that it is a partition of, the nearest first: their constraints are its own."""
    for link in catalog.children(table):
        if isinstance(link, Inheritance) and link.bound:
            parent = ObjectId("table", link.parent_schema, link.parent_table)
            yield parent
            yield from partitioned_above(parent, catalog)


def foreign_keys(constraints: Iterable[Constraint]) -> Iterator[ForeignKey]:
    """What the foreign keys among the constraints say."""
    return (foreign_key(constraint) for constraint in constraints if constraint.type == "f")


def foreign_key(constraint: Constraint) -> ForeignKey:
    """What a foreign key says."""
    node = parse_constraint(constraint.definition)
    target = ObjectId("table", node.pktable.schemaname or "public", node.pktable.relname)
    return ForeignKey(constraint.id.name, words(node.fk_attrs), target, words(node.pk_attrs))


def _checks(constraints: Iterable[Constraint], names: frozenset[str]) -> Iterator[Check]:
    for constraint in constraints:
        if constraint.type == "c":
            tree = parse_constraint(constraint.definition).raw_expr
            text = in_parentheses(constraint.definition)
            yield Check(constraint.id.name, text, tree, column_names(tree) & names)


def _bounds(table: ObjectId, catalog: Catalog) -> Mapping[str, tuple[str, ...]]:
    """Lower bounds and listed values, from the table's own bound and those of the partitions above it."""
    found: dict[str, tuple[str, ...]] = {}
    for link in catalog.children(table):
        if not isinstance(link, Inheritance) or not link.bound:
            continue
        parent = ObjectId("table", link.parent_schema, link.parent_table)
        found.update(_bounds(parent, catalog))
        partitioned = catalog.get(parent)
        if isinstance(partitioned, Table):
            found.update(_bound_values(link, partitioned))
    return found


def _bound_values(link: Inheritance, parent: Table) -> Iterator[tuple[str, tuple[str, ...]]]:
    create = sql("CREATE TABLE t (c int) PARTITION BY {}", raw(parent.partition_key))
    attach = sql("ALTER TABLE t ATTACH PARTITION {} {}", ident(link.id.table), raw(link.bound))
    keys = [part.name for part in parse_statement(create).partspec.partParams]
    bound = parse_statement(attach).cmds[0].def_.bound
    if bound.listdatums and keys[0]:
        yield keys[0], tuple(constants(bound.listdatums))
    for key, lower in zip(keys, bound.lowerdatums or (), strict=False):
        if key and (values := tuple(constants(lower))):
            yield key, values


def constants(tree: Any) -> Iterator[str]:
    """The constants in a syntax tree, as text; a list of nodes is read in its order."""
    for part in tree if isinstance(tree, tuple) else (tree,):
        for node in nodes(part):
            if isinstance(node, ast.A_Const) and not node.isnull:
                yield constant(node.val)


def constant(value: Any) -> str:
    """The text of a constant's value."""
    match value:
        case ast.Integer():
            return str(value.ival or 0)
        case ast.Float():
            return str(value.fval)
        case ast.Boolean():
            return "true" if value.boolval else "false"
        case ast.BitString():
            return str(value.bsval)[1:]
    return str(value.sval)


def needs(shape: Shape) -> frozenset[ObjectId]:
    """The other tables whose rows it cannot do without."""
    return frozenset(key.target for key in shape.keys if key.target != shape.id and not is_optional(shape, key))


def is_optional(shape: Shape, key: ForeignKey) -> bool:
    """Whether a row may leave the key NULL."""
    return any((column := shape.column(name)) is not None and not column.not_null for name in key.columns)


def _ordered(found: list[Shape], catalog: Catalog) -> Iterator[Shape]:
    """Tables after those they need; where that leaves a choice, after those they may refer to; then by name."""
    done: set[ObjectId] = {table.id for table in catalog.of(Table) if table.partition_key}
    waiting = sorted(found, key=lambda shape: shape.id)
    while waiting:
        ready = next((s for s in waiting if {key.target for key in s.keys} <= done | {s.id}), None)
        ready = ready or next((s for s in waiting if needs(s) <= done), None) or waiting[0]
        waiting.remove(ready)
        done.add(ready.id)
        yield ready
