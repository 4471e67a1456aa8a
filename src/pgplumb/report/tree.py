"""Changes as a reviewer reads them: grouped by the relation they belong to, with what hangs on an object folded in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pgplumb.model.change import Added, Altered, Removed
from pgplumb.model.ids import ObjectId

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pgplumb.model.change import Change
    from pgplumb.model.objects import Object

Mark = Literal["+", "~", "-"]

#: Kinds that are shown as an attribute of the object that they are about.
_FOLDED = {"default": "expression", "comment": "text", "grant": "privileges"}

#: Kinds whose id has a role where others have their relation.
_FREE = frozenset({"default_privilege", "role_setting", "membership"})

#: Kinds that only a table can have, so that a group is called a table though nothing else tells.
_OF_TABLES = frozenset({"column", "constraint", "policy", "inheritance"})

_ORDER = (
    "schema",
    "extension",
    "collation",
    "enum",
    "domain",
    "composite",
    "range",
    "sequence",
    "table",
    "relation",
    "foreign_table",
    "view",
    "materialized_view",
    "function",
    "procedure",
    "aggregate",
    "attribute",
    "column",
    "constraint",
    "index",
)
_RANK = {kind: rank for rank, kind in enumerate(_ORDER)}


@dataclass(frozen=True, slots=True)
class Fact:
    """An attribute's value before and after; None where there was, or will be, none."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What happens to one object: it comes (+), goes (-), or changes (~). `object` is there where it comes or goes."""

    mark: Mark
    id: ObjectId
    object: Object | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """An object that holds others, what happens to it if anything does, and what happens to those it holds."""

    id: ObjectId
    entry: Entry | None
    parts: tuple[Entry, ...]

    @property
    def mark(self) -> Mark:
        """What the group's heading shows."""
        return self.entry.mark if self.entry else "~"

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What counts: with a table that comes or goes, its parts do as well, and are not counted apart."""
        if self.entry is None:
            return self.parts
        return (self.entry,) if self.entry.mark != "~" else (self.entry, *self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How many objects come, change and go."""

    add: int
    change: int
    drop: int

    def __str__(self) -> str:
        return f"{self.add} to add, {self.change} to change, {self.drop} to drop"

    @property
    def past(self) -> str:
        """The same of what has happened already."""
        return f"{self.add} added, {self.change} changed, {self.drop} dropped"


def group(changes: Sequence[Change]) -> tuple[Group, ...]:
    """The changes by the object that holds them, in an order that does not depend on theirs."""
    entries = _entries(changes)
    heads = {(entry.id.schema, entry.id.name): entry.id for entry in entries if _holds(entry.id)}
    held: dict[ObjectId, list[Entry]] = {}
    for entry in entries:
        head = _head(entry.id, heads, entries)
        held.setdefault(head, [])
        if head != entry.id:
            held[head].append(entry)
    own = {entry.id: entry for entry in entries}
    return tuple(
        Group(id=id, entry=own.get(id), parts=tuple(sorted(held[id], key=lambda entry: _key(entry.id))))
        for id in sorted(held, key=_key)
    )


def summarise(groups: Iterable[Group]) -> Summary:
    """How much there is."""
    marks = [entry.mark for group in groups for entry in group.entries]
    return Summary(add=marks.count("+"), change=marks.count("~"), drop=marks.count("-"))


def _entries(changes: Sequence[Change]) -> list[Entry]:
    added: dict[ObjectId, Object] = {}
    removed: dict[ObjectId, Object] = {}
    for change in changes:
        match change:
            case Added(found):
                added[found.id] = found
            case Removed(found):
                removed[found.id] = found
            case Altered():
                pass
    facts: dict[ObjectId, list[Fact]] = {}
    for change in changes:
        owner = _owner(change.id)
        facts.setdefault(owner, [])
        fact = _fact(change, owner)
        if fact is not None:
            facts[owner].append(fact)
    return [
        Entry(
            mark="+" if id in added else "-" if id in removed else "~",
            id=id,
            object=added.get(id) or removed.get(id),
            facts=tuple(found),
        )
        for id, found in facts.items()
    ]


def _owner(id: ObjectId) -> ObjectId:
    """The object in whose entry a change is shown."""
    if id.kind == "default":
        return ObjectId("column", id.schema, id.name, id.table)
    if id.kind in _FOLDED and id.target is not None:
        return _owner(id.target)
    return id


def _fact(change: Change, owner: ObjectId) -> Fact | None:
    if change.id == owner:
        return Fact(change.attribute, change.before, change.after) if isinstance(change, Altered) else None
    name = change.id.kind
    if name == "grant":
        name = f"privileges of {change.id.name.removeprefix('@') or 'public'}"
    if isinstance(change, Altered):
        return Fact(name, change.before, change.after)
    value = getattr(change.object, _FOLDED[change.id.kind])
    return Fact(name, None, value) if isinstance(change, Added) else Fact(name, value, None)


def _holds(id: ObjectId) -> bool:
    return id.is_relation or id.kind in {"composite", "domain"}


def _head(id: ObjectId, heads: dict[tuple[str, str], ObjectId], entries: list[Entry]) -> ObjectId:
    if not id.table or id.kind in _FREE:
        return id
    if id.container is not None:
        return id.container
    known = heads.get((id.schema, id.table))
    if known is not None:
        return known
    siblings = {entry.id.kind for entry in entries if (entry.id.schema, entry.id.table) == (id.schema, id.table)}
    return ObjectId("table" if siblings & _OF_TABLES else "relation", id.schema, id.table)


def _key(id: ObjectId) -> tuple[int, str, str, str, str]:
    return (_RANK.get(id.kind, len(_RANK)), id.schema, id.table, id.name, id.signature)
