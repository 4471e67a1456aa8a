"""Reads a database's catalog into a `Catalog`, in one snapshot."""

from __future__ import annotations

from itertools import chain
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
    from collections.abc import Callable, Iterable, Iterator

    from pgplumb.introspect.answers import Answers
    from pgplumb.model.objects import Object
    from pgplumb.postgres.session import Session

#: An object's id, and the values of its attributes.
_Row = tuple[ObjectId, list[Any]]

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
    session: Session,
    *,
    own_roles: frozenset[str],
    ignored: Callable[[ObjectId], bool] = lambda _: False,
    helped: bool = True,
) -> Catalog:
    """The catalog of the session's database; what belongs to an extension is left out, and what `ignored` names.

    An owner among `own_roles` is left empty: it stands for the role that applies migrations, which has another name on
    the scratch server than on the live one. Names are printed qualified: the search_path is empty while reading
    (pg_dump does the same). A large database is read by two sessions at once, where `helped` is not false.
    """
    classes = dict(session.rows(_CLASSES))
    with collection_put_off(), asked(session, helped=helped) as answers:
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
        self.found: dict[str, list[_Row]] = {}
        self.left_out: list[ObjectId] = []

    def catalog(self) -> Catalog:
        for name in QUERIES:
            if name in KINDS and name not in _RESOLVED:
                self.found[name] = _in_order(self._rows(KINDS[name]))
        self._drop_strangers()
        for name, found in zip(_RESOLVED, (self._comments(), self._grants(), self._default_privileges()), strict=True):
            self.found[name] = _in_order(found)
        objects = Objects(dict(chain.from_iterable(self.found[name] for name in sorted(self.found))))
        return Catalog(
            server_version=self.version,
            objects=objects,
            depends=Recorded(objects, self.addresses, self.answers.rows("depend")),
            unmodelled=tuple(sorted(ObjectId(*row) for name in _UNMODELLED for row in self.answers.rows(name))),
            casts={(source, target): context for source, target, context in self.answers.rows("castable")},
        )

    def _rows(self, kind: type[Object]) -> Iterator[_Row]:
        found = query(kind.kind, self.version)
        classid = self.addresses.classes.get(found.catalog, 0)
        members = self.addresses.extended[classid]
        names = attributes(kind)
        owner = names.index("owner") if "owner" in names else None
        qualified = self.version < _PLAIN_COLUMNS and kind in (View, MaterializedView)
        printed = names.index("definition") if qualified else None
        made = tuple.__new__  # half the time of ObjectId(), which would be a fifth of all that is done here
        ignored, objects = self.ignored, self.addresses.objects
        for row in self.answers.rows(kind.kind):
            id = made(ObjectId, (kind.kind, *row[2:_ID_PARTS], None))
            if ignored(id):
                self.left_out.append(id)
                continue
            if classid:
                if row[0] in members:
                    self.left_out.append(id)
                    self.addresses.members[address(classid, row[0])] = id
                    continue
                objects[address(classid, row[0], row[1])] = id
            values = list(row[_ID_PARTS:])
            if printed is not None:
                values[printed] = with_plain_columns(values[printed])
            if owner is not None and values[owner] in self.own_roles:
                values[owner] = ""
            yield id, values

    def _drop_strangers(self) -> None:
        """Leave out what hangs on something that was left out: the columns of an extension's table."""
        holding = (id for id in self.left_out if id.is_relation or id.kind in {"composite", "domain"})
        holders = {(id.schema, id.name) for id in holding}
        if not holders:
            return
        strangers = {id for found in self.found.values() for id, _ in found if (id.schema, id.table) in holders}
        for name, found in self.found.items():
            self.found[name] = [(id, row) for id, row in found if id not in strangers]
        objects = self.addresses.objects
        self.addresses.objects = {place: id for place, id in objects.items() if id not in strangers}

    def _comments(self) -> Iterator[_Row]:
        for *place, text in self.answers.rows("comment"):
            if (target := self.addresses.target(*place)) is not None:
                yield _about("comment", "", target), [text]

    def _grants(self) -> Iterator[_Row]:
        for classid, objid, subid, column, grantee, held, everything in self.answers.rows("grant"):
            target = self.addresses.target(classid, objid, subid, column)
            if target is None and not subid:
                target = self.addresses.members.get(address(classid, objid))
            if target is not None:
                yield _about("grant", grantee, target), [_privileges(held, everything)]

    def _default_privileges(self) -> Iterator[_Row]:
        for schema, role, kind, grantee, held, everything in self.answers.rows("default_privilege"):
            role = "" if role in self.own_roles else role
            yield ObjectId("default_privilege", schema, grantee, role, kind), [_privileges(held, everything)]


def _in_order(found: Iterable[_Row]) -> list[_Row]:
    """Those of one kind by their ids, which begin with the kind: while the server works at the next, there is time."""
    return sorted(found, key=itemgetter(0))


def _about(kind: str, name: str, target: ObjectId) -> ObjectId:
    return ObjectId(kind, target.schema, name, target.table or target.name, target=target)


def _privileges(held: list[str], everything: int) -> list[str]:
    """`ALL` where every privilege is held: servers differ in how many there are (MAINTAIN came with 17)."""
    if len(held) == everything and len({privilege.endswith("*") for privilege in held}) == 1:
        return ["ALL*"] if held[0].endswith("*") else ["ALL"]
    return held
