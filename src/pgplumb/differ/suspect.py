"""Suspects a rename behind a drop and an add of the same shape, and a mistyped one; nothing is guessed, only said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.renaming import old_id
from pgplumb.model.change import Added, Removed
from pgplumb.model.finding import Finding
from pgplumb.model.relations import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pgplumb.model.annotations import Annotations
    from pgplumb.model.change import Change
    from pgplumb.model.ids import ObjectId


_UNDECLARED, _FROM_NOTHING = "undeclared_rename", "rename_from_nothing"

#: Codes of the findings by which a loss may turn out to be a rename.
RENAMES = frozenset({_UNDECLARED, _FROM_NOTHING})


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


def unmet(changes: Iterable[Change], annotations: Annotations) -> tuple[Finding, ...]:
    """A warning for each object that is declared as renamed, and comes as a new one: there is none of its old name."""
    kinds = {kind: {change.id for change in changes if isinstance(change, kind)} for kind in (Added, Removed)}
    return tuple(
        Finding(
            code=_FROM_NOTHING,
            severity="warning",
            message=f'{id} is declared as renamed from "{old}", but there is none of that name: it is made anew',
            subject=id,
            help="Correct the old name, or remove the annotation if the object is new.",
        )
        for id, old in annotations.renames.items()
        if id in kinds[Added] and old_id(id, old, annotations.renames) not in kinds[Removed]
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
        code=_UNDECLARED,
        severity="warning",
        message=f"{old} goes and {new} of the same shape comes: what it holds would be lost",
        subject=new,
        help=f"If it is a rename, write `-- pgplumb: renamed from {old.name}` above {new.name} in the SQL files.",
    )
