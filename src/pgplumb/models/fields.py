"""Columns as the fields of a class: what they hold, what is known of it, and what the server decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.counting import of_identity
from pgplumb.model.ids import ObjectId
from pgplumb.model.types import Domain
from pgplumb.models.annotations import annotated, nullable
from pgplumb.models.code import Code, call, laid_out, text
from pgplumb.models.constraints import check_of, sql
from pgplumb.models.definitions import counting
from pgplumb.models.facts import Among, Bound, Fact, facts
from pgplumb.models.types import COUNTING, ColumnType, column_type, defined_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pgplumb.model.relations import Column
    from pgplumb.models.names import Names
    from pgplumb.models.scope import Scope

FETCHED = "sa.FetchedValue()"
"""A value that the server gives: it is not sent, and read back."""


class Fields:
    """Writes the columns of tables."""

    def __init__(self, scope: Scope, names: Names) -> None:
        self._scope = scope
        self._names = names

    def type_of(self, column: Column) -> ColumnType:
        """The column's type, with the collation that is stated for it."""
        return column_type(column.type, column.collation, self._names.types)

    def lines(self, columns: Sequence[Column], key: Sequence[str]) -> list[str]:
        """The fields of a class; `key` names the columns of the primary key."""
        known = self._facts(columns)
        attributes = self._names.attributes[ObjectId("table", columns[0].id.schema, columns[0].id.table)]
        found = []
        for column in columns:
            type = self.type_of(column)
            annotation = self._annotation(column, type, known.get(column.id.name, []))
            comment = self._scope.comment(column.id)
            given = column.not_null and not self._is_decided(column)
            field = call(
                "Field",
                default=None if given else "None",
                description=None if comment is None else text(comment),
                max_digits=None if type.precision is None else str(type.precision),
                decimal_places=None if type.scale is None else str(type.scale),
                sa_column=self.column(column, key),
            )
            found.append(laid_out(field, head=f"{attributes[column.id.name]}: {annotation} = ", indent=1))
        return found

    def column(self, column: Column, key: Sequence[str]) -> Code:
        """The column as SQLAlchemy has it."""
        comment = self._scope.comment(column.id)
        counts = tuple(key) == (column.id.name,) and self.type_of(column).annotation == "int" and not column.identity
        return call(
            "sa.Column",
            text(column.id.name),
            self.type_of(column).code,
            self._made_by_server(column),
            # Else SQLAlchemy makes the only whole number of a key a serial.
            autoincrement="False" if counts else None,
            nullable="False" if column.not_null else None,
            server_default=self._default(column),
            comment=None if comment is None else text(comment),
        )

    def _made_by_server(self, column: Column) -> Code | None:
        if column.generated:
            if not self._scope.is_sayable(column.id):
                return FETCHED
            return call("sa.Computed", sql(column.expression), persisted=str(column.generated == "s"))
        return _identity(column) if column.identity else None

    def _default(self, column: Column) -> Code | None:
        default = self._scope.default(column)
        if default is not None and not column.generated:
            return sql(default.expression) if self._scope.is_sayable(default.id) else FETCHED
        return FETCHED if column.type in COUNTING or self._domain_default(column) else None

    def _is_decided(self, column: Column) -> bool:
        """Whether the server has a value where none is sent."""
        return bool(column.identity or column.generated or self._default(column) is not None)

    def _domain_default(self, column: Column) -> bool:
        id = defined_id(column.type, self._names.types)
        found = None if id is None or column.type.endswith("[]") else self._scope.catalog.get(id)
        return isinstance(found, Domain) and bool(found.default)

    def _annotation(self, column: Column, type: ColumnType, known: Sequence[Fact]) -> str:
        listed = list(known)
        if column.collation:
            # Two texts may be equal by a collation that are not the same.
            listed = [each for each in listed if not isinstance(each, Among)]
        if type.length is not None:
            listed.append(Bound("MaxLen", type.length))
        shown = annotated(type.annotation, listed, labels=self._names.labels(column.type))
        return shown if column.not_null else nullable(shown)

    def _facts(self, columns: Sequence[Column]) -> Mapping[str, list[Fact]]:
        catalog = self._scope.catalog
        table = ObjectId("table", columns[0].id.schema, columns[0].id.table)
        types = {column.id.name: COUNTING.get(column.type, column.type) for column in columns}
        checks = self._scope.checks(table)
        return facts([check_of(each) for each in checks], types, catalog)


def _identity(column: Column) -> Code:
    always = "True" if column.identity == "a" else None
    return call("sa.Identity", always=always, **counting(column.type, of_identity(column)))
