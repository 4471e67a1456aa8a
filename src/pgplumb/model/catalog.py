"""A database's schema as one value: its objects, what depends on what, and a fingerprint."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pgplumb.model.ids import ObjectId
from pgplumb.model.objects import Object, compared_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

T = TypeVar("T", bound=Object)


class Dependency(NamedTuple):
    """`dependent` needs `referenced`; automatic ones go silently when `referenced` is dropped (pg_depend.deptype)."""

    dependent: ObjectId
    referenced: ObjectId
    automatic: bool = False


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """The objects of one database by id, in the order of their ids.

    `server_version` is `server_version_num` (180006). `casts` holds the pairs of type names between which the server
    casts, with the context in which it does so on its own (pg_cast.castcontext: e, a or i).
    """

    server_version: int
    objects: Mapping[ObjectId, Object]
    depends: tuple[Dependency, ...] = ()
    unmodelled: tuple[ObjectId, ...] = ()
    casts: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def of(self, kind: type[T]) -> Iterator[T]:
        """The objects of one class, in order."""
        return (found for found in self.objects.values() if isinstance(found, kind))

    def get(self, id: ObjectId) -> Object | None:
        """The object of this id, if the database has it."""
        return self.objects.get(id)

    def children(self, id: ObjectId) -> Iterator[Object]:
        """What belongs to the object: columns and constraints of a table, comments and grants of anything."""
        return (self.objects[found] for found in self._children.get(id, ()))

    def parent(self, id: ObjectId) -> ObjectId | None:
        """What the object belongs to, if anything: the table of a column, the target of a comment."""
        return self._parents.get(id)

    @cached_property
    def _relations(self) -> dict[tuple[str, str], ObjectId]:
        return {(id.schema, id.name): id for id in self.objects if id.is_relation}

    @cached_property
    def _parents(self) -> dict[ObjectId, ObjectId]:
        found: dict[ObjectId, ObjectId] = {}
        for id in self.objects:
            owner = id.target
            if owner is not None and owner not in self.objects:
                owner = self._relations.get((owner.schema, owner.table))
            elif owner is None and id.table:
                owner = self._relations.get((id.schema, id.table)) or id.container
                column = ObjectId("column", id.schema, id.name, id.table)
                if id.kind == "default" and column in self.objects:
                    owner = column
            if owner is not None:
                found[id] = owner
        return found

    @cached_property
    def _children(self) -> dict[ObjectId, list[ObjectId]]:
        found: dict[ObjectId, list[ObjectId]] = {}
        for id, owner in self._parents.items():
            found.setdefault(owner, []).append(id)
        return found

    @cached_property
    def requires(self) -> Mapping[ObjectId, tuple[Dependency, ...]]:
        """What each object needs."""
        return _grouped((edge.dependent, edge) for edge in self._edges)

    @cached_property
    def required_by(self) -> Mapping[ObjectId, tuple[Dependency, ...]]:
        """What needs each object."""
        return _grouped((edge.referenced, edge) for edge in self._edges)

    @cached_property
    def _edges(self) -> tuple[Dependency, ...]:
        owned = (Dependency(id, owner, automatic=True) for id, owner in self._parents.items())
        return tuple(dict.fromkeys((*owned, *self.depends)))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over what counts in equality; the same for equal schemas, whatever the server's version."""
        digest = hashlib.sha256()
        for id in sorted(self.objects):
            found = self.objects[id]
            values = [getattr(found, name) for name in compared_fields(type(found))]
            digest.update(repr((tuple(id), values)).encode())
        return digest.hexdigest()


def _grouped(pairs: Iterable[tuple[ObjectId, Dependency]]) -> Mapping[ObjectId, tuple[Dependency, ...]]:
    found: dict[ObjectId, list[Dependency]] = {}
    for id, edge in pairs:
        found.setdefault(id, []).append(edge)
    return {id: tuple(edges) for id, edges in found.items()}
