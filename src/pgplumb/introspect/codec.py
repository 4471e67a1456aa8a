"""A catalog as bytes and back, for the cache: JSON, because what lies on a disk is never executed."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from pgplumb.model.catalog import Catalog, Dependency
from pgplumb.model.garbage import collection_put_off
from pgplumb.model.ids import ObjectId
from pgplumb.model.kinds import KINDS
from pgplumb.model.objects import array_fields


def encode(catalog: Catalog) -> bytes:
    """The catalog as JSON; ids are written once and referred to by number."""
    numbers: dict[ObjectId, int] = {}
    names: list[list[Any]] = []

    def number(id: ObjectId) -> int:
        if id not in numbers:
            target = None if id.target is None else number(id.target)
            numbers[id] = len(names)
            names.append([*id[:5], target])
        return numbers[id]

    objects = [
        [number(id), *(getattr(found, field.name) for field in fields(found) if field.name != "id")]
        for id, found in catalog.objects.items()
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
    return Catalog(
        server_version=version,
        objects={ids[row[0]]: _object(ids[row[0]], row[1:]) for row in objects},
        depends=tuple(Dependency(ids[one], ids[other], automatic) for one, other, automatic in depends),
        unmodelled=tuple(ids[number] for number in unmodelled),
        casts={(source, target): context for source, target, context in casts},
    )


def _object(id: ObjectId, values: list[Any]) -> Any:
    kind = KINDS[id.kind]
    names = [field.name for field in fields(kind) if field.name != "id"]
    arrays = array_fields(kind)
    pairs = zip(names, values, strict=True)
    return kind(id, **{name: tuple(value) if name in arrays else value for name, value in pairs})
