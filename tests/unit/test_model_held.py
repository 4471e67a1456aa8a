"""Objects that are rows of values until somebody asks for one."""

from __future__ import annotations

import pytest

from pgplumb.model.general import Comment, Grant
from pgplumb.model.held import Objects, differing, rows
from pgplumb.model.ids import ObjectId

SAID, GIVEN, OTHER = ObjectId("comment", name="a"), ObjectId("grant", name="b"), ObjectId("comment", name="c")
HELD = Objects({SAID: ["now"], GIVEN: [["SELECT", "INSERT"]]})


def test_an_object_is_made_of_its_row_once() -> None:
    assert HELD[SAID] == Comment(SAID, text="now")
    assert HELD.get(GIVEN) == Grant(GIVEN, privileges=("SELECT", "INSERT"))
    assert HELD[GIVEN] is HELD[GIVEN]


def test_what_is_not_held_is_missing() -> None:
    assert OTHER not in HELD
    assert HELD.get(OTHER) is None
    with pytest.raises(KeyError):
        HELD[OTHER]


def test_rows_are_those_that_objects_have() -> None:
    made = {id: HELD[id] for id in HELD}
    assert dict(rows(HELD)) == {SAID: ["now"], GIVEN: [["SELECT", "INSERT"]]}
    assert dict(rows(made)) == {SAID: ["now"], GIVEN: [("SELECT", "INSERT")]}
    assert made == HELD


def test_what_differs_is_told_of_rows_and_of_objects() -> None:
    later = Objects({SAID: ["later"], GIVEN: [["SELECT", "INSERT"]], OTHER: [""]})
    assert list(differing(HELD, later)) == [SAID]
    assert list(differing({id: HELD[id] for id in HELD}, later)) == [SAID]
    assert list(differing(HELD, {id: HELD[id] for id in HELD})) == []
