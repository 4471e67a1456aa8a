"""Regular expressions of PostgreSQL in Python's: what is translated, and what is refused by name."""

from __future__ import annotations

import pytest

from pgplumb.strategies.regex import like, similar, translate
from pgplumb.strategies.unsolved import Unsolved


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("^[[:digit:]]+$", "123", True),
        ("^[[:digit:]]+$", "123\n", False),
        ("a.c", "a\nc", True),
        ("^$", "", True),
        ("x{2}", "axxb", True),
        ("a{", "a{", True),
        (r"\mfoo\M", "a foo b", True),
        ("[]a]", "]", True),
        ("(?i)OK", "ok", True),
        ("^[^-]+$", "a-b", False),
    ],
)
def test_matches_as_the_server_does(pattern: str, text: str, matches: bool) -> None:
    assert translate(pattern).matches(text) is matches


@pytest.mark.parametrize("pattern", [r"(a)\1", "(?<=a)b", "[[=a=]]", "***=a", "a**", "(a"])
def test_refuses_what_it_does_not_know(pattern: str) -> None:
    with pytest.raises(Unsolved):
        translate(pattern)


def test_abstains_where_the_locale_decides() -> None:
    with pytest.raises(Unsolved, match="locale"):
        translate("^[[:alpha:]]+$").matches("é")
    assert translate("^[^x]+$").matches("é")


def test_like_escapes_with_the_backslash() -> None:
    assert like(r"10\%%").fullmatch("10% off")
    assert not like(r"10\%%").fullmatch("100 off")


def test_similar_is_anchored_as_a_whole() -> None:
    assert translate(similar("a|b%", "\\")).matches("bxx")
    assert not translate(similar("a|b", "\\")).matches("ab")
