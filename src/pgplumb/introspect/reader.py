"""Reads a database's catalog into a `Catalog`, in one snapshot."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from pgplumb.introspect.queries import query
from pgplumb.model.catalog import Catalog, Dependency
from pgplumb.model.deferred import Deferred
from pgplumb.model.garbage import collection_put_off
from pgplumb.model.general import Comment, DefaultPrivilege, Grant
from pgplumb.model.ids import ObjectId
from pgplumb.model.kinds import KINDS, SHARED_KINDS
from pgplumb.model.objects import Object, array_fields, attributes, maker
from pgplumb.model.relations import MaterializedView, View
from pgplumb.syntax.sql import ident
from pgplumb.syntax.views import with_plain_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pgplumb.postgres.session import Session

_ID_PARTS = 6
_RESOLVED = ("comment", "grant", "default_privilege")

#: The kinds of a database's own objects.
_OWN = {name: kind for name, kind in KINDS.items() if name not in SHARED_KINDS}
#: All that is asked of a database, by the names of the queries.
QUERIES = ("alias", "part", *_OWN, "depend", "unmodelled", "castable")
#: Where no schema is searched, names are printed qualified; and to compile queries takes longer than to run them once.
PREPARE = "select set_config('search_path', '', true), set_config('jit', 'off', true)"
#: The version that began to leave qualifiers out of views.
_PLAIN_COLUMNS = 160000

Address = tuple[int, int, int]
_NOWHERE: Address = (0, 0, 0)


def read(
    session: Session, *, own_roles: frozenset[str], ignored: Callable[[ObjectId], bool] = lambda _: False
) -> Catalog:
    """The catalog of the session's database; what belongs to an extension is left out, and what `ignored` names.

    An owner among `own_roles` is left empty: it stands for the role that applies migrations, which has another name on
    the scratch server than on the live one. Names are printed qualified: the search_path is empty while reading
    (pg_dump does the same).
    """
    with session.snapshot(), collection_put_off():
        session.rows(PREPARE)
        return _Reader(session, own_roles, ignored).catalog()


class _Reader:
    """The state of one reading: which address in the system catalogs is which object."""

    def __init__(self, session: Session, own_roles: frozenset[str], ignored: Callable[[ObjectId], bool]) -> None:
        self.session = session
        self.own_roles = own_roles
        self.version = session.server_version
        self.ignored = ignored
        self.addresses: dict[Address, ObjectId] = {}
        self.aliases: dict[tuple[int, int], Address] = {}
        self.parts: dict[tuple[int, int], ObjectId] = {}
        self.extended: dict[int, set[int]] = defaultdict(set)
        self.members: dict[tuple[int, int], ObjectId] = {}
        self.objects: dict[ObjectId, Object] = {}
        self.classes: dict[str, int] = dict(
            session.rows(
                "select relname, oid::bigint from pg_catalog.pg_class"
                " where relnamespace = 'pg_catalog'::regnamespace and relkind = 'r'"
            )
        )

    def catalog(self) -> Catalog:
        for classid, objid, refclassid, refobjid, refsubid in self._rows("alias"):
            self.aliases[classid, objid] = (refclassid, refobjid, refsubid)
        for (classid, objid), whole in self.aliases.items():
            if whole[0] == self.classes["pg_extension"]:
                self.extended[classid].add(objid)
        for classid, objid, kind, schema, name, table in self._rows("part"):
            self.parts[classid, objid] = ObjectId(kind, schema, name, table)
        for kind in _OWN.values():
            if kind.kind not in _RESOLVED:
                self._read_kind(kind)
        self._drop_strangers()
        for found in (*self._comments(), *self._grants(), *self._default_privileges()):
            self.objects[found.id] = found
        self.objects = {id: self.objects[id] for id in sorted(self.objects)}
        depend = self._rows("depend")
        return Catalog(
            server_version=self.version,
            objects=self.objects,
            depends=Deferred(lambda: self._dependencies(depend)),
            unmodelled=tuple(sorted(ObjectId(*row) for row in self._rows("unmodelled"))),
            casts={(source, target): context for source, target, context in self._rows("castable")},
        )

    def _rows(self, name: str) -> list[tuple[Any, ...]]:
        return self.session.rows(query(name, self.version).sql)

    def _read_kind(self, kind: type[Object]) -> None:
        found = query(kind.kind, self.version)
        if found.reads is not None and not self._may_read(*found.reads):
            return
        classid = self.classes.get(found.catalog, 0)
        members = self.extended[classid]
        make, names = maker(kind), attributes(kind)
        arrays = [place for place, name in enumerate(names) if name in array_fields(kind)]
        owner = names.index("owner") if "owner" in names else None
        qualified = self.version < _PLAIN_COLUMNS and kind in (View, MaterializedView)
        printed = names.index("definition") if qualified else None
        for row in self.session.rows(found.sql):
            id = ObjectId(kind.kind, *row[2:_ID_PARTS])
            if self.ignored(id):
                continue
            if classid:
                address = (classid, row[0], row[1])
                if row[0] in members:
                    self.members[address[:2]] = id
                    continue
                self.addresses[address] = id
            values = list(row[_ID_PARTS:])
            for place in arrays:
                values[place] = tuple(values[place])
            if printed is not None:
                values[printed] = with_plain_columns(values[printed])
            if owner is not None and values[owner] in self.own_roles:
                values[owner] = ""
            self.objects[id] = make(id, values)

    def _may_read(self, catalog: str, column: str) -> bool:
        allowed = self.session.value("select has_column_privilege(%s, %s, 'select')", (f"pg_catalog.{catalog}", column))
        return bool(allowed)

    def _drop_strangers(self) -> None:
        """Leave out what hangs on something that was left out: the columns of an extension's table."""
        holders = {(id.schema, id.name) for id in self.objects if id.is_relation or id.kind in {"composite", "domain"}}
        strangers = {id for id in self.objects if id.table and (id.schema, id.table) not in holders}
        if not strangers:
            return
        self.objects = {id: found for id, found in self.objects.items() if id not in strangers}
        self.addresses = {address: id for address, id in self.addresses.items() if id not in strangers}

    def _resolve(self, classid: int, objid: int, subid: int) -> ObjectId | None:
        """The object at an address, or the one that it is part of."""
        for _ in range(4):
            found = self.addresses.get((classid, objid, subid)) or self.addresses.get((classid, objid, 0))
            if found is not None:
                return found
            alias = self.aliases.get((classid, objid))
            if alias is None:
                return None
            classid, objid, subid = alias
        return None

    def _target(self, classid: int, objid: int, subid: int, column: str) -> ObjectId | None:
        """What a comment or a grant is about: views' columns are no objects, and are named all the same."""
        if (classid, objid) in self.parts:
            return self.parts[classid, objid]
        if (classid, objid) in self.aliases and self.aliases[classid, objid][0] != self.classes["pg_class"]:
            return None
        found = self.addresses.get((classid, objid, subid))
        behind = self.addresses.get(self.aliases.get((classid, objid), _NOWHERE))
        if behind is not None and behind.kind == "composite":
            # Its columns are those of a relation; what is said about it is said about the type.
            return behind
        whole = self.addresses.get((classid, objid, 0))
        if found is None and column and whole is not None:
            return ObjectId("column", whole.schema, column, whole.name)
        return found

    def _comments(self) -> Iterator[Comment]:
        for classid, objid, subid, column, text in self._rows("comment"):
            if (target := self._target(classid, objid, subid, column)) is not None:
                yield Comment(_about("comment", "", target), text=text)

    def _grants(self) -> Iterator[Grant]:
        for classid, objid, subid, column, grantee, held, everything in self._rows("grant"):
            target = self._target(classid, objid, subid, column)
            target = self.members.get((classid, objid)) if target is None and not subid else target
            if target is not None:
                yield Grant(_about("grant", grantee, target), privileges=_privileges(held, everything))

    def _default_privileges(self) -> Iterator[DefaultPrivilege]:
        for schema, role, kind, grantee, held, everything in self._rows("default_privilege"):
            role = "" if role in self.own_roles else role
            id = ObjectId("default_privilege", schema, grantee, role, kind)
            yield DefaultPrivilege(id, privileges=_privileges(held, everything))

    def _dependencies(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[Dependency]:
        """What depends on what, in the order of the ids; what several rows of pg_depend say is told once."""
        found: dict[ObjectId, set[Dependency]] = defaultdict(set)
        for edge in chain(self._recorded(rows), self._implied()):
            found[edge.dependent].add(edge)
        for id in self.objects:
            edges = found.get(id, ())
            yield from sorted(edges) if len(edges) > 1 else edges

    def _recorded(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[Dependency]:
        resolve = cache(lambda place: self._resolve(place >> 48, place >> 16 & 0xFFFFFFFF, place & 0xFFFF))
        for dependent_place, referenced_place, automatic in rows:
            dependent, referenced = resolve(dependent_place), resolve(referenced_place)
            if dependent is None or referenced is None or dependent == referenced:
                continue
            if dependent.is_relation and referenced.is_relation:
                link = ObjectId(
                    "inheritance", dependent.schema, ident(referenced.schema, referenced.name), dependent.name
                )
                if link in self.objects:
                    # Dropping a parent must never take a table along that stays: the link is dropped by name.
                    dependent, automatic = link, False
            if referenced.kind == "composite" and dependent.kind == "table":
                of_type = ident(referenced.schema, referenced.name)
                dependent = ObjectId("typing", dependent.schema, of_type, dependent.name)
            yield Dependency(dependent, referenced, automatic)

    def _implied(self) -> Iterator[Dependency]:
        """Of a schema by what is in it, of a whole by what is said about its parts, of parents by inheritance."""
        wholes = self._wholes()
        schemas = {id.name: id for id in self.objects if id.kind == "schema"}
        for id in self.objects:
            if id.target is not None:
                if id.target in wholes:
                    yield Dependency(id, wholes[id.target], automatic=True)
            elif id.schema in schemas and (not id.table or id.kind == "default_privilege"):
                yield Dependency(id, schemas[id.schema])
            if id.kind == "inheritance":
                yield from self._parents_of(id)
            if id.kind == "typing":
                yield from self._typed_by(id)

    def _wholes(self) -> dict[ObjectId, ObjectId]:
        """What the parts that are no objects themselves belong to: an identity's sequence, an extension's function."""
        found: dict[ObjectId, ObjectId] = {}
        for (classid, objid), target in (*self.parts.items(), *self.members.items()):
            if (whole := self._resolve(classid, objid, 0)) is not None:
                found[target] = whole
        return found

    def _parents_of(self, id: ObjectId) -> Iterator[Dependency]:
        link: Any = self.objects[id]
        for kind in ("table", "foreign_table"):
            parent = ObjectId(kind, link.parent_schema, link.parent_table)
            if parent in self.objects:
                yield Dependency(id, parent)

    def _typed_by(self, id: ObjectId) -> Iterator[Dependency]:
        """Neither side of a typed table changes while the two are bound: it needs all attributes and all columns."""
        found: Any = self.objects[id]
        composite: Any = self.objects.get(ObjectId("composite", found.type_schema, found.type_name))
        for name in composite.order if composite is not None else ():
            yield Dependency(id, ObjectId("attribute", found.type_schema, name, found.type_name))
            yield Dependency(id, ObjectId("column", id.schema, name, id.table))


def _about(kind: str, name: str, target: ObjectId) -> ObjectId:
    return ObjectId(kind, target.schema, name, target.table or target.name, target=target)


def _privileges(held: list[str], everything: int) -> tuple[str, ...]:
    """`ALL` where every privilege is held: servers differ in how many there are (MAINTAIN came with 17)."""
    if len(held) == everything and len({privilege.endswith("*") for privilege in held}) == 1:
        return ("ALL*",) if held[0].endswith("*") else ("ALL",)
    return tuple(held)
