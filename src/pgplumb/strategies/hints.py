"""Values that the expressions themselves suggest for a column: their constants, and what is built of these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from ipaddress import ip_interface
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pgplumb.generate.pattern import NotSupported, sample
from pgplumb.strategies import fields
from pgplumb.strategies.axis import DAY, FAMILIES, MOMENTS, Span, place, scale_of, value_at
from pgplumb.strategies.domain import LONGEST_TEXT
from pgplumb.strategies.expressions import Call, Cast, Column, Constant, Expr, walk
from pgplumb.strategies.plain import Json, Range, Text
from pgplumb.strategies.types import INTERVAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pgplumb.strategies.types import Type

    Choose = Callable[[Sequence[Any]], Any]
    Path = tuple[str | int, ...]

_PATTERNS = frozenset({"~", "~*", "!~", "!~*", "~~", "~~*", "!~~", "!~~*", "starts_with", "^@"})
_WORDS = ("a", "b", "x", "ab", "abc", "", "A", "1", "a b", " a", "Xyz")
_MOST = 40
_LONGEST = 300
_SAMPLES = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hints:
    """Constants by family, texts that match patterns, paths into documents, lengths that documents have as text."""

    constants: tuple[tuple[Any, Type], ...]
    texts: tuple[str, ...]
    numbers: tuple[int, ...]
    paths: tuple[Path, ...]
    lengths: tuple[int, ...]
    fields: Mapping[str, tuple[int, ...]]

    def of(self, type: Type) -> tuple[Any, ...]:
        """The constants of a type's family, and for ordered types their neighbours."""
        found = [value for value, each in self.constants if each.family == type.family]
        if type.family in FAMILIES:
            found = [near for value in found for near in _around(value, type)]
        return _distinct(found)


def hints_of(exprs: Iterable[Expr]) -> Hints:
    """What the expressions hold; in the order in which they hold it."""
    nodes = [node for expr in exprs for node in walk(expr)]
    constants = [(node.value, node.type) for node in nodes if isinstance(node, Constant) and node.value is not None]
    constants += [
        (each, type.inner) for value, type in constants if isinstance(value, list) for each in value if each is not None
    ]
    random = Random(0)  # noqa: S311  the same checks shall give the same hints
    patterns = [each for node in nodes for each in _samples(node, random)]
    texts = [value for value, _ in constants if isinstance(value, str)]
    numbers = [int(each) for each in _numbers(constants) if abs(each) <= _LONGEST]
    return Hints(
        constants=_distinct(constants),
        texts=_distinct([*texts, *patterns]),
        numbers=_distinct([abs(near) for each in numbers for near in (each, each + 1, each - 1)]),
        paths=_distinct([path for node in nodes for path in _paths(node)]),
        lengths=_distinct([length for node in nodes for length in _lengths(node)]),
        fields=fields.fields_of(nodes),
    )


def _numbers(constants: Iterable[tuple[Any, Type]]) -> list[Any]:
    """The finite numbers among constants."""
    values = [value for value, type in constants if type.family in {"int", "numeric"}]
    return [each for each in values if not isinstance(each, Decimal) or each.is_finite()]


def _distinct(found: Iterable[Any]) -> tuple[Any, ...]:
    """Each once; values of different types that are equal, such as 1 and true, are not the same."""
    return tuple({repr(each): each for each in found}.values())


def _samples(node: Expr, random: Random) -> Iterable[str]:
    """Texts that a pattern is meant to match."""
    if not isinstance(node, Call) or node.name not in _PATTERNS or len(node.args) != 2:
        return
    pattern = node.args[1]
    if not isinstance(pattern, Constant) or not isinstance(pattern.value, str):
        return
    text = pattern.value
    if "~~" in node.name:
        plain = text.replace("\\", "")
        yield from (plain.replace("%", fill).replace("_", "c") for fill in ("", "ab", "x y"))
    elif node.name in {"starts_with", "^@"}:
        yield from (text, f"{text}a")
    else:
        try:
            # Its words too: what a pattern shuts out is as telling as what it lets in.
            yield from "".join(each if each.isalnum() else " " for each in text).split()
            yield from [sample(text, random) for _ in range(_SAMPLES)]
        except (NotSupported, IndexError, ValueError):
            return


