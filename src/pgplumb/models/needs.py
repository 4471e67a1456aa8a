"""What an object needs to be there before any table is, all the way down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.routines import Function, Procedure
from pgplumb.syntax.bodies import named_in_body

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId

_KINDS = (
    "extension composite attribute range base_type function aggregate operator operator_class operator_family cast"
    " collation access_method"
)
#: What statements can make before any table, without SQLAlchemy having a word for it.
FIRST = frozenset(_KINDS.split())

#: What is made elsewhere: by the module in its place, or by whoever has the server.
_ELSEWHERE = frozenset({"schema", "sequence", "role", "tablespace"})
_MADE_UP = frozenset({"composite", "domain", "base_type"})


class Needs:
    """What the objects of a catalog need beyond what a new database, `empty`, has."""

    def __init__(self, empty: Catalog, catalog: Catalog) -> None:
        self._empty = empty
        self._catalog = catalog
        self._found: dict[ObjectId, frozenset[ObjectId] | None] = {}

    def before(self, id: ObjectId) -> frozenset[ObjectId] | None:
        """What has to be made before, all the way down; None where a table would have to be."""
        if id not in self._found:
            # A cycle of functions is no table.
            self._found[id] = frozenset()
            self._found[id] = self._gathered(id)
        return self._found[id]

    def ordered(self, id: ObjectId) -> list[ObjectId]:
        """The object behind all that it needs, in an order in which they can be made."""
        return [*sorted(self.before(id) or (), key=lambda each: (len(self.before(each) or ()), each)), id]

    def table_of(self, id: ObjectId) -> ObjectId | None:
        """The relation that the object is, or is part of."""
        if id.is_relation:
            return id
        return next((whole for whole in self._catalog.above(id) if whole.is_relation), None)

    def _gathered(self, id: ObjectId) -> frozenset[ObjectId] | None:
        found: set[ObjectId] = set()
        own = self.table_of(id)
        for other in self._required(id):
            if other in self._empty.objects or other.kind in _ELSEWHERE:
                continue
            if own is not None and self.table_of(other) == own:
                continue
            whole = self._catalog.parent(other) if other.kind in {"attribute", "domain_constraint"} else other
            if whole is None or whole == id:
                continue
            below = self.before(whole)
            if below is None or whole.kind not in {*FIRST, "enum", "domain"}:
                return None
            found |= {whole, *below}
        return frozenset(found - {id})

    def _required(self, id: ObjectId) -> Iterator[ObjectId]:
        catalog = self._catalog
        yield from (edge.referenced for edge in catalog.requires(id))
        for part in catalog.children(id) if id.kind in _MADE_UP else ():
            if part.id.target is None:
                yield from (edge.referenced for edge in catalog.requires(part.id))
        found = catalog.get(id)
        if isinstance(found, Function | Procedure) and found.language == "sql" and found.body:
            # The server reads such a body when the function is made.
            for _, name in sorted(named_in_body(found.definition, found.language, found.body)):
                yield from (other for other in catalog.named(name) if other.is_relation or other.kind == "function")
