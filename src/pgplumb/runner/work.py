"""What a run has in hand: its sessions and limits, the script that runs, and how far a try came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pgplumb.model.migration import Direction, Migration
    from pgplumb.postgres.session import Session
    from pgplumb.runner.events import Blocker, Emit
    from pgplumb.runner.history import History
    from pgplumb.runner.options import Means, Options
    from pgplumb.syntax.split import ParsedStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a run works with; `session` holds the runners' lock, `watcher` looks at it."""

    session: Session
    watcher: Session
    history: History
    options: Options
    means: Means
    emit: Emit


@dataclass(frozen=True, slots=True)
class Script:
    """One direction of a migration, cut into statements."""

    migration: Migration
    direction: Direction
    statements: tuple[ParsedStatement, ...]

    @property
    def id(self) -> str:
        """The migration's id."""
        return self.migration.id

    @property
    def file(self) -> str:
        """The name of its file."""
        return self.migration.file(self.direction)

    @property
    def is_transactional(self) -> bool:
        """Whether it runs in a transaction."""
        return self.migration.is_transactional(self.direction)


class Try:
    """How far one try came: the statement that runs, None at COMMIT; and who was seen to block it."""

    def __init__(self) -> None:
        self.statement: ParsedStatement | None = None
        self.blockers: tuple[Blocker, ...] = ()
