"""How sequences count, be they a column's identity or not, and how far (manual: CREATE SEQUENCE, Numeric Types)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pgplumb.model.relations import Column, Sequence

#: The largest number of each type.
HIGHEST = {"smallint": 2**15 - 1, "integer": 2**31 - 1, "bigint": 2**63 - 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """The options of a sequence, in the order in which they are written."""

    start: int
    increment: int
    minimum: int
    maximum: int
    cache: int
    cycle: bool


def of_sequence(found: Sequence) -> Counting:
    """How a sequence counts."""
    return Counting(
        start=found.start,
        increment=found.increment,
        minimum=found.minimum,
        maximum=found.maximum,
        cache=found.cache,
        cycle=found.cycle,
    )


def of_identity(found: Column) -> Counting:
    """How the sequence of an identity column counts."""
    _, start, increment, minimum, maximum, cache, cycle = found.identity_options
    return Counting(
        start=int(start),
        increment=int(increment),
        minimum=int(minimum),
        maximum=int(maximum),
        cache=int(cache),
        cycle=cycle == "true",
    )


def usual(type: str, found: Counting) -> Counting:
    """What a sequence of the type that counts up, or down, has where nothing else is said.

    It starts where its limits are, said or not.
    """
    up = found.increment > 0
    least, most = (1, HIGHEST[type]) if up else (-1 - HIGHEST[type], -1)
    start = found.minimum if up else found.maximum
    return Counting(start=start, increment=1, minimum=least, maximum=most, cache=1, cycle=False)
