"""The whole module: what it says of itself, what it imports, its types, its classes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.models import preamble
from pgplumb.models.classes import Tables, view_lines
from pgplumb.models.definitions import first_blocks, run, sequence_line
from pgplumb.models.header import header
from pgplumb.models.missing import Missing, missing, said
from pgplumb.models.names import names_of
from pgplumb.models.read_only import read_only
from pgplumb.models.scope import Scope
from pgplumb.models.statements import after_tables, before_tables
from pgplumb.syntax.sql import ident, sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.incomplete import LeftOut

#: The lines of imports, in the order in which they are sorted, and the names in them.
_IMPORTS = (
    ("import datetime", ("datetime",)),
    ("from decimal import", ("Decimal",)),
    ("from enum import", ("StrEnum",)),
    (
        "from ipaddress import",
        ("IPv4Address", "IPv4Interface", "IPv4Network", "IPv6Address", "IPv6Interface", "IPv6Network"),
    ),
    ("from operator import", ("attrgetter",)),
    ("from typing import", ("Annotated", "Any", "Literal", "Optional", "TypeAlias")),
    ("from uuid import", ("UUID",)),
    ("", ()),
    ("import sqlalchemy as sa", ("sa",)),
    ("from annotated_types import", ("Ge", "Gt", "Le", "Lt", "MaxLen", "MinLen")),
    ("from pydantic import", ("StringConstraints",)),
    ("from sqlalchemy.dialects import", ("postgresql as pg",)),
    ("from sqlalchemy.dialects.postgresql.ranges import", ("MultiRange",)),
    ("from sqlalchemy.event import", ("listen as _listen", "listens_for as _listens_for")),
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
    defined = said(scope)
    left_out = missing(scope, defined)
    body = _joined(_blocks(scope, defined))
    head = (TITLE, *header(left_out, lacking), "# ruff: noqa", "# fmt: off", "", *_imports(body))
    return Module("\n".join(head) + f"\n\n{body}\n", left_out)


def _blocks(scope: Scope, defined: frozenset[ObjectId]) -> Iterator[str]:
    written = list(_written(scope, defined))
    text = "\n".join(written)
    yield preamble.BASES
    if "(ViewModel" in text:
        yield preamble.REFUSING
    if "_run(" in text:
        yield preamble.RUNNING
    if "Raw(" in text:
        yield preamble.RAW
    if re.search(r"\bDomain(OfArray)?\(", text):
        yield preamble.DOMAIN
    if "DomainArray(" in text:
        yield preamble.ARRAYS
    if "=_labels" in text:
        yield preamble.LABELS
    yield from written


def _written(scope: Scope, defined: frozenset[ObjectId]) -> Iterator[str]:
    """What is said of the catalog's own objects."""
    names = names_of(scope)
    tables = Tables(scope, names)
    if scope.schemas:
        yield run(sql("CREATE SCHEMA IF NOT EXISTS {}", ident(schema.id.name)) for schema in scope.schemas)
    statements = before_tables(scope)
    for id in scope.first:
        yield from first_blocks(scope.catalog.objects[id], statements.get(id, ()), scope, names)
    yield from map(sequence_line, scope.sequences)
    for table in scope.tables:
        yield "\n".join(tables.lines(table))
    for view in read_only(scope.catalog):
        yield "\n".join(view_lines(view, scope, names))
    for table in scope.tables:
        yield from tables.dotted(table)
    if completing := after_tables(scope, defined):
        yield run(completing, when="after_create")


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
