"""Types that the schema defines, by the name that a Kind has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.ids import ObjectId
from pgplumb.model.types import Enum

if TYPE_CHECKING:
    from pgplumb.model.catalog import Catalog


def enum_labels(base: str, catalog: Catalog) -> tuple[str, ...] | None:
    """The labels of an enum in their order; None for any other type."""
    found = catalog.get(type_id("enum", base))
    return found.labels if isinstance(found, Enum) else None


def type_id(kind: str, base: str) -> ObjectId:
    """The id of a type by its name as Kind has it; without a schema it is in public."""
    schema, name = ("public", *base.split("."))[-2:]
    return ObjectId(kind, schema, name)
