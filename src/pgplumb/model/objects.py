"""What every schema object has in common."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import wraps
from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pgplumb.model.ids import ObjectId

_SINCE = "since"
_UNRECORDED = "unrecorded"


@dataclass(frozen=True, slots=True)
class Object:
    """A fact of the catalog at the finest grain that is changed on its own.

    A field declared with `field(compare=False)` is information: kept for writing SQL, left out of equality. One with
    `metadata=since(...)` has values that older servers lack: the fingerprint, which is the same on every server, takes
    what those make of them. One with `metadata=unrecorded(...)` is not in the fingerprint at all.
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


def unrecorded(found: Mapping[str, Since]) -> Mapping[str, Any]:
    """The same for a field that came when fingerprints were recorded in migrations already: those stay true."""
    return {**found, _UNRECORDED: True}


T = TypeVar("T", bound=Object)
R = TypeVar("R")


def _per_kind(work: Callable[[type[Object]], R]) -> Callable[[type[Object]], R]:
    """Remember what a function gives for each kind."""
    kept: dict[type[Object], R] = {}

    @wraps(work)
    def remembered(kind: type[Object]) -> R:
        if kind not in kept:
            kept[kind] = work(kind)
        return kept[kind]

    return remembered


@_per_kind
def compared_fields(kind: type[Object]) -> tuple[str, ...]:
    """The attributes that count in equality."""
    return tuple(found.name for found in fields(kind) if found.compare and found.name != "id")


def getter(kind: type[Object], names: Sequence[str]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """A function that gets the values of these attributes, however few they are, from those of all `attributes`."""
    places = [attributes(kind).index(name) for name in names]
    match places:
        case []:
            return lambda _: ()
        case [place]:
            return lambda row: (row[place],)
    return itemgetter(*places)


def compared_values(kind: type[Object]) -> Callable[[Sequence[Any]], list[Any]]:
    """A function that gets what counts in equality of objects of the kind, from the values of all `attributes`."""
    names = compared_fields(kind)
    get = getter(kind, names)
    arrays = [place for place, name in enumerate(names) if name in array_fields(kind)]
    if not arrays:
        return lambda row: list(get(row))

    def compared(row: Sequence[Any]) -> list[Any]:
        values = list(get(row))
        for place in arrays:
            values[place] = tuple(values[place])
        return values

    return compared


def portable_values(kind: type[Object]) -> Callable[[Sequence[Any]], list[Any]]:
    """A function that gets what counts in a fingerprint: the compared attributes, as every major version has them."""
    compared, names = compared_values(kind), compared_fields(kind)
    newer = [(names.index(name), each.older) for name, each in _newer(kind).items()]
    left_out = [names.index(each.name) for each in fields(kind) if _UNRECORDED in each.metadata]
    if not newer:
        return compared

    def portable(row: Sequence[Any]) -> list[Any]:
        values = compared(row)
        for place, older in newer:
            values[place] = older(values[place])
        for place in reversed(left_out):
            del values[place]
        return values

    return portable


def as_on(found: T, major: int) -> T:
    """The object as a server of this major version would show it."""
    older = {name: each.older(getattr(found, name)) for name, each in _newer(type(found)).items() if major < each.major}
    return replace(found, **older) if older else found


@_per_kind
def _newer(kind: type[Object]) -> Mapping[str, Since]:
    return {each.name: each.metadata[_SINCE] for each in fields(kind) if _SINCE in each.metadata}


@_per_kind
def array_fields(kind: type[Object]) -> frozenset[str]:
    """The attributes that hold several values."""
    return frozenset(found.name for found in fields(kind) if str(found.type).startswith("tuple"))


@_per_kind
def attributes(kind: type[Object]) -> tuple[str, ...]:
    """What an object of the kind has beside its id, in the order in which queries name it."""
    return tuple(found.name for found in fields(kind) if found.name != "id")


@_per_kind
def maker(kind: type[Object]) -> Callable[[ObjectId, Iterable[Any]], Object]:
    """A function that makes objects of the kind: from an id and the values of `attributes`, arrays as any series.

    It fills the slots itself. The constructor of a frozen dataclass takes three times as long, and would be the
    greater part of reading a catalog.
    """
    new = object.__new__
    slots = [getattr(kind, name).__set__ for name in ("id", *attributes(kind))]
    arrays = [place for place, name in enumerate(attributes(kind)) if name in array_fields(kind)]

    def make(id: ObjectId, values: Iterable[Any]) -> Object:
        found = new(kind)
        if arrays:
            values = list(values)
            for place in arrays:
                values[place] = tuple(values[place])
        for fill, value in zip(slots, (id, *values), strict=True):
            fill(found, value)
        return found

    return make
