"""What a run tells while it runs, as lines on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

import click

from pgplumb.model.printable import printable
from pgplumb.runner.events import (
    Blocked,
    Finished,
    Progress,
    Resumed,
    Started,
    StatementDone,
    StatementStarted,
    Waiting,
    WaitingForRunner,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pgplumb.runner.events import Event

#: How often a long statement is reported on, in seconds.
_EVERY = 2.0

#: What is worth a line of its own: statements that took longer, in seconds.
_LONG = 1.0


class Narrator:
    """Takes the events of one run; statements are named when they take long, progress at most every two seconds."""

    def __init__(self, write: Callable[[str], None], clock: Callable[[], float]) -> None:
        self._write = write
        self._clock = clock
        self._next = 0.0
        self._phase = ""
        self._statement = ""

    def __call__(self, event: Event) -> None:
        """Tell one event."""
        for line in self._lines(event):
            self._write(line)

    def _lines(self, event: Event) -> list[str]:
        match event:
            case WaitingForRunner(holder=holder):
                return [f"waiting for another runner: {holder or 'it does not show itself'}"]
            case Resumed(id=name, applied=applied):
                state = "applied" if applied else "not applied"
                return [f"{printable(name)} was cut off by an earlier run: it is {state}"]
            case Started(id=name, direction=direction, index=index, total=total):
                self._phase = ""
                return [f"[{index}/{total}] {printable(name)} {direction}"]
            case StatementStarted(index=index, total=total, line=line, text=text):
                self._statement = f"statement {index} of {total}, line {line}: {printable(' '.join(text.split()), 90)}"
                return []
            case StatementDone(duration=duration):
                return [f"      {self._statement}: {duration:.1f} s"] if duration >= _LONG else []
            case Blocked(blockers=blockers):
                return [f"      waits for a lock of {blocker}" for blocker in blockers]
            case Progress():
                return self._progress(event)
            case Waiting(blockers=blockers, attempt=attempt, attempts=attempts, delay=delay, reason=reason):
                lines = [f"      try {attempt} of {attempts} failed: {printable(reason)}; the next in {delay:.1f} s"]
                return lines + [f"      in the way: {blocker}" for blocker in blockers]
            case Finished(duration=duration):
                return [f"      done in {duration:.2f} s"]
        assert_never(event)

    def _progress(self, event: Progress) -> list[str]:
        now = self._clock()
        if now < self._next and event.phase == self._phase:
            return []
        self._next, self._phase = now + _EVERY, event.phase
        part = f" {event.done} of {event.total} ({100 * event.done // event.total} %)" if event.total else ""
        return [f"      {printable(event.phase)}{part}"]


def narrate_to_stderr(line: str) -> None:
    """Write a line at once, so that a log shows it while the run goes on."""
    click.echo(line, err=True)