def _paths(node: Expr) -> Iterable[Path]:
    """The paths into documents that an accessor or an operator names."""
    if not isinstance(node, Call) or len(node.args) != 2:
        return
    document, step = node.args
    if document.type.family not in {"json", "jsonb"}:
        return
    start = _path_of(document)
    if start is None or not isinstance(step, Constant) or step.value is None:
        return
    if node.name in {"->", "->>", "?", "-"} and isinstance(step.value, str | int):
        yield (*start, step.value)
    elif node.name in {"#>", "#>>"}:
        yield (*start, *(int(each) if each.isdigit() else each for each in step.value))
    elif node.name in {"?|", "?&"}:
        yield from ((*start, each) for each in step.value)
    elif node.name in {"@>", "<@"} and isinstance(step.value, Json) and isinstance(step.value.value, dict):
        yield from ((*start, each) for each in step.value.value)


def _lengths(node: Expr) -> Iterable[int]:
    """What the length of a document, as text, is compared with."""
    if isinstance(node, Call) and len(node.args) == 2:
        for measured, bound in (node.args, reversed(node.args)):
            match measured, bound:
                case Call(args=(Cast(arg=document),)), Constant(value=int() as length):
                    if document.type.family in {"json", "jsonb"} and 0 < length <= LONGEST_TEXT:
                        yield length


def _path_of(expr: Expr) -> Path | None:
    match expr:
        case Column():
            return ()
        case Call(name="->" | "->>", args=(inner, Constant(value=str() | int() as step))):
            start = _path_of(inner)
            return None if start is None else (*start, step)
    return None


def _around(value: Any, type: Type) -> Iterable[Any]:
    """A constant of an ordered type and its neighbours."""
    yield value
    number = place(value, type)
    if number is None:
        return
    scale = scale_of(type, (), Span(number, number))
    for step in (scale.step, -scale.step, scale.step * scale.stride):
        moved = number + step
        if scale.least is None or scale.least <= moved / scale.step <= (scale.most or moved):
            yield value_at(moved, type)


def made(type: Type, hints: Hints, length: Span, choose: Choose) -> Any:
    """A value of a type without an axis, put together from what the hints hold by choices of the caller's."""
    match type.family:
        case "array":
            return _array(type, hints, length, choose)
        case "json" | "jsonb":
            return _document(type, hints, choose)
        case "range":
            return _range(type, hints, choose)
    return choose(pool(type, hints))


@lru_cache(maxsize=1024)
def pool(type: Type, hints: Hints) -> tuple[Any, ...]:
    """Simple values of a type, those first that the expressions name."""
    own = hints.of(type)
    match type.family:
        case "bool":
            return (True, False)
        case "text" | "bpchar" | "citext":
            sized = ["x" * each for each in hints.numbers]
            cut = [
                part
                for text in hints.texts[:8]
                for part in (text[:1], text[1:], text.upper(), f"{text}x", f"-{text}", f"a{text}b")
            ]
            return _distinct([*hints.texts, *_WORDS, *sized, *cut])
        case "uuid":
            return _distinct([*own, UUID(int=1), UUID(int=2**128 - 1)])
        case "bytea":
            return _distinct([*own, *(bytes(each) for each in hints.numbers), b"", b"a", b"\xff\0"])
        case "bit":
            bits = [Text("1" * each) for each in (*hints.numbers, 4, 8)] + [Text("0" * each) for each in (4, 8)]
            return _distinct([*own, *bits, Text("101")])
        case "macaddr":
            return _distinct([*own, Text("00:00:00:00:00:00"), Text("08:00:2b:01:02:03")])
        case "pg_lsn":
            return _distinct([*own, Text("0/0"), Text("1/0"), Text("FFFFFFFF/FFFFFFFF")])
        case "inet":
            hosts = [Text(str(each)) for value in own for each in islice(ip_interface(value.text).network, 3)]
            return _distinct([*own, *hosts, Text("192.0.2.1"), Text("2001:db8::1/64"), Text("10.0.0.0/8")])
        case family if family in FAMILIES:
            return _distinct([*own, *_near(type, hints), *fields.moments(type, hints.fields)])
    return own


