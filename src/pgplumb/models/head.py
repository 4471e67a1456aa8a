"""The first lines of a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.models.code import docstring, text

if TYPE_CHECKING:
    from collections.abc import Iterator


def head(name: str, base: str, table: str, comment: str | None) -> Iterator[str]:
    """The class of a relation, with what is said about that."""
    yield f"class {name}({base}, table=True):"
    if comment and comment.strip():
        yield f"    {docstring(comment)}"
        yield ""
    yield f"    __tablename__ = {text(table)}"
