"""Values that are made at the first need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.deferred import Deferred

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_values_are_made_once_and_not_before_somebody_asks() -> None:
    made = []

    def make() -> Iterator[int]:
        made.append("made")
        yield from (1, 2)

    values = Deferred(make)
    assert not made
    assert (list(values), list(values)) == ([1, 2], [1, 2])
    assert made == ["made"]


def test_they_equal_values_that_are_there() -> None:
    assert Deferred(lambda: [1, 2]) == (1, 2)
    assert Deferred(lambda: [1, 2]) == Deferred(lambda: (1, 2))
    assert Deferred(lambda: [1]) != (1, 2)
    assert Deferred(lambda: [1]) != 1
