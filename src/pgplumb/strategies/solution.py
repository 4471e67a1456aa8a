"""What the solver returns: a strategy of rows, and of each check how it was met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

    Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Solved:
    """Every row drawn was evaluated here, with the outcome that was asked for."""


@dataclass(frozen=True, slots=True)
class Filtered:
    """Beyond the evaluator, for this reason: rows are those of a pool that the server let through."""

    reason: str


@dataclass(frozen=True, slots=True)
class GaveUp:
    """Nothing is promised of this check, for this reason: no pool was given, or no row was found."""

    reason: str


How = Solved | Filtered | GaveUp


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """Rows of all the columns together, and by the check's name how it was met.

    Where no row is known at all the strategy is `st.nothing()`, and a check that was given up says why.
    """

    strategy: SearchStrategy[Row]
    how: Mapping[str, How]


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundaries:
    """Rows around the constants of one check: those that every check accepts, and those that only this one refuses."""

    accepted: tuple[Row, ...]
    rejected: tuple[Row, ...]
