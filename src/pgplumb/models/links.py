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

    `telling` is the column that tells which row is meant, empty where several do. `is_single` says that a row is
    referred to by one row at most, `is_plain` that there is no other key between the two, `has_twins` that there is
    another one in the same direction; `is_written` is false where the server generates one of the columns; `beside`
    are the keys of the same table that share a column with it.
    """

    id: ObjectId
    table: ObjectId
    columns: tuple[str, ...]
    target: ObjectId
    referenced: tuple[str, ...]
    telling: str
    has_twins: bool
    is_required: bool
    is_single: bool
    is_plain: bool
    is_written: bool
    beside: tuple[ObjectId, ...] = field(default=())

    @property
    def stem(self) -> str:
        """The telling column without what makes it a key's: `boss` of `boss_id`."""
        return self.telling.removesuffix("_id") or self.telling

    @property
    def forward(self) -> str:
        """What the row that is referred to is called: by a column such as boss_id, else by its table."""
        if self.stem != self.telling:
            return self.stem
        return f"{self.target.name}_by_{self.stem}" if self.has_twins and self.stem else self.target.name


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
    kept = {column.id.name: column for column in scope.columns(table)}
    unique = [set(each.columns) for each in scope.constraints(table) if each.type in "pu"]
    return Link(
        id=key.id,
        table=table,
        columns=columns,
        target=_target(key),
        referenced=words(tree.pk_attrs),
        telling=_telling(columns, {name for each in siblings for name in each.columns}, _target(key).name),
        has_twins=bool(twins),
        is_required=all(kept[name].not_null for name in columns),
        is_single=any(each <= set(columns) for each in unique),
        is_plain=is_plain,
        is_written=not any(kept[name].generated for name in columns),
        beside=tuple(each.id for each in siblings if set(each.columns) & set(columns)),
    )


def _telling(columns: tuple[str, ...], shared: set[str], target: str) -> str:
    """The only column, the one that is called as the target is, or the one that no other key has."""
    called = [name for name in columns if name.endswith("_id") and target.startswith(name.removesuffix("_id") or " ")]
    own = [name for name in columns if name not in shared]
    return next((each[0] for each in (columns, called, own) if len(each) == 1), "")


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

    The reverse is called as the referring table is, and by which column where that does not do.
    """
    used = {id: {*taken, *columns.values()} for id, columns in attributes.items()}
    forward = {link.id: _take(names.attribute(link.forward), used[link.table]) for link in found}
    ends = {}
    for link in found:
        reverse = names.attribute(link.table.name)
        if link.has_twins or link.table == link.target or reverse in used[link.target]:
            reverse = f"{reverse}_by_{names.attribute(link.stem or link.id.name)}"
        ends[link.id] = Ends(forward[link.id], _take(reverse, used[link.target]))
    return ends


def _take(name: str, used: set[str]) -> str:
    found = names.assigned({name: name}, used)[name]
    used.add(found)
    return found
