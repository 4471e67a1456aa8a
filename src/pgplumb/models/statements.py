"""Statements around the making of tables, for what SQLAlchemy has no words: in the native engine's words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pgplumb.differ.engines.native.engine import Native
from pgplumb.models.needs import FIRST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.objects import Object
    from pgplumb.model.relations import Sequence
    from pgplumb.models.scope import Scope

#: What SQLAlchemy comments on by itself.
_COMMENTED = frozenset({"table", "column", "constraint"})


def before_tables(scope: Scope) -> dict[ObjectId, list[str]]:
    """The statements that make what tables need and SQLAlchemy has no word for, by what they make."""
    known = {each.id for each in (*scope.types, *scope.schemas, *scope.sequences)}
    wanted = {id for id in scope.first if id not in known}
    objects = scope.catalog.objects
    there = dict(scope.empty.objects)
    there |= {id: found for id, found in objects.items() if id in known or id.container in known}
    made = {id: _disowned(found) for id, found in objects.items() if belongs(id, scope.catalog) in wanted}
    catalogs = (_of(scope.catalog, there), _of(scope.catalog, {**made, **there}))
    found: dict[ObjectId, list[str]] = {}
    for statement in Native().define(*catalogs).statements if wanted else ():
        assert statement.subject is not None
        found.setdefault(belongs(statement.subject, scope.catalog), []).append(_repeatable(statement.sql))
    return found


def after_tables(scope: Scope, said: frozenset[ObjectId]) -> tuple[str, ...]:
    """The statements that complete what SQLAlchemy makes: what is said about it, whose a sequence is.

    `said` is all that the module defines.
    """
    own = {*_COMMENTED, *FIRST}
    comments = {id for id in said if id.target is not None and id.target.kind not in own}
    owned = {each.id: replace(each, owned_by="") for each in scope.sequences if is_owned(each, scope)}
    before = {id: owned.get(id, found) for id, found in scope.whole.objects.items() if id not in comments}
    return tuple(each.sql for each in Native().propose(_of(scope.whole, before), scope.whole, backfills={}).statements)


def is_owned(sequence: Sequence, scope: Scope) -> bool:
    """Whether it belongs to a column of a table that is made."""
    needed = (edge.referenced for edge in scope.whole.requires(sequence.id))
    return bool(sequence.owned_by) and any(id in scope.defined for id in needed if id.kind == "column")


def belongs(id: ObjectId, catalog: Catalog) -> ObjectId:
    """What an attribute or a comment is part of; grants stand for themselves."""
    above = catalog.parent(id) if id.kind in {"attribute", "comment"} else None
    return id if above is None else belongs(above, catalog)


def _of(catalog: Catalog, objects: Mapping[ObjectId, Object]) -> Catalog:
    """The catalog with these objects only."""
    return replace(catalog, objects={id: objects[id] for id in sorted(objects)}, depends=catalog.depends.among(objects))


def _repeatable(sql: str) -> str:
    """The statement so that it may be run where what it makes is there already, if it can be said so."""
    head = "CREATE EXTENSION "
    return f"{head}IF NOT EXISTS {sql.removeprefix(head)}" if sql.startswith(head) else sql


def _disowned(found: Object) -> Object:
    """The object as whoever makes it has it."""
    whose: Any = found
    return replace(whose, owner="") if hasattr(found, "owner") else found
