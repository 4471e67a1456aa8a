"""Work that is begun in another thread gives its result, or its error, to whoever asks."""

from __future__ import annotations

from threading import Barrier, Event, Timer

import pytest

from pgplumb.postgres.together import begun


def test_both_go_on_at_once() -> None:
    meeting = Barrier(2, timeout=30)
    with begun(meeting.wait) as other:
        assert {meeting.wait(), other.result()} == {0, 1}


def test_an_error_is_told_to_whoever_asks() -> None:
    def fails() -> None:
        raise LookupError("nothing there")

    with begun(fails) as other, pytest.raises(LookupError, match="nothing there"):
        other.result()


def test_an_error_waits_for_the_work_and_an_interruption_does_not() -> None:
    go_on = Event()
    with pytest.raises(KeyboardInterrupt), begun(lambda: go_on.wait(30)) as other:
        raise KeyboardInterrupt
    assert not other.done()
    Timer(0.05, go_on.set).start()
    with pytest.raises(LookupError), begun(lambda: go_on.wait(30)) as other:
        raise LookupError
    assert other.done()
