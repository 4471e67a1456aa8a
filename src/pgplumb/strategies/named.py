"""Types that the schema defines, by the name that a Kind has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.generate.candidates import type_id
from pgplumb.model.types import Enum

if TYPE_CHECKING:
    from pgplumb.model.catalog import Catalog


def enum_labels(base: str, catalog: Catalog) -> tuple[str, ...] | None:
    """The labels of an enum in their order; None for any other type."""
    found = catalog.get(type_id("enum", base))
    return found.labels if isinstance(found, Enum) else None
