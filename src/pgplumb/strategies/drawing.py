"""Draws a value from a column's domain: by Hypothesis for rows, at random for the search of examples."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pgplumb.generate.pattern import NotSupported, sample
from pgplumb.strategies.axis import Scale, Span, at, place, scale_of, steps_within, value_at
from pgplumb.strategies.hints import Hints, made, pool
from pgplumb.strategies.plain import Infinite
from pgplumb.strategies.scalars import limit

if TYPE_CHECKING:
    from random import Random

    from hypothesis.strategies import DrawFn, SearchStrategy

    from pgplumb.generate.candidates import Kind
    from pgplumb.strategies.domain import Domain
    from pgplumb.strategies.types import Type

_NEAR = 100
_BUILT = frozenset({"array", "json", "jsonb", "range"})
_TEXTS = frozenset({"text", "bpchar", "citext"})
_ASCII = st.characters(min_codepoint=32, max_codepoint=126)
_LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
_SHORT = 12
_SAMPLES = 12
_LONG = 200
_BOOLEANS: SearchStrategy[Any] = st.booleans()


@dataclass(frozen=True, slots=True)
class Source:
    """A column's kind, what the expressions suggest for it, and its values without any check."""

    kind: Kind
    hints: Hints
    values: SearchStrategy[Any]


def drawn(draw: DrawFn, domain: Domain, source: Source) -> Any:
    """A value of the domain, simple ones and those at its edges often."""
    if domain.finite is not None:
        return draw(st.sampled_from(domain.listed))
    if domain.column.type.family == "bool":
        return draw(_BOOLEANS)
    if domain.is_ordered:
        return _drawn_number(draw, domain, source)
    if domain.column.type.family in _TEXTS:
        return draw(_texts(domain, source))
    family = domain.column.type.family
    if family in _BUILT and draw(st.integers(0, 3)):
        return made(domain.column.type, source.hints, domain.length, lambda options: draw(st.sampled_from(options)))
    known = pool(domain.column.type, source.hints)
    if known and draw(_BOOLEANS):
        return draw(st.sampled_from(known))
    return draw(source.values)


