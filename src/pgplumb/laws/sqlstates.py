"""Codes of errors: which constraints give them, and which of them versions of PostgreSQL do not give alike."""

from __future__ import annotations

#: What RESTRICT refuses is restrict_violation from PostgreSQL 18 on, and foreign_key_violation before.
_ALIKE = (frozenset({"23001", "23503"}),)

BY_CONSTRAINTS = {
    "23502": frozenset({"not_null"}),
    "23503": frozenset({"foreign_key"}),
    "23001": frozenset({"foreign_key"}),
    "23505": frozenset({"primary_key", "unique"}),
    "23514": frozenset({"check"}),
    "23P01": frozenset({"exclusion"}),
}
"""The kinds of constraints that refuse a row with each SQLSTATE (PostgreSQL Error Codes, class 23)."""


def same_state(one: str, other: str) -> bool:
    """Whether both SQLSTATEs stand for the same refusal, on one version or another."""
    return one == other or any({one, other} <= alike for alike in _ALIKE)
