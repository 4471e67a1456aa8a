"""What keeps rows of a table apart, and whether it does so for each tenant, or for all of them together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.model.relations import Column, Constraint, Default, Index
from pgplumb.strategies.promises import CONSTRAINTS
from pgplumb.syntax.parse import column_names, parse_constraint, parse_statement
from pgplumb.syntax.tree import ast, nodes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pgplumb.generate.shape import Shape
    from pgplumb.laws.isolation.tenancy import Owned
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId

#: Types of which a key of one column says nothing but which row it is.
_NUMBERS = frozenset({"smallint", "integer", "bigint", "uuid"})
_MADE = re.compile(r"nextval\(|uuid|random", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A primary key, a unique or exclusion constraint, or a unique index; all columns that it looks at.

    A surrogate's values mean nothing: a primary key of one number or uuid, or one that the server makes.
    """

    id: ObjectId
    columns: tuple[str, ...]
    surrogate: bool


def keys_of(table: ObjectId, catalog: Catalog) -> Iterator[Key]:
    """The table's keys, by name."""
    children = sorted(catalog.children(table), key=lambda child: child.id)
    for child in children:
        match child:
            case Constraint() if child.type in "pux":
                names = child.columns or tuple(sorted(_mentioned(child.definition, table, catalog)))
                made = child.type in "pu" and len(names) == 1 and _is_made(table, names[0], catalog)
                number = child.type == "p" and len(names) == 1 and _type(table, names[0], catalog) in _NUMBERS
                id = child.id._replace(kind=CONSTRAINTS[child.type])
                yield Key(id=id, columns=names, surrogate=made or number)
            case Index() if child.unique:
                names = tuple(sorted(_mentioned(child.definition, table, catalog)))
                made = len(names) == 1 and _is_made(table, names[0], catalog)
                yield Key(id=child.id, columns=names, surrogate=made)


def scoped(key: Key, owned: Owned, shape: Shape, tables: Collection[ObjectId]) -> bool:
    """Whether rows of two tenants never meet in it: it holds the tenant, or a reference to one of its rows."""
    if owned.column in key.columns:
        return True
    return any(each.target in tables and set(each.columns) & set(key.columns) for each in shape.keys)


def _mentioned(definition: str, table: ObjectId, catalog: Catalog) -> set[str]:
    """The columns in an index: parts, expressions, predicate. An exclusion constraint has those of its text."""
    names = {child.id.name for child in catalog.children(table) if isinstance(child, Column)}
    node = parse_statement(definition) if definition.startswith("CREATE") else parse_constraint(definition)
    parts = {part.name for part in nodes(node) if isinstance(part, ast.IndexElem) and part.name}
    return (parts | column_names(node)) & names


def _is_made(table: ObjectId, column: str, catalog: Catalog) -> bool:
    """Whether the server makes the column's values."""
    id = table._replace(kind="column", name=column, table=table.name)
    found = catalog.get(id)
    if isinstance(found, Column) and found.identity:
        return True
    default = catalog.get(id._replace(kind="default"))
    return isinstance(default, Default) and bool(_MADE.search(default.expression))


def _type(table: ObjectId, column: str, catalog: Catalog) -> str:
    found = catalog.get(table._replace(kind="column", name=column, table=table.name))
    return found.type if isinstance(found, Column) else ""
