"""What a run tells while it runs."""

from __future__ import annotations

from datetime import UTC, datetime

from pgplumb.cli.progress import Narrator
from pgplumb.model.migration import Direction
from pgplumb.runner.events import (
    Blocked,
    Blocker,
    Event,
    Finished,
    Progress,
    Resumed,
    Started,
    StatementDone,
    StatementStarted,
    Waiting,
    WaitingForRunner,
)

BLOCKER = Blocker(
    pid=7,
    user="app\x1b[31m",
    application="",
    state="active",
    query="update seats\nset x = 1",
    since=datetime(2026, 3, 1, tzinfo=UTC),
)


def narrate(*events: Event, times: tuple[float, ...] = ()) -> list[str]:
    lines: list[str] = []
    clock = iter(times)
    narrator = Narrator(lines.append, lambda: next(clock))
    for event in events:
        narrator(event)
    return lines


def test_a_quiet_run_is_two_lines_for_each_migration() -> None:
    assert narrate(
        Started(id="1_a", direction=Direction.UP, index=1, total=2, statements=1),
        StatementStarted(id="1_a", index=1, total=1, line=3, text="select 1"),
        StatementDone(id="1_a", index=1, total=1, duration=0.1),
        Finished(id="1_a", direction=Direction.UP, duration=0.125),
    ) == ["[1/2] 1_a up", "      done in 0.12 s"]


def test_a_long_statement_is_named() -> None:
    assert narrate(
        StatementStarted(id="1_a", index=2, total=3, line=9, text="create  index\n i on t (x)"),
        StatementDone(id="1_a", index=2, total=3, duration=12.34),
    ) == ["      statement 2 of 3, line 9: create index i on t (x): 12.3 s"]


def test_progress_comes_every_two_seconds_and_with_each_phase() -> None:
    events = [
        Progress(id="1", phase="scanning heap", done=1, total=10),
        Progress(id="1", phase="scanning heap", done=2, total=10),
        Progress(id="1", phase="sorting", done=3, total=0),
        Progress(id="1", phase="sorting", done=4, total=0),
    ]
    assert narrate(*events, times=(0.0, 0.5, 0.6, 3.0)) == [
        "      scanning heap 1 of 10 (10 %)",
        "      sorting",
        "      sorting",
    ]


def test_who_is_in_the_way_is_named_without_escape_codes() -> None:
    shown = "pid 7, user app\\x1b[31m, active, since 2026-03-01 00:00:00+0000: update seats set x = 1"
    assert narrate(
        Blocked(id="1", blockers=(BLOCKER,)),
        Waiting(id="1", blockers=(BLOCKER,), attempt=2, attempts=8, delay=1.25, reason="lock timeout"),
        WaitingForRunner(holder=None),
        Resumed(id="1_a", applied=False),
    ) == [
        f"      waits for a lock of {shown}",
        "      try 2 of 8 failed: lock timeout; the next in 1.2 s",
        f"      in the way: {shown}",
        "waiting for another runner: it does not show itself",
        "1_a was cut off by an earlier run: it is not applied",
    ]
