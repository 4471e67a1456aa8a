"""What bears a range type's name beside the type: the functions that make its values, and its multirange."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.statement import Statement
from pgplumb.model.types import Range
from pgplumb.syntax.sql import Sql, ident, plain_name, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId


def value_functions(type: Sql, subtype: Sql) -> Iterator[Sql]:
    """The functions that make values of a range type, by their arguments; both bear its name when it is made."""
    yield sql("{0}({1}, {1})", type, subtype)
    yield sql("{0}({1}, {1}, text)", type, subtype)


def many_functions(multirange: Sql, type: Sql) -> Iterator[Sql]:
    """The same of its multirange."""
    yield sql("{}()", multirange)
    yield sql("{}({})", multirange, type)
    yield sql("{}({}[])", multirange, type)


def range_statements(before: Catalog, after: Catalog, renamed: Mapping[ObjectId, ObjectId]) -> Iterator[Statement]:
    """The renames of functions and multiranges that follow their range types, once all else has its new name."""
    types = {str(ident(old.schema, old.name)): ident(new.schema, new.name) for new, old in renamed.items()}
    schemas = {old.name: new.name for new, old in renamed.items() if new.kind == "schema"}
    for found in before.of(Range):
        id = found.id._replace(schema=schemas.get(found.id.schema, found.id.schema))
        new = next((new for new, old in renamed.items() if old == found.id), id)
        now = after.get(new)
        if not isinstance(now, Range):
            continue
        texts = []
        if new.name != found.id.name:
            subtype = types.get(found.subtype) or _moved(found.subtype, schemas)
            functions = value_functions(ident(new.schema, found.id.name), subtype)
            texts += [sql("ALTER FUNCTION {} RENAME TO {}", each, ident(new.name)) for each in functions]
        many, wanted = plain_name(found.multirange), plain_name(now.multirange)
        if many != wanted:
            old_many = ident(new.schema, many)
            texts.append(sql("ALTER TYPE {} RENAME TO {}", old_many, ident(wanted)))
            functions = many_functions(old_many, ident(new.schema, new.name))
            texts += [sql("ALTER FUNCTION {} RENAME TO {}", each, ident(wanted)) for each in functions]
        for text in texts:
            yield Statement(sql=str(text), subject=new, operation="rename", origin=f"native:{new.kind}")


def _moved(type: str, schemas: Mapping[str, str]) -> Sql:
    """A type's name where its schema has another one."""
    for old, new in schemas.items():
        if type.startswith(f"{ident(old)}."):
            return raw(f"{ident(new)}{type.removeprefix(str(ident(old)))}")
    return raw(type)
