"""What depends on what: as pg_depend has it, and what follows from the objects themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.model.ids import ObjectId
from pgplumb.syntax.sql import ident

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pgplumb.introspect.addresses import Addresses
    from pgplumb.model.dependencies import Edge
    from pgplumb.model.held import Objects


def dependencies(objects: Objects, addresses: Addresses, recorded: Iterable[tuple[Any, ...]]) -> Iterator[Edge]:
    """Dependent, referenced, and whether it goes silently, of objects that are there; some pairs come twice.

    The rows are those of the query `depend`.
    """
    found = (*_recorded(objects, addresses, recorded), *_implied(objects, addresses))
    return (pair for pair in found if pair[0] in objects)


def _recorded(objects: Objects, addresses: Addresses, rows: Iterable[tuple[Any, ...]]) -> Iterator[Edge]:
    at, resolve = addresses.objects, addresses.resolve
    for place, referenced_place, automatic in rows:
        dependent = at.get(place) or resolve(place)
        referenced = at.get(referenced_place) or resolve(referenced_place)
        if dependent is None or referenced is None or dependent == referenced:
            continue
        if referenced.is_relation and dependent.is_relation:
            link = ObjectId("inheritance", dependent.schema, ident(referenced.schema, referenced.name), dependent.name)
            if link in objects:
                # Dropping a parent must never take a table along that stays: the link is dropped by name.
                dependent, automatic = link, False
        if referenced.kind == "composite" and dependent.kind == "table":
            of_type = ident(referenced.schema, referenced.name)
            dependent = ObjectId("typing", dependent.schema, of_type, dependent.name)
        yield dependent, referenced, automatic


def _implied(objects: Objects, addresses: Addresses) -> Iterator[Edge]:
    """Of a schema by what is in it, of a whole by what is said about its parts, of parents by inheritance."""
    wholes = addresses.wholes()
    schemas = {id.name: id for id in objects if id.kind == "schema"}
    for id in objects:
        if id.target is not None:
            if id.target in wholes:
                yield id, wholes[id.target], True
        elif id.schema in schemas and (not id.table or id.kind == "default_privilege"):
            yield id, schemas[id.schema], False
        if id.kind == "inheritance":
            yield from _parents(id, objects)
        if id.kind == "typing":
            yield from _type(id, objects)


def _parents(id: ObjectId, objects: Objects) -> Iterator[Edge]:
    link: Any = objects[id]
    for kind in ("table", "foreign_table"):
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
