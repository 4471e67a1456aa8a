"""Relations as SQLModel classes: tables, and views, materialized views and foreign tables, which are only read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.generate.shape import foreign_key
from pgplumb.model.general import Comment
from pgplumb.model.relations import Index
from pgplumb.models.annotations import nullable
from pgplumb.models.code import Code, call, docstring, laid_out, listed, mapping, text, tupled
from pgplumb.models.constraints import constraint_code, foreign_key_code, has_dots, index_code
from pgplumb.models.fields import Fields
from pgplumb.models.read_only import columns_of
from pgplumb.models.relationships import relationships
from pgplumb.models.types import column_type
from pgplumb.syntax.parse import parse_statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pgplumb.model.ids import ObjectId
    from pgplumb.model.relations import Column, Table
    from pgplumb.models.names import Names
    from pgplumb.models.read_only import ReadOnly
    from pgplumb.models.scope import Scope
    from pgplumb.models.types import ColumnType


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
        yield from _head(self._names.classes[table.id], "TableModel", table.id.name, self._scope.comment(table.id))
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


def view_lines(view: ReadOnly, scope: Scope, names: Names) -> Iterator[str]:
    """A view's class; of a view without a column that can be compared, a plain Table."""
    columns = columns_of(view, scope.catalog)
    types = {column.name: column_type(column.type, "", names.types) for column in columns}
    key = _key(view.id, types, scope)
    comments = _comments(view.id, scope)
    written = [
        call("sa.Column", text(each.name), types[each.name].code, primary_key="True" if each.name in key else None)
        for each in columns
    ]
    if not key:
        yield laid_out(call("sa.Table", text(view.id.name), "views", *written, schema=text(view.id.schema)))
        return
    yield from _head(names.classes[view.id], "ViewModel", view.id.name, scope.comment(view.id))
    yield laid_out(mapping([("schema", text(view.id.schema))]), head="__table_args__ = ", indent=1)
    yield ""
    for column, code in zip(columns, written, strict=True):
        comment = comments.get(column.name)
        described = None if comment is None else text(comment)
        field = call("Field", default="None", description=described, sa_column=code)
        attribute = names.attributes[view.id][column.name]
        annotation = nullable(types[column.name].annotation)
        yield laid_out(field, head=f"{attribute}: {annotation} = ", indent=1)


def _key(view: ObjectId, types: Mapping[str, ColumnType], scope: Scope) -> tuple[str, ...]:
    """What tells rows apart: a unique index of a materialized view, else all columns that can be compared."""
    for child in scope.catalog.children(view):
        if isinstance(child, Index) and child.unique:
            tree = parse_statement(child.definition)
            found = tuple(part.name for part in tree.indexParams)
            if tree.whereClause is None and all(name in types and types[name].is_hashable for name in found):
                return found
    return tuple(name for name, type in types.items() if type.is_hashable)


def _comments(view: ObjectId, scope: Scope) -> dict[str, str]:
    """What is said about the columns; a view's are no objects of their own."""
    found = (child for child in scope.catalog.children(view) if isinstance(child, Comment))
    targets = ((child.id.target, child.text) for child in found)
    return {target.name: text for target, text in targets if target is not None and target.kind == "column"}


def _head(name: str, base: str, table: str, comment: str | None) -> Iterator[str]:
    """The class of a relation, with what is said about that."""
    yield f"class {name}({base}, table=True):"
    if comment and comment.strip():
        yield f"    {docstring(comment)}"
        yield ""
    yield f"    __tablename__ = {text(table)}"
