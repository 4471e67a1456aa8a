"""What a run may be told: limits, where the history is, which migrations; and what it is given to work with."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Limits of a run; all times in seconds, 0 for no limit.

    `lock_timeout` and `statement_timeout` hold for each statement of a migration that runs in a transaction. A
    statement that runs outside one (CREATE INDEX CONCURRENTLY) blocks nobody while it waits, and always waits for older
    snapshots: it has limits of its own. `attempts` counts the first try. `runner_wait` is for another runner to end.
    """

    history_schema: str = "pgplumb"
    lock_timeout: float = 3.0
    statement_timeout: float = 0.0
    patient_lock_timeout: float = 600.0
    patient_statement_timeout: float = 0.0
    attempts: int = 8
    backoff: float = 0.5
    longest_backoff: float = 30.0
    runner_wait: float = 60.0
    out_of_order: Literal["refuse", "run"] = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which migrations: up to a version (on the way down: back to it, and it stays; 0 for all), or a number of them."""

    to: str | None = None
    steps: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """Chance and time, so that a test can take their place."""

    rng: random.Random = field(default_factory=random.Random)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
