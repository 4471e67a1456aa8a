"""What depends on what: as pg_depend has it, and what follows from the objects themselves."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pgplumb.model.dependencies import BothEnds, Dependencies
from pgplumb.model.held import by_kind
from pgplumb.model.ids import ObjectId
from pgplumb.syntax.sql import ident

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pgplumb.introspect.addresses import Addresses
    from pgplumb.model.dependencies import Edge
    from pgplumb.model.held import Objects

_TABLES = ("table", "foreign_table")
#: What stands between a table and what it is made after: those are dropped by name, and a table never with its parent.
_LINKS = ("inheritance", "typing")


class Recorded(Dependencies):
    """What needs what among these objects; the rows are those of the query `depend`."""

    def __init__(self, objects: Objects, addresses: Addresses, rows: Iterable[tuple[Any, ...]]) -> None:
        self._objects = objects
        self._addresses = addresses
        self._rows = rows

    def _of(self, id: ObjectId) -> Iterator[Edge]:
        if id not in self._objects:
            return
        recorded = self._ends.by_dependent
        tables = (ObjectId(kind, id.schema, id.table) for kind in _TABLES) if id.kind in _LINKS else (id,)
        for each in tables:
            yield from (edge for edge in map(self._linked, recorded.get(each, ())) if edge[0] == id != edge[1])
        yield from self._implied(id)

    def _on(self, id: ObjectId) -> Iterator[Edge]:
        for edge in map(self._linked, self._ends.by_referenced.get(id, ())):
            if edge[0] in self._objects and edge[0] != id:
                yield edge
        among = self._objects if id.kind == "schema" else self._implying.get(id, ())
        for each in among:
            yield from (edge for edge in self._implied(each) if edge[1] == id)

    def _dependents(self) -> Iterable[ObjectId]:
        return self._objects

    @cached_property
    def _ends(self) -> BothEnds:
        return BothEnds(self._resolved())

    def _resolved(self) -> Iterator[Edge]:
        direct, resolve = self._addresses.objects.get, self._addresses.resolve
        for place, referenced_place, automatic in self._rows:
            dependent = direct(place) or resolve(place)
            referenced = direct(referenced_place) or resolve(referenced_place)
            if dependent is not None and referenced is not None:
                yield dependent, referenced, automatic

    def _linked(self, edge: Edge) -> Edge:
        """The same of the link that is an object of its own, where a table is made after something."""
        dependent, referenced, automatic = edge
        if referenced.is_relation and dependent.is_relation:
            parent = ident(referenced.schema, referenced.name)
            link = ObjectId("inheritance", dependent.schema, parent, dependent.name)
            return (link, referenced, False) if link in self._objects else edge
        if referenced.kind == "composite" and dependent.kind == "table":
            of_type = ident(referenced.schema, referenced.name)
            return ObjectId("typing", dependent.schema, of_type, dependent.name), referenced, automatic
        return edge

    @cached_property
    def _wholes(self) -> Mapping[ObjectId, ObjectId]:
        return self._addresses.wholes()

    @cached_property
    def _implying(self) -> Mapping[ObjectId, list[ObjectId]]:
        """What needs something else than its schema by what it is, by what it needs."""
        found: dict[ObjectId, list[ObjectId]] = defaultdict(list)
        wholes = self._wholes
        for kind, ids in by_kind(self._objects).items():
            for id in ids if kind in _LINKS else (id for id in ids if id.target is not None and id.target in wholes):
                for edge in self._implied(id):
                    found[edge[1]].append(id)
        return found

    def _implied(self, id: ObjectId) -> Iterator[Edge]:
        """Of a schema by what is in it, of a whole by what is said about its parts, of parents by inheritance."""
        schema = ObjectId("schema", name=id.schema)
        if id.target is not None:
            if id.target in self._wholes:
                yield id, self._wholes[id.target], True
        elif (not id.table or id.kind == "default_privilege") and schema in self._objects:
            yield id, schema, False
        if id.kind == "inheritance":
            yield from _parents(id, self._objects)
        if id.kind == "typing":
            yield from _type(id, self._objects)


def _parents(id: ObjectId, objects: Objects) -> Iterator[Edge]:
    link: Any = objects[id]
    for kind in _TABLES:
        parent = ObjectId(kind, link.parent_schema, link.parent_table)
        if parent in objects:
            yield id, parent, False


def _type(id: ObjectId, objects: Objects) -> Iterator[Edge]:
    """Neither side of a typed table changes while the two are bound: it needs all attributes and all columns."""
    found: Any = objects[id]
    composite: Any = objects.get(ObjectId("composite", found.type_schema, found.type_name))
    for name in composite.order if composite is not None else ():
        yield id, ObjectId("attribute", found.type_schema, name, found.type_name), False
        yield id, ObjectId("column", id.schema, name, id.table), False
