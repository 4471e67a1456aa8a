"""Values worth trying for a column, by its type: common ones first, then the ones at the edges."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pgplumb.model.ids import ObjectId
from pgplumb.model.types import Attribute, Composite, Domain, DomainConstraint, Enum, Range
from pgplumb.syntax.parse import in_parentheses, parse_statement, parse_type
from pgplumb.syntax.sql import literal, raw, sql
from pgplumb.syntax.tree import words

if TYPE_CHECKING:
    from random import Random

    from pgplumb.model.catalog import Catalog
    from pgplumb.syntax.sql import Sql

_MARKS = frozenset('."')
_PART = re.compile(r'"(?:[^"]|"")*"|[^.]+')
#: Types of extensions, which live in whatever schema the extension was created in.
_BROUGHT = frozenset({"citext", "cube", "hstore", "lquery", "ltree", "vector"})
_INTEGERS = {"int2": 2**15, "int4": 2**31, "int8": 2**63}
TEXTS = frozenset({"text", "varchar", "bpchar", "name", "citext"})
NUMBERS = frozenset({*_INTEGERS, "numeric", "float4", "float8", "money"})
MOMENTS = frozenset({"date", "timestamp", "timestamptz"})
_WORDS = ("Anna", "Zoë Ünïcode", "O'Brien", "", "a\\b", "日本", "x", "two words")
_DATES = ("2024-02-29", "2025-01-01", "2024-12-31", "1999-12-31", "2026-07-04", "0001-01-01")
_TIMES = ("12:00:00", "00:00:00", "23:59:59.999999")
_BY_TYPE: dict[str, tuple[str, ...]] = {
    "bool": ("true", "false"),
    "float4": ("1", "0", "1.5", "-1", "100"),
    "float8": ("1", "0", "1.5", "-1", "100", "1e300"),
    "money": ("1", "0", "-1"),
    "date": _DATES,
    "time": _TIMES,
    "timetz": tuple(f"{time}+00" for time in _TIMES),
    "interval": ("1 hour", "0", "1 month 2 days", "-1 day"),
    "json": ('{"a": 1}', "[]", "null", "{}"),
    "jsonb": ('{"a": 1}', "[]", "null", "{}"),
    "bytea": ("\\x00ff", "\\x"),
    "inet": ("192.0.2.1", "2001:db8::1/64", "10.0.0.0/8"),
    "cidr": ("192.0.2.0/24", "2001:db8::/32"),
    "macaddr": ("08:00:2b:01:02:03", "00:00:00:00:00:00"),
    "macaddr8": ("08:00:2b:01:02:03:04:05",),
    "bit": ("1", "0", "10"),
    "varbit": ("101", "", "1"),
    "point": ("(1,2)", "(0,0)"),
    "line": ("{1,2,3}",),
    "lseg": ("[(0,0),(1,1)]",),
    "box": ("(2,2),(0,0)", "(9,9),(7,7)", "(5,5),(4,4)"),
    "path": ("[(0,0),(1,1)]",),
    "polygon": ("((0,0),(1,1),(1,0))",),
    "circle": ("<(1,2),3>", "<(90,90),1>", "<(50,50),1>"),
    "tsvector": ("'a':1 'b':2", ""),
    "tsquery": ("'a' & 'b'",),
    "xml": ("<a/>", "<b>1</b>"),
    "oid": ("1", "0"),
    "char": ("a", "b"),
    "pg_lsn": ("0/1", "1/0"),
    "int4range": ("[1,10)", "empty", "[20,30)", "[40,)"),
    "int8range": ("[1,10)", "empty", "[20,30)", "[40,)"),
    "numrange": ("[1,10)", "empty", "[20,30)", "[40,)"),
    "daterange": ("[2024-01-01,2024-02-01)", "[2025-01-01,2025-02-01)", "empty", "[2026-01-01,)"),
    "tsrange": ("[2024-01-01,2024-02-01)", "[2025-01-01,2025-02-01)", "empty", "[2026-01-01,)"),
    "tstzrange": ("[2024-01-01,2024-02-01)", "[2025-01-01,2025-02-01)", "empty", "[2026-01-01,)"),
    "hstore": ("a=>1", ""),
    "ltree": ("a.b", "c"),
    "regclass": ("pg_class",),
    "regproc": ("now",),
    "regtype": ("integer", "text"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a column's type comes down to: a base type's name, its modifiers, and the domains on the way to it.

    `base` is `name` of a built-in type and `schema.name` of any other, with quotes around a part that has a dot or a
    quote itself. `printed` is the base type as SQL; `checks` are the domains' expressions over VALUE, with their syntax
    trees; `domains` are the domains' names as `base` has them, the outermost first.
    """

    base: str
    modifiers: tuple[int, ...]
    array: bool
    printed: Sql
    checks: tuple[tuple[Sql, Any], ...] = ()
    not_null: bool = False
    domains: tuple[str, ...] = ()


def kind_of(type: str, catalog: Catalog) -> Kind:
    """Follow domains down to the type beneath them."""
    return kind_of_node(parse_type(type), raw(type), catalog)


def kind_of_node(node: Any, printed: Sql, catalog: Catalog) -> Kind:
    """The same for a type's syntax tree."""
    names = words(node.names)
    found = catalog.get(type_id("domain", _qualified(*names))) if not node.arrayBounds else None
    if isinstance(found, Domain):
        below = kind_of(found.type, catalog)
        checks = tuple(_check(child) for child in catalog.children(found.id) if isinstance(child, DomainConstraint))
        not_null = below.not_null or found.not_null
        domains = (_qualified(*names), *below.domains)
        return replace(below, checks=(*below.checks, *checks), not_null=not_null, domains=domains)
    modifiers = tuple(int(getattr(getattr(each, "val", None), "ival", 0) or 0) for each in node.typmods or ())
    return Kind(_without_catalog(names), modifiers, bool(node.arrayBounds), printed)


