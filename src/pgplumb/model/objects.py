"""What every schema object has in common."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pgplumb.model.ids import ObjectId


@dataclass(frozen=True, slots=True)
class Object:
    """A fact of the catalog at the finest grain that is changed on its own.

    A field declared with `field(compare=False)` is information: kept for writing SQL, left out of equality.
    """

    kind: ClassVar[str] = ""

    id: ObjectId


_COMPARED: dict[type[Object], tuple[str, ...]] = {}
_ARRAYS: dict[type[Object], frozenset[str]] = {}


def compared_fields(kind: type[Object]) -> tuple[str, ...]:
    """The attributes that count in equality and in the fingerprint."""
    if kind not in _COMPARED:
        _COMPARED[kind] = tuple(found.name for found in fields(kind) if found.compare and found.name != "id")
    return _COMPARED[kind]


def array_fields(kind: type[Object]) -> frozenset[str]:
    """The attributes that hold several values."""
    if kind not in _ARRAYS:
        _ARRAYS[kind] = frozenset(found.name for found in fields(kind) if str(found.type).startswith("tuple"))
    return _ARRAYS[kind]


def attributes(kind: type[Object]) -> tuple[str, ...]:
    """What an object of the kind has beside its id, in the order in which queries name it."""
    return tuple(found.name for found in fields(kind) if found.name != "id")


def maker(kind: type[Object]) -> Callable[[ObjectId, Iterable[Any]], Object]:
    """A function that makes objects of the kind: from an id and the values of `attributes`.

    It fills the slots itself. The constructor of a frozen dataclass takes three times as long, and would be the
    greater part of reading a catalog.
    """
    new = object.__new__
    slots = [getattr(kind, name).__set__ for name in ("id", *attributes(kind))]

    def make(id: ObjectId, values: Iterable[Any]) -> Object:
        found = new(kind)
        for fill, value in zip(slots, (id, *values), strict=True):
            fill(found, value)
        return found

    return make
