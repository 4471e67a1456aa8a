"""Which objects of a catalog a module can define."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pgplumb.export.serials import with_serials
from pgplumb.model.general import Comment, Schema
from pgplumb.model.keys import is_repetition
from pgplumb.model.relations import Column, Constraint, Default, Index, Inheritance, Sequence, Table
from pgplumb.model.types import Domain, DomainConstraint, Enum
from pgplumb.models.constraints import is_sayable
from pgplumb.models.needs import Needs

if TYPE_CHECKING:
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId


class Scope:
    """What of `whole` a module defines in a database that holds what `empty` does.

    `catalog` is the same with columns that count as `serial` has them.
    """

    def __init__(self, empty: Catalog, whole: Catalog) -> None:
        self.empty = empty
        self.whole = whole
        self.catalog = with_serials(whole)
        self.needs = Needs(empty, self.catalog)

    @cached_property
    def schemas(self) -> tuple[Schema, ...]:
        """The schemas that a new database lacks."""
        return tuple(found for found in self.catalog.of(Schema) if found.id not in self.empty.objects)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables that can be made with all their columns; partitions and heirs get theirs from others."""
        return tuple(table for table in self.catalog.of(Table) if self._is_whole(table))

    @cached_property
    def types(self) -> tuple[Enum | Domain, ...]:
        """The enums and domains that can be made before any table."""
        found: tuple[Enum | Domain, ...] = (*self.catalog.of(Enum), *self.catalog.of(Domain))
        return tuple(each for each in found if self.is_sayable(each.id))

    @cached_property
    def sequences(self) -> tuple[Sequence, ...]:
        """The sequences that no column makes for itself."""
        return tuple(found for found in self.whole.of(Sequence) if found.id not in self.serials)

    @cached_property
    def serials(self) -> frozenset[ObjectId]:
        """The sequences and defaults that are parts of serial columns."""
        gone = self.whole.objects.keys() - self.catalog.objects.keys()
        tables = {(table.id.schema, table.id.name) for table in self.tables}
        of_tables = {id for id in gone if id.kind == "default" and (id.schema, id.table) in tables}
        sequences = {edge.referenced for id in of_tables for edge in self.whole.requires(id)}
        return frozenset(of_tables | (sequences & gone))

    def columns(self, table: ObjectId) -> tuple[Column, ...]:
        """The columns of a table, in their order."""
        found = (child for child in self.catalog.children(table) if isinstance(child, Column))
        return tuple(sorted(found, key=lambda column: column.position))

    def default(self, column: Column) -> Default | None:
        """The column's default, also one that cannot be said."""
        found = (child for child in self.catalog.children(column.id) if isinstance(child, Default))
        return next(found, None)

    def constraints(self, table: ObjectId) -> tuple[Constraint, ...]:
        """The constraints of a table that can be said."""
        found = (child for child in self.catalog.children(table) if isinstance(child, Constraint))
        said = (each for each in found if is_sayable(each) and not is_repetition(each, self.catalog))
        return tuple(each for each in said if self._is_within(each))

    def checks(self, table: ObjectId) -> tuple[Constraint, ...]:
        """The checks that hold for the rows of a table, also those that cannot be said."""
        found = (child for child in self.catalog.children(table) if isinstance(child, Constraint))
        return tuple(each for each in found if each.type == "c" and "NOT ENFORCED" not in each.definition)

    def indexes(self, table: ObjectId) -> tuple[Index, ...]:
        """The indexes of a table that can be said."""
        found = (child for child in self.catalog.children(table) if isinstance(child, Index))
        return tuple(each for each in found if self.is_sayable(each.id))

    def domain_checks(self, domain: ObjectId) -> tuple[DomainConstraint, ...]:
        """The checks of a domain."""
        return tuple(child for child in self.catalog.children(domain) if isinstance(child, DomainConstraint))

    def comment(self, id: ObjectId) -> str | None:
        """What is said about the object."""
        found = (child for child in self.catalog.children(id) if isinstance(child, Comment))
        return next((each.text for each in found if each.id.target == id), None)

    def is_sayable(self, id: ObjectId) -> bool:
        """Whether all that the object needs can be there before its table."""
        return self.needs.before(id) is not None

    @cached_property
    def defined(self) -> frozenset[ObjectId]:
        """What is defined with the tables, and beside them."""
        found = {each.id for each in (*self.schemas, *self.sequences)}
        for table in self.tables:
            found.add(table.id)
            for column in self.columns(table.id):
                found.add(column.id)
                default = self.default(column)
                if default is not None and self.is_sayable(default.id):
                    found.add(default.id)
            found.update(each.id for each in (*self.constraints(table.id), *self.indexes(table.id)))
        return frozenset(found)

    @cached_property
    def first(self) -> tuple[ObjectId, ...]:
        """What is made before any table, in order: enums and domains, and what else tables need."""
        needed = {id for found in self.defined for id in self.needs.before(found) or ()}
        wanted = (*sorted(needed), *(each.id for each in self.types))
        return tuple(dict.fromkeys(each for id in wanted for each in self.needs.ordered(id)))

    def _is_whole(self, table: Table) -> bool:
        children = list(self.catalog.children(table.id))
        if table.of_type or any(isinstance(child, Inheritance) for child in children):
            return False
        columns = (child for child in children if isinstance(child, Column))
        return self.is_sayable(table.id) and all(each.generated or self.is_sayable(each.id) for each in columns)

    def _is_within(self, constraint: Constraint) -> bool:
        """Whether what the constraint needs and refers to can be there."""
        if constraint.type != "f":
            return self.is_sayable(constraint.id)
        tables = {table.id for table in self.tables}
        needed = (self.needs.table_of(edge.referenced) for edge in self.catalog.requires(constraint.id))
        return all(table in tables for table in needed if table is not None)
