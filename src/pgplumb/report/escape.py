"""Text from outside made safe in Markdown as GitHub reads it: in running text, as code, and in fenced blocks."""

from __future__ import annotations

import re

from pgplumb.model.printable import printable
from pgplumb.report.visible import visible

_SPECIAL = re.compile(r"[\\`*_{}\[\]()<>#+!|~&$:@-]")
_TICKS = re.compile(r"`+")


def plain(text: str) -> str:
    """The text on one line, in which nothing is markup, a link or a mention."""
    shown = _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", printable(text))
    # An entity does not hide a mention or an issue's number; a comment within it does.
    return shown.replace("&#64;", "&#64;<!-- -->").replace("&#35;", "&#35;<!-- -->")


def code(text: str) -> str:
    """The text on one line in the type of code; it may hold backticks and the bars of a table."""
    shown = _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", printable(text))
    return f"<code>{shown}</code>"


def fence(text: str, language: str) -> str:
    """A block of code that the text cannot end."""
    shown = visible(text).strip("\n")
    longest = max((len(ticks) for ticks in _TICKS.findall(shown)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}{language}\n{shown}\n{ticks}"
