"""Work that is begun in another thread gives its result, or its error, to whoever asks."""

from __future__ import annotations

from threading import Barrier

import pytest

from pgplumb.workflow.together import begun


def test_both_go_on_at_once() -> None:
    meeting = Barrier(2, timeout=30)
    other = begun(meeting.wait)
    assert {meeting.wait(), other.result()} == {0, 1}


def test_an_error_is_told_to_whoever_asks() -> None:
    def fails() -> None:
        raise LookupError("nothing there")

    with pytest.raises(LookupError, match="nothing there"):
        begun(fails).result()
