"""Scripts for psql that show what a migration does to rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.migrations.examples import Example, prelude
from pgplumb.model.migration import Direction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.errors import MigrationFails
    from pgplumb.laws.migrations.course import Stage
    from pgplumb.model.migration import Migration

#: The database that these scripts are for.
WHERE = "on an empty database, in the project's folder"


def script(stage: Stage, example: Example, ways: Sequence[Direction], *more: str) -> str:
    """Everything from nothing on: the migrations before, the rows, the scripts, and statements that show the result."""
    course, place = stage.course, stage.place
    before = course.migrations[: place + (ways[0] is Direction.DOWN)]
    lines = ["\\set ON_ERROR_STOP on\n", *(_included(stage, each, Direction.UP) for each in before)]
    lines += [prelude(example), *(_included(stage, stage.migration, way) for way in ways)]
    return "".join([*lines, *(f"{line}\n" for line in more)])


def _included(stage: Stage, migration: Migration, way: Direction) -> str:
    line = f"\\i {_quoted(f'{stage.course.folder}/{migration.file(way)}')}\n"
    return f"BEGIN;\n{line}COMMIT;\n" if migration.is_transactional(way) else line


def _quoted(path: str) -> str:
    """As psql's meta-commands take an argument."""
    if all(character.isalnum() or character in "/._-" for character in path):
        return path
    return "'" + path.replace("\\", "\\\\").replace("'", "''") + "'"


def reason(error: MigrationFails) -> str:
    """Where a script stops, and what the server says."""
    return f"{error.file}:{error.line}: {error.cause}"
