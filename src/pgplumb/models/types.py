"""Types of columns: what SQLAlchemy calls them, and what their values are in Python."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pgplumb.export.serials import SERIALS
from pgplumb.model.ids import ObjectId
from pgplumb.models.code import Code, call, text
from pgplumb.syntax.parse import parse_type
from pgplumb.syntax.tree import words

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORM = re.compile(
    r"(?P<base>[a-z][a-z0-9 ]*?)(?:\((?P<first>\d+)(?:,(?P<second>-?\d+))?\))?(?P<zone> with(?:out)? time zone)?\Z"
)
#: Types that take no modifiers: what stands for them in SQLAlchemy and in Python.
_PLAIN = {
    "smallint": ("sa.SmallInteger", "int"),
    "integer": ("sa.Integer", "int"),
    "bigint": ("sa.BigInteger", "int"),
    "real": ("sa.REAL", "float"),
    "double precision": ("sa.Double", "float"),
    "numeric": ("sa.Numeric", "Decimal"),
    "text": ("sa.Text", "str"),
    "character varying": ("sa.String", "str"),
    "bytea": ("sa.LargeBinary", "bytes"),
    "boolean": ("sa.Boolean", "bool"),
    "date": ("sa.Date", "datetime.date"),
    "interval": ("pg.INTERVAL", "datetime.timedelta"),
    "uuid": ("sa.Uuid", "UUID"),
    # Else None would be sent as JSON's null.
    "json": ("pg.JSON(none_as_null=True)", "Any"),
    "jsonb": ("pg.JSONB(none_as_null=True)", "Any"),
    "inet": ("pg.INET", "IPv4Address | IPv4Interface | IPv6Address | IPv6Interface"),
    "cidr": ("pg.CIDR", "IPv4Network | IPv6Network"),
    "macaddr": ("pg.MACADDR", "str"),
    "macaddr8": ("pg.MACADDR8", "str"),
    "oid": ("pg.OID", "int"),
    "tsvector": ("pg.TSVECTOR", "str"),
    "tsquery": ("pg.TSQUERY", "str"),
    "int4range": ("pg.INT4RANGE", "pg.Range[int]"),
    "int8range": ("pg.INT8RANGE", "pg.Range[int]"),
    "numrange": ("pg.NUMRANGE", "pg.Range[Decimal]"),
    "daterange": ("pg.DATERANGE", "pg.Range[datetime.date]"),
    "tsrange": ("pg.TSRANGE", "pg.Range[datetime.datetime]"),
    "tstzrange": ("pg.TSTZRANGE", "pg.Range[datetime.datetime]"),
    "int4multirange": ("pg.INT4MULTIRANGE", "MultiRange[int]"),
    "int8multirange": ("pg.INT8MULTIRANGE", "MultiRange[int]"),
    "nummultirange": ("pg.NUMMULTIRANGE", "MultiRange[Decimal]"),
    "datemultirange": ("pg.DATEMULTIRANGE", "MultiRange[datetime.date]"),
    "tsmultirange": ("pg.TSMULTIRANGE", "MultiRange[datetime.datetime]"),
    "tstzmultirange": ("pg.TSTZMULTIRANGE", "MultiRange[datetime.datetime]"),
}
#: Types with a number behind them.
_SIZED = {
    "character varying": ("sa.String", "str"),
    "character": ("sa.CHAR", "str"),
    "bit": ("pg.BIT", "str"),
}
_MOMENTS = {"timestamp": ("pg.TIMESTAMP", "datetime.datetime"), "time": ("pg.TIME", "datetime.time")}
#: Types that CREATE TABLE knows and no catalog has, and what they count in.
COUNTING = {serial: type for type, serial in SERIALS.items()}
_UNHASHABLE = ("Any", "list[", "MultiRange[")


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A type as SQLAlchemy has it, and the annotation of its values.

    `length` is that of text, `precision` and `scale` are those of a number; None where it has none of its own.
    """

    code: Code
    annotation: str
    length: int | None = None
    precision: int | None = None
    scale: int | None = None

    @property
    def is_hashable(self) -> bool:
        """Whether values can be part of a key."""
        return not self.annotation.startswith(_UNHASHABLE)


