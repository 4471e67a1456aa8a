"""What every schema object has in common."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pgplumb.model.ids import ObjectId

_SINCE = "since"


@dataclass(frozen=True, slots=True)
class Object:
    """A fact of the catalog at the finest grain that is changed on its own.

    A field declared with `field(compare=False)` is information: kept for writing SQL, left out of equality. One with
    `metadata=since(...)` has values that older servers lack: the fingerprint, which is the same on every server, takes
    what those make of them.
    """

    kind: ClassVar[str] = ""

    id: ObjectId


@dataclass(frozen=True, slots=True)
class SharedObject(Object):
    """A fact of the whole server, which all its databases share: no dump, clone or fingerprint of a database has it."""


@dataclass(frozen=True, slots=True)
class Since:
    """The major version of PostgreSQL that brought some of a field's values, and what an older one has instead."""

    major: int
    older: Callable[[Any], Any]


def since(major: int, older: Callable[[Any], Any]) -> Mapping[str, Since]:
    """The metadata of a field of which servers before this major version know less."""
    return {_SINCE: Since(major, older)}


T = TypeVar("T", bound=Object)

_COMPARED: dict[type[Object], tuple[str, ...]] = {}
_NEWER: dict[type[Object], Mapping[str, Since]] = {}
_ARRAYS: dict[type[Object], frozenset[str]] = {}


def compared_fields(kind: type[Object]) -> tuple[str, ...]:
    """The attributes that count in equality."""
    if kind not in _COMPARED:
        _COMPARED[kind] = tuple(found.name for found in fields(kind) if found.compare and found.name != "id")
    return _COMPARED[kind]


def getter(names: Sequence[str]) -> Callable[[Object], tuple[Any, ...]]:
    """A function that gets these attributes of an object, however few they are."""
    match names:
        case []:
            return lambda _: ()
        case [name]:
            return lambda found: (getattr(found, name),)
    return attrgetter(*names)


def compared_values(kind: type[Object]) -> Callable[[Object], list[Any]]:
    """A function that gets what counts in equality of objects of the kind."""
    get = getter(compared_fields(kind))
    return lambda found: list(get(found))


def portable_values(kind: type[Object]) -> Callable[[Object], list[Any]]:
    """A function that gets what counts in a fingerprint: the compared attributes, as every major version has them."""
    compared = compared_values(kind)
    newer = [(compared_fields(kind).index(name), each.older) for name, each in _newer(kind).items()]
    if not newer:
        return compared

    def portable(found: Object) -> list[Any]:
        values = compared(found)
        for place, older in newer:
            values[place] = older(values[place])
        return values

    return portable


def as_on(found: T, major: int) -> T:
    """The object as a server of this major version would show it."""
    older = {name: each.older(getattr(found, name)) for name, each in _newer(type(found)).items() if major < each.major}
    return replace(found, **older) if older else found


def _newer(kind: type[Object]) -> Mapping[str, Since]:
    if kind not in _NEWER:
        _NEWER[kind] = {each.name: each.metadata[_SINCE] for each in fields(kind) if _SINCE in each.metadata}
    return _NEWER[kind]


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
