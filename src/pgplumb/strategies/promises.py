"""The promises in a catalog: each constraint of a table as an id of its own kind, NOT NULL among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.relations import Column, Constraint, Inheritance, Table
from pgplumb.syntax.parse import column_names, parse_constraint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId

CONSTRAINTS = {"p": "primary_key", "u": "unique", "c": "check", "f": "foreign_key", "x": "exclusion"}
"""What pg_constraint.contype stands for."""

NOT_NULL = "not_null"
_KINDS = frozenset({*CONSTRAINTS.values(), NOT_NULL})


def constraints(catalog: Catalog) -> Iterator[ObjectId]:
    """Every constraint of a table: an id of its kind, NOT NULL by its column's name.

    A partition has keys and NOT NULL of its own; checks and foreign keys are those of the table that it is of.
    """
    parents = {(found.parent_schema, found.parent_table) for found in catalog.of(Inheritance) if found.bound}
    for table in catalog.of(Table):
        if not table.partition_key:
            yield from sorted(_of_table(table, catalog))
        elif (table.id.schema, table.id.name) in parents:
            yield from sorted(id for id in _of_table(table, catalog) if id.kind in {"check", "foreign_key"})


def _of_table(table: Table, catalog: Catalog) -> Iterator[ObjectId]:
    for child in catalog.children(table.id):
        match child:
            case Constraint():
                yield child.id._replace(kind=CONSTRAINTS[child.type])
            case Column() if child.not_null and not child.identity and not child.generated:
                yield child.id._replace(kind=NOT_NULL)


def object_of(subject: ObjectId) -> ObjectId:
    """The object of the catalog that the subject is, or is a promise of."""
    if subject.kind not in _KINDS:
        return subject
    return subject._replace(kind="column" if subject.kind == NOT_NULL else "constraint")


def excluded_by(exclusion: Constraint) -> tuple[str, ...]:
    """The columns whose values an exclusion constraint compares, by themselves or within expressions."""
    elements = [element for element, _ in parse_constraint(exclusion.definition).exclusions]
    plain = [element.name for element in elements if element.name]
    return tuple(dict.fromkeys((*plain, *(name for each in elements for name in sorted(column_names(each))))))


def condition_of(exclusion: Constraint) -> frozenset[str]:
    """The columns that decide which rows an exclusion constraint compares at all."""
    where = parse_constraint(exclusion.definition).where_clause
    return column_names(where) if where else frozenset()
