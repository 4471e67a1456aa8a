"""What a run tells while it runs: values given to a callback, one at a time, for a terminal or a log to show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.model.printable import printable

if TYPE_CHECKING:
    from datetime import datetime

    from pgplumb.model.migration import Direction

#: How much of another session's query is shown, in characters.
_QUERY = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """A session that is in the way; `since` is when its query began, or the session if the query is not to be seen."""

    pid: int
    user: str
    application: str
    state: str
    query: str
    since: datetime | None

    def __str__(self) -> str:
        if self.pid == 0:
            return "a prepared transaction (see pg_prepared_xacts)"
        parts = [f"pid {self.pid}"]
        parts += [f"user {printable(self.user)}"] if self.user else []
        parts += [f"application {printable(self.application)}"] if self.application else []
        parts += [printable(self.state)] if self.state else []
        parts += [f"since {self.since:%Y-%m-%d %H:%M:%S%z}"] if self.since else []
        query = f": {printable(' '.join(self.query.split()), _QUERY)}" if self.query else ""
        return ", ".join(parts) + query


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingForRunner:
    """Another runner holds the lock."""

    holder: Blocker | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """A migration that an earlier run left half done was looked at: it now counts as applied, or as not applied."""

    id: str
    applied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A script begins; `index` counts the scripts of this run from 1."""

    id: str
    direction: Direction
    index: int
    total: int
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementStarted:
    """A statement is sent; `index` counts the script's statements from 1."""

    id: str
    index: int
    total: int
    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDone:
    """A statement is done; `duration` in seconds."""

    id: str
    index: int
    total: int
    duration: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """The statement that runs waits for locks of these sessions; comes from another thread, while this one waits."""

    id: str
    blockers: tuple[Blocker, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a long statement has come, in the server's words; `total` is 0 where it does not say."""

    id: str
    phase: str
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A try failed for a lock or a deadlock; the next comes after `delay` seconds."""

    id: str
    blockers: tuple[Blocker, ...]
    attempt: int
    attempts: int
    delay: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A script is done and its history written; `duration` in seconds."""

    id: str
    direction: Direction
    duration: float


Event = (
    WaitingForRunner | Resumed | Started | StatementStarted | StatementDone | Blocked | Progress | Waiting | Finished
)
Emit = Callable[[Event], None]


def ignore(event: Event) -> None:
    """A callback for whoever does not listen."""