def _drawn_number(draw: DrawFn, domain: Domain, source: Source) -> Any:
    type = domain.column.type
    if domain.span.low is None and domain.span.high is None and not domain.remainder and draw(st.integers(0, 3)) == 3:
        return draw(source.values)
    scale = scale_of(type, domain.column.modifiers, domain.span)
    first, last = steps_within(domain.span, scale)
    origin = _nearest(scale.origin, first, last)
    reach = _NEAR * scale.stride
    low = origin - reach if first is None else max(first, origin - reach)
    high = origin + reach if last is None else min(last, origin + reach)
    edges = [each for each in _edges(domain, first, last) if each != origin]
    way = draw(st.integers(0, 7)) // 2
    if way == 3 and (special := _special(domain)) and not draw(st.integers(0, 4)):
        return draw(st.sampled_from(special))
    known = _known(type, source.hints, domain.span) if way == 1 else ()
    if known:
        return draw(st.sampled_from(known))
    if way == 3 and edges:
        step = draw(st.sampled_from(edges))
    elif way == 2:
        far = 10**6 * scale.stride
        step = origin + draw(
            st.integers(
                (origin - far if first is None else first) - origin, (origin + far if last is None else last) - origin
            )
        )
    else:
        coarse = scale.stride if (high - low) // scale.stride > 2 else 1
        step = origin + coarse * draw(st.integers(-((origin - low) // coarse), (high - origin) // coarse))
    return _value(step, domain, scale, first, last)


def _value(step: int, domain: Domain, scale: Scale, first: int | None, last: int | None) -> Any:
    """The value of a step, moved to the next one with the wanted remainder."""
    if domain.remainder is not None:
        divisor, rest = domain.remainder
        step += (rest - step) % divisor
        if last is not None and step > last:
            step -= divisor
    return value_at(step * scale.step, domain.column.type)


def _nearest(origin: int, first: int | None, last: int | None) -> int:
    if first is not None and origin < first:
        return first
    return last if last is not None and origin > last else origin


_INFINITE = (Infinite(1), Infinite(-1))
_FINE = tuple(map(Decimal, ("0.5", "0.001", "-0.0001", "1.23456789", "1000000.5")))
#: Values of ordered types that lie on no axis, or between its steps.
_SPECIAL: dict[str, tuple[Any, ...]] = {
    "numeric": (Decimal("NaN"), *_FINE),
    "float": (math.nan, math.inf, -math.inf, 0.5, 1e-9),
    "date": _INFINITE,
    "timestamp": _INFINITE,
    "timestamptz": _INFINITE,
}


def _special(domain: Domain) -> tuple[Any, ...]:
    known = _SPECIAL.get(domain.column.type.family, ())
    return tuple(each for each in known if each not in _FINE) if domain.column.modifiers else known


def _edges(domain: Domain, first: int | None, last: int | None) -> list[int]:
    """The steps at the ends that the checks set, and those next to them."""
    found = []
    if first is not None and (domain.span.low is not None or abs(first) < 2**64):
        found += [first, first + 1]
    if last is not None and (domain.span.high is not None or abs(last) < 2**64):
        found += [last, last - 1]
    return [each for each in found if (first is None or each >= first) and (last is None or each <= last)]


def _texts(domain: Domain, source: Source) -> SearchStrategy[Any]:
    least, most = _lengths(domain, source)
    if domain.patterns:
        pattern = max(domain.patterns, key=lambda each: len(each.text))
        return _by_pattern(pattern.text, pattern.flags, pattern.ascii_only or len(domain.patterns) > 1, least, most)
    if domain.length.low is None and domain.length.high is None:
        return source.values | st.sampled_from(
            tuple(each for each in pool(domain.column.type, source.hints) if len(each) <= most) or ("",)
        )
    top = most if domain.length.high is not None else max(least, _SHORT)
    if least > _LONG:
        return st.sampled_from(["x" * least, "y" * least])
    plain = st.text(st.sampled_from("abcxyzABC012"), min_size=least, max_size=max(least, min(top, least + _SHORT)))
    ends = st.sampled_from(["x" * least, "x" * (top if top - least < 2000 else least)])
    return plain | ends | st.text(_LETTERS, min_size=least, max_size=max(least, min(top, least + _SHORT)))


def _lengths(domain: Domain, source: Source) -> tuple[int, int]:
    longest = limit(source.kind.base, source.kind.modifiers)
    least = 0 if domain.length.low is None else max(0, int(domain.length.low) + domain.length.low_open)
    most = 10**6 if domain.length.high is None else int(domain.length.high) - domain.length.high_open
    return least, max(least, most if longest is None else min(most, longest))


_REPEATED = re.compile(r"\A\\A(\[(?:[^\]\\]|\\.)+\])([+*])\\Z\Z")


@lru_cache(maxsize=512)
def _by_pattern(text: str, flags: int, plain: bool, least: int, most: int) -> SearchStrategy[str]:
    """Texts that match; a class repeated from beginning to end is repeated as often as the length wants."""
    repeated = _REPEATED.match(text)
    if repeated:
        low = max(least, 1 if repeated.group(2) == "+" else 0)
        high = max(low, min(most, low + _SHORT))
        text = rf"\A{repeated.group(1)}{{{low},{high}}}\Z"
    compiled = re.compile(text, flags)
    try:
        return st.from_regex(compiled, alphabet=_ASCII if plain else _LETTERS)
    except ValueError:
        return st.from_regex(compiled)


def candidate(domain: Domain, source: Source, random: Random) -> Any:
    """A value to try, the ones that the checks suggest most of the time."""
    type = domain.column.type
    if domain.finite is not None:
        return random.choice(domain.listed)
    if type.family == "bool":
        return random.random() < 0.5
    if domain.is_ordered:
        return _candidate_number(domain, source, random)
    if type.family in _BUILT:
        return made(type, source.hints, domain.length, random.choice)
    known = pool(type, source.hints)
    if type.family in _TEXTS:
        return _candidate_text(domain, source, known, random)
    return random.choice(known) if known else None


def _candidate_number(domain: Domain, source: Source, random: Random) -> Any:
    type = domain.column.type
    scale = scale_of(type, domain.column.modifiers, domain.span)
    first, last = steps_within(domain.span, scale)
    special = _special(domain)
    if special and random.random() < 0.1:
        return random.choice(special)
    if random.random() < 0.3:
        known = _known(type, source.hints, domain.span)
        if known:
            return random.choice(known)
    origin = _nearest(scale.origin, first, last)
    edges = _edges(domain, first, last)
    if edges and random.random() < 0.3:
        step = random.choice(edges)
    else:
        reach = 10 * scale.stride * random.choice((1, 1, 10, 100))
        low = origin - reach if first is None else max(first, origin - reach)
        high = origin + reach if last is None else min(last, origin + reach)
        coarse = scale.stride if (high - low) // scale.stride > 2 and random.random() < 0.7 else 1
        step = origin + coarse * random.randint(-((origin - low) // coarse), (high - origin) // coarse)
    return _value(step, domain, scale, first, last)


@lru_cache(maxsize=1024)
def _known(type: Type, hints: Hints, span: Span) -> tuple[Any, ...]:
    """The values that the expressions suggest, as far as they lie in the span."""
    placed = ((each, place(each, type)) for each in pool(type, hints))
    return tuple(each for each, number in placed if number is not None and not at(number).meet(span).is_empty)


def _candidate_text(domain: Domain, source: Source, known: tuple[Any, ...], random: Random) -> Any:
    least, most = _lengths(domain, source)
    fitting = [
        each
        for each in known
        if least <= len(each) <= most
        and each not in domain.excluded
        and all(pattern.compiled.search(each) for pattern in domain.patterns)
    ]
    if domain.patterns and (not fitting or random.random() < 0.5):
        return _sampled(domain, least, random) or random.choice(fitting or ("",))
    if fitting and random.random() < 0.8:
        return random.choice(fitting)
    if least > _LONG:
        return "x" * least
    letters = random.choice(("x", "ab", "abc", "A", "09", "aB3 -"))
    return "".join(
        random.choice(letters) for _ in range(random.randint(least, min(most, least + random.choice((0, 3, 8)))))
    )


def _sampled(domain: Domain, least: int, random: Random) -> str | None:
    """A text made to match one of the patterns, if it matches all of them."""
    for attempt in range(_SAMPLES):
        # Patterns without anchors are all met by what matches each of them in turn.
        chosen = domain.patterns if attempt % 2 else (random.choice(domain.patterns),)
        try:
            found = "".join(sample(pattern.text, random) for pattern in chosen).ljust(least, "x")
        except (NotSupported, IndexError, ValueError):
            continue
        if all(pattern.compiled.search(found) for pattern in domain.patterns):
            return found
    return None
