"""Which address in the system catalogs is which object: pg_depend, pg_description and privileges speak of addresses."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from pgplumb.model.ids import ObjectId

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_CLASSID, _OBJID = 48, 16


def address(classid: int, objid: int, subid: int = 0) -> int:
    """One number for an address, as the query for pg_depend makes it."""
    return classid << _CLASSID | objid << _OBJID | subid


class Addresses:
    """What is known of a database's addresses.

    `classes` are the oids of the system catalogs by their names; the rows are those of the queries `alias`, addresses
    that stand for another, and `part`, relations that are part of something and have comments and privileges of their
    own.
    """

    def __init__(
        self, classes: Mapping[str, int], aliases: Iterable[tuple[int, ...]], parts: Iterable[tuple[Any, ...]]
    ) -> None:
        self.classes = classes
        #: The objects that were read.
        self.objects: dict[int, ObjectId] = {}
        #: Parts, and members of extensions: no objects of their own.
        self.parts = {
            address(classid, objid): ObjectId(kind, schema, name, table)
            for classid, objid, kind, schema, name, table in parts
        }
        self.members: dict[int, ObjectId] = {}
        self._aliases = {
            address(classid, objid): address(refclassid, refobjid, subid)
            for classid, objid, refclassid, refobjid, subid in aliases
        }
        #: By the oid of a system catalog the oids in it that belong to extensions.
        self.extended: dict[int, set[int]] = defaultdict(set)
        for place, whole in self._aliases.items():
            if whole >> _CLASSID == classes["pg_extension"]:
                self.extended[place >> _CLASSID].add(place >> _OBJID & 0xFFFFFFFF)

    def resolve(self, place: int) -> ObjectId | None:
        """The object at an address, or the one that it is part of."""
        for _ in range(4):
            found = self.objects.get(place) or self.objects.get(_whole(place))
            if found is not None:
                return found
            alias = self._aliases.get(_whole(place))
            if alias is None:
                return None
            place = alias
        return None

    def target(self, classid: int, objid: int, subid: int, column: str) -> ObjectId | None:
        """What a comment or a grant is about: views' columns are no objects, and are named all the same."""
        whole = address(classid, objid)
        if whole in self.parts:
            return self.parts[whole]
        alias = self._aliases.get(whole)
        if alias is not None and alias >> _CLASSID != self.classes["pg_class"]:
            return None
        behind = None if alias is None else self.objects.get(alias)
        if behind is not None and behind.kind == "composite":
            # Its columns are those of a relation; what is said about it is said about the type.
            return behind
        found, relation = self.objects.get(whole | subid), self.objects.get(whole)
        if found is None and column and relation is not None:
            return ObjectId("column", relation.schema, column, relation.name)
        return found

    def wholes(self) -> dict[ObjectId, ObjectId]:
        """What the parts that are no objects themselves belong to: an identity's sequence, an extension's function."""
        found: dict[ObjectId, ObjectId] = {}
        for place, target in (*self.parts.items(), *self.members.items()):
            if (whole := self.resolve(place)) is not None:
                found[target] = whole
        return found


def _whole(place: int) -> int:
    """The address of what a part, such as a column, is part of."""
    return place >> _OBJID << _OBJID
