"""Parts of a definition's text, as the server printed it: what stands between commas, and behind a word."""

from __future__ import annotations

from functools import lru_cache

from pglast.parser import scan

from pgplumb.syntax.sql import Sql

_OPENING, _CLOSING = frozenset({"ASCII_40", "ASCII_91"}), frozenset({"ASCII_41", "ASCII_93"})


@lru_cache(maxsize=4096)
def between_commas(text: str) -> tuple[Sql, ...]:
    """The parts of a list; a comma within parentheses or brackets separates nothing."""
    text = str(text)
    found, depth, start = [], 0, 0
    for token in scan(text):
        depth += (token.name in _OPENING) - (token.name in _CLOSING)
        if token.name == "ASCII_44" and not depth:
            found.append(Sql(text[start : token.start].strip()))
            start = token.end + 1
    return (*found, Sql(text[start:].strip()))


@lru_cache(maxsize=4096)
def around_word(text: str, word: str) -> tuple[Sql, Sql]:
    """What stands before and behind the last such word outside of parentheses; nothing behind where there is none."""
    text = str(text)
    depth, place = 0, (len(text), len(text))
    for token in scan(text):
        depth += (token.name in _OPENING) - (token.name in _CLOSING)
        if not depth and text[token.start : token.end + 1].upper() == word:
            place = (token.start, token.end + 1)
    return Sql(text[: place[0]].strip()), Sql(text[place[1] :].strip())
