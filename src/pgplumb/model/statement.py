"""One SQL statement of a plan, and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pgplumb.model.ids import ObjectId

Operation = Literal["create", "alter", "drop", "rename", "comment", "grant", "fill", "set"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A question to ask before a statement runs: `query` counts the rows that stand in its way."""

    reason: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """SQL without its semicolon, the object it is about, and the engine and rule that wrote it (`native:column`)."""

    sql: str
    subject: ObjectId | None
    operation: Operation
    origin: str
    guard: Guard | None = None
