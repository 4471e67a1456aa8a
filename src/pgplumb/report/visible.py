"""Text of several lines made safe to print: what a terminal would act on is spelled out, line ends and tabs stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.printable import printable

if TYPE_CHECKING:
    from pgplumb.model.ids import ObjectId


def visible(text: str) -> str:
    """The text with its lines, each of which printable() made safe."""
    return "\n".join("\t".join(printable(part) for part in line.split("\t")) for line in text.split("\n"))


def title(id: ObjectId) -> str:
    """An object's kind and full name, on one line."""
    return printable(str(id))
