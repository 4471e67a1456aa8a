"""A catalog as bytes and back, for the cache: JSON, because what lies on a disk is never executed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pgplumb.model.catalog import Catalog
from pgplumb.model.dependencies import Listed
from pgplumb.model.garbage import collection_put_off
from pgplumb.model.held import Objects, rows
from pgplumb.model.ids import ObjectId

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pgplumb.model.dependencies import Edge


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

    objects = [[number(id), row] for id, row in rows(catalog.objects)]
    depends = [(number(edge.dependent), number(edge.referenced), int(edge.automatic)) for edge in catalog.depends]
    unmodelled = [number(id) for id in catalog.unmodelled]
    casts = [[*pair, context] for pair, context in catalog.casts.items()]
    # Columns of numbers, as a text within the text: it is left alone until somebody asks what depends on what.
    kept = _written(list(zip(*depends, strict=True)))
    return _written([catalog.server_version, catalog.fingerprint, names, objects, kept, unmodelled, casts]).encode()


def _written(value: list[Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def decode(data: bytes) -> Catalog:
    """The catalog that `encode` wrote."""
    with collection_put_off():
        return _decoded(json.loads(data))


def _decoded(whole: list[Any]) -> Catalog:
    version, fingerprint, names, objects, depends, unmodelled, casts = whole
    ids: list[ObjectId] = []
    for *parts, target in names:
        ids.append(ObjectId._make((*parts, None if target is None else ids[target])))
    found = Catalog(
        server_version=version,
        objects=Objects({ids[number]: row for number, row in objects}),
        depends=Listed(lambda: _edges(ids, depends)),
        unmodelled=tuple(ids[number] for number in unmodelled),
        casts={(source, target): context for source, target, context in casts},
    )
    return found.known_by(fingerprint)


def _edges(ids: Sequence[ObjectId], depends: str) -> Iterator[Edge]:
    columns = json.loads(depends)
    return ((ids[one], ids[other], bool(automatic)) for one, other, automatic in zip(*columns, strict=True))
