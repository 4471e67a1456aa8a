"""What every schema object has in common."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from pgplumb.model.ids import ObjectId


@dataclass(frozen=True, slots=True)
class Object:
    """A fact of the catalog at the finest grain that is changed on its own.

    A field declared with `field(compare=False)` is information: kept for writing SQL, left out of equality.
    """

    kind: ClassVar[str] = ""

    id: ObjectId


@cache
def compared_fields(kind: type[Object]) -> tuple[str, ...]:
    """The attributes that count in equality and in the fingerprint."""
    return tuple(found.name for found in fields(kind) if found.compare and found.name != "id")


@cache
def array_fields(kind: type[Object]) -> frozenset[str]:
    """The attributes that hold several values."""
    return frozenset(found.name for found in fields(kind) if str(found.type).startswith("tuple"))
