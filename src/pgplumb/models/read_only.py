"""Relations that are only read: views, materialized views and foreign tables, with their columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.model.foreign import ForeignTable
from pgplumb.model.relations import Column, MaterializedView, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.catalog import Catalog

_NAME = r'(?:"(?:[^"]|"")*"|[^\s".]+)'
_COLUMN = re.compile(rf"(?P<name>{_NAME}) (?P<type>.+) (?P<collation>{_NAME}(?:\.{_NAME})?)\Z", re.DOTALL)

ReadOnly = View | MaterializedView | ForeignTable


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """A column by its name and the type that format_type prints."""

    name: str
    type: str


def read_only(catalog: Catalog) -> Iterator[ReadOnly]:
    """The relations of the catalog that are only read."""
    yield from catalog.of(View)
    yield from catalog.of(MaterializedView)
    yield from catalog.of(ForeignTable)


def columns_of(relation: ReadOnly, catalog: Catalog) -> tuple[ViewColumn, ...]:
    """The columns in their order."""
    if not isinstance(relation, ForeignTable):
        return tuple(_read(text) for text in relation.columns)
    found = [child for child in catalog.children(relation.id) if isinstance(child, Column)]
    return tuple(ViewColumn(each.id.name, each.type) for each in sorted(found, key=lambda each: each.position))


def _read(text: str) -> ViewColumn:
    """A column as the catalog keeps it: name, type, collation."""
    found = _COLUMN.match(text)
    assert found is not None
    name = found["name"]
    return ViewColumn(name[1:-1].replace('""', '"') if name.startswith('"') else name, found["type"])