@dataclass(frozen=True, slots=True)
class Defined:
    """A type that the module defines: the constant that SQLAlchemy knows it by, and the annotation of its values.

    `beneath` is the type that a domain is over, and empty for an enum.
    """

    constant: str
    annotation: str
    beneath: str = ""


def named_type(type: str) -> tuple[str, str]:
    """Schema and name of a type, without an array's brackets and without modifiers; of a built-in one no schema."""
    names = words(parse_type(type).names)
    return (names[0], names[-1]) if len(names) > 1 else ("", names[-1])


def defined_id(type: str, known: Mapping[ObjectId, Defined]) -> ObjectId | None:
    """The enum or domain among those known that the type is, or is an array of."""
    schema, name = named_type(type)
    return next((id for kind in ("enum", "domain") if (id := ObjectId(kind, schema, name)) in known), None)


def column_type(type: str, collation: str, known: Mapping[ObjectId, Defined]) -> ColumnType:
    """What a column is of whose type format_type prints so; a type that SQLAlchemy lacks is written as it is."""
    if collation:
        plain = column_type(type, "", known)
        return replace(plain, code=call("Raw", text(f"{type} COLLATE {collation}")))
    if type.endswith("[]"):
        return _array(type, known)
    if (id := defined_id(type, known)) is not None:
        return ColumnType(known[id].constant, known[id].annotation)
    return _built_in(type) or ColumnType(call("Raw", text(type)), "int" if type in COUNTING else "str")


def _array(type: str, known: Mapping[ObjectId, Defined]) -> ColumnType:
    named = type.removesuffix("[]")
    element, id = column_type(named, "", known), defined_id(named, known)
    base = named
    while id is not None and known[id].beneath:
        base = known[id].beneath
        id = None if base.endswith("[]") else defined_id(base, known)
    is_known = not _is_raw(column_type(base, "", known)) or named_type(base)[0] in {"", "pg_catalog"}
    if base.endswith("[]") or not is_known:
        # The driver knows no arrays of such a type, and gives their text.
        return ColumnType(call("Raw", text(type)), "str")
    kind = call("DomainArray" if base != named else "pg.ARRAY", element.code)
    return ColumnType(call("Raw", text(type)) if _is_raw(element) else kind, f"list[{element.annotation}]")


def _is_raw(type: ColumnType) -> bool:
    return not isinstance(type.code, str) and type.code.opening == "Raw("


def _built_in(type: str) -> ColumnType | None:
    form = _FORM.match(type)
    if form is None:
        return None
    base, first, second = form["base"], form["first"], form["second"]
    if base in _MOMENTS and form["zone"]:
        name, annotation = _MOMENTS[base]
        zone = "True" if form["zone"] == " with time zone" else None
        return ColumnType(_called(name, timezone=zone, precision=first), annotation)
    if form["zone"]:
        return None
    if base == "numeric" and first and second and 0 <= int(second) <= int(first):
        return ColumnType(call("sa.Numeric", first, second), "Decimal", precision=int(first), scale=int(second))
    if base == "numeric" and first:
        return ColumnType(call("Raw", text(type)), "Decimal")
    if base in _SIZED and first and not second:
        name, annotation = _SIZED[base]
        return ColumnType(call(name, first), annotation, length=int(first) if annotation == "str" else None)
    if base == "bit varying":
        return ColumnType(call("pg.BIT", first, varying="True"), "str")
    if base.split(" ")[0] == "interval" and (first or " " in base):
        fields = base.removeprefix("interval").strip().upper()
        named = text(fields) if fields else None
        return ColumnType(call("pg.INTERVAL", fields=named, precision=first), "datetime.timedelta")
    if base in _PLAIN and not first:
        return ColumnType(*_PLAIN[base])
    return None


def _called(name: str, **named: Code | None) -> Code:
    return call(name, **named) if any(named.values()) else name
