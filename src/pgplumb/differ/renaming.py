"""Renames, declared ones and the server's, carried out on clones first: what then still differs is an edit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pgplumb.differ.compare import reverse
from pgplumb.differ.engines.native.renames import old_place, rename_statements
from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgplumb.differ.side import Observer, Side
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.change import Change
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """The renames of both directions, the catalogs after them, and which object of `before` has which new id."""

    before: Catalog
    after: Catalog
    up: tuple[Statement, ...] = ()
    down: tuple[Statement, ...] = ()
    moved: Mapping[ObjectId, ObjectId] = field(default_factory=dict)


def renaming(
    before: Side, after: Side, changes: tuple[Change, ...], renames: Mapping[ObjectId, str], observer: Observer
) -> Renaming:
    """Rename on a clone of `before`, and back on a clone of `after`, which differ by `changes`.

    Nothing is done where no annotation applies and no index of a partition changes its name.
    """
    up = rename_statements(before.catalog, after.catalog, renames, changes)
    if not up:
        return Renaming(before=before.catalog, after=after.catalog)
    down = rename_statements(after.catalog, before.catalog, inverse(renames), reverse(changes))
    return Renaming(
        before=_after_renames(before, up, observer),
        after=_after_renames(after, down, observer),
        up=up,
        down=down,
        moved=_moved(before.catalog, renames),
    )


def _after_renames(side: Side, statements: tuple[Statement, ...], observer: Observer) -> Catalog:
    with observer.scratch.database(side.template) as dsn:
        with connect(dsn) as session, session.transaction():
            for statement in statements:
                session.execute(statement.sql)
        return observer.catalog(dsn).with_shared(side.catalog.shared)


def inverse(renames: Mapping[ObjectId, str]) -> dict[ObjectId, str]:
    """The annotations that would lead back: under the old names of schema and table, from the new name."""
    return {old_id(id, old, renames): id.name for id, old in renames.items()}


def old_id(id: ObjectId, old: str, renames: Mapping[ObjectId, str]) -> ObjectId:
    """The id that a renamed object had, also where its table or its schema was renamed with it."""
    return old_place(id, renames)._replace(name=old)


def _moved(before: Catalog, renames: Mapping[ObjectId, str]) -> dict[ObjectId, ObjectId]:
    """The columns of `before` whose id changes, because they or their table or its schema are renamed."""
    schemas = {old: new.name for new, old in renames.items() if new.kind == "schema"}
    tables = {old_id(new, old, renames)[1:3]: new.name for new, old in renames.items() if new.is_relation}
    columns = {old_id(new, old, renames): new.name for new, old in renames.items() if new.kind == "column"}
    found = {}
    for id in before.objects:
        if id.kind == "column":
            schema, table = schemas.get(id.schema, id.schema), tables.get((id.schema, id.table), id.table)
            new = id._replace(schema=schema, table=table, name=columns.get(id, id.name))
            if new != id:
                found[id] = new
    return found
