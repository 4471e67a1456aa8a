"""Tables as SQLModel classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.generate.shape import foreign_key
from pgplumb.models.code import Code, call, laid_out, listed, mapping, text, tupled
from pgplumb.models.constraints import constraint_code, foreign_key_code, has_dots, index_code
from pgplumb.models.fields import Fields
from pgplumb.models.head import head
from pgplumb.models.relationships import relationships

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pgplumb.model.ids import ObjectId
    from pgplumb.model.relations import Column, Table
    from pgplumb.models.names_of import Names
    from pgplumb.models.scope import Scope


class Tables:
    """Writes the classes of tables."""

    def __init__(self, scope: Scope, names: Names) -> None:
        self._scope = scope
        self._names = names
        self._fields = Fields(scope, names)

    def lines(self, table: Table) -> Iterator[str]:
        """A table's class; a table that no mapper can take is no class."""
        columns = self._scope.columns(table.id)
        primary = self._primary(table.id)
        key = primary or self._key(table.id, columns)
        parts = list(self._parts(table.id))
        settings = list(self._settings(table))
        if not key:
            written = (self._fields.column(column, ()) for column in columns)
            name = text(table.id.name)
            yield laid_out(call("sa.Table", name, "metadata", *written, *parts, **dict(settings)))
            return
        yield from head(self._names.classes[table.id], "TableModel", table.id.name, self._scope.comment(table.id))
        yield laid_out(tupled([*parts, mapping(settings)]), head="__table_args__ = ", indent=1)
        if not primary:
            attributes = self._names.attributes[table.id]
            keys = listed(text(attributes[name]) for name in key)
            yield laid_out(mapping([("primary_key", keys)]), head="__mapper_args__ = ", indent=1)
        yield ""
        yield from self._fields.lines(columns, primary)
        found = list(relationships(table.id, self._names))
        yield from ["", *found] if found else []

    def dotted(self, table: Table) -> Iterator[str]:
        """Foreign keys to what has a dot in its name, which SQLAlchemy would take for several names."""
        for each in self._scope.constraints(table.id):
            if has_dots(each):
                key = foreign_key(each)
                here, there = _table(table.id), _table(key.target)
                columns = listed(f"{here}.c[{text(name)}]" for name in key.columns)
                referenced = listed(f"{there}.c[{text(name)}]" for name in key.referenced)
                made = foreign_key_code(each, columns, referenced, self._scope.comment(each.id))
                yield laid_out(call(f"{here}.append_constraint", made))

    def _primary(self, table: ObjectId) -> tuple[str, ...]:
        return next((each.columns for each in self._scope.constraints(table) if each.type == "p"), ())

    def _key(self, table: ObjectId, columns: Sequence[Column]) -> tuple[str, ...]:
        """What tells rows apart where there is no primary key: a key without NULLs, else all that can be compared."""
        required = {column.id.name for column in columns if column.not_null}
        unique = (each.columns for each in self._scope.constraints(table) if each.type == "u")
        found = next((each for each in unique if required.issuperset(each)), None)
        return found or tuple(each.id.name for each in columns if self._fields.type_of(each).is_hashable)

    def _parts(self, table: ObjectId) -> Iterator[Code]:
        for kind in "puxcf":
            for each in self._scope.constraints(table):
                if each.type == kind and not has_dots(each):
                    yield constraint_code(each, self._scope.comment(each.id))
        yield from map(index_code, self._scope.indexes(table))

    def _settings(self, table: Table) -> Iterator[tuple[str, Code]]:
        yield "schema", text(table.id.schema)
        comment = self._scope.comment(table.id)
        if comment is not None:
            yield "comment", text(comment)
        if table.unlogged:
            yield "prefixes", listed([text("UNLOGGED")])
        if table.partition_key:
            yield "postgresql_partition_by", text(table.partition_key)
        if table.access_method:
            yield "postgresql_using", text(table.access_method)
        if table.options:
            pairs = (option.partition("=") for option in table.options)
            yield "postgresql_with", mapping((name, text(value)) for name, _, value in pairs)
        if table.tablespace:
            yield "postgresql_tablespace", text(table.tablespace)


def _table(id: ObjectId) -> str:
    return f"metadata.tables[{text(f'{id.schema}.{id.name}')}]"
