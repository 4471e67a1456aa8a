"""Types as the evaluator tells them apart: families, with the elements of arrays and ranges and labels of enums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.generate.candidates import kind_of, known_name, type_id
from pgplumb.model.types import Range as RangeType
from pgplumb.strategies.named import enum_labels
from pgplumb.strategies.unsolved import Unsolved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.generate.candidates import Kind
    from pgplumb.model.catalog import Catalog

_FAMILIES = {
    "int2": "int",
    "int4": "int",
    "int8": "int",
    "float4": "float",
    "float8": "float",
    "varchar": "text",
    "name": "text",
    "cidr": "inet",
    "varbit": "bit",
    "citext": "citext",
}
_OWN = (
    "bool numeric text bpchar citext date time timetz timestamp timestamptz interval json jsonb bytea uuid money inet"
    " bit oid record macaddr pg_lsn"
)
_SUBTYPES = {
    "int4": "int4",
    "int8": "int8",
    "num": "numeric",
    "date": "date",
    "ts": "timestamp",
    "tstz": "timestamptz",
}
#: What the server calls "discrete": a range of these is stored as [).
DISCRETE = frozenset({"int4range", "int8range", "daterange"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A type without modifiers; `family` puts together those whose values are treated alike.

    `element` is that of an array, the subtype of a range, the range of a multirange; `collation` is set where an
    expression states one.
    """

    name: str
    family: str
    element: Type | None = None
    labels: tuple[str, ...] = ()
    collation: str = ""

    @property
    def inner(self) -> Type:
        """The element; raises Unsolved for a type that has none."""
        if self.element is None:
            raise Unsolved(f"{self.name} has no elements")
        return self.element


def _built_in(name: str) -> Type | None:
    if family := _FAMILIES.get(known_name(name)) or (name if name in _OWN.split() else ""):
        return Type(name=name, family=family)
    for suffix in ("multirange", "range"):
        if name.endswith(suffix) and (subtype := _SUBTYPES.get(name.removesuffix(suffix))):
            inner = Type(name=subtype, family=_FAMILIES.get(subtype, subtype))
            if suffix == "range":
                return Type(name=name, family="range", element=inner)
            return Type(name=name, family="multirange", element=range_of(inner))
    return None


def range_of(subtype: Type) -> Type:
    """The built-in range type of a subtype."""
    name = next(key for key, value in _SUBTYPES.items() if value == subtype.name)
    return Type(name=f"{name}range", family="range", element=subtype)


def array_of(element: Type) -> Type:
    """The type of arrays of the element."""
    return Type(name=f"{element.name}[]", family="array", element=element)


def type_of(kind: Kind, catalog: Catalog) -> Type:
    """The type of a column; one that nothing is known of has the family `other`."""
    return array_of(_of_name(kind.base, catalog)) if kind.array else _of_name(kind.base, catalog)


def _of_name(name: str, catalog: Catalog) -> Type:
    if (found := _built_in(name)) is not None:
        return found
    if labels := enum_labels(name, catalog):
        return Type(name=name, family="enum", labels=labels)
    defined = catalog.get(type_id("range", name))
    if isinstance(defined, RangeType):
        subtype = type_of(kind_of(defined.subtype, catalog), catalog)
        return Type(name=name, family="range", element=subtype)
    return Type(name=name, family="other")


BOOL = Type(name="bool", family="bool")
INT4 = Type(name="int4", family="int")
INT8 = Type(name="int8", family="int")
NUMERIC = Type(name="numeric", family="numeric")
FLOAT8 = Type(name="float8", family="float")
TEXT = Type(name="text", family="text")
DATE = Type(name="date", family="date")
TIME = Type(name="time", family="time")
TIMESTAMP = Type(name="timestamp", family="timestamp")
TIMESTAMPTZ = Type(name="timestamptz", family="timestamptz")
INTERVAL = Type(name="interval", family="interval")
JSON = Type(name="json", family="json")
JSONB = Type(name="jsonb", family="jsonb")
BYTEA = Type(name="bytea", family="bytea")
#: A constant NULL, and a text constant that nothing has given a type.
UNKNOWN = Type(name="unknown", family="unknown")

_WIDTHS = ("int2", "int4", "int8", "numeric", "float4", "float8")


def wider(types: Sequence[Type]) -> Type:
    """The type in which PostgreSQL calculates with numbers of these types."""
    names = [each.name for each in types]
    if set(names) >= {"float4"} and set(names) != {"float4"}:
        return FLOAT8
    return types[names.index(max(names, key=_WIDTHS.index))]


def common(types: Sequence[Type]) -> Type:
    """The type of an expression that has one of several results; the server has cast them to one already."""
    known = [each for each in types if each is not UNKNOWN]
    if not known:
        return UNKNOWN
    if {each.family for each in known} <= {"int", "numeric", "float"}:
        return wider(known)
    return known[0]
