"""A place in a file of the user's."""

from __future__ import annotations

from typing import NamedTuple


class Location(NamedTuple):
    """File (as the user would name it), line and column, both counted from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"
