"""Declared renames told as such: an object under its new name is neither one that goes nor one that comes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pgplumb.model.change import Added, Altered, Removed
from pgplumb.model.objects import compared_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pgplumb.model.change import Change
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.objects import Object
    from pgplumb.model.plan import Plan, Script

#: Outer things first: what lies in them is then looked for in its new place.
_OUTER = ("schema", "table", "foreign_table", "view", "materialized_view", "composite", "enum", "domain")


@dataclass(slots=True)
class _Names:
    """Old ids with their new ones, and the new names of schemas and of what holds columns."""

    ids: dict[ObjectId, ObjectId] = field(default_factory=dict)
    schemas: dict[str, str] = field(default_factory=dict)
    holders: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, old: ObjectId, new: ObjectId) -> None:
        self.ids[old] = new
        if new.kind == "schema":
            self.schemas[old.name] = new.name
        elif new.kind in _OUTER:
            self.holders[old.schema, old.name] = new.name

    def place(self, id: ObjectId) -> ObjectId:
        """The id in its new place, under its own old name."""
        table = self.holders.get((id.schema, id.table), id.table)
        return id._replace(schema=self.schemas.get(id.schema, id.schema), table=table)

    def moved(self, id: ObjectId) -> ObjectId:
        """What the object is called afterwards; a default has the name of its column."""
        if id in self.ids:
            return self.ids[id]
        column = self.ids.get(id._replace(kind="column")) if id.kind == "default" else None
        target = None if id.target is None else self.moved(id.target)
        return (column._replace(kind="default") if column else self.place(id))._replace(target=target)


def renames(plan: Plan) -> Mapping[ObjectId, ObjectId]:
    """New ids and old ones, where the plan's statements leave no doubt which name became which."""
    return {new: old for old, new in _names(plan).ids.items()}


def told(plan: Plan) -> tuple[Change, ...]:
    """The plan's changes, with a changed name in place of a drop and an add."""
    names = _names(plan)
    if not names.ids:
        return plan.changes
    arrivals = {change.id: change.object for change in plan.changes if isinstance(change, Added)}
    found: list[Change] = [Altered(new, "name", old.name, new.name) for old, new in names.ids.items()]
    stayed: set[ObjectId] = set()
    for change in plan.changes:
        after = arrivals.get(names.moved(change.id))
        if isinstance(change, Removed) and after is not None:
            stayed.add(after.id)
            found += _differences(change.object, after)
        elif not isinstance(change, Added):
            found.append(change)
    return (*found, *(Added(arrival) for id, arrival in arrivals.items() if id not in stayed))


def _names(plan: Plan) -> _Names:
    come = _subjects(plan.up, {change.id for change in plan.changes if isinstance(change, Added)})
    gone = _subjects(plan.down, {change.id for change in plan.changes if isinstance(change, Removed)})
    names = _Names()
    for new in sorted(come, key=lambda id: (_OUTER.index(id.kind) if id.kind in _OUTER else len(_OUTER), id)):
        like = [old for old in gone if names.place(old)._replace(name=new.name) == new]
        rivals = [other for other in come if other._replace(name=new.name) == new]
        if len(like) == len(rivals) == 1:
            names.add(like[0], new)
    return names


def _subjects(script: Script, among: set[ObjectId]) -> Sequence[ObjectId]:
    """What a script renames, by the ids that it ends with."""
    subjects = (found.statement.subject for found in script.statements if found.statement.operation == "rename")
    return tuple(dict.fromkeys(id for id in subjects if id is not None and id in among))


def _differences(old: Object, new: Object) -> Iterator[Change]:
    for name in compared_fields(type(new)):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Altered(new.id, name, before, after)
