"""Changes that a state machine draws: one row more, another one, one less, in among the rows that a session sees."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pgplumb.laws.known import rows_of
from pgplumb.model.relations import Constraint
from pgplumb.strategies.fresh import fresh
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    from pgplumb.model.ids import ObjectId
    from pgplumb.postgres.session import Session
    from pgplumb.strategies.rows import Row
    from pgplumb.strategies.tables import DrawnTable, World

_BOOLEANS: SearchStrategy[Any] = st.booleans()


class Changes:
    """Statements over chosen tables of a world, drawn for a session by what it sees at that moment."""

    def __init__(self, world: World, tables: Sequence[ObjectId]) -> None:
        self._world = world
        self._tables = tables

    @cached_property
    def _concerned(self) -> tuple[ObjectId, ...]:
        """The chosen tables, and those that they refer to, directly or through others."""
        found = set(self._tables)
        pending = list(self._tables)
        while pending:
            for key in self._world.tables[pending.pop()].keys:
                more = set(self._world.holders(key.target)) - found
                found |= more
                pending += more
        return tuple(id for id in self._world.tables if id in found)

    def _there(self, session: Session) -> Mapping[ObjectId, Sequence[Row]]:
        return {id: rows_of(session, self._world.tables[id]) for id in self._concerned}

    def insert(self, draw: DrawFn, session: Session) -> Sequence[Row]:
        """A new row, after new ones that it refers to; none where none fits."""
        table = self._table(draw)
        there = self._there(session)
        near = draw(st.sampled_from([None, *there[table.id]]))
        if draw(_BOOLEANS):
            # New rows to refer to, even where there are some: those may be taken.
            there = {table.id: there[table.id]}
        return fresh(draw, table, there, self._world, near=near)

    def beside(self, draw: DrawFn, session: Session, other: Row) -> Sequence[Row]:
        """A new row that refers to the same rows as one that another session has inserted."""
        table = self._world.tables[other.table]
        linked = {name for key in table.keys for name in key.columns} & other.values.keys()
        given = {name: other.values[name] for name in sorted(linked)}
        return fresh(draw, table, self._there(session), self._world, near=other, given=given)

    def update(self, draw: DrawFn, session: Session) -> Sequence[Sql]:
        """An UPDATE of a row that is there, in some of its columns."""
        table = self._table(draw)
        there = self._there(session)
        free = sorted(table.kinds.keys() - table.numbered)
        if not there[table.id] or not free:
            return []
        row = draw(st.sampled_from(there[table.id]))
        others = {**there, table.id: [other for other in there[table.id] if other is not row]}
        loose = frozenset(draw(st.sets(st.sampled_from(free), min_size=1, max_size=3)))
        found = fresh(draw, table, others, self._world, near=row, loose=loose)
        if len(found) != 1:
            return []
        changed = {name: value for name, value in found[0].values.items() if row.values.get(name) != value}
        after = found[0].without(row.values.keys() - changed.keys())
        return [after.update(self._place(row))] if after.values else []

    def delete(self, draw: DrawFn, session: Session) -> Sequence[Sql]:
        """A DELETE of a row that is there."""
        table = self._table(draw)
        rows = rows_of(session, table)
        if not rows:
            return []
        place = self._place(draw(st.sampled_from(rows)))
        return [sql("DELETE FROM {} WHERE {}", ident(table.id.schema, table.id.name), place)]

    def upsert(self, draw: DrawFn, session: Session) -> Sequence[Sql]:
        """An INSERT with ON CONFLICT, half the time of a key that is taken."""
        table = self._table(draw)
        keys = self._arbiters(table)
        if not keys:
            return []
        key = draw(st.sampled_from(keys))
        there = self._there(session)
        taken = draw(st.sampled_from([None, *there[table.id]]))
        given = {} if taken is None else {name: taken.values[name] for name in key.columns}
        found = fresh(draw, table, there, self._world, near=taken, given=given, broken=frozenset({key.id.name}))
        if not found or not set(key.columns) <= found[-1].values.keys():
            return []
        other = [name for name in found[-1].values if name not in {*key.columns, *table.numbered}]
        pairs = join(", ", [sql("{} = excluded.{}", ident(name), ident(name)) for name in other])
        action = sql("UPDATE SET {}", pairs) if other and draw(_BOOLEANS) else raw("NOTHING")
        columns = join(", ", [ident(name) for name in key.columns])
        last = sql("{} ON CONFLICT ({}) DO {}", found[-1].insert(), columns, action)
        return [*(row.insert() for row in found[:-1]), last]

    def _table(self, draw: DrawFn) -> DrawnTable:
        return self._world.tables[draw(st.sampled_from(self._tables))]

    def _keys(self, table: ObjectId) -> list[Constraint]:
        """Its primary key and unique constraints over columns that rows state, the primary key first."""
        kinds = self._world.tables[table].kinds
        found = [child for child in self._world.catalog.children(table) if isinstance(child, Constraint)]
        return sorted(
            (each for each in found if each.type in "pu" and each.columns and set(each.columns) <= kinds.keys()),
            key=lambda each: (each.type, each.id),
        )

    def _arbiters(self, table: DrawnTable) -> list[Constraint]:
        """Those that ON CONFLICT may name: a deferrable one may not (INSERT, ON CONFLICT Clause)."""
        return [each for each in self._keys(table.id) if "DEFERRABLE" not in each.definition.upper().split()]

    def _place(self, row: Row) -> Sql:
        """The condition that is true of the row: its primary key, else all that it holds."""
        key = next((each.columns for each in self._keys(row.table) if each.type == "p"), None)
        if key is not None:
            return join(" AND ", [sql("{} = {}", ident(name), row.literal(name)) for name in key])
        same = "{}::text IS NOT DISTINCT FROM ({})::text"
        return join(" AND ", [sql(same, ident(name), row.literal(name)) for name in row.values])
