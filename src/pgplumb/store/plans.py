"""Saved plans: the document that `plan --out` writes, with a checksum by which an edited one is noticed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from pgplumb.errors import PlanEdited, PlanOfOtherFormat, PlanUnreadable
from pgplumb.model.saved import SavedBatch, SavedPlan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMAT = "pgplumb.plan/1"
CHECKSUM = "checksum"


def checksum(document: Mapping[str, Any]) -> str:
    """SHA-256 over all of a document but its checksum, however it is laid out."""
    rest = {name: value for name, value in document.items() if name != CHECKSUM}
    return hashlib.sha256(json.dumps(rest, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def read_plan(path: Path) -> SavedPlan:
    """The plan that a file holds; PlanUnreadable, PlanOfOtherFormat, or PlanEdited where it is not as it was saved."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PlanUnreadable(file=path, reason=error.strerror or str(error)) from error
    except ValueError as error:
        raise PlanUnreadable(file=path, reason=f"it is no JSON ({error})") from error
    found = document.get("format") if isinstance(document, dict) else None
    if found != FORMAT:
        raise PlanOfOtherFormat(file=path, found=found if isinstance(found, str) else "no format", wanted=FORMAT)
    if document.get(CHECKSUM) != checksum(document):
        raise PlanEdited(file=path)
    return SavedPlan(
        file=path.name,
        before=document["before"],
        after=document["after"],
        batches=tuple(
            SavedBatch(
                statements=tuple(statement["sql"] for statement in batch["statements"]),
                transactional=batch["transactional"],
            )
            for batch in document["up"]["batches"]
        ),
        losses=tuple(document["up"]["losses"]),
        live=document["live"],
        is_incomplete=any(finding["code"] == "incomplete" for finding in document["findings"]),
    )


def save(path: Path, text: str) -> None:
    """Write a plan's document; PlanUnreadable where that fails."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise PlanUnreadable(file=path, reason=f"it cannot be written: {error.strerror}") from error
