"""What a statement of a plan finds when it runs: the catalog before the plan, and what the plan has done so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column, Table
from pgplumb.syntax.defined import DEFAULT_SCHEMA, defined
from pgplumb.syntax.tree import ast, qualified, relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pgplumb.model.catalog import Catalog

_RELATIONS = ("table", "view", "materialized_view", "foreign_table", "sequence")


@dataclass(frozen=True, slots=True)
class Scene:
    """`created` are objects that the plan made (routines without signature); `renamed` leads to the names before."""

    before: Catalog
    created: frozenset[ObjectId] = frozenset()
    renamed: Mapping[ObjectId, ObjectId] = field(default_factory=dict)

    def then(self, node: Any) -> Scene:
        """The scene once the statement with this syntax tree has run."""
        scene = replace(self, created=self.created | set(defined(node, DEFAULT_SCHEMA)))
        if isinstance(node, ast.RenameStmt):
            return scene._with_rename(node)
        return scene

    def is_new(self, id: ObjectId) -> bool:
        """Whether the plan made the object, or what it hangs on."""
        kinds = _TYPES if id.kind in _TYPES else (id.kind,)
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
        found = self.before.get(self.renamed.get(id, id))
        return found if isinstance(found, Column) else None

    def dependents(self, id: ObjectId) -> Iterator[Any]:
        """The objects before the plan that need this one directly."""
        for edge in self.before.required_by.get(id, ()):
            if edge.dependent in self.before.objects:
                yield self.before.objects[edge.dependent]

    def is_partitioned(self, table: ObjectId) -> bool:
        """Whether the table, as it was, is a partitioned one."""
        found = self.before.get(table)
        return isinstance(found, Table) and bool(found.partition_key)

    def _with_rename(self, node: Any) -> Scene:
        kind = node.renameType.name
        renamed = dict(self.renamed)
        if kind == "OBJECT_COLUMN" and node.relation is not None:
            table = self.relation(node.relation)
            if table is not None:
                old = ObjectId("column", table.schema, node.subname, table.name)
                new = ObjectId("column", table.schema, node.newname, table.name)
                renamed[new] = renamed.pop(old, old)
                return replace(self, renamed=renamed, created=self.created - {new})
        elif node.relation is not None and kind in _RENAMED_RELATIONS:
            schema, name = relation(node.relation, DEFAULT_SCHEMA)
            return self._moved(_RENAMED_RELATIONS[kind], schema, name, node.newname)
        elif kind in {"OBJECT_TYPE", "OBJECT_DOMAIN"}:
            schema, name = qualified(node.object, DEFAULT_SCHEMA)
            return self._moved(_TYPES, schema, name, node.newname)
        return self

    def _moved(self, kinds: Iterable[str], schema: str, old: str, new: str) -> Scene:
        renamed, created = dict(self.renamed), set(self.created)
        for kind in kinds:
            source, target = ObjectId(kind, schema, old), ObjectId(kind, schema, new)
            if source in created:
                created = (created - {source}) | {target}
            else:
                renamed[target] = renamed.pop(source, source)
                created.discard(target)
        return replace(self, renamed=renamed, created=frozenset(created))


_TYPES = ("enum", "domain", "composite", "range")
_HOLDERS = (*_RELATIONS, *_TYPES)
_RENAMED_RELATIONS = {
    "OBJECT_TABLE": ("table",),
    "OBJECT_VIEW": ("view",),
    "OBJECT_MATVIEW": ("materialized_view",),
    "OBJECT_SEQUENCE": ("sequence",),
    "OBJECT_FOREIGN_TABLE": ("foreign_table",),
}
