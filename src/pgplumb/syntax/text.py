"""Positions in a file's text: from an offset in characters to line and column, and a line shown with a caret."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from pgplumb.model.location import Location

#: The longest part of a line that an error shows, in characters.
_WIDTH = 160


@dataclass(frozen=True)
class SourceText:
    """A file's text with its name; offsets are in characters from 0, lines and columns count from 1."""

    file: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        position = self.text.find("\n")
        while position != -1:
            starts.append(position + 1)
            position = self.text.find("\n", position + 1)
        return starts

    def line(self, offset: int) -> int:
        """The line that holds the offset."""
        return bisect_right(self._starts, offset)

    def location(self, offset: int) -> Location:
        """File, line and column of the offset."""
        line = self.line(offset)
        return Location(self.file, line, offset - self._starts[line - 1] + 1)

    def excerpt(self, location: Location) -> str:
        """The line with its number, and below it a caret under the column."""
        start = self._starts[location.line - 1]
        end = self._starts[location.line] - 1 if location.line < len(self._starts) else len(self.text)
        line = self.text[start:end].rstrip("\r")
        before = location.column - 1
        if before > _WIDTH // 2:
            cut = before - _WIDTH // 2
            line, before = "..." + line[cut:], before - cut + 3
        # Tabs stay tabs under tabs, and what would move the terminal's cursor is shown as a question mark.
        shown = "".join(letter if letter.isprintable() or letter == "\t" else "?" for letter in line[:_WIDTH])
        indent = "".join("\t" if letter == "\t" else " " for letter in shown[:before])
        label = f"{location.line:>5} | "
        return f"{label}{shown}\n{' ' * (len(label) - 2)}| {indent}^"
