"""Strategies for the built-in types, with the values at their edges; shrinking ends at the simplest."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pgplumb.generate.candidates import known_name
from pgplumb.strategies import moments
from pgplumb.strategies.plain import Json, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    Modifiers = tuple[int, ...]
    Made = Callable[[Modifiers], SearchStrategy[Any]]

#: What every integer type ends at.
INTEGERS = {
    "int2": (-(2**15), 2**15 - 1),
    "int4": (-(2**31), 2**31 - 1),
    "int8": (-(2**63), 2**63 - 1),
    "oid": (0, 2**32 - 1),
}
TEXTS = frozenset({"text", "varchar", "bpchar", "citext", "name"})
#: Texts that break what is careless: quotes, escapes, patterns, marks that combine, letters outside the first plane.
AWKWARD = (
    "'",
    '"',
    "\\",
    "\n",
    " ",
    "%",
    "_",
    "e\u0301",
    "ß",
    "\u0130",
    "日本",
    "\U0001f600",
    "\t",
    "{}",
    "NULL",
    "a b",
)
_LONG = 300
_LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")


@cache
def scalar(base: str, modifiers: tuple[int, ...], version: int) -> SearchStrategy[Any] | None:
    """Values of a built-in type that is no array; None where the name is of no type known here.

    `version` is `server_version_num`: numeric has infinities since 14, interval since 17.
    """
    if base in INTEGERS:
        return integers(*INTEGERS[base])
    if base == "numeric":
        return _numeric(modifiers, version)
    name = known_name(base)
    if name in TEXTS:
        return text(limit(base, modifiers), bytes_too=base == "name")
    if base == "interval" and version < moments.INFINITE_INTERVALS:
        return moments.INTERVALS
    made = _BY_TYPE.get(name)
    return made(modifiers) if made else None


def integers(least: int, most: int) -> SearchStrategy[int]:
    """Integers of which many are small, and some are the first or the last."""
    near = st.integers(max(least, -10), min(most, 100)) if least <= 100 and most >= -10 else st.nothing()
    return near | st.sampled_from([each for each in (most, least) if least <= each <= most]) | st.integers(least, most)


def limit(base: str, modifiers: Modifiers) -> int | None:
    """The longest text of the type, in characters; of `name` in bytes."""
    if base == "name":
        return 63
    return modifiers[0] if modifiers else None


def text(longest: int | None, *, bytes_too: bool = False) -> SearchStrategy[str]:
    """Texts up to the length, in characters, or in bytes of UTF-8."""
    top = 12 if longest is None else min(12, longest)
    long = _LONG if longest is None else longest
    edges = [each for each in AWKWARD if len(each.encode() if bytes_too else each) <= long]
    letters = st.sampled_from("abcdefghijklmnopqrstuvwxyzABCXYZ019 ") if bytes_too else _LETTERS
    plain = st.text(st.sampled_from("abcxyzABC012"), max_size=top)
    # Constants are longer than this only by far; ten megabytes would say no more.
    longest_text = "x" * min(long, 2000)
    return plain | st.text(letters, max_size=top) | st.sampled_from(["", *edges, longest_text])


def _numeric(modifiers: Modifiers, version: int) -> SearchStrategy[Decimal]:
    special = [Decimal("NaN")]
    if modifiers:
        precision, scale = (*modifiers, 0)[:2]
        top = 10**precision - 1
        whole = 10**scale * 100 if scale > 0 else 100
        near = st.integers(-min(top, whole), min(top, whole))
        finite = near | st.integers(-top, top) | st.sampled_from([0, top, -top])
        scaled = finite.map(lambda digits: Decimal(digits).scaleb(-scale))
        return scaled | st.sampled_from([Decimal(0).scaleb(-scale), *special])
    if version >= 140000:
        special += [Decimal("Infinity"), Decimal("-Infinity")]
    wide = st.sampled_from([Decimal("12345678901234567890.123456789"), Decimal("1e-20"), Decimal(10) ** 40])
    plain = st.integers(-10, 100).map(Decimal)
    return (
        plain
        | st.integers(-(10**9), 10**9).map(lambda digits: Decimal(digits).scaleb(-3))
        | wide
        | st.sampled_from([Decimal(0), *special])
    )


def _float(width: int) -> Made:
    return lambda _: st.integers(-10, 100).map(float) | st.floats(width=32 if width == 32 else 64)


def _bits(modifiers: Modifiers) -> SearchStrategy[Text]:
    width = modifiers[0] if modifiers else 1
    return st.text("01", min_size=width, max_size=width).map(Text)


def _varbits(modifiers: Modifiers) -> SearchStrategy[Text]:
    return st.text("01", max_size=min(modifiers[0], 16) if modifiers else 16).map(Text)


def _vectors(modifiers: Modifiers) -> SearchStrategy[Text]:
    """pgvector's: of few different numbers, for there may be hundreds of them."""
    width = modifiers[0] if modifiers else 3
    few = st.lists(st.sampled_from(["1", "0", "-1", "0.5", "1e-20"]), min_size=2, max_size=4)
    return few.map(lambda numbers: Text(f"[{','.join((numbers * width)[:width])}]"))


def _texts(*known: str) -> Made:
    strategy = st.sampled_from([Text(each) for each in known])
    return lambda _: strategy


