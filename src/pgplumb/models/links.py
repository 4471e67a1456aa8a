"""Foreign keys between tables of a module, and what tells one from another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.generate.shape import foreign_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pgplumb.model.ids import ObjectId
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
    beside: tuple[ObjectId, ...]

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
    keys = {table.id: [key for key in scope.constraints(table.id) if key.type == "f"] for table in scope.tables}
    targets = {table: Counter(foreign_key(key).target for key in found) for table, found in keys.items()}
    return tuple(_link(table, key, keys, targets, scope) for table, found in keys.items() for key in found)


def _link(
    table: ObjectId,
    key: Constraint,
    keys: Mapping[ObjectId, Sequence[Constraint]],
    targets: Mapping[ObjectId, Counter[ObjectId]],
    scope: Scope,
) -> Link:
    found = foreign_key(key)
    columns, target = found.columns, found.target
    others = [each for each in keys[table] if each is not key]
    kept = {column.id.name: column for column in scope.columns(table)}
    unique = [set(each.columns) for each in scope.constraints(table) if each.type in "pu"]
    return Link(
        id=key.id,
        table=table,
        columns=columns,
        target=target,
        referenced=found.referenced,
        telling=_telling(columns, {name for each in others for name in each.columns}, target.name),
        has_twins=targets[table][target] > 1,
        is_required=all(kept[name].not_null for name in columns),
        is_single=any(each <= set(columns) for each in unique),
        is_plain=targets[table][target] == 1 and not targets[target][table],
        is_written=not any(kept[name].generated for name in columns),
        beside=tuple(each.id for each in others if set(each.columns) & set(columns)),
    )


def _telling(columns: tuple[str, ...], shared: set[str], target: str) -> str:
    """The only column, the one that is called as the target is, or the one that no other key has."""
    called = [name for name in columns if name.endswith("_id") and target.startswith(name.removesuffix("_id") or " ")]
    own = [name for name in columns if name not in shared]
    return next((each[0] for each in (columns, called, own) if len(each) == 1), "")
