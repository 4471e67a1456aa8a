"""A catalog as bytes and back, for the cache: JSON, because what lies on a disk is never executed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pgplumb.model.catalog import Catalog, Dependency
from pgplumb.model.deferred import Deferred
from pgplumb.model.garbage import collection_put_off
from pgplumb.model.ids import ObjectId
from pgplumb.model.kinds import KINDS
from pgplumb.model.objects import array_fields, attributes, maker

if TYPE_CHECKING:
    from collections.abc import Callable

    from pgplumb.model.objects import Object


def encode(catalog: Catalog) -> bytes:
    """The catalog as JSON; ids are written once and referred to by number."""
    with collection_put_off():
        return _encoded(catalog)


def _encoded(catalog: Catalog) -> bytes:
    numbers: dict[ObjectId, int] = {}
    names: list[list[Any]] = []

    def number(id: ObjectId) -> int:
        if id not in numbers:
            target = None if id.target is None else number(id.target)
            numbers[id] = len(names)
            names.append([*id[:5], target])
        return numbers[id]

    named = {name: attributes(kind) for name, kind in KINDS.items()}
    objects = [
        [number(id), *(getattr(found, name) for name in named[id.kind])] for id, found in catalog.objects.items()
    ]
    depends = [[number(edge.dependent), number(edge.referenced), edge.automatic] for edge in catalog.depends]
    unmodelled = [number(id) for id in catalog.unmodelled]
    casts = [[*pair, context] for pair, context in catalog.casts.items()]
    whole = [catalog.server_version, names, objects, depends, unmodelled, casts]
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def decode(data: bytes) -> Catalog:
    """The catalog that `encode` wrote."""
    with collection_put_off():
        return _decoded(json.loads(data))


def _decoded(whole: list[Any]) -> Catalog:
    version, names, objects, depends, unmodelled, casts = whole
    ids: list[ObjectId] = []
    for kind, schema, name, table, signature, target in names:
        ids.append(ObjectId(kind, schema, name, table, signature, None if target is None else ids[target]))
    makers = {name: _maker(kind) for name, kind in KINDS.items()}
    return Catalog(
        server_version=version,
        objects={ids[row[0]]: makers[ids[row[0]].kind](ids[row[0]], row) for row in objects},
        depends=Deferred(lambda: (Dependency(ids[one], ids[other], automatic) for one, other, automatic in depends)),
        unmodelled=tuple(ids[number] for number in unmodelled),
        casts={(source, target): context for source, target, context in casts},
    )


def _maker(kind: type[Object]) -> Callable[[ObjectId, list[Any]], Object]:
    """A function that makes an object of a row, which begins with the number of its id."""
    make = maker(kind)
    arrays = [place for place, name in enumerate(attributes(kind), start=1) if name in array_fields(kind)]

    def of_row(id: ObjectId, row: list[Any]) -> Object:
        for place in arrays:
            row[place] = tuple(row[place])
        return make(id, row[1:])

    return of_row