def name_of(type: str) -> str:
    """The name of a type as Kind has it, however it is written in SQL: `int4` of `integer`; `[]` follows for arrays.

    Raises SqlSyntaxError where that is no type.
    """
    node = parse_type(type)
    return _without_catalog(words(node.names)) + ("[]" if node.arrayBounds else "")


def _without_catalog(names: tuple[str, ...]) -> str:
    return _qualified(*(names[1:] if names[0] == "pg_catalog" else names))


def _qualified(*names: str) -> str:
    return ".".join('"' + name.replace('"', '""') + '"' if _MARKS & {*name} else name for name in names)


def type_id(kind: str, base: str) -> ObjectId:
    """The id of a type by its name as Kind has it; without a schema it is in public."""
    schema, name = ("public", *_parts(base))[-2:]
    return ObjectId(kind, schema, name)


def known_name(base: str) -> str:
    """The name of a built-in type, or without its schema that of one which a known extension brings.

    Any other type has its own name back: an enum `billing.interval` is no interval.
    """
    name = _parts(base)[-1]
    return name if name in _BROUGHT else base


def _parts(base: str) -> list[str]:
    return [part[1:-1].replace('""', '"') if part[0] == '"' else part for part in _PART.findall(base)]


def values_of(kind: Kind, catalog: Catalog, random: Random, salt: int) -> tuple[str, ...]:
    """Texts that the type's input function takes; none where the type is not known. `salt` makes some of them new."""
    element = _element(kind, catalog, random, salt)
    if not kind.array:
        return element
    quoted = ['"' + each.replace("\\", "\\\\").replace('"', '\\"') + '"' for each in element]
    return ("{}", *(f"{{{each}}}" for each in quoted[:2]), *([f"{{{quoted[0]},{quoted[-1]}}}"] if quoted else []))


def _element(kind: Kind, catalog: Catalog, random: Random, salt: int) -> tuple[str, ...]:
    base, modifiers = kind.base, kind.modifiers
    if base in _INTEGERS:
        top = _INTEGERS[base] - 1
        return (str(salt % 30000 + 1), "1", "0", "2", "-1", "10", "100", str(top))
    if base == "numeric":
        return _numerics(modifiers, salt)
    if known_name(base) in TEXTS:
        return _texts(modifiers if base != "name" else (63,), salt)
    if base in {"timestamp", "timestamptz"}:
        zone = "+00" if base == "timestamptz" else ""
        return tuple(f"{date} {time}{zone}" for date, time in zip(_DATES, _TIMES * 2, strict=True))
    if base == "uuid":
        return tuple(str(UUID(int=random.getrandbits(128), version=4)) for _ in range(3))
    if base in {"bit", "varbit"} and modifiers:
        width = modifiers[0]
        return ("1" * width, "0" * width, ("10" * width)[:width])
    if known_name(base) == "vector":
        width = modifiers[0] if modifiers else 3
        return tuple(f"[{','.join((numbers * width)[:width])}]" for numbers in (["1", "0"], ["0.5", "-1"], ["0"]))
    return _BY_TYPE.get(known_name(base)) or _made(base, catalog, random, salt)


def has_few_values(kind: Kind, catalog: Catalog) -> bool:
    """Whether the type itself says which values there are: booleans and enums."""
    listed = kind.base == "bool" or isinstance(catalog.get(type_id("enum", kind.base)), Enum)
    return listed and not kind.array


def _made(base: str, catalog: Catalog, random: Random, salt: int) -> tuple[str, ...]:
    """Values of a type that the schema defines."""
    enum, range_type = catalog.get(type_id("enum", base)), catalog.get(type_id("range", base))
    if isinstance(enum, Enum):
        return enum.labels
    if isinstance(range_type, Range):
        bounds = sorted(values_of(kind_of(range_type.subtype, catalog), catalog, random, salt)[:1])
        return ("empty", *(f'["{each}","{each}"]' for each in bounds))
    composite = catalog.get(type_id("composite", base))
    if isinstance(composite, Composite):
        attributes = [child for child in catalog.children(composite.id) if isinstance(child, Attribute)]
        return ("(" + "," * (len(attributes) - 1) + ")",)
    return ()


def _numerics(modifiers: tuple[int, ...], salt: int) -> tuple[str, ...]:
    if not modifiers:
        return ("1", "0", "2", "-1", "0.5", str(salt), "12345678901234567890.123456789")
    precision, scale = (*modifiers, 0)[:2]
    whole = precision - scale
    top = ("9" * whole or "0") + ("." + "9" * scale if scale > 0 else "")
    if whole < 1:
        return ("0", top)
    return (
        "1",
        "0",
        "2",
        "-1",
        str(salt % 10 ** min(whole, 6)),
        "1" + ("." + "5".ljust(scale, "0") if scale > 0 else ""),
        top,
    )


def _texts(modifiers: tuple[int, ...], salt: int) -> tuple[str, ...]:
    limit = modifiers[0] if modifiers else 200
    return tuple(dict.fromkeys(each[:limit] for each in (f"value {salt}" if limit > 9 else str(salt), *_WORDS)))


def _check(constraint: DomainConstraint) -> tuple[Sql, Any]:
    tree = parse_statement(sql("ALTER DOMAIN d ADD {}", raw(constraint.definition))).def_.raw_expr
    return in_parentheses(constraint.definition), tree


def cast(value: str | None, type: Sql) -> Sql:
    """A constant of the type."""
    return sql("{}::{}", raw("NULL") if value is None else literal(value), type)
