"""A plan as it was saved: what is needed to run it later, and to tell whether it still fits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedBatch:
    """The SQL of statements that commit together, or of one that cannot run in a transaction."""

    statements: tuple[str, ...]
    transactional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPlan:
    """The way up of a plan; `before` and `after` are fingerprints.

    `live` tells whether it starts from a live database, `is_incomplete` whether a part of the desired schema was left
    out when it was made.
    """

    file: str
    before: str
    after: str
    batches: tuple[SavedBatch, ...]
    losses: tuple[str, ...]
    live: bool
    is_incomplete: bool
