"""What depends on what is worked out at the first need, and told by either end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.dependencies import Dependency, Listed
from pgplumb.model.ids import ObjectId

if TYPE_CHECKING:
    from collections.abc import Iterator

A, B, C = (ObjectId("table", "public", name) for name in "abc")


def test_they_are_worked_out_once_and_not_before_somebody_asks() -> None:
    made = []

    def make() -> Iterator[tuple[ObjectId, ObjectId, bool]]:
        made.append("made")
        yield from ((C, A, False), (B, A, True), (C, A, False), (B, C, False))

    found = Listed(make)
    assert not made
    assert list(found.of(B)) == [Dependency(B, A, automatic=True), Dependency(B, C)]
    assert list(found.on(A)) == [Dependency(B, A, automatic=True), Dependency(C, A)]
    assert list(found.of(A)) == []
    assert list(found) == [Dependency(B, A, automatic=True), Dependency(B, C), Dependency(C, A)]
    assert made == ["made"]


def test_the_same_pairs_are_equal_in_any_order() -> None:
    pairs = [(A, B, False), (B, C, True)]
    assert Listed(lambda: pairs) == Listed(lambda: (*reversed(pairs), pairs[0]))
    assert Listed(lambda: pairs) != Listed(lambda: pairs[:1])
    assert Listed(lambda: pairs) != 1


def test_those_among_some_objects_have_both_ends_there() -> None:
    found = Listed(lambda: [(A, B, False), (B, C, True)])
    assert list(found.among({A, B})) == [Dependency(A, B)]
