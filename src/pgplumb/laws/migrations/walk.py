"""Takes a database through a migration's scripts, and tells what it held on the way and which script refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.errors import MigrationFails
from pgplumb.laws.migrations.contents import Contents, contents
from pgplumb.laws.migrations.examples import Example, put
from pgplumb.model.migration import Direction
from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.laws.migrations.course import Side, Stage

#: No trigger fires at what a script writes: what triggers do is their own affair.
QUIET = "SET session_replication_role = replica"


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What came of some scripts, one after the other, on one example.

    `example` is what of it was accepted, `held` what the database then held. `later` is what it held after each script
    that ran, and `refused` why the one after those did not, None where all ran.
    """

    example: Example
    held: Contents
    later: Sequence[Contents]
    refused: MigrationFails | None


def walk(example: Example, stage: Stage, ways: Sequence[Direction], *settings: str) -> Walk:
    """Run the scripts of these directions, from the side that the first one starts at; raises Useless as `put` does."""
    sides = {Direction.UP: stage.old, Direction.DOWN: stage.new}
    start = sides[ways[0]]
    later: list[Contents] = []
    with stage.database(start) as dsn:
        with connect(dsn) as session:
            kept = put(example, session, start)
        held = contents(dsn, start.bench.catalog)
        for way in ways:
            try:
                stage.course.run(stage.migration, way, dsn, *settings)
            except MigrationFails as error:
                return Walk(example=kept, held=held, later=later, refused=error)
            later.append(contents(dsn, _other(way, stage).bench.catalog))
    return Walk(example=kept, held=held, later=later, refused=None)


def _other(way: Direction, stage: Stage) -> Side:
    return stage.new if way is Direction.UP else stage.old
