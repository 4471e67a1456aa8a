"""Objects that are rows of values until somebody asks for one."""

from __future__ import annotations

import pytest

from pgplumb.model.general import Comment, Grant
from pgplumb.model.held import Objects, rows, unlike
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


def test_what_is_not_the_same_is_told_in_order() -> None:
    later = Objects({SAID: ["later"], OTHER: [""]})
    assert list(unlike(HELD, later)) == [SAID, OTHER, GIVEN]
    assert list(unlike(later, HELD)) == [SAID, OTHER, GIVEN]
    assert list(unlike(HELD, Objects({SAID: ["now"], OTHER: [""], GIVEN: [["SELECT", "INSERT"]]}))) == [OTHER]
    assert list(unlike(HELD, {})) == list(unlike({}, HELD)) == [SAID, GIVEN]
    assert list(unlike(HELD, HELD)) == []
