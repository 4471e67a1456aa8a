"""What comments in the SQL files tell about how to get to the desired schema."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgplumb.model.ids import ObjectId
    from pgplumb.model.location import Location


@dataclass(frozen=True, slots=True)
class Annotations:
    """Renames (the object under its new name: its old name), backfills (a column: an SQL expression), and extensions
    that the schema needs, with where each is asked for first.

    A routine's id carries no signature here: text alone does not tell how the server prints its types.
    """

    renames: Mapping[ObjectId, str] = field(default_factory=dict)
    backfills: Mapping[ObjectId, str] = field(default_factory=dict)
    requires: Mapping[str, Location] = field(default_factory=dict)
