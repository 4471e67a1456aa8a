"""What a module says of what it leaves out: objects by kind, and what is missing of objects that are there."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from pgplumb.models.code import WIDTH, comment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pgplumb.model.ids import ObjectId
    from pgplumb.models.scope import LeftOut

_NOTHING = "# metadata.create_all makes the whole schema."
_MISSING = "# metadata.create_all makes the schema without what SQLModel cannot express:"


def header(left_out: Iterable[LeftOut]) -> Iterator[str]:
    """The lines of a comment."""
    found: dict[str, list[str]] = {}
    for each in left_out:
        found.setdefault(_heading(each), []).append(_name(each))
    yield _MISSING if found else _NOTHING
    for heading in sorted(found):
        line = comment(f"{heading}: {', '.join(_gathered(found[heading]))}")
        yield from (f"#   {part}" for part in _wrapped(line))


def _heading(left_out: LeftOut) -> str:
    id = left_out.id
    kind = id.kind.replace("_", " ")
    if id.kind == "grant" and not left_out.attribute:
        return f"grants to {id.name or 'everybody'}"
    return f"{left_out.attribute.replace('_', ' ')} of {kind}" if left_out.attribute else kind


def _name(left_out: LeftOut) -> str:
    id = left_out.id
    if id.target is not None:
        return _words(id.target)
    return _words(id).removeprefix(f"{id.kind.replace('_', ' ')} ")


def _words(id: ObjectId) -> str:
    """The object's name; what stands within a table, and the table itself, without a word for what it is."""
    return str(id).removeprefix("column ").removeprefix("table ")


def _gathered(names: Iterable[str]) -> list[str]:
    return sorted(names)


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, WIDTH - 4, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
