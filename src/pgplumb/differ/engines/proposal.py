"""What an engine proposes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pgplumb.model.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Statements in the order in which they run, and the engine that wrote them."""

    engine: str
    statements: tuple[Statement, ...]
