"""The names that the objects of a catalog have in a module."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.model.types import Domain, Enum
from pgplumb.models import identifiers
from pgplumb.models.links import Link, links
from pgplumb.models.read_only import ReadOnly, columns_of, read_only
from pgplumb.models.types import Defined, defined_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pgplumb.model.ids import ObjectId
    from pgplumb.models.scope import Scope


@dataclass(frozen=True, slots=True)
class Ends:
    """The attributes that a link is on either side: of the row that refers, and of the row that is referred to."""

    forward: str
    reverse: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What everything is called: classes by relation, types by enum or domain, the members of enums by label,
    attributes by relation and column, links and the ends of links by foreign key."""

    classes: Mapping[ObjectId, str]
    types: Mapping[ObjectId, Defined]
    members: Mapping[ObjectId, Mapping[str, str]]
    attributes: Mapping[ObjectId, Mapping[str, str]]
    links: Mapping[ObjectId, Link]
    ends: Mapping[ObjectId, Ends]

    def labels(self, type: str) -> Mapping[str, str] | None:
        """The members of the enum that a type is, by label, as a module writes them; None for any other type."""
        id = None if type.endswith("[]") else defined_id(type, self.types)
        members = None if id is None else self.members.get(id)
        if id is None or members is None:
            return None
        return {label: f"{self.types[id].annotation}.{member}" for label, member in members.items()}


def names_of(scope: Scope) -> Names:
    """The names for all that the module defines; public comes first, and so keeps its plain names."""
    views: dict[ObjectId, ReadOnly] = {found.id: found for found in read_only(scope.catalog)}
    types = scope.types
    relations = [*(table.id for table in scope.tables), *views]
    classes = _classes([*relations, *(found.id for found in types)])
    upper = {found.id: identifiers.constant(_upper(classes[found.id])) for found in types}
    constants = identifiers.assigned(upper, {*identifiers.MODULE, *classes.values()})
    taken = frozenset({*identifiers.TAKEN, *classes.values(), *constants.values()})
    columns = {table.id: [column.id.name for column in scope.columns(table.id)] for table in scope.tables}
    columns |= {id: [column.name for column in columns_of(view, scope.catalog)] for id, view in views.items()}
    attributes = {
        id: identifiers.assigned(identifiers.exact_first(listed, identifiers.attribute), taken)
        for id, listed in columns.items()
    }
    found = links(scope)
    return Names(
        classes={id: classes[id] for id in relations},
        types={each.id: _defined(each, constants[each.id], classes[each.id]) for each in types},
        members={each.id: _members(each.labels) for each in types if isinstance(each, Enum)},
        attributes=attributes,
        links={link.id: link for link in found},
        ends=_ends(found, attributes, taken),
    )


def _defined(type: Enum | Domain, constant: str, annotation: str) -> Defined:
    return Defined(constant, annotation, type.type if isinstance(type, Domain) else "")


def _classes(ids: Iterable[ObjectId]) -> dict[ObjectId, str]:
    """CapWords for each; what is not in public has its schema before it where its name is taken."""
    used, found = set(identifiers.MODULE), {}
    for id in sorted(ids, key=lambda id: (id.schema != "public", id)):
        plain = identifiers.class_name(id.name)
        wanted = plain if plain not in used else identifiers.class_name(id.schema) + plain
        found[id] = identifiers.assigned({id: wanted}, used)[id]
        used.add(found[id])
    return found


def _upper(name: str) -> str:
    """CapWords as words between underscores."""
    return "".join(f"_{letter}" if letter.isupper() and at else letter for at, letter in enumerate(name))


def _members(labels: Iterable[str]) -> dict[str, str]:
    return identifiers.assigned(identifiers.exact_first(labels, identifiers.member))


def _ends(
    found: tuple[Link, ...], attributes: Mapping[ObjectId, Mapping[str, str]], taken: frozenset[str]
) -> dict[ObjectId, Ends]:
    """The names of the ends of every link: none of them a column's, nor of another link.

    The reverse is called as the referring table is, and by which column where that does not do.
    """
    used = {id: {*taken, *columns.values()} for id, columns in attributes.items()}
    forward = {link.id: _take(identifiers.attribute(link.forward), used[link.table]) for link in found}
    ends = {}
    for link in found:
        reverse = identifiers.attribute(link.table.name)
        if link.has_twins or link.table == link.target or reverse in used[link.target]:
            reverse = f"{reverse}_by_{identifiers.attribute(link.stem or link.id.name)}"
        ends[link.id] = Ends(forward[link.id], _take(reverse, used[link.target]))
    return ends


def _take(name: str, used: set[str]) -> str:
    found = identifiers.assigned({name: name}, used)[name]
    used.add(found)
    return found