def _always(strategy: SearchStrategy[Any]) -> Made:
    return lambda _: strategy


def _hex(groups: int, separator: str) -> SearchStrategy[Text]:
    octets = st.lists(st.integers(0, 255), min_size=groups, max_size=groups)
    return octets.map(lambda each: Text(separator.join(f"{octet:02x}" for octet in each)))


_KEYS = st.sampled_from(["a", "b", "", "key with space", "ü", 'q"uote']) | st.text(st.sampled_from("abc"), max_size=3)
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-10, 100)
    | st.sampled_from([Decimal("1.5"), Decimal("-0.001"), Decimal(10) ** 20])
    | st.text(_LETTERS, max_size=6)
    | st.sampled_from(["", "\U0001f600", "e\u0301", "\\u0041", "'", '"', "\n"])
)
JSON = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3), max_leaves=5
)
_OBJECTS = st.dictionaries(_KEYS, _LEAVES, max_size=3)
DOCUMENTS = (_OBJECTS | JSON).map(Json)

_BY_TYPE: dict[str, Made] = {
    "bool": _always(st.booleans()),
    "float4": _float(32),
    "float8": _float(64),
    "money": _always(
        (st.integers(0, 1000) | st.integers(-(10**12), 10**12)).map(lambda cents: Decimal(cents).scaleb(-2))
    ),
    "char": _always(st.sampled_from([*"axZ0 '\\", ""]).map(Text)),
    "bytea": _always(st.binary(max_size=8) | st.sampled_from([b"", b"\0", b"\\", b"'", b"\xff" * 64])),
    "uuid": _always(st.uuids(allow_nil=True)),
    "json": _always(DOCUMENTS),
    "jsonb": _always(DOCUMENTS),
    "jsonpath": _texts("$", "$.a[*]", "strict $.a ? (@ > 1)"),
    "date": moments.dates,
    "timestamp": moments.timestamps,
    "timestamptz": moments.aware_timestamps,
    "time": moments.times,
    "timetz": moments.zoned_times,
    "interval": moments.intervals,
    "bit": _bits,
    "varbit": _varbits,
    "inet": _texts(
        "0.0.0.0/32", "192.0.2.1", "10.0.0.0/8", "255.255.255.255", "192.0.2.1/24", "::", "2001:db8::1/64", "::1"
    ),
    "cidr": _texts("0.0.0.0/0", "192.0.2.0/24", "10.0.0.0/8", "255.255.255.255/32", "::/0", "2001:db8::/32"),
    "macaddr": _always(_hex(6, ":")),
    "macaddr8": _always(_hex(8, ":")),
    "point": _texts("(0,0)", "(1,2)", "(-1.5,1e10)", "(Infinity,NaN)"),
    "line": _texts("{1,0,0}", "{1,2,3}", "{0,-1,0.5}"),
    "lseg": _texts("[(0,0),(1,1)]", "[(0,0),(0,0)]", "[(-1,2),(3,-4)]"),
    "box": _texts("(0,0),(0,0)", "(2,2),(0,0)", "(9,9),(7,7)", "(5,5),(4,4)"),
    "path": _texts("[(0,0)]", "[(0,0),(1,1)]", "((0,0),(1,1),(1,0))"),
    "polygon": _texts("((0,0))", "((0,0),(1,1),(1,0))"),
    "circle": _texts("<(0,0),0>", "<(1,2),3>", "<(90,90),1>"),
    "xml": _texts("<a/>", "<a b='1'>x &amp; y</a>", "", "text alone", "<ü/>", "<a><![CDATA[<]]></a>"),
    "tsvector": _texts("", "'a'", "'a':1 'b':2", "'it''s':3A", "'ü'"),
    "tsquery": _texts("", "'a'", "'a' & 'b'", "!'a' | 'b':*", "'a' <-> 'b'"),
    "pg_lsn": _texts("0/0", "0/1", "1/0", "FFFFFFFF/FFFFFFFF"),
    "xid": _texts("0", "1", "4294967295"),
    "xid8": _texts("0", "1", "18446744073709551615"),
    "cid": _texts("0", "4294967295"),
    "tid": _texts("(0,0)", "(0,1)", "(4294967295,65535)"),
    "txid_snapshot": _texts("10:20:10,14,15", "1:1:"),
    "pg_snapshot": _texts("10:20:10,14,15", "1:1:"),
    "int2vector": _texts("", "1", "1 2"),
    "oidvector": _texts("", "1", "1 2"),
    "regclass": _texts("pg_class", "-"),
    "regtype": _texts("integer", "text", "-"),
    "regproc": _texts("now", "-"),
    "regprocedure": _texts("now()", "-"),
    "regoper": _texts("0", "!!"),
    "regoperator": _texts("+(integer,integer)", "0"),
    "regnamespace": _texts("pg_catalog", "-"),
    "regcollation": _texts('"C"', "-"),
    "regconfig": _texts("simple", "-"),
    "regdictionary": _texts("simple", "-"),
    "hstore": _texts("", "a=>1", 'a=>NULL, "b c"=>""'),
    "ltree": _texts("", "a", "a.b.c"),
    "lquery": _texts("a", "a.*", "*"),
    "vector": _vectors,
    "cube": _texts("(0)", "(1,2),(3,4)"),
}
