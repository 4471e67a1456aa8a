"""What differs between two catalogs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.objects import Object


@dataclass(frozen=True, slots=True)
class Added:
    """An object that only the later catalog has."""

    object: Object

    @property
    def id(self) -> ObjectId:
        """The object's id."""
        return self.object.id


@dataclass(frozen=True, slots=True)
class Removed:
    """An object that only the earlier catalog has."""

    object: Object

    @property
    def id(self) -> ObjectId:
        """The object's id."""
        return self.object.id


@dataclass(frozen=True, slots=True)
class Altered:
    """One attribute of one object that has another value in the later catalog."""

    id: ObjectId
    attribute: str
    before: Any
    after: Any


Change = Added | Removed | Altered
