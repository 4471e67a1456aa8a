"""What a statement of a plan finds when it runs: the catalog before the plan, and what the plan has done so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column, Table
from pgplumb.model.trees import heir_of, links_to_heirs
from pgplumb.syntax.defined import DEFAULT_SCHEMA, defined
from pgplumb.syntax.tree import ast, qualified, relation, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pgplumb.model.catalog import Catalog

_RELATIONS = ("table", "view", "materialized_view", "foreign_table", "sequence")


@dataclass(slots=True)
class Scene:
    """It changes as statements run.

    `created` are objects that the plan made, or dropped: what now has their name is not what was there before.
    Routines stand there without signature. `renamed` leads to the names before; `checked` are domains to which the plan
    gave checks; `nullable` tells of columns whose NOT NULL it has dropped or set; `labels` are those of enums it made.
    """

    before: Catalog
    created: set[ObjectId] = field(default_factory=set)
    renamed: dict[ObjectId, ObjectId] = field(default_factory=dict)
    checked: set[ObjectId] = field(default_factory=set)
    nullable: dict[ObjectId, bool] = field(default_factory=dict)
    labels: dict[ObjectId, frozenset[str]] = field(default_factory=dict)

    def run(self, node: Any) -> None:
        """Take note of what the statement with this syntax tree does."""
        match node:
            case ast.RenameStmt():
                self._rename(node)
            case ast.DropStmt():
                self.created.update(tuple(self._dropped(node)))
            case ast.AlterTableStmt() if node.objtype.name == "OBJECT_TABLE":
                self._alter_columns(node)
            case ast.CreateDomainStmt() | ast.AlterDomainStmt():
                self._note_domain(node)
            case ast.CreateEnumStmt():
                enum = ObjectId("enum", *qualified(node.typeName, DEFAULT_SCHEMA))
                self.labels[enum] = frozenset(words(node.vals))
                self.created.add(enum)
            case _:
                self.created |= self._made(node)

    def _made(self, node: Any) -> set[ObjectId]:
        fresh = set(defined(node, DEFAULT_SCHEMA))
        if getattr(node, "replace", False):
            there = {id for made in fresh for id in self.before.named(made.name)}
            fresh -= {id._replace(signature="") for id in there}
        return fresh

    def is_new(self, id: ObjectId) -> bool:
        """Whether the plan made the object, or what it hangs on."""
        kinds = _TYPES if id.kind in _TYPES else _RELATIONS if id.kind in _RELATIONS else (id.kind,)
        if any(id._replace(kind=kind, signature="") in self.created for kind in kinds):
            return True
        return bool(id.table) and any(ObjectId(kind, id.schema, id.table) in self.created for kind in _HOLDERS)

    def relation(self, range_var: Any) -> ObjectId | None:
        """The relation of a RangeVar under the name it had before the plan; None where the plan made it."""
        return self.named(*relation(range_var, DEFAULT_SCHEMA))

    def named(self, schema: str, name: str, kinds: Iterable[str] = _RELATIONS) -> ObjectId | None:
        """The object of this name under the name it had before the plan; None where it is not of then."""
        for kind in kinds:
            id = ObjectId(kind, schema, name)
            if id in self.created:
                return None
            id = self.renamed.get(id, id)
            if id in self.before.objects:
                return id
        return None

    def column(self, table: ObjectId, name: str) -> Column | None:
        """The column as it was before the plan."""
        id = ObjectId("column", table.schema, name, table.name)
        if id in self.created:
            return None
        old = self.renamed.get(id, id)
        found = self.before.get(old)
        if not isinstance(found, Column):
            return None
        return replace(found, not_null=not self.nullable[old]) if old in self.nullable else found

    def is_not_null(self, table: ObjectId, name: str) -> bool:
        """Whether the column holds no NULL by now, for all that the catalog and the plan say."""
        id = ObjectId("column", table.schema, name, table.name)
        if id in self.created:
            return not self.nullable.get(id, True)
        column = self.column(table, name)
        return column is not None and column.not_null and column.not_null_valid

    def children(self, table: ObjectId) -> Iterator[ObjectId]:
        """The tables that inherit from the table, as partitions or otherwise, at any depth."""
        for link in links_to_heirs(table, self.before):
            if link.id not in self.created:
                yield heir_of(link)
                yield from self.children(heir_of(link))

    def dependents(self, id: ObjectId) -> Iterator[Any]:
        """The objects before the plan that need this one directly."""
        for edge in self.before.required_by(id):
            if edge.dependent in self.before.objects and edge.dependent not in self.created:
                yield self.before.objects[edge.dependent]

    def is_partitioned(self, table: ObjectId) -> bool:
        """Whether the table, as it was, is a partitioned one."""
        found = self.before.get(table)
        return isinstance(found, Table) and bool(found.partition_key)

    def default_partitions(self, table: ObjectId) -> Iterator[ObjectId]:
        """The default partition of a partitioned table, if it had one."""
        for link in links_to_heirs(table, self.before):
            if link.bound == "DEFAULT" and link.id not in self.created:
                yield heir_of(link)

    def _dropped(self, node: Any) -> Iterator[ObjectId]:
        kind = node.removeType.name
        for target in node.objects:
            if kind == "OBJECT_INDEX":
                if (index := self.index(*qualified(target, DEFAULT_SCHEMA))) is not None:
                    yield index
            elif kind in _RELATION_TYPES:
                yield ObjectId(_RELATION_TYPES[kind], *qualified(target, DEFAULT_SCHEMA))
            elif kind in {"OBJECT_TYPE", "OBJECT_DOMAIN"}:
                yield from (ObjectId(each, *qualified(target.names, DEFAULT_SCHEMA)) for each in _TYPES)

    def index(self, schema: str, name: str) -> ObjectId | None:
        """The index of this name that was there before; an index's id carries its table, DROP INDEX does not."""
        for id in self.before.named(name):
            if id.kind == "index" and id.schema == schema and id not in self.created:
                return id
        return None

    def _alter_columns(self, node: Any) -> None:
        table = self.relation(node.relation) or ObjectId("table")
        self.created.update(defined(node, DEFAULT_SCHEMA))
        for command in node.cmds:
            column = ObjectId("column", table.schema, command.name or "", table.name)
            match command.subtype.name:
                case "AT_DropColumn" | "AT_DropConstraint" as kind:
                    self.created.add(column if kind == "AT_DropColumn" else column._replace(kind="constraint"))
                case "AT_DropNotNull" | "AT_SetNotNull" as kind:
                    for each in (table, *self.children(table)):
                        own = column._replace(schema=each.schema, table=each.name)
                        self.nullable[self.renamed.get(own, own)] = kind == "AT_DropNotNull"
                case "AT_AddColumn":
                    added = column._replace(name=command.def_.colname)
                    kinds = {each.contype.name for each in command.def_.constraints or ()}
                    self.nullable[added] = not kinds & {"CONSTR_NOTNULL", "CONSTR_PRIMARY", "CONSTR_IDENTITY"}

    def _note_domain(self, node: Any) -> None:
        made = isinstance(node, ast.CreateDomainStmt)
        id = ObjectId("domain", *qualified(node.domainname if made else node.typeName, DEFAULT_SCHEMA))
        if made:
            checks = any(each.contype.name in {"CONSTR_CHECK", "CONSTR_NOTNULL"} for each in node.constraints or ())
            base = ObjectId("domain", *qualified(node.typeName.names, DEFAULT_SCHEMA))
            self.created.add(id)
            if checks or (base in self.checked and not node.typeName.arrayBounds):
                self.checked.add(id)
        elif node.subtype in {"C", "O"}:
            self.checked.add(id)

    def _rename(self, node: Any) -> None:
        kind = node.renameType.name
        if kind == "OBJECT_COLUMN" and node.relation is not None:
            table = self.relation(node.relation)
            if table is not None:
                old = ObjectId("column", table.schema, node.subname, table.name)
                new = ObjectId("column", table.schema, node.newname, table.name)
                self.renamed[new] = self.renamed.pop(old, old)
                self.created.discard(new)
        elif node.relation is not None and kind in _RELATION_TYPES:
            schema, name = relation(node.relation, DEFAULT_SCHEMA)
            self._move((_RELATION_TYPES[kind],), schema, name, node.newname)
        elif kind in {"OBJECT_TYPE", "OBJECT_DOMAIN"}:
            schema, name = qualified(node.object, DEFAULT_SCHEMA)
            self._move(_TYPES, schema, name, node.newname)

    def _move(self, kinds: Iterable[str], schema: str, old: str, new: str) -> None:
        for kind in kinds:
            source, target = ObjectId(kind, schema, old), ObjectId(kind, schema, new)
            if source in self.created:
                self.created.discard(source)
                self.created.add(target)
            else:
                self.renamed[target] = self.renamed.pop(source, source)
                self.created.discard(target)


_TYPES = ("enum", "domain", "composite", "range")
_HOLDERS = (*_RELATIONS, *_TYPES)
_RELATION_TYPES = {
    "OBJECT_TABLE": "table",
    "OBJECT_VIEW": "view",
    "OBJECT_MATVIEW": "materialized_view",
    "OBJECT_SEQUENCE": "sequence",
    "OBJECT_FOREIGN_TABLE": "foreign_table",
}
