"""Reads the texts of arrays and ranges: what stands between braces or brackets, unquoted."""

from __future__ import annotations

from pgplumb.strategies.unsolved import Fails, Unsolved


def split_array(text: str) -> list[str | None]:
    """The elements of an array of one dimension, None for NULL."""
    if text.strip() == "{}":
        return []
    if not (text.startswith("{") and text.endswith("}")):
        raise Unsolved("the text of an array with bounds")
    if text.startswith("{{"):
        raise Unsolved("the text of an array of more dimensions")
    found = _split(text[1:-1])
    return [None if not quoted and each.upper() == "NULL" else each for each, quoted in found]


def split_range(text: str) -> tuple[str | None, str | None, str]:
    """Lower bound, upper bound and brackets; the brackets are '' for the empty range."""
    plain = text.strip()
    if plain.lower() == "empty":
        return None, None, ""
    if plain[:1] not in {"[", "("} or plain[-1:] not in {"]", ")"}:
        raise Fails("no range")
    parts = _split(plain[1:-1])
    if len(parts) != 2:
        raise Fails("no range")
    lower, upper = (each if each or quoted else None for each, quoted in parts)
    return lower, upper, plain[0] + plain[-1]


def _split(text: str) -> list[tuple[str, bool]]:
    """Texts between commas, without their quotes, and whether they had any."""
    found: list[tuple[str, bool]] = []
    letters: list[str] = []
    inside = quoted = False
    rest = iter(text)
    for letter in rest:
        if letter == "\\":
            letters.append(next(rest, ""))
        elif letter == '"':
            inside = not inside
            quoted = True
        elif letter == "," and not inside:
            found.append(("".join(letters), quoted))
            letters, quoted = [], False
        else:
            letters.append(letter)
    return [*found, ("".join(letters), quoted)]