def _near(type: Type, hints: Hints) -> list[Any]:
    """Values around the origin of an ordered type, and as far from it as the intervals that the expressions name."""
    scale = scale_of(type, (), Span())
    origin = scale.origin * scale.step
    steps = [each * scale.step * scale.stride for each in map(Fraction, (0, 1, 2, 5, 10, -1))]
    if type.family == "int" and "year" in hints.fields:
        steps += [Fraction(year) for year in (2000, 2024)]
    if type.family in MOMENTS:
        spans = [place(each, INTERVAL) or Fraction(0) for each, found in hints.constants if found.family == "interval"]
        days = [Fraction(each * DAY) for each in (1, 2, 30, 400, *hints.numbers)]
        steps += [near for each in spans for near in (each, each - scale.step, each + scale.step)] + days
    numbers = [origin + each for each in steps]
    limits = (scale.least, scale.most)
    return [
        value_at(each, type)
        for each in numbers
        if limits[0] is None or limits[0] <= each / scale.step <= (limits[1] or each)
    ]


def _array(type: Type, hints: Hints, length: Span, choose: Choose) -> list[Any]:
    if choose((False, False, True)) and (whole := hints.of(type)):
        return list(choose(whole))
    least = 0 if length.low is None else max(0, int(length.low) + length.low_open)
    most = least + 3 if length.high is None else max(least, int(length.high) - length.high_open)
    lengths = sorted(
        {*range(least, min(most, least + 4) + 1), *(each for each in hints.numbers if least <= each <= most)}
    )
    elements = pool(type.inner, hints)[:_MOST]
    if not elements:
        return []
    mixed = (*elements, None) if choose((False, False, False, True)) else elements
    found = [choose(mixed) for _ in range(choose(lengths))]
    # Now and then of two dimensions.
    return [[each] for each in found] if choose((False,) * 9 + (True,)) else found


@lru_cache(maxsize=256)
def _leaves(hints: Hints) -> tuple[Any, ...]:
    constants = [value for value, _ in hints.constants]
    near = [each + step for each in _numbers(hints.constants) for step in (0, 1, -1) if abs(each) < 10**18]
    moments = [each.isoformat() for each in constants if isinstance(each, date | datetime | time)]
    later = [(each + timedelta(days=1)).isoformat() for each in constants if isinstance(each, date)]
    texts = [*hints.texts, *map(str, near), *moments, *later, "true", "a", "", "abc"]
    lists: list[Any] = [[], ["a"], [1], {}, {"a": 1}]
    return _distinct([*near, *texts, 0, 1, 5, True, False, None, *lists])[: _MOST * 2]


def _document(type: Type, hints: Hints, choose: Choose) -> Json:
    leaves = _leaves(hints)
    shape = choose(("object", "object", "object", "object", "known", "array", "leaf", "empty"))
    known = hints.of(type)
    found: Any = {}
    if shape == "known" and known:
        found = choose(known).value
        if isinstance(found, dict) and choose((True, False)):
            found = {**found, choose(("z", "a")): choose(leaves)}
        return Json(found)
    if shape == "array":
        return Json([choose(leaves) for _ in range(choose((0, 1, 2, 3)))])
    if shape == "leaf":
        return Json(choose(leaves))
    if shape != "empty":
        every = choose((True, True, False))
        for path in hints.paths:
            if every or choose((True, False)):
                found = _set(found, path, choose(leaves))
        if hints.lengths and choose((False, False, True)):
            found = _set(found, ("x",), "x" * choose(hints.lengths))
    return Json(found)


def _set(document: Any, path: Path, value: Any) -> Any:
    """The document with a value at a path; what is in the way gives way."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        items = list(document) if isinstance(document, list) else []
        items += [None] * (step + 1 - len(items))
        items[step] = _set(items[step], rest, value)
        return items
    inside = dict(document) if isinstance(document, dict) else {}
    inside[step] = _set(inside.get(step), rest, value)
    return inside


def _range(type: Type, hints: Hints, choose: Choose) -> Any:
    known = hints.of(type)
    kind = choose(("bounded", "bounded", "bounded", "bounded", "known", "lower", "upper", "all", "empty"))
    if kind == "known" and known:
        return choose(known)
    bounds = pool(type.inner, hints)[:_MOST]
    if kind == "empty" or not bounds:
        return Range(brackets="")
    if kind == "all":
        return Range(None, None, "()")
    lower, upper = choose(bounds), choose(bounds)
    one, other = place(lower, type.inner), place(upper, type.inner)
    if one is None or other is None:
        return Range(brackets="")
    if one > other:
        lower, upper = upper, lower
    if kind == "lower":
        return Range(lower, None, "[)")
    return Range(None, upper, "()") if kind == "upper" else Range(lower, upper, choose(("[)", "[)", "[]", "()")))
