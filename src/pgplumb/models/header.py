"""What a module says of what it leaves out: objects by kind, and what is missing of objects that are there."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from pgplumb.models.code import WIDTH, comment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pgplumb.model.ids import ObjectId
    from pgplumb.model.incomplete import LeftOut
    from pgplumb.models.missing import Missing

_NOTHING = "# metadata.create_all makes the whole schema."
_MISSING = "# metadata.create_all makes the schema without what SQLModel cannot express:"


def header(missing: Iterable[Missing], lacking: Iterable[LeftOut]) -> Iterator[str]:
    """The lines of a comment."""
    found: dict[str, list[str]] = {}
    for each in missing:
        found.setdefault(_heading(each), []).append(_name(each))
    yield _MISSING if found else _NOTHING
    for heading in sorted(found):
        line = comment(f"{heading}: {', '.join(sorted(found[heading]))}")
        yield from (f"#   {part}" for part in _wrapped(line))
    for part in lacking:
        names = ", ".join(str(id) for id in part.objects)
        line = comment(f"Left aside, for the extension {part.extension} was not there: {names}")
        yield from (f"# {each}" for each in _wrapped(line))


def _heading(missing: Missing) -> str:
    id = missing.id
    kind = id.kind.replace("_", " ")
    if id.kind == "grant" and not missing.attribute:
        return f"grants to {id.name or 'everybody'}"
    return f"{missing.attribute.replace('_', ' ')} of {kind}" if missing.attribute else kind


def _name(missing: Missing) -> str:
    id = missing.id
    if id.target is not None:
        return _words(id.target)
    return _words(id).removeprefix(f"{id.kind.replace('_', ' ')} ")


def _words(id: ObjectId) -> str:
    """The object's name; what stands within a table, and the table itself, without a word for what it is."""
    return str(id).removeprefix("column ").removeprefix("table ")


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, WIDTH - 4, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
