"""Reads a database's catalog into a `Catalog`, in one snapshot."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pgplumb.introspect.addresses import Addresses, address
from pgplumb.introspect.answers import QUERIES, asked
from pgplumb.introspect.depending import Recorded
from pgplumb.introspect.queries import query
from pgplumb.model.catalog import Catalog
from pgplumb.model.garbage import collection_put_off
from pgplumb.model.held import Objects
from pgplumb.model.ids import ObjectId
from pgplumb.model.kinds import KINDS
from pgplumb.model.objects import attributes
from pgplumb.model.relations import MaterializedView, View
from pgplumb.syntax.views import with_plain_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pgplumb.introspect.answers import Answers
    from pgplumb.model.objects import Object
    from pgplumb.postgres.session import Session

_ID_PARTS = 6
#: Kinds whose rows name an address, which has to be resolved; they come after what they are about.
_RESOLVED = ("comment", "grant", "default_privilege")
_UNMODELLED = ("unmodelled", "security_label")
#: The version that began to leave qualifiers out of views.
_PLAIN_COLUMNS = 160000
_CLASSES = """
    select relname, oid::bigint from pg_catalog.pg_class
    where relnamespace = 'pg_catalog'::regnamespace and relkind = 'r'
"""


def read(
    session: Session, *, own_roles: frozenset[str], ignored: Callable[[ObjectId], bool] = lambda _: False
) -> Catalog:
    """The catalog of the session's database; what belongs to an extension is left out, and what `ignored` names.

    An owner among `own_roles` is left empty: it stands for the role that applies migrations, which has another name on
    the scratch server than on the live one. Names are printed qualified: the search_path is empty while reading
    (pg_dump does the same).
    """
    classes = dict(session.rows(_CLASSES))
    with collection_put_off(), asked(session) as answers:
        return _Reader(answers, session.server_version, classes, own_roles, ignored).catalog()


class _Reader:
    """The state of one reading: the ids and rows of objects so far, and their addresses."""

    def __init__(
        self,
        answers: Answers,
        version: int,
        classes: dict[str, int],
        own_roles: frozenset[str],
        ignored: Callable[[ObjectId], bool],
    ) -> None:
        self.answers = answers
        self.version = version
        self.own_roles = own_roles
        self.ignored = ignored
        self.addresses = Addresses(classes, answers.rows("alias"), answers.rows("part"))
        self.found: list[tuple[ObjectId, list[Any]]] = []
        #: Whether something that the server has is left out.
        self.is_partial = False

    def catalog(self) -> Catalog:
        for name in QUERIES:
            if name in KINDS and name not in _RESOLVED:
                self._read_kind(KINDS[name])
        if self.is_partial:
            self._drop_strangers()
        self.found += (*self._comments(), *self._grants(), *self._default_privileges())
        objects = Objects(dict(sorted(self.found, key=itemgetter(0))))
        return Catalog(
            server_version=self.version,
            objects=objects,
            depends=Recorded(objects, self.addresses, self.answers.rows("depend")),
            unmodelled=tuple(sorted(ObjectId(*row) for name in _UNMODELLED for row in self.answers.rows(name))),
            casts={(source, target): context for source, target, context in self.answers.rows("castable")},
        )

    def _read_kind(self, kind: type[Object]) -> None:
        found = query(kind.kind, self.version)
        classid = self.addresses.classes.get(found.catalog, 0)
        members = self.addresses.extended[classid]
        names = attributes(kind)
        owner = names.index("owner") if "owner" in names else None
        qualified = self.version < _PLAIN_COLUMNS and kind in (View, MaterializedView)
        printed = names.index("definition") if qualified else None
        made = tuple.__new__  # half the time of ObjectId(), which would be a fifth of all that is done here
        for row in self.answers.rows(kind.kind):
            id = made(ObjectId, (kind.kind, *row[2:_ID_PARTS], None))
            if self.ignored(id):
                self.is_partial = True
                continue
            if classid:
                if row[0] in members:
                    self.addresses.members[address(classid, row[0])] = id
                    self.is_partial = True
                    continue
                self.addresses.objects[address(classid, row[0], row[1])] = id
            values = list(row[_ID_PARTS:])
            if printed is not None:
                values[printed] = with_plain_columns(values[printed])
            if owner is not None and values[owner] in self.own_roles:
                values[owner] = ""
            self.found.append((id, values))

    def _drop_strangers(self) -> None:
        """Leave out what hangs on something that was left out: the columns of an extension's table."""
        holding = (id for id, _ in self.found if id.is_relation or id.kind in {"composite", "domain"})
        holders = {(id.schema, id.name) for id in holding}
        strangers = {id for id, _ in self.found if id.table and (id.schema, id.table) not in holders}
        if not strangers:
            return
        self.found = [(id, row) for id, row in self.found if id not in strangers]
        objects = self.addresses.objects
        self.addresses.objects = {place: id for place, id in objects.items() if id not in strangers}

    def _comments(self) -> Iterator[tuple[ObjectId, list[Any]]]:
        for *place, text in self.answers.rows("comment"):
            if (target := self.addresses.target(*place)) is not None:
                yield _about("comment", "", target), [text]

    def _grants(self) -> Iterator[tuple[ObjectId, list[Any]]]:
        for classid, objid, subid, column, grantee, held, everything in self.answers.rows("grant"):
            target = self.addresses.target(classid, objid, subid, column)
            if target is None and not subid:
                target = self.addresses.members.get(address(classid, objid))
            if target is not None:
                yield _about("grant", grantee, target), [_privileges(held, everything)]

    def _default_privileges(self) -> Iterator[tuple[ObjectId, list[Any]]]:
        for schema, role, kind, grantee, held, everything in self.answers.rows("default_privilege"):
            role = "" if role in self.own_roles else role
            yield ObjectId("default_privilege", schema, grantee, role, kind), [_privileges(held, everything)]


def _about(kind: str, name: str, target: ObjectId) -> ObjectId:
    return ObjectId(kind, target.schema, name, target.table or target.name, target=target)


def _privileges(held: list[str], everything: int) -> list[str]:
    """`ALL` where every privilege is held: servers differ in how many there are (MAINTAIN came with 17)."""
    if len(held) == everything and len({privilege.endswith("*") for privilege in held}) == 1:
        return ["ALL*"] if held[0].endswith("*") else ["ALL"]
    return held
