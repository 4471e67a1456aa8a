"""The whole module: what it says of itself, what it imports, its types, its classes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.models.code import laid_out
from pgplumb.models.header import header
from pgplumb.models.named import ddl, first_blocks, sequence_line
from pgplumb.models.names_of import names_of
from pgplumb.models.read_only import read_only
from pgplumb.models.scope import Missing, Scope
from pgplumb.models.tables import Tables
from pgplumb.models.views import view_lines
from pgplumb.syntax.sql import ident, sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.incomplete import LeftOut

_BASES = """\
metadata = sa.MetaData()
\"""The tables. create_all makes them, with the types that they need.\"""

views = sa.MetaData()
\"""What is only read, and made by nothing here.\"""

# Expressions and statements as PostgreSQL prints them; SQLAlchemy gives these two no types.
_sql: Any = sa.literal_column
_ddl: Any = sa.DDL


class TableModel(SQLModel, registry=registry(metadata=metadata)):
    \"""A row of a table. None, for a value that the server decides, is not sent.\"""

    model_config = {"arbitrary_types_allowed": True, "protected_namespaces": ()}


class ViewModel(SQLModel, registry=registry(metadata=views)):
    \"""A row of a view, which is only read.\"""

    model_config = {"arbitrary_types_allowed": True, "protected_namespaces": ()}"""
_REFUSING = """\
@event.listens_for(ViewModel, "before_insert", propagate=True)
@event.listens_for(ViewModel, "before_update", propagate=True)
@event.listens_for(ViewModel, "before_delete", propagate=True)
def _refuse(mapper: Any, connection: Any, target: object) -> None:
    raise TypeError(f"{type(target).__name__} is only read")"""
_RAW = '''\
class Raw(UserDefinedType[Any]):
    """A type that SQLAlchemy has no word for."""

    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_: Any) -> str:
        return self.name'''
_LABELS = """\
def _labels(kind: type[StrEnum]) -> list[str]:
    return [each.value for each in kind]"""
#: The lines of imports, in the order in which they are sorted, and the names in them.
_IMPORTS = (
    ("import datetime", ("datetime",)),
    ("from decimal import", ("Decimal",)),
    ("from enum import", ("StrEnum",)),
    (
        "from ipaddress import",
        ("IPv4Address", "IPv4Interface", "IPv4Network", "IPv6Address", "IPv6Interface", "IPv6Network"),
    ),
    ("from typing import", ("Annotated", "Any", "Literal", "Optional", "TypeAlias")),
    ("from uuid import", ("UUID",)),
    ("", ()),
    ("import sqlalchemy as sa", ("sa",)),
    ("from annotated_types import", ("Ge", "Gt", "Le", "Lt", "MaxLen", "MinLen")),
    ("from pydantic import", ("StringConstraints",)),
    ("from sqlalchemy import", ("event",)),
    ("from sqlalchemy.dialects import", ("postgresql as pg",)),
    ("from sqlalchemy.dialects.postgresql.ranges import", ("MultiRange",)),
    ("from sqlalchemy.orm import", ("registry",)),
    ("from sqlalchemy.types import", ("UserDefinedType",)),
    ("from sqlmodel import", ("Field", "Relationship", "SQLModel")),
)
TITLE = '''\
"""The tables and views of a database as SQLModel classes, written by `pgplumb models` from its catalog.

Edit the schema and write the file again. What is sent is checked by `model_validate`, and by the server; SQLModel's
constructors check nothing.
"""
'''


@dataclass(frozen=True, slots=True)
class Module:
    """The text of a module, and what it does not define."""

    text: str
    missing: tuple[Missing, ...]


def module(empty: Catalog, catalog: Catalog, lacking: Sequence[LeftOut] = ()) -> Module:
    """The module of a catalog's tables and views; `empty` is what a new database holds.

    `lacking` are the parts of files that the catalog has nothing of, for want of an extension.

    The same catalogs give the same bytes, whatever is installed. Names and comments are only data in it.
    """
    scope = Scope(empty, catalog)
    body = _joined(_blocks(scope))
    head = (TITLE, *header(scope.missing, lacking), "# ruff: noqa", "# fmt: off", "", *_imports(body))
    return Module("\n".join(head) + f"\n\n{body}\n", scope.missing)


def _blocks(scope: Scope) -> Iterator[str]:
    names = names_of(scope)
    tables, views = Tables(scope, names), list(read_only(scope.catalog))
    first = [block for each in scope.first for block in first_blocks(each, scope, names)]
    classes = ["\n".join(tables.lines(table)) for table in scope.tables]
    read = ["\n".join(view_lines(view, scope, names)) for view in views]
    written = "\n".join((*first, *classes, *read))
    yield _BASES
    if views:
        yield _REFUSING
    if "Raw(" in written:
        yield _RAW
    if "_labels" in written:
        yield _LABELS
    for schema in scope.schemas:
        yield laid_out(ddl(sql("CREATE SCHEMA IF NOT EXISTS {}", ident(schema.id.name))))
    yield from first
    yield from map(sequence_line, scope.sequences)
    yield from (*classes, *read)
    yield from (line for table in scope.tables for line in tables.dotted(table))
    yield from (laid_out(ddl(each, when="after_create")) for each in scope.afterwards)


def _joined(blocks: Iterable[str]) -> str:
    """The blocks with two blank lines around classes and functions, and one between others."""
    found, was_large = "", True
    for block in blocks:
        is_large = block.startswith(("class ", "@", "def "))
        found += ("\n" * (3 if is_large or was_large else 2) + block) if found else block
        was_large = is_large or found == block
    return found


def _imports(body: str) -> Iterator[str]:
    """The imports that the text needs."""
    for head, names in _IMPORTS:
        needed = [name for name in names if re.search(rf"\b{name.rpartition(' ')[2]}\b", body)]
        if not head:
            yield ""
        elif needed:
            yield head if head.startswith("import") else f"{head} {', '.join(needed)}"
