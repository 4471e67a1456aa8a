"""Views, materialized views and foreign tables as classes that are only read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.general import Comment
from pgplumb.model.relations import Index
from pgplumb.models.code import call, laid_out, mapping, text
from pgplumb.models.fields import nullable
from pgplumb.models.head import head
from pgplumb.models.read_only import columns_of
from pgplumb.models.types import column_type
from pgplumb.syntax.parse import parse_statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pgplumb.model.ids import ObjectId
    from pgplumb.models.names_of import Names
    from pgplumb.models.read_only import ReadOnly
    from pgplumb.models.scope import Scope
    from pgplumb.models.types import ColumnType


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
    yield from head(names.classes[view.id], "ViewModel", view.id.name, scope.comment(view.id))
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
