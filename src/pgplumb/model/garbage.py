"""Python's search for garbage, put off while many values are built that all stay."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def collection_put_off() -> Iterator[None]:
    """No cyclic garbage is looked for in this block, or in another thread's meanwhile.

    A catalog is a million small objects, of which none is garbage: looking through them again and again as they come
    would take as long as making them. What is there at the end goes to the oldest generation unseen, or the next
    object to be made would have all of it looked through.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # to unfreeze would thaw what somebody else froze
            gc.freeze()
            gc.unfreeze()
        gc.enable()
