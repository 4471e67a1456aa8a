"""The names that the objects of a catalog have in a module."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.model.types import Enum
from pgplumb.models import names
from pgplumb.models.links import Ends, Link, links, named
from pgplumb.models.read_only import ReadOnly, columns_of, read_only
from pgplumb.models.types import Defined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pgplumb.model.ids import ObjectId
    from pgplumb.models.scope import Scope


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


def names_of(scope: Scope) -> Names:
    """The names for all that the module defines; public comes first, and so keeps its plain names."""
    views: dict[ObjectId, ReadOnly] = {found.id: found for found in read_only(scope.catalog)}
    types = scope.types
    relations = [*(table.id for table in scope.tables), *views]
    classes = _classes([*relations, *(found.id for found in types)])
    upper = {found.id: names.constant(_upper(classes[found.id])) for found in types}
    constants = names.assigned(upper, {*names.MODULE, *classes.values()})
    taken = frozenset({*names.TAKEN, *classes.values(), *constants.values()})
    columns = {table.id: [column.id.name for column in scope.columns(table.id)] for table in scope.tables}
    columns |= {id: [column.name for column in columns_of(view, scope.catalog)] for id, view in views.items()}
    attributes = {
        id: names.assigned(names.exact_first(listed, names.attribute), taken) for id, listed in columns.items()
    }
    found = links(scope)
    return Names(
        classes={id: classes[id] for id in relations},
        types={each.id: Defined(constants[each.id], classes[each.id]) for each in types},
        members={each.id: _members(each.labels) for each in types if isinstance(each, Enum)},
        attributes=attributes,
        links={link.id: link for link in found},
        ends=named(found, attributes, taken),
    )


def _classes(ids: Iterable[ObjectId]) -> dict[ObjectId, str]:
    """CapWords for each; what is not in public has its schema before it where its name is taken."""
    used, found = set(names.MODULE), {}
    for id in sorted(ids, key=lambda id: (id.schema != "public", id)):
        plain = names.class_name(id.name)
        wanted = plain if plain not in used else names.class_name(id.schema) + plain
        found[id] = names.assigned({id: wanted}, used)[id]
        used.add(found[id])
    return found


def _upper(name: str) -> str:
    """CapWords as words between underscores."""
    return "".join(f"_{letter}" if letter.isupper() and at else letter for at, letter in enumerate(name))


def _members(labels: Iterable[str]) -> dict[str, str]:
    return names.assigned(names.exact_first(labels, names.member))
