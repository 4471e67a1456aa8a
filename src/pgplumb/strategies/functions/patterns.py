"""LIKE, regular expressions and SIMILAR TO."""

from __future__ import annotations

from typing import Any

from pgplumb.strategies import regex
from pgplumb.strategies.functions.registry import function
from pgplumb.strategies.order import folded
from pgplumb.strategies.types import BOOL, INT4, TEXT
from pgplumb.strategies.unsolved import Fails, Unsolved


def _matching(name: str, arguments: str, made: Any) -> None:
    function(name, arguments, BOOL)(made)


def _is_like(value: str, pattern: str) -> bool:
    return regex.like(pattern).fullmatch(value) is not None


def _is_ilike(value: str, pattern: str) -> bool:
    return regex.like(folded(pattern)).fullmatch(folded(value)) is not None


def _matches(value: str, pattern: str) -> bool:
    return regex.translate(pattern).matches(value)


def _imatches(value: str, pattern: str) -> bool:
    if not (value.isascii() and pattern.isascii()):
        raise Unsolved("the case of letters outside ASCII")
    return regex.translate("(?i)" + pattern).matches(value)


for _operator, _made in (("~~", _is_like), ("~~*", _is_ilike), ("~", _matches), ("~*", _imatches)):
    _matching(_operator, "text text", _made)
    _matching(f"!{_operator}", "text text", lambda value, pattern, made=_made: not made(value, pattern))

# char(n) is matched with the spaces that pad it (manual: Character Types).
for _operator, _made in (("~~", _is_like), ("~", _matches)):
    _matching(_operator, "bpchar text", _made)
    _matching(f"!{_operator}", "bpchar text", lambda value, pattern, made=_made: not made(value, pattern))

for _operator in ("~~", "~~*"):
    _matching(_operator, "citext text", _is_ilike)
    _matching(_operator, "citext citext", _is_ilike)
    _matching(f"!{_operator}", "citext text", lambda value, pattern: not _is_ilike(value, pattern))
for _operator in ("~", "~*"):
    _matching(_operator, "citext text", _imatches)
    _matching(_operator, "citext citext", _imatches)
    _matching(f"!{_operator}", "citext text", lambda value, pattern: not _imatches(value, pattern))

_matching("regexp_like", "text text", _matches)


@function("like_escape", "text text", TEXT)
def _like_escape(pattern: str, escape: str) -> str:
    """The pattern with the backslash as its escape."""
    if len(escape) > 1:
        raise Fails("invalid escape string")
    found, rest = "", iter(pattern)
    for letter in rest:
        if letter == escape:
            found += "\\" + next(rest, "")
        else:
            found += "\\\\" if letter == "\\" else letter
    return found


@function("similar_to_escape", "text", TEXT)
def _similar(pattern: str) -> str:
    return regex.similar(pattern, "\\")


@function("similar_to_escape", "text text", TEXT)
def _similar_with_escape(pattern: str, escape: str) -> str:
    return regex.similar(pattern, escape)


@function("regexp_count", "text text", INT4)
def _count(value: str, pattern: str) -> int:
    return len(regex.simple(pattern, value).findall(value))


@function("regexp_replace", "text text text", TEXT)
def _replace_first(value: str, pattern: str, new: str) -> str:
    return regex.simple(pattern, value).sub(_plain(new), value, count=1)


@function("regexp_replace", "text text text text", TEXT)
def _replace(value: str, pattern: str, new: str, flags: str) -> str:
    if flags != "g":
        raise Unsolved(f"regexp_replace with flags {flags}")
    return regex.simple(pattern, value).sub(_plain(new), value)


def _plain(new: str) -> str:
    if "\\" in new:
        raise Unsolved("regexp_replace with references")
    return new


@function("substring", "text text", TEXT)
def _substring(value: str, pattern: str) -> str | None:
    found = regex.simple(pattern, value).search(value)
    return found.group() if found else None
