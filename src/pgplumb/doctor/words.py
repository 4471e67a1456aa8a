"""Lists and sizes in words, cut to what somebody reads."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from pgplumb.model.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: How many names a sentence holds, and a document.
SHOWN, LISTED = 5, 100


def some(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - SHOWN
    text = ", ".join(printable(name) for name in names[:SHOWN])
    return f"{text} and {more} more" if more > 0 else text


def listed(names: Iterable[str]) -> list[str]:
    """As many names as a document holds; their number stands beside them."""
    return list(islice(names, LISTED))


def count(number: int, word: str) -> str:
    """`1 table`, `2 tables`."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def size(number: int) -> str:
    """Bytes in the unit that leaves the fewest digits."""
    amount = float(number)
    for unit in ("bytes", "kB", "MB"):
        if amount < 1024:
            return f"{amount:.0f} {unit}"
        amount /= 1024
    return f"{amount:.1f} GB"


def age(seconds: float) -> str:
    """A span of time as people say it."""
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"
