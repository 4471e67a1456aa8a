"""What the hazards of a plan mean, and which statements carry which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgplumb.model.plan import HazardCode, Script

MEANINGS: Mapping[HazardCode, str] = {
    "data_loss": "rows or values are gone for good",
    "data_dependent": "fails if the rows there do not allow it",
    "table_rewrite": "the whole table is written anew while nobody else can use it",
    "table_scan": "every row is read while the lock is held",
    "blocks_reads": "queries wait until it is done",
    "blocks_writes": "writes wait until it is done",
    "index_build": "an index is built, which takes time and disk space",
    "irreversible": "the way down does not bring it back",
    "access_change": "somebody may do more, or less, than before",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """A hazard with the statements that carry it, by their numbers from 1."""

    code: HazardCode
    message: str
    statements: tuple[int, ...]


def risks(script: Script) -> tuple[Risk, ...]:
    """The hazards of a script, the gravest kind first, each message once."""
    found: dict[tuple[HazardCode, str], list[int]] = {}
    for number, planned in enumerate(script.statements, start=1):
        for hazard in planned.hazards:
            found.setdefault((hazard.code, hazard.message), []).append(number)
    order = list(MEANINGS)
    return tuple(
        Risk(code=code, message=message, statements=tuple(numbers))
        for (code, message), numbers in sorted(found.items(), key=lambda item: order.index(item[0][0]))
    )


def further_losses(script: Script) -> tuple[str, ...]:
    """The losses of a script that none of its hazards names."""
    messages = [risk.message for risk in risks(script)]
    return tuple(loss for loss in script.losses if not any(loss in message for message in messages))
