"""What came of all runs of a state machine, and the shortest of those that failed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from pgplumb.errors import DatabaseError
from pgplumb.laws.search import Wrong
from pgplumb.laws.verdict import Failed

#: What says that something does not hold; anything else is a mistake in the test.
FAILURES = (Wrong, AssertionError, DatabaseError)


@dataclass(slots=True)
class Tally:
    """Counts over all runs; `accepted` and `refused` are changes, the latter by the server's words.

    `failed` is the number of the first run that failed, `shortest` the one that took the fewest `steps`.
    """

    accepted: int = 0
    runs: int = 0
    failed: int = 0
    shortest: Failed | None = None
    steps: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def note(self, error: BaseException, *, steps: int, script: str) -> None:
        """Keep a run that failed, where none before it was shorter; an error may bring a script of its own."""
        if self.shortest is None:
            self.failed = self.runs
        elif steps > self.steps:
            return
        self.steps = steps
        shown = error.script if isinstance(error, Wrong) and error.script else script
        self.shortest = Failed(message=str(error).strip() or "An invariant does not hold.", script=shown)
