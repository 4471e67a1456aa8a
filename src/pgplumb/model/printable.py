"""Text from outside made safe to print: names and queries that may hold newlines, control or escape codes."""

from __future__ import annotations


def printable(text: str, limit: int = 0) -> str:
    """The text on one line, with what a terminal would act on spelled out (`\\x1b`); cut after `limit` characters."""
    shown = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)
    return shown if not limit or len(shown) <= limit else shown[: limit - 3] + "..."
