"""Regular expressions as pydantic reads them: only where they let through all that the server lets through."""

from __future__ import annotations

import re

from pgplumb.strategies.regex import Pattern, like, translate
from pgplumb.strategies.unsolved import Unsolved

_TOKEN = re.compile(r"\\?.", re.DOTALL)
#: Signs that stand for themselves in every regular expression, outside of classes and inside.
_HARMLESS = frozenset(" \"'#%&,/:;<=>@`!~_")
#: An expression without alternatives that ends with the text, and what it ends with at least once.
_LAST = re.compile(
    r"\\A[^|]*?(?P<atom>\[\^?\]?(?:[^\]\\]|\\.)*\]|\\?[^\\\[\](){}*+?|])(?:\+|\{[1-9]\d*(?:,\d*)?\})?\\Z\Z", re.DOTALL
)
_NOT_ASCII = r"[^\x00-\x7F]"


def matching(pattern: str) -> str | None:
    """An advanced regular expression (manual: Regular Expression Details) as pydantic's engine reads it.

    That engine has no lookaround; its `^` and `$` are the ends of the text, as PostgreSQL's are. Where letters beyond
    ASCII depend on the server's locale, any text with one matches. None where it cannot be said.
    """
    try:
        return _written(translate(pattern))
    except Unsolved:
        return None


def ends_without_space(pattern: str) -> bool:
    """Whether what an advanced regular expression matches is certain to end with something else than a space."""
    try:
        found = _LAST.match(translate(pattern).text)
    except Unsolved:
        return False
    return found is not None and re.fullmatch(found["atom"], " ") is None


def matching_like(pattern: str) -> str | None:
    """The same for a pattern of LIKE."""
    try:
        return _written(Pattern(rf"\A{like(pattern).pattern}\Z", re.DOTALL, False, False))
    except Unsolved:
        return None


def _written(found: Pattern) -> str | None:
    if "(?=" in found.text or "(?!" in found.text:
        return None
    tokens = [_TOKEN.match(found.text, at) for at in _starts(found.text)]
    shown = [_token(token.group()) for token in tokens if token is not None]
    if any(token is None for token in shown):
        return None
    flags = ("i" if found.flags & re.IGNORECASE else "") + ("s" if "." in shown else "")
    written = (f"(?{flags})" if flags else "") + "".join(token for token in shown if token is not None)
    return f"(?:{written})|{_NOT_ASCII}" if found.ascii_only else written


def _starts(text: str) -> list[int]:
    found, at = [], 0
    while at < len(text):
        found.append(at)
        at += 2 if text[at] == "\\" else 1
    return found


def _token(token: str) -> str | None:
    """One letter or escape of Python's expression in the words of pydantic's; None where it lacks it."""
    match token:
        case "\\A":
            return "^"
        case "\\Z":
            return "$"
        case "\\b" | "\\B":
            return None
        case "\\\n":
            return "\\n"
        case "\\\t":
            return "\\t"
    if token.startswith("\\") and token[1] in _HARMLESS:
        return token if token[1] in "&~" else token[1]
    if token.startswith("\\") and not token[1].isascii():
        return token[1]
    return token
