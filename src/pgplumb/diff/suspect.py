"""Suspects a rename behind a drop and an add of the same shape; nothing is guessed, the annotation is suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.change import Added, Removed
from pgplumb.model.finding import Finding
from pgplumb.model.relations import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pgplumb.model.annotations import Annotations
    from pgplumb.model.change import Change
    from pgplumb.model.ids import ObjectId


def suspects(changes: Iterable[Change], annotations: Annotations) -> tuple[Finding, ...]:
    """A warning for each column or table that goes while one of the same shape comes, and no rename is declared."""
    added: list[Column | Table] = []
    removed: list[Column | Table] = []
    shapes: dict[ObjectId, set[tuple[str, str]]] = {}
    for change in changes:
        if isinstance(change, Added | Removed) and isinstance(change.object, Column | Table):
            (added if isinstance(change, Added) else removed).append(change.object)
        if isinstance(change, Added | Removed) and isinstance(change.object, Column):
            id = change.id
            holder = type(id)("table", id.schema, id.table)
            shapes.setdefault(holder, set()).add((id.name, change.object.type))
    return tuple(
        _finding(old.id, new.id)
        for old in removed
        for new in added
        if new.id not in annotations.renames and _alike(old, new, shapes)
    )


def _alike(old: Column | Table, new: Column | Table, shapes: dict[ObjectId, set[tuple[str, str]]]) -> bool:
    match old, new:
        case Column(), Column():
            same_table = (old.id.schema, old.id.table) == (new.id.schema, new.id.table)
            return same_table and old.type == new.type and old.generated == new.generated
        case Table(), Table():
            return bool(shapes.get(old.id)) and shapes.get(old.id) == shapes.get(new.id)
        case _:
            return False


def _finding(old: ObjectId, new: ObjectId) -> Finding:
    return Finding(
        code="undeclared_rename",
        severity="warning",
        message=f"{old} goes and {new} of the same shape comes: what it holds would be lost",
        subject=new,
        help=f"If it is a rename, write `-- pgplumb: renamed from {old.name}` above {new.name} in the SQL files.",
    )
