"""Which file an object is written to: with the table that it hangs on, else by its schema and kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.export.names import file_name
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column, Inheritance, Sequence, Statistics
from pgplumb.syntax.sql import ident

if TYPE_CHECKING:
    from pgplumb.model.catalog import Catalog

#: A file for each object, in a folder of its kind below its schema's.
_FOLDERS = {
    "table": "tables",
    "foreign_table": "foreign_tables",
    "view": "views",
    "materialized_view": "views",
    "function": "functions",
    "procedure": "functions",
    "aggregate": "functions",
    "enum": "types",
    "domain": "types",
    "composite": "types",
    "range": "types",
    "base_type": "types",
    "sequence": "sequences",
}
#: One file for all objects of the kind, in their schema's folder or above all schemas.
_FILES = {
    "schema": "schema",
    "default_privilege": "default_privileges",
    "operator_class": "operators",
    "operator_family": "operators",
    "text_search_parser": "text_search",
    "text_search_template": "text_search",
    "text_search_dictionary": "text_search",
    "text_search_configuration": "text_search",
    "foreign_data_wrapper": "foreign_servers",
    "server": "foreign_servers",
    "user_mapping": "foreign_servers",
    "access_method": "access_methods",
}


class Places:
    """The places of a catalog's objects."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._columns: dict[str, ObjectId | None] = {
            ident(found.id.schema, found.id.table, found.id.name): catalog.parent(found.id)
            for found in catalog.of(Column)
        }
        self._relations: dict[str, ObjectId] = {
            ident(id.schema, id.name): id for id in catalog.objects if id.is_relation
        }
        self._above = {
            below: above
            for link in catalog.of(Inheritance)
            if link.bound
            and (below := catalog.parent(link.id)) is not None
            and (above := self._relations.get(ident(link.parent_schema, link.parent_table))) is not None
        }

    def holder(self, id: ObjectId) -> ObjectId:
        """What the object is written with: a table for all that hangs on it, itself where it stands alone."""
        if id.kind in {"publication_table", "publication_schema"}:
            return ObjectId("publication", name=id.name)
        if id.kind == "default_privilege":
            return id
        found = self._catalog.get(id)
        outer = self._catalog.parent(id)
        match found:
            case Sequence(owned_by=column) if column:
                outer = self._columns.get(column, outer)
            case Statistics(table=table):
                outer = self._relations.get(table, outer)
            case _:
                pass
        if outer is None and id.target is not None:
            outer = self._extension_of(id) or id.target
        return id if outer is None else self.holder(outer)

    def line(self, holder: ObjectId) -> tuple[ObjectId, ...]:
        """The partitioned tables above a partition, the topmost first, and the partition itself."""
        above = self._above.get(holder)
        return (holder,) if above is None else (*self.line(above), holder)

    def top(self, id: ObjectId) -> ObjectId:
        """The topmost of the partitioned tables that the object hangs on."""
        return self.line(self.holder(id))[0]

    def path(self, holder: ObjectId) -> str:
        """The file of an object that stands alone, below the folder of the desired schema; partitions go with the
        table that they are parts of."""
        top = self.line(holder)[0]
        schema = top.name if top.kind == "schema" else top.schema
        parts = [file_name(schema)] if schema else []
        if (folder := _FOLDERS.get(top.kind)) is not None:
            parts += [folder, file_name(top.name)]
        else:
            parts.append(_FILES.get(top.kind, f"{top.kind}s"))
        return "/".join(parts) + ".sql"

    def _extension_of(self, id: ObjectId) -> ObjectId | None:
        """The extension whose member a grant or comment is about."""
        needed = (edge.referenced for edge in self._catalog.requires(id))
        return next((other for other in needed if other.kind == "extension"), None)
