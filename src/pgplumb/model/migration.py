"""Migrations as values: a pair of scripts in the directory, and the row that a database remembers of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta


class Direction(StrEnum):
    """Which script of a pair is meant."""

    UP = "up"
    DOWN = "down"


class State(StrEnum):
    """What the history says of a migration; all but APPLIED are left by a run that was cut off."""

    APPLIED = "applied"
    #: Its up script, which cannot run in a transaction, was begun.
    RUNNING = "running"
    #: Its down script, which cannot run in a transaction, was begun.
    REVERTING = "reverting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One batch of a plan, as its two files say it.

    `up` and `down` are the whole text of the files, headers included, so that a line of the text is a line of the file.
    `checksum` is of the up file, the one that a history remembers; `down_checksum` of the down file, which may be
    mended after the migration was applied. `before` and `after` are fingerprints of the schema, empty where a file
    written by hand does not say; `up_losses` and `hazards` belong to the up script, `down_losses` and `down_hazards`
    to the down script.
    """

    version: str
    slug: str
    up: str
    down: str
    checksum: str
    down_checksum: str
    before: str = ""
    after: str = ""
    engine: str = ""
    engine_reason: str = ""
    hazards: tuple[str, ...] = ()
    down_hazards: tuple[str, ...] = ()
    up_losses: tuple[str, ...] = ()
    down_losses: tuple[str, ...] = ()
    up_transactional: bool = True
    down_transactional: bool = True

    @property
    def id(self) -> str:
        """Version and slug, as the file names have them."""
        return f"{self.version}_{self.slug}"

    @property
    def number(self) -> int:
        """The version as a number: what migrations are ordered by."""
        return int(self.version)

    @property
    def transactional(self) -> bool:
        """Whether both scripts run in a transaction."""
        return self.up_transactional and self.down_transactional

    def file(self, direction: Direction) -> str:
        """The name of the file that holds the script."""
        return f"{self.id}.{direction}.sql"

    def script(self, direction: Direction) -> str:
        """The script's text."""
        return self.up if direction is Direction.UP else self.down

    def is_transactional(self, direction: Direction) -> bool:
        """Whether the script runs in a transaction."""
        return self.up_transactional if direction is Direction.UP else self.down_transactional


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedMigration:
    """A row of the history: what ran, when, how long, by whom (the session user), and whether it was finished."""

    version: str
    slug: str
    checksum: str
    applied_at: datetime
    duration: timedelta
    applied_by: str
    state: State = State.APPLIED

    @property
    def id(self) -> str:
        """Version and slug, as the file names have them."""
        return f"{self.version}_{self.slug}"

    @property
    def number(self) -> int:
        """The version as a number: what migrations are ordered by."""
        return int(self.version)
