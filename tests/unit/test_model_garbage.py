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
