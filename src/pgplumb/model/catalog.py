"""A database's schema as one value: its objects, what depends on what, and a fingerprint."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pgplumb.model.dependencies import Dependencies, Dependency, Listed
from pgplumb.model.held import by_kind, rows
from pgplumb.model.ids import TABLE_LIKE, ObjectId
from pgplumb.model.kinds import KINDS, SHARED_KINDS
from pgplumb.model.objects import Object, as_on, compared_values, portable_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

T = TypeVar("T", bound=Object)

#: Most objects of a schema, for which nobody looks without their table.
_PARTS = frozenset({"column", "default", "trigger", "policy", "comment", "grant"})


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """The objects of one database by id, in the order of their ids.

    `server_version` is `server_version_num` (180006). `casts` holds the pairs of type names between which the server
    casts, with the context in which it does so on its own (pg_cast.castcontext: e, a or i).
    """

    server_version: int
    objects: Mapping[ObjectId, Object]
    depends: Dependencies = field(default_factory=lambda: Listed(tuple))
    unmodelled: tuple[ObjectId, ...] = ()
    casts: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def of(self, kind: type[T]) -> Iterator[T]:
        """The objects of one class, in order."""
        names = [name for name in self._ids if issubclass(KINDS[name], kind)]
        return (cast("T", self.objects[id]) for name in names for id in self._ids[name])

    def ids(self, kind: str) -> Sequence[ObjectId]:
        """The ids of one kind, in order."""
        return self._ids.get(kind, ())

    @cached_property
    def _ids(self) -> Mapping[str, Sequence[ObjectId]]:
        return by_kind(self.objects)

    def get(self, id: ObjectId) -> Object | None:
        """The object of this id, if the database has it."""
        return self.objects.get(id)

    def children(self, id: ObjectId) -> Iterator[Object]:
        """What belongs to the object: columns and constraints of a table, comments and grants of anything."""
        return (self.objects[found] for found in self._children(id))

    def parent(self, id: ObjectId) -> ObjectId | None:
        """What the object belongs to, if anything: the table of a column, the target of a comment."""
        return self._owner(id) if id in self.objects else None

    def above(self, id: ObjectId) -> Iterator[ObjectId]:
        """What the object belongs to, what that belongs to, and so on."""
        parent = self.parent(id)
        while parent is not None:
            yield parent
            parent = self.parent(parent)

    def named(self, name: str) -> Sequence[ObjectId]:
        """The ids with this name, in any schema and of any kind but what is only a part of a table, in order."""
        return self._names.get(name, ())

    @cached_property
    def _names(self) -> dict[str, list[ObjectId]]:
        found: dict[str, list[ObjectId]] = defaultdict(list)
        for kind, ids in self._ids.items():
            for id in ids if kind not in _PARTS else ():
                found[id.name].append(id)
        return found

    def _relation(self, schema: str, name: str) -> ObjectId | None:
        """The table, view or the like of this name; no two share one (pg_class)."""
        found = (ObjectId(kind, schema, name) for kind in TABLE_LIKE)
        return next((id for id in found if id in self.objects), None)

    def _owner(self, id: ObjectId) -> ObjectId | None:
        if id.target is not None:
            about = id.target
            return about if about in self.objects else self._relation(about.schema, about.table)
        if not id.table:
            return None
        if id.kind == "default" and (column := ObjectId("column", id.schema, id.name, id.table)) in self.objects:
            return column
        return self._relation(id.schema, id.table) or id.container

    def _children(self, id: ObjectId) -> Sequence[ObjectId]:
        family = id.table or id.name
        if (found := self._families.get(family)) is None:
            found = self._families[family] = self._owned(self._hanging.get(family, ()))
        return found.get(id, ())

    def _owned(self, ids: Iterable[ObjectId]) -> Mapping[ObjectId, Sequence[ObjectId]]:
        """These ids by what they belong to."""
        found: dict[ObjectId, list[ObjectId]] = defaultdict(list)
        for id in ids:
            if (owner := self._owner(id)) is not None:
                found[owner].append(id)
        return found

    @cached_property
    def _families(self) -> dict[str, Mapping[ObjectId, Sequence[ObjectId]]]:
        """What belongs to what, by the name of the relation, type or role it hangs on: what was asked for so far."""
        return {}

    @cached_property
    def _hanging(self) -> Mapping[str, Sequence[ObjectId]]:
        """All that hangs on relations, types or roles of a name, in any schema."""
        found: dict[str, list[ObjectId]] = defaultdict(list)
        for id in self.objects:
            _, _, _, table, _, target = id
            if table or target is not None:
                found[table].append(id)
        return found

    def requires(self, id: ObjectId) -> Sequence[Dependency]:
        """What the object needs: what it belongs to, then the rest."""
        owner = self.parent(id)
        owned = () if owner is None else (Dependency(id, owner, True),)
        return (*owned, *(edge for edge in self.depends.of(id) if self._is_apart(edge)), *self._joined(id))

    def required_by(self, id: ObjectId) -> Sequence[Dependency]:
        """What needs the object: what belongs to it, then the rest."""
        owned = (Dependency(part, id, True) for part in self._children(id))
        members = (edge for each in self._memberships.get(id, ()) for edge in self._joined(each))
        return (*owned, *(edge for edge in self.depends.on(id) if self._is_apart(edge)), *members)

    def _is_apart(self, edge: Dependency) -> bool:
        """Whether it is not told already by what belongs to what."""
        return not edge.automatic or self._owner(edge.dependent) != edge.referenced

    @cached_property
    def _memberships(self) -> dict[ObjectId, list[ObjectId]]:
        """The memberships by the role that is joined; the member they belong to."""
        found: dict[ObjectId, list[ObjectId]] = defaultdict(list)
        for id in self.ids("membership"):
            found[ObjectId("role", name=id.name)].append(id)
        return found

    def _joined(self, id: ObjectId) -> Iterator[Dependency]:
        """Of a membership the role that is joined, where it is there."""
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

    def known_by(self, fingerprint: str) -> Catalog:
        """The same catalog, of which the fingerprint was worked out before; what `replace` makes of it has its own."""
        found = replace(self)
        found.__dict__["fingerprint"] = fingerprint
        return found

    @property
    def shared(self) -> tuple[Object, ...]:
        """The objects that are not the database's but the server's, and what is said about them."""
        whole = {id for kind in SHARED_KINDS for id in self.ids(kind)}
        if not whole:
            return ()
        return tuple(self.objects[id] for id in self.objects if id in whole or id.target in whole)

    def with_shared(self, objects: Iterable[Object]) -> Catalog:
        """The same database on a server that has these objects, and no other shared ones."""
        had = {found.id for found in self.shared}
        found = {id: each for id, each in self.objects.items() if id not in had}
        found.update((each.id, each) for each in objects)
        return replace(self, objects={id: found[id] for id in sorted(found)})

    def _digest(self, values: _Values) -> str:
        shared, of_kind = {found.id for found in self.shared}, {name: values(kind) for name, kind in KINDS.items()}
        printed = tuple.__repr__
        texts = (
            f"({printed(id)}, {of_kind[id.kind](row)})" for id, row in sorted(rows(self.objects)) if id not in shared
        )
        return hashlib.sha256("".join(texts).encode()).hexdigest()


_Values = Callable[[type[Object]], Callable[[Sequence[Any]], list[Any]]]
