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
    from collections.abc import Mapping

    from pgplumb.laws.migrations.course import Stage

#: No trigger fires at what a script writes: what triggers do is their own affair.
QUIET = "SET session_replication_role = replica"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Scripts to run one after the other, and after which of them (counted from 0) the contents are looked at."""

    ways: tuple[Direction, ...]
    looks: frozenset[int]

    def first(self, count: int) -> tuple[Direction, ...]:
        """Its first scripts."""
        return self.ways[:count]


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What came of some scripts, one after the other, on one example.

    `example` is what of it was accepted, `held` what the database then held, `ran` how many scripts ran. `later` is
    what it held after those that are looked at, `refused` why the next one did not run, None where all did.
    """

    example: Example
    held: Contents
    ran: int
    later: Mapping[int, Contents]
    refused: MigrationFails | None


def walk(example: Example, stage: Stage, trip: Round, *settings: str) -> Walk:
    """Run the scripts from the side that the first one starts at; raises Useless as `put` does."""
    start = stage.side(trip.ways[0])
    later: dict[int, Contents] = {}
    with stage.database(start) as dsn, connect(dsn) as session:
        kept = put(example, session, start)
        held = contents(session, start.bench.catalog)
        for place, way in enumerate(trip.ways):
            try:
                for setting in settings:
                    session.execute(setting)
                stage.course.run_in(session, stage.migration, way)
            except MigrationFails as error:
                return Walk(example=kept, held=held, ran=place, later=later, refused=error)
            # What a script sets for its session, and what is temporary, is not there when the next one runs.
            session.execute("DISCARD ALL")
            if place in trip.looks:
                later[place] = contents(session, stage.side(_back(way)).bench.catalog)
    return Walk(example=kept, held=held, ran=len(trip.ways), later=later, refused=None)


def _back(way: Direction) -> Direction:
    return Direction.DOWN if way is Direction.UP else Direction.UP
