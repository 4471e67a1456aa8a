"""What a catalog holds and its module does not define."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pgplumb.model.general import Comment, Schema
from pgplumb.model.objects import compared_fields
from pgplumb.model.relations import Column, Constraint, Index, Sequence, Table
from pgplumb.model.types import Domain, Enum
from pgplumb.models.statements import is_owned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.ids import ObjectId
    from pgplumb.model.objects import Object
    from pgplumb.models.scope import Scope

#: What SQLAlchemy has no word for, and the value that it has where nobody has given it another.
_USUAL: dict[type[Object], dict[str, Any]] = {
    Schema: {"owner": ""},
    Enum: {"owner": ""},
    Domain: {"owner": "", "not_null_name": ""},
    Sequence: {"owner": "", "unlogged": False},
    Table: {"owner": "", "replica_identity": "d", "row_security": False, "force_row_security": False},
    Column: {
        "not_null_name": "",
        "not_null_valid": True,
        "not_null_no_inherit": False,
        "storage": "",
        "compression": "",
        "statistics": -1,
        "options": (),
        "foreign_options": (),
        "origin": "",
        "identity_persistence": "",
        "not_null_origin": "",
    },
    # A new table is valid, whatever is said when it is made.
    Constraint: {
        "validated": True,
        "options": (),
        "tablespace": "",
        "clustered": False,
        "replica_identity": False,
        "parent": "",
    },
    Index: {"clustered": False, "replica_identity": False, "parent": "", "statistics": ()},
}


@dataclass(frozen=True, slots=True, order=True)
class Missing:
    """An object that the module does not define, with all that hangs on it; with an attribute, that alone."""

    id: ObjectId
    attribute: str = ""


def said(scope: Scope) -> frozenset[ObjectId]:
    """All that the module defines."""
    found = {*scope.defined, *scope.serials, *scope.first}
    for id in scope.first:
        found.update(child.id for child in scope.whole.children(id) if child.id.kind == "attribute")
        found.update(check.id for check in scope.domain_checks(id))
    found.update(each.id for each in scope.whole.of(Comment) if each.id.target in found)
    return frozenset(found)


def missing(scope: Scope, said: frozenset[ObjectId]) -> tuple[Missing, ...]:
    """What is not defined, as a whole or in part; a part of what is left out as a whole is not named again."""
    return tuple(sorted({*_absent(scope, said), *_partly(scope, said), *_otherwise(scope)}))


def _absent(scope: Scope, said: frozenset[ObjectId]) -> Iterator[Missing]:
    whole = scope.whole
    lacking = whole.objects.keys() - said - scope.empty.objects.keys() - {found.id for found in whole.shared}
    yield from (Missing(id) for id in lacking if lacking.isdisjoint(whole.above(id)))
    yield from (Missing(id) for id in whole.unmodelled)


def _partly(scope: Scope, said: frozenset[ObjectId]) -> Iterator[Missing]:
    for id in said:
        found = scope.whole.objects[id]
        for name, usual in _USUAL.get(type(found), {"owner": ""}).items():
            if getattr(found, name, usual) != usual and not _is_given(found, name):
                yield Missing(id, name)
        match found:
            case Sequence(owned_by=column) if column and id not in scope.serials and not is_owned(found, scope):
                yield Missing(id, "owned_by")
            case Column(identity=kind, identity_options=(str(sequence), *_)) if kind and sequence:
                yield Missing(id, "identity_options")
            case Column(generated=kind) if kind and not scope.is_sayable(id):
                yield from (Missing(id, "generated"), Missing(id, "expression"))
            case _:
                pass


def _is_given(found: Object, name: str) -> bool:
    """Whether the server gives it without being told."""
    if name != "not_null_name" or not isinstance(found, Column | Domain):
        return False
    return found.not_null_name == found.usual_not_null_name


def _otherwise(scope: Scope) -> Iterator[Missing]:
    """What a new database has in another way, or not at all."""
    for id, usual in scope.empty.objects.items():
        found = scope.whole.get(id)
        if found is None:
            yield Missing(id, "absent")
        elif found != usual:
            names = (name for name in compared_fields(type(found)) if getattr(found, name) != getattr(usual, name))
            yield from (Missing(id, name) for name in names)
