"""Putting off the search for garbage leaves it as it was."""

from __future__ import annotations

import gc
from contextlib import suppress

from pgplumb.model.garbage import collection_put_off


def test_it_is_put_off_in_the_block_and_comes_back() -> None:
    with collection_put_off():
        assert not gc.isenabled()
        with collection_put_off():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_comes_back_after_an_error() -> None:
    with suppress(LookupError), collection_put_off():
        raise LookupError
    assert gc.isenabled()


def test_who_has_turned_it_off_is_left_alone() -> None:
    gc.disable()
    try:
        with collection_put_off():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_was_made_meanwhile_is_not_looked_through_at_the_end() -> None:
    with collection_put_off():
        made = [[number] for number in range(100)]
    old = {id(found) for found in gc.get_objects(generation=2)}
    assert all(id(found) in old for found in made)


def test_what_somebody_has_frozen_stays_so() -> None:
    gc.freeze()
    try:
        with collection_put_off():
            pass
        assert gc.get_freeze_count()
    finally:
        gc.unfreeze()
