"""A database's schema as one value: its objects, what depends on what, and a fingerprint."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pgplumb.model.ids import ObjectId
from pgplumb.model.objects import Object, SharedObject, as_on, compared_values, portable_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pgplumb.model.deferred import Deferred

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
    depends: tuple[Dependency, ...] | Deferred[Dependency] = ()
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

    def named(self, name: str) -> Sequence[ObjectId]:
        """The ids with this name, of any kind and in any schema, in order."""
        return self._names.get(name, ())

    @cached_property
    def _names(self) -> dict[str, list[ObjectId]]:
        found: dict[str, list[ObjectId]] = defaultdict(list)
        for id in self.objects:
            found[id.name].append(id)
        return found

    @cached_property
    def _relations(self) -> dict[tuple[str, str], ObjectId]:
        return {(id.schema, id.name): id for id in self.objects if id.is_relation}

    @cached_property
    def _parents(self) -> dict[ObjectId, ObjectId]:
        return {id: owner for id in self.objects if (owner := self._owner(id)) is not None}

    def _owner(self, id: ObjectId) -> ObjectId | None:
        if id.target is not None:
            about = id.target
            return about if about in self.objects else self._relations.get((about.schema, about.table))
        if not id.table:
            return None
        if id.kind == "default" and (column := ObjectId("column", id.schema, id.name, id.table)) in self.objects:
            return column
        return self._relations.get((id.schema, id.table)) or id.container

    @cached_property
    def _children(self) -> dict[ObjectId, list[ObjectId]]:
        found: dict[ObjectId, list[ObjectId]] = {}
        for id, owner in self._parents.items():
            found.setdefault(owner, []).append(id)
        return found

    @cached_property
    def requires(self) -> Mapping[ObjectId, Sequence[Dependency]]:
        """What each object needs."""
        found: dict[ObjectId, list[Dependency]] = defaultdict(list)
        for edge in self._edges:
            found[edge.dependent].append(edge)
        return found

    @cached_property
    def required_by(self) -> Mapping[ObjectId, Sequence[Dependency]]:
        """What needs each object."""
        found: dict[ObjectId, list[Dependency]] = defaultdict(list)
        for edge in self._edges:
            found[edge.referenced].append(edge)
        return found

    @cached_property
    def _edges(self) -> tuple[Dependency, ...]:
        parents = self._parents
        owned = (Dependency(id, owner, True) for id, owner in parents.items())
        others = (edge for edge in self.depends if not edge.automatic or parents.get(edge.dependent) != edge.referenced)
        return (*owned, *others, *self._joined())

    def _joined(self) -> Iterator[Dependency]:
        """Of memberships by the role that is joined, where it is there; the member they belong to."""
        for id in self.objects:
            if id.kind == "membership" and (role := ObjectId("role", name=id.name)) in self.objects:
                yield Dependency(id, role)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over what every server prints; the same for equal schemas, whatever the server's version."""
        return self._digest(portable_values)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all that counts in equality: of two catalogs of one server, the same only for equal ones."""
        return self._digest(compared_values)

    def as_on(self, major: int) -> Catalog:
        """The same schema as a server of this major version would show it."""
        return replace(self, objects={id: as_on(found, major) for id, found in self.objects.items()})

    @property
    def shared(self) -> tuple[Object, ...]:
        """The objects that are not the database's but the server's, and what is said about them."""
        whole = {found.id for found in self.objects.values() if isinstance(found, SharedObject)}
        if not whole:
            return ()
        return tuple(found for id, found in self.objects.items() if id in whole or id.target in whole)

    def with_shared(self, objects: Iterable[Object]) -> Catalog:
        """The same database on a server that has these objects, and no other shared ones."""
        had = {found.id for found in self.shared}
        found = {id: each for id, each in self.objects.items() if id not in had}
        found.update((each.id, each) for each in objects)
        return replace(self, objects={id: found[id] for id in sorted(found)})

    def _digest(self, values: Callable[[type[Object]], Callable[[Object], list[Any]]]) -> str:
        digest = hashlib.sha256()
        shared = {found.id for found in self.shared}
        of_kind, printed = {kind: values(kind) for kind in set(map(type, self.objects.values()))}, tuple.__repr__
        for id in sorted(self.objects.keys() - shared) if shared else sorted(self.objects):
            found = self.objects[id]
            digest.update(f"({printed(id)}, {of_kind[type(found)](found)})".encode())
        return digest.hexdigest()
