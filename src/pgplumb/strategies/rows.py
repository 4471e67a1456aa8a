"""A row as a value: what an INSERT states for the columns of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pgplumb.strategies.literals import literal, text_of
from pgplumb.syntax.sql import Sql, ident, join, sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pgplumb.model.ids import ObjectId


@dataclass(frozen=True, slots=True)
class Row:
    """Values by column; a column that is not there takes its default. `types` are the columns' types as printed."""

    table: ObjectId
    values: Mapping[str, Any]
    types: Mapping[str, str]

    def with_values(self, **changed: Any) -> Row:
        """The row with other values in some columns."""
        return Row(self.table, {**self.values, **changed}, self.types)

    def without(self, names: Iterable[str]) -> Row:
        """The row that leaves these columns to their defaults."""
        gone = set(names)
        return Row(self.table, {name: value for name, value in self.values.items() if name not in gone}, self.types)

    def literal(self, name: str) -> Sql:
        """The column's value as SQL."""
        return literal(self.values[name], self.types[name])

    def key(self, names: Iterable[str]) -> tuple[str | None, ...]:
        """The texts of some columns' values, to be compared with those of other rows."""
        return tuple(
            None if (value := self.values.get(name)) is None else text_of(value, self.types[name]) for name in names
        )

    def insert(self) -> Sql:
        """The INSERT statement."""
        table = ident(self.table.schema, self.table.name)
        if not self.values:
            return sql("INSERT INTO {} DEFAULT VALUES", table)
        names = join(", ", map(ident, self.values))
        values = join(", ", map(self.literal, self.values))
        return sql("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ({})", table, names, values)

    def update(self, place: Sql) -> Sql:
        """The UPDATE statement that gives the values to the row at `place`, a condition."""
        pairs = [sql("{} = {}", ident(name), self.literal(name)) for name in self.values]
        return sql("UPDATE {} SET {} WHERE {}", ident(self.table.schema, self.table.name), join(", ", pairs), place)


def script(rows: Iterable[Row]) -> str:
    """INSERT statements, a line each."""
    return "".join(f"{row.insert()};\n" for row in rows)
