"""Rows that are in a database already: what drawn rows refer to, and what scripts have to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.generate.fill import fill
from pgplumb.strategies.reading import value_of
from pgplumb.strategies.rows import Row, script
from pgplumb.syntax.sql import ident, join, sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pgplumb.model.ids import ObjectId
    from pgplumb.postgres.session import Session
    from pgplumb.strategies.tables import DrawnTable, World

#: Without triggers and foreign keys, which the rows have met once already: what triggers made is among them.
_UNCHECKED = "SET LOCAL session_replication_role = replica;\n"
_CHECKED = "SET LOCAL session_replication_role = origin;\n"


@dataclass(frozen=True, slots=True)
class Known:
    """The rows of a filled database by table, and why other tables have none."""

    rows: Mapping[ObjectId, tuple[Row, ...]]
    unfilled: Mapping[ObjectId, str]

    def script(self, new: Iterable[Row], there: Iterable[Row], world: World) -> str:
        """The beginning of a script: the rows `there`, those that they and new rows refer to, and so on, in order."""
        return "BEGIN;\n" + unchecked(self.needed(new, there, world))

    def needed(self, new: Iterable[Row], there: Iterable[Row], world: World) -> list[Row]:
        """The rows `there`, those that they and new rows refer to, and so on, in an order to insert them in."""
        needed: dict[ObjectId, set[int]] = {}
        for row in there:
            needed.setdefault(row.table, set()).add(self.rows[row.table].index(row))
        pending = [*new, *there]
        while pending:
            found = pending.pop()
            table = world.tables[found.table]
            for key in table.keys:
                values = found.key(key.columns)
                for holder in world.holders(key.target):
                    for place, other in enumerate(self.rows.get(holder, ())):
                        seen = needed.setdefault(holder, set())
                        if place not in seen and None not in values and other.key(key.referenced) == values:
                            seen.add(place)
                            pending.append(other)
        return [self.rows[id][place] for id in world.tables for place in sorted(needed.get(id, ()))]


def unchecked(rows: Sequence[Row]) -> str:
    """Statements within a transaction that put rows back which have met triggers and foreign keys once already."""
    return _UNCHECKED + script(rows) + _CHECKED if rows else ""


def filled(session: Session, world: World, *, seed: int) -> Known:
    """Fill the session's database with valid rows, and read them back."""
    said = fill(session, world.catalog, seed=seed)
    return Known(read_rows(session, world), said.unfilled)


def read_rows(session: Session, world: World) -> Mapping[ObjectId, tuple[Row, ...]]:
    """The rows of every table, as they lie there."""
    return {table.id: rows_of(session, table) for table in world.tables.values()}


def rows_of(session: Session, table: DrawnTable) -> tuple[Row, ...]:
    """The table's rows as the session sees them, the one that was written first at the beginning."""
    names = list(table.kinds)
    if not names:
        return ()
    texts = join(", ", [sql("{}::text", ident(name)) for name in names])
    found = session.rows(sql("SELECT {} FROM ONLY {} ORDER BY ctid", texts, ident(table.id.schema, table.id.name)))
    return tuple(
        Row(
            table.id,
            {name: value_of(text, table.kinds[name]) for name, text in zip(names, values, strict=True)},
            table.types,
        )
        for values in found
    )
