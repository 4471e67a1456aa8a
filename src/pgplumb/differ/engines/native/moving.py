"""How a column's values move over to the new form of a type that is swapped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgplumb.model.ids import ObjectId
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from pgplumb.differ.engines.native.rule import Context
    from pgplumb.model.relations import Column


def moved_value(before: Column, after: Column, context: Context) -> Sql:
    """The column's value in the new form of its type: a row attribute by attribute, anything else as it prints."""
    return _moved(ident(after.id.name), before.id, after.type, context)


def _moved(value: Sql, holder: ObjectId, type: str, context: Context) -> Sql:
    """A value of what `holder`, a column or an attribute, holds, in the new form of the type of this name."""
    for edge in context.before.requires(holder):
        id = edge.referenced
        if id.kind == "composite" and id in context.swapped and ident(id.schema, id.name) == type:
            return _moved_row(value, id, context)
    return sql("{}::text::{}", value, raw(type))


def _moved_row(value: Sql, id: ObjectId, context: Context) -> Sql:
    fields: list[Sql] = []
    composite: Any = context.after.objects[id]
    for attribute in composite.order:
        place = ObjectId("attribute", id.schema, attribute, id.name)
        new: Any = context.after.objects[place]
        if place not in context.before.objects:
            fields.append(sql("NULL::{}", raw(new.type)))
        else:
            fields.append(_moved(sql("({}).{}", value, ident(attribute)), place, new.type, context))
    row = sql("ROW({})::{}", join(", ", fields), ident(id.schema, id.name))
    return sql("CASE WHEN {} IS DISTINCT FROM NULL THEN {} END", value, row)


def only_collation(found: Column, context: Context) -> bool:
    """Whether no type that the column stands on is swapped: a collation asks for no conversion of values."""
    needs = {edge.referenced for edge in context.before.requires(found.id)} & context.swapped
    return all(id.kind == "collation" for id in needs)


def is_materialised(before: Column, after: Column) -> bool:
    """Whether what was computed is to be stored."""
    return before.generated == "v" and not after.generated
