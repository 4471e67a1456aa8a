"""Foreign keys as relationships, both ways, each with a name of its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pgplumb.model.ids import ObjectId
from pgplumb.models import names
from pgplumb.models.constraints import tree_of
from pgplumb.syntax.tree import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgplumb.model.relations import Constraint
    from pgplumb.models.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A foreign key between two tables of the module.

    `is_single` says that a row is referred to by one row at most, `is_plain` that there is no other key between the
    two; `own` are the columns that no other key between the two has, or all, and `has_twins` says that there are other
    such keys; `is_written` is false where the server generates one of the columns; `beside` are the keys of the same
    table that share a column with it.
    """

    id: ObjectId
    table: ObjectId
    columns: tuple[str, ...]
    target: ObjectId
    referenced: tuple[str, ...]
    own: tuple[str, ...]
    has_twins: bool
    is_required: bool
    is_single: bool
    is_plain: bool
    is_written: bool
    beside: tuple[ObjectId, ...] = field(default=())

    @property
    def forward(self) -> str:
        """What the row that is referred to is called: by the column that tells the key apart, else by the table."""
        column = self.own[-1]
        if column.endswith("_id") and column != "_id":
            return column.removesuffix("_id")
        return f"{self.target.name}_by_{column}" if self.has_twins else self.target.name


def links(scope: Scope) -> tuple[Link, ...]:
    """The foreign keys between tables of the module, in the order of their ids."""
    keys = [key for table in scope.tables for key in scope.constraints(table.id) if key.type == "f"]
    targets = {key.id: _target(key) for key in keys}
    between = Counter(frozenset({_table(key), targets[key.id]}) for key in keys)
    found = []
    for key in keys:
        siblings = [each for each in keys if each is not key and _table(each) == _table(key)]
        is_plain = between[frozenset({_table(key), targets[key.id]})] == 1 and _table(key) != targets[key.id]
        twins = [each for each in siblings if targets[each.id] == targets[key.id]]
        found.append(_link(key, siblings, twins, scope, is_plain=is_plain))
    return tuple(found)


def _link(
    key: Constraint, siblings: list[Constraint], twins: list[Constraint], scope: Scope, *, is_plain: bool
) -> Link:
    tree, table = tree_of(key), _table(key)
    columns = words(tree.fk_attrs)
    others = {name for each in twins for name in each.columns}
    kept = {column.id.name: column for column in scope.columns(table)}
    unique = [set(each.columns) for each in scope.constraints(table) if each.type in "pu"]
    return Link(
        id=key.id,
        table=table,
        columns=columns,
        target=_target(key),
        referenced=words(tree.pk_attrs),
        own=tuple(name for name in columns if name not in others) or columns,
        has_twins=bool(twins),
        is_required=all(kept[name].not_null for name in columns),
        is_single=any(each <= set(columns) for each in unique),
        is_plain=is_plain,
        is_written=not any(kept[name].generated for name in columns),
        beside=tuple(each.id for each in siblings if set(each.columns) & set(columns)),
    )


def _table(key: Constraint) -> ObjectId:
    return ObjectId("table", key.id.schema, key.id.table)


def _target(key: Constraint) -> ObjectId:
    target = tree_of(key).pktable
    return ObjectId("table", target.schemaname, target.relname)


@dataclass(frozen=True, slots=True)
class Ends:
    """The attributes that a link is on either side: of the row that refers, and of the row that is referred to."""

    forward: str
    reverse: str


def named(
    found: tuple[Link, ...], attributes: Mapping[ObjectId, Mapping[str, str]], taken: frozenset[str]
) -> dict[ObjectId, Ends]:
    """The names of the ends of every link: none of them a column's, nor of another link.

    The reverse is called as the referring table is, and where that table has several keys to this one, by which.
    """
    used = {id: {*taken, *columns.values()} for id, columns in attributes.items()}
    forward = {}
    for link in found:
        forward[link.id] = _take(names.attribute(link.forward), used[link.table])
    several = Counter((link.table, link.target) for link in found)
    ends = {}
    for link in found:
        reverse = names.attribute(link.table.name)
        if several[link.table, link.target] > 1 or link.table == link.target:
            reverse = f"{reverse}_by_{forward[link.id]}"
        ends[link.id] = Ends(forward[link.id], _take(reverse, used[link.target]))
    return ends


def _take(name: str, used: set[str]) -> str:
    found = names.assigned({name: name}, used)[name]
    used.add(found)
    return found
