"""Declared renames as statements: an object keeps what it holds under its new name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.engines.native.index_names import namesakes, renamed_indexes
from pgplumb.differ.engines.native.ranges import range_statements
from pgplumb.differ.engines.native.writing import name, noun, table
from pgplumb.model.given import temporary_name
from pgplumb.model.ids import ObjectId
from pgplumb.model.statement import Statement
from pgplumb.model.trees import tables_below
from pgplumb.model.types import Enum
from pgplumb.syntax.sql import ident, literal, sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.change import Change
    from pgplumb.syntax.sql import Sql

_ROUTINES = frozenset({"function", "procedure", "aggregate"})
_HOLDERS = frozenset({"composite", "enum", "domain"})
_FOLLOWERS = frozenset({"constraint", "index", "sequence"})
#: Outer things first: what lies in them is then named in its new place.
_ORDER = ("schema", "table", "foreign_table", "view", "materialized_view", "composite", "enum", "domain", "range")


def rename_statements(
    before: Catalog, after: Catalog, renames: Mapping[ObjectId, str], changes: Iterable[Change]
) -> tuple[Statement, ...]:
    """The renames that `before` still lacks, in an order that runs; an annotation of the past does nothing.

    Names that the server made follow, where `after` has them so: from those of a table and its columns, and of the
    indexes of partitions among those that differ by `changes`.
    """
    wanted = dict(_applicable(before, after, renames))
    wanted.update(_following(before, after, wanted) if wanted else ())
    aside = _make_room(before, wanted, renamed_indexes(before, after, changes))
    ranges = range_statements(before, after, wanted) if renames else ()
    return (*_ordered(aside), *_ordered(wanted), *ranges)


def _make_room(
    before: Catalog, wanted: dict[ObjectId, ObjectId], indexes: Mapping[ObjectId, ObjectId]
) -> dict[ObjectId, ObjectId]:
    """Add the indexes to what is renamed; new and old ids of those that go, and whose names they get."""
    declared = set(wanted.values())
    wanted.update((new, old) for new, old in indexes.items() if new not in wanted and old not in declared)
    leaving = set(wanted.values())
    taken = [id for new in indexes for id in namesakes(new, before) if id not in leaving]
    return {id._replace(name=temporary_name(id.name, "renamed")): id for id in taken}


def old_place(id: ObjectId, renames: Mapping[ObjectId, str]) -> ObjectId:
    """The id with the names that its schema and what it hangs on had."""
    schemas = {new.name: old for new, old in renames.items() if new.kind == "schema"}
    holders = {(new.schema, new.name): old for new, old in renames.items() if _holds(new)}
    holder = holders.get((id.schema, id.table), id.table)
    return id._replace(schema=schemas.get(id.schema, id.schema), table=holder)


def _holds(id: ObjectId) -> bool:
    return id.is_relation or id.kind in _HOLDERS


def _applicable(
    before: Catalog, after: Catalog, renames: Mapping[ObjectId, str]
) -> Iterator[tuple[ObjectId, ObjectId]]:
    """Pairs of new and old id, of what is there under the old name and not yet under the new one."""
    leaving = {old_place(new, renames)._replace(name=old) for new, old in renames.items()}
    for new, old in sorted(renames.items()):
        for one in _overloads(new, after):
            source = old_place(one, renames)._replace(name=old)
            taken = _has(before, old_place(one, renames)) and old_place(one, renames) not in leaving
            if _has(before, source) and not taken and _has(after, one):
                yield one, source


def _overloads(id: ObjectId, after: Catalog) -> list[ObjectId]:
    """Annotations name routines without their signature: all of that name are meant."""
    if id.kind not in _ROUTINES or id.signature:
        return [id]
    return [found for found in after.objects if found[:3] == id[:3]]


def _has(catalog: Catalog, id: ObjectId) -> bool:
    if id.kind != "label":
        return id in catalog.objects
    enum = catalog.get(ObjectId("enum", id.schema, id.table))
    return isinstance(enum, Enum) and id.name in enum.labels


def _following(before: Catalog, after: Catalog, wanted: Mapping[ObjectId, ObjectId]) -> dict[ObjectId, ObjectId]:
    """Constraints, indexes and sequences whose names were made from a name that changes."""
    tables = {old[1:3]: new for new, old in wanted.items() if new.kind == "table"}
    columns: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for new, old in wanted.items():
        if new.kind == "column":
            for place in _with_heirs(before, old.schema, old.table):
                columns.setdefault(place, []).append((old.name, new.name))
    found: dict[ObjectId, ObjectId] = {}
    for id in before.objects:
        if id.kind not in _FOLLOWERS or id in wanted.values():
            continue
        for place in {*tables, *columns}:
            holder = tables.get(place, ObjectId("table", *place))
            if id.schema != place[0] or (id.table and id.table != place[1]):
                continue
            for made in _made_names(id.name, place[1], holder.name, columns.get(place, [])):
                new = id._replace(schema=holder.schema, name=made, table=holder.name if id.table else "")
                if made != id.name and new in after.objects and new not in before.objects and new not in wanted:
                    found[new] = id
    return found


def _with_heirs(before: Catalog, schema: str, name: str) -> Iterator[tuple[str, str]]:
    """A table and those that have its columns because they inherit from it."""
    holder = ObjectId("table", schema, name)
    for id in (holder, *tables_below(holder, before)):
        yield id.schema, id.name


def _made_names(name: str, old: str, new: str, columns: list[tuple[str, str]]) -> Iterator[str]:
    if not name.startswith(f"{old}_"):
        return
    rest = name.removeprefix(f"{old}_")
    yield f"{new}_{rest}"
    for was, becomes in columns:
        if f"_{was}_" in f"_{rest}":
            yield f"{new}{f'_{rest}'.replace(f'_{was}_', f'_{becomes}_')}"


def _ordered(wanted: Mapping[ObjectId, ObjectId]) -> Iterator[Statement]:
    """Statements from the outside in; where a name is still taken, by way of a temporary one."""
    places = {kind: place for place, kind in enumerate(_ORDER)}
    pending = sorted(wanted.items(), key=lambda pair: (places.get(pair[0].kind, len(_ORDER)), pair[0]))
    taken = {place for _, old in pending for place in (old, *old.namespaces)}
    schemas: dict[str, str] = {}
    holders: dict[tuple[str, str], str] = {}
    late: list[tuple[ObjectId, str, str]] = []
    for new, old in pending:
        current = old._replace(
            schema=schemas.get(old.schema, old.schema), table=holders.get((old.schema, old.table), old.table)
        )
        taken -= {old, *old.namespaces}
        goal = old._replace(name=new.name)
        blocked = not taken.isdisjoint({goal, *goal.namespaces})
        target = temporary_name(new.name, "renamed") if blocked else new.name
        yield _statement(current, target, new)
        if blocked:
            late.append((current, target, new.name))
        if new.kind == "schema":
            schemas[old.name] = new.name
        elif _holds(new):
            holders[old.schema, old.name] = new.name
    for current, temporary, final in late:
        yield _statement(current._replace(name=temporary), final, current._replace(name=final))


def _statement(old: ObjectId, to: str, subject: ObjectId) -> Statement:
    return Statement(sql=str(_sql(old, to)), subject=subject, operation="rename", origin=f"native:{subject.kind}")


def _sql(old: ObjectId, to: str) -> Sql:
    match old.kind:
        case "label":
            return sql("ALTER TYPE {} RENAME VALUE {} TO {}", table(old), literal(old.name), literal(to))
        case "column":
            return sql("ALTER TABLE {} RENAME COLUMN {} TO {}", table(old), ident(old.name), ident(to))
        case "attribute":
            return sql("ALTER TYPE {} RENAME ATTRIBUTE {} TO {}", table(old), ident(old.name), ident(to))
        case "constraint":
            return sql("ALTER TABLE {} RENAME CONSTRAINT {} TO {}", table(old), ident(old.name), ident(to))
        case "domain_constraint":
            return sql("ALTER DOMAIN {} RENAME CONSTRAINT {} TO {}", table(old), ident(old.name), ident(to))
        case _:
            return sql("ALTER {} {} RENAME TO {}", noun(old.kind), name(old), ident(to))
