"""What any layer has to say about a schema, a plan or a migration: one type, one renderer per format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.location import Location

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A remark with a stable code (snake_case), about an object or a place, and the next thing to do."""

    code: str
    severity: Severity
    message: str
    subject: ObjectId | None = None
    location: Location | None = None
    help: str = ""
