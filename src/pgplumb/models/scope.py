"""Which objects of a catalog a module can define, what these need to be there first, and what is left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pgplumb.differ.engines.native.engine import Native
from pgplumb.export.serials import with_serials
from pgplumb.model.general import Comment, Schema
from pgplumb.model.objects import compared_fields
from pgplumb.model.relations import Column, Constraint, Default, Index, Inheritance, Sequence, Table
from pgplumb.model.routines import Function, Procedure
from pgplumb.model.types import Domain, DomainConstraint, Enum
from pgplumb.models.constraints import is_sayable
from pgplumb.syntax.bodies import named_in_body

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.objects import Object

#: What SQLAlchemy has no word for, and the value that it has where nobody has given it another.
_USUAL: dict[type[Object], dict[str, Any]] = {
    Schema: {"owner": ""},
    Enum: {"owner": ""},
    Domain: {"owner": ""},
    Sequence: {"owner": "", "unlogged": False},
    Table: {"owner": "", "replica_identity": "d", "row_security": False, "force_row_security": False},
    Column: {
        "not_null_name": "",
        "not_null_valid": True,
        "not_null_no_inherit": False,
        "storage": "",
        "compression": "",
        "statistics": -1,
        "options": (),
        "foreign_options": (),
        "origin": "",
    },
    # A new table is valid, whatever is said when it is made.
    Constraint: {
        "validated": True,
        "options": (),
        "tablespace": "",
        "clustered": False,
        "replica_identity": False,
        "parent": "",
    },
    Index: {"clustered": False, "replica_identity": False, "parent": "", "statistics": ()},
}
_KINDS = (
    "extension composite attribute range base_type function aggregate operator operator_class operator_family cast"
    " collation access_method"
)
#: What DDL can make before any table, without SQLAlchemy having a word for it.
_FIRST = frozenset(_KINDS.split())

#: What SQLAlchemy comments on by itself.
_COMMENTED = frozenset({"table", "column", "constraint"})


@dataclass(frozen=True, slots=True, order=True)
class Missing:
    """An object that the module does not define, with all that hangs on it; with an attribute, that alone."""

    id: ObjectId
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class First:
    """What is made before any table: an enum or a domain, or statements that make an object."""

    object: Object
    statements: tuple[str, ...] = ()


class Scope:
    """What of `catalog` a module defines in a database that holds what `empty` does."""

    def __init__(self, empty: Catalog, catalog: Catalog) -> None:
        self._empty = empty
        self._whole = catalog
        self.catalog = with_serials(catalog)
        self._needs: dict[ObjectId, frozenset[ObjectId] | None] = {}

    @cached_property
    def schemas(self) -> tuple[Schema, ...]:
        """The schemas that a new database lacks."""
        return tuple(found for found in self.catalog.of(Schema) if found.id not in self._empty.objects)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables that can be made with all their columns; partitions and heirs get theirs from others."""
        return tuple(table for table in self.catalog.of(Table) if self._is_whole(table))

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
        return tuple(each for each in found if is_sayable(each) and self._is_within(each))

    def checks_of(self, table: ObjectId) -> tuple[Constraint, ...]:
        """The checks that hold for the rows of a table, also those that cannot be said."""
        found = (child for child in self.catalog.children(table) if isinstance(child, Constraint))
        return tuple(each for each in found if each.type == "c" and "NOT ENFORCED" not in each.definition)

    def indexes(self, table: ObjectId) -> tuple[Index, ...]:
        """The indexes of a table that can be said."""
        found = (child for child in self.catalog.children(table) if isinstance(child, Index))
        return tuple(each for each in found if self.is_sayable(each.id))

    def comment(self, id: ObjectId) -> str | None:
        """What is said about the object."""
        found = (child for child in self.catalog.children(id) if isinstance(child, Comment))
        return next((each.text for each in found if each.id.target == id), None)

    def checks(self, domain: ObjectId) -> tuple[DomainConstraint, ...]:
        """The checks of a domain."""
        return tuple(child for child in self.catalog.children(domain) if isinstance(child, DomainConstraint))

    @cached_property
    def sequences(self) -> tuple[Sequence, ...]:
        """The sequences that no column makes for itself."""
        serial = self._serials
        return tuple(found for found in self._whole.of(Sequence) if found.id not in serial)

    def is_sayable(self, id: ObjectId) -> bool:
        """Whether all that the object needs can be there before its table."""
        return self._first(id) is not None

    @cached_property
    def first(self) -> tuple[First, ...]:
        """Enums, domains and what else tables need, each behind what it needs itself."""
        catalog = self.catalog
        needed = {id for found in self._defined for id in self._first(found) or ()}
        types = [found.id for found in (*catalog.of(Enum), *catalog.of(Domain)) if self.is_sayable(found.id)]
        made = self._made(needed, types)
        ordered: dict[ObjectId, None] = {}
        for id in (*sorted(needed), *types):
            for each in (*sorted(self._first(id) or (), key=self._depth), id):
                ordered.setdefault(each)
        return tuple(First(catalog.objects[id], tuple(made.get(id, ()))) for id in ordered)

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """What the catalog holds and the module does not define; a part of what is left out is not named again."""
        said = self._said
        return tuple(sorted({*self._absent(said), *self._partly(said), *self._otherwise()}))

    def _absent(self, said: frozenset[ObjectId]) -> Iterator[Missing]:
        shared = {found.id for found in self._whole.shared}
        lacking = {id for id in self._whole.objects if id not in said and id not in self._empty.objects} - shared
        yield from (Missing(id) for id in lacking if not any(above in lacking for above in self._above(id)))

    def _above(self, id: ObjectId) -> Iterator[ObjectId]:
        parent = self._whole.parent(id)
        while parent is not None:
            yield parent
            parent = self._whole.parent(parent)

    def _partly(self, said: frozenset[ObjectId]) -> Iterator[Missing]:
        for id in said:
            found = self._whole.objects[id]
            for name, usual in _USUAL.get(type(found), {"owner": ""}).items():
                if getattr(found, name, usual) != usual:
                    yield Missing(id, name)
            if isinstance(found, Sequence) and found.owned_by and id not in self._serials and not self._is_owned(found):
                yield Missing(id, "owned_by")
            if isinstance(found, Column):
                if found.identity and found.identity_options[0]:
                    yield Missing(id, "identity_options")
                if found.generated and not self.is_sayable(id):
                    yield from (Missing(id, "generated"), Missing(id, "expression"))

    def _otherwise(self) -> Iterator[Missing]:
        """What a new database has in another way, or not at all."""
        for id, usual in self._empty.objects.items():
            found = self._whole.get(id)
            if found is None:
                yield Missing(id, "absent")
            elif found != usual:
                names = (name for name in compared_fields(type(found)) if getattr(found, name) != getattr(usual, name))
                yield from (Missing(id, name) for name in names)

    @cached_property
    def _serials(self) -> frozenset[ObjectId]:
        """The sequences and defaults that are parts of serial columns."""
        gone = self._whole.objects.keys() - self.catalog.objects.keys()
        tables = {(table.id.schema, table.id.name) for table in self.tables}
        of_tables = {id for id in gone if id.kind == "default" and (id.schema, id.table) in tables}
        sequences = {edge.referenced for id in of_tables for edge in self._whole.requires(id)}
        return frozenset(of_tables | (sequences & gone))

    @cached_property
    def _said(self) -> frozenset[ObjectId]:
        found = {*self._defined, *self._serials}
        for first in self.first:
            found.add(first.object.id)
            found.update(child.id for child in self._whole.children(first.object.id) if child.id.kind == "attribute")
            if isinstance(first.object, Domain):
                found.update(check.id for check in self.checks(first.object.id))
        found.update(each.id for each in self._whole.of(Comment) if each.id.target in found)
        return frozenset(found)

    @cached_property
    def afterwards(self) -> tuple[str, ...]:
        """Statements for what SQLAlchemy makes, but not whole: what is said about it, whose a sequence is."""
        said = {id for id in self._said if id.target is not None and id.target.kind not in {*_COMMENTED, *_FIRST}}
        owned = {each.id: replace(each, owned_by="") for each in self.sequences if self._is_owned(each)}
        before = {id: owned.get(id, found) for id, found in self._whole.objects.items() if id not in said}
        catalog = replace(self._whole, objects=before, depends=self.catalog.depends.among(before))
        return tuple(each.sql for each in Native().propose(catalog, self._whole, backfills={}).statements)

    def _is_owned(self, sequence: Sequence) -> bool:
        """Whether it belongs to a column of a table that is made."""
        needed = (edge.referenced for edge in self._whole.requires(sequence.id))
        return bool(sequence.owned_by) and any(id in self._defined for id in needed if id.kind == "column")

    @cached_property
    def _defined(self) -> frozenset[ObjectId]:
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

    def _is_whole(self, table: Table) -> bool:
        children = list(self.catalog.children(table.id))
        if table.of_type or any(isinstance(child, Inheritance) for child in children):
            return False
        if not self.is_sayable(table.id):
            return False
        return all(child.generated or self.is_sayable(child.id) for child in children if isinstance(child, Column))

    def _is_within(self, constraint: Constraint) -> bool:
        """Whether what the constraint needs and refers to can be there."""
        if constraint.type != "f":
            return self.is_sayable(constraint.id)
        tables = {table.id for table in self.tables}
        needed = (edge.referenced for edge in self.catalog.requires(constraint.id))
        return all((self._table_of(id) or id) in tables for id in needed if self._table_of(id) is not None)

    def _table_of(self, id: ObjectId) -> ObjectId | None:
        """The relation that the object is, or is part of."""
        if id.is_relation:
            return id
        return next((above for above in self._above(id) if above.is_relation), None)

    def _first(self, id: ObjectId) -> frozenset[ObjectId] | None:
        """What has to be made before, all the way down; None where a table would have to be."""
        if id not in self._needs:
            # A cycle of functions is no table.
            self._needs[id] = frozenset()
            self._needs[id] = self._gathered(id)
        return self._needs[id]

    def _gathered(self, id: ObjectId) -> frozenset[ObjectId] | None:
        found: set[ObjectId] = set()
        own = self._table_of(id)
        for other in self._required(id):
            if other in self._empty.objects or other.kind in {"schema", "sequence", "role", "tablespace"}:
                continue
            if own is not None and self._table_of(other) == own:
                continue
            above = self._whole.parent(other) if other.kind in {"attribute", "domain_constraint"} else other
            if above is None or above == id:
                continue
            below = self._first(above)
            if below is None or above.kind not in {*_FIRST, "enum", "domain"}:
                return None
            found |= {above, *below}
        return frozenset(found - {id})

    def _required(self, id: ObjectId) -> Iterator[ObjectId]:
        yield from (edge.referenced for edge in self.catalog.requires(id))
        parts = self.catalog.children(id) if id.kind in {"composite", "domain", "base_type"} else ()
        for part in parts:
            if part.id.target is None:
                yield from (edge.referenced for edge in self.catalog.requires(part.id))
        found = self.catalog.get(id)
        if isinstance(found, Function | Procedure) and found.language == "sql" and found.body:
            # The server reads such a body when the function is made.
            for _, name in sorted(named_in_body(found.definition, found.language, found.body)):
                yield from (
                    other for other in self.catalog.named(name) if other.is_relation or other.kind == "function"
                )

    def _depth(self, id: ObjectId) -> tuple[int, ObjectId]:
        return len(self._first(id) or ()), id

    def _made(self, needed: Iterable[ObjectId], types: Iterable[ObjectId]) -> dict[ObjectId, list[str]]:
        """The statements that make what SQLAlchemy cannot, by what they make."""
        known = {*types, *(each.id for each in (*self.schemas, *self.sequences))}
        wanted = {id for id in needed if id not in known}
        before = dict(self._empty.objects)
        before.update((id, found) for id, found in self.catalog.objects.items() if id in known or id.container in known)
        after = dict(before)
        after.update((id, found) for id, found in self.catalog.objects.items() if self._belongs(id) in wanted)
        owned = {id: _disowned(found) for id, found in after.items()}
        catalogs = [
            replace(
                self.catalog,
                objects={id: objects[id] for id in sorted(objects)},
                depends=self.catalog.depends.among(objects),
            )
            for objects in (before, {**owned, **before})
        ]
        made: dict[ObjectId, list[str]] = {}
        for statement in Native().define(*catalogs).statements if wanted else ():
            assert statement.subject is not None
            sql = _repeatable(statement.sql)
            made.setdefault(self._belongs(statement.subject), []).append(sql)
        return made

    def _belongs(self, id: ObjectId) -> ObjectId:
        """What an attribute or a comment is part of; grants stand for themselves."""
        above = self.catalog.parent(id) if id.kind in {"attribute", "comment"} else None
        return id if above is None else self._belongs(above)


def _repeatable(sql: str) -> str:
    """The statement so that it may be run where what it makes is there already, if it can be said so."""
    head = "CREATE EXTENSION "
    return f"{head}IF NOT EXISTS {sql.removeprefix(head)}" if sql.startswith(head) else sql


def _disowned(found: Object) -> Object:
    """The object as whoever makes it has it."""
    whose: Any = found
    return replace(whose, owner="") if hasattr(found, "owner") else found
