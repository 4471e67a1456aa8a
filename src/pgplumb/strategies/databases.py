"""Whole databases as Hypothesis draws them: rows of many tables that fit together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hypothesis import reject, strategies as st

from pgplumb.model.ids import ObjectId
from pgplumb.strategies.breaking import Scene, breaking_alone
from pgplumb.strategies.fresh import fresh
from pgplumb.strategies.promises import constraints
from pgplumb.strategies.rows import Row, script
from pgplumb.strategies.tables import World

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from hypothesis.strategies import DrawFn, SearchStrategy

    from pgplumb.model.catalog import Catalog


@dataclass(frozen=True, slots=True, repr=False)
class Database:
    """Rows in an order in which they can be inserted, in one transaction with deferred constraints."""

    rows: tuple[Row, ...] = ()

    def __getitem__(self, table: str) -> tuple[Mapping[str, Any], ...]:
        """The values of a table's rows; the table is named as in `rows`."""
        schema, _, name = table.rpartition(".")
        return tuple(
            row.values for row in self.rows if (row.table.schema, row.table.name) == (schema or "public", name)
        )

    def script(self) -> str:
        """The INSERT statements, for psql."""
        return f"BEGIN;\nSET CONSTRAINTS ALL DEFERRED;\n{script(self.rows)}COMMIT;\n"

    def __repr__(self) -> str:
        return f"Database:\n{self.script()}"


def database(
    catalog: Catalog,
    *,
    tables: Collection[str] | None = None,
    min_rows: int = 0,
    max_rows: int = 3,
    overrides: Mapping[str, SearchStrategy[Any]] | None = None,
) -> SearchStrategy[Database]:
    """Databases that the schema allows: up to `max_rows` rows of each table, and more where others need them.

    `tables` (default: all) are the tables to fill, as `schema.table`, or `table` in public. `overrides` are strategies
    for columns (`orders.total`), above what the catalog says of them.
    Raises ValueError for a table or column that is not there.
    """
    world = World(catalog=catalog, overrides=overridden(catalog, overrides or {}))
    wanted = set(world.tables) if tables is None else {table_named(world, name) for name in tables}

    @st.composite
    def drawn(draw: DrawFn) -> Database:
        found = _Growing(draw, world)
        for id in world.tables:
            if id in wanted:
                for _ in range(draw(st.integers(min_rows, max_rows))):
                    found.add(id, needed=len(found.there.get(id, ())) < min_rows)
        return Database(tuple(found.rows))

    return drawn()


def rows(
    catalog: Catalog,
    table: str,
    *,
    min_size: int = 1,
    max_size: int = 3,
    overrides: Mapping[str, SearchStrategy[Any]] | None = None,
) -> SearchStrategy[Database]:
    """Valid rows of one table, with those of other tables that they refer to; see `database`."""
    return database(catalog, tables=[table], min_rows=min_size, max_rows=max_size, overrides=overrides)


def violating(
    catalog: Catalog, constraint: str, *, overrides: Mapping[str, SearchStrategy[Any]] | None = None
) -> SearchStrategy[Database]:
    """Databases whose last row breaks one constraint, and in which nothing else is broken.

    `constraint` is named `table.constraint`, or `schema.table.constraint`; a column's name stands for its NOT NULL.
    Raises ValueError for one that is not there.
    """
    world = World(catalog=catalog, overrides=overridden(catalog, overrides or {}))
    wanted = tuple(constraint.split("."))
    subject = next(
        (
            id
            for id in constraints(catalog)
            if wanted == (id.schema, id.table, id.name) or (id.schema == "public" and wanted == (id.table, id.name))
        ),
        None,
    )
    if subject is None:
        raise ValueError(f"there is no constraint {constraint}: name it as table.constraint or schema.table.constraint")

    @st.composite
    def drawn(draw: DrawFn) -> Database:
        found = _Growing(draw, world)
        found.add(subject._replace(kind="table", name=subject.table, table=""), needed=True)
        trial = draw(breaking_alone(subject, Scene(world, found.there)))
        if not trial.rows:
            reject()
        return Database((*found.rows, *trial.rows))

    return drawn()


class _Growing:
    """A database while it is drawn."""

    def __init__(self, draw: DrawFn, world: World) -> None:
        self.draw = draw
        self.world = world
        self.rows: list[Row] = []
        self.there: dict[ObjectId, list[Row]] = {}

    def add(self, table: ObjectId, *, needed: bool) -> None:
        """One more row, where one is found; without one that is needed the example is of no use."""
        found = fresh(self.draw, self.world.tables[table], self.there, self.world)
        if needed and not found:
            reject()
        for row in found:
            self.rows.append(row)
            self.there.setdefault(row.table, []).append(row)


def table_named(world: World, name: str) -> ObjectId:
    """The table of a name, `schema.table` or `table` in public; raises ValueError where there is none."""
    schema, _, table = name.rpartition(".")
    id = ObjectId("table", schema or "public", table)
    if id not in world.tables:
        known = ", ".join(f"{each.schema}.{each.name}" for each in world.tables)
        raise ValueError(f"there is no table {name} that holds rows itself; there are {known}")
    return id


def overridden(
    catalog: Catalog, given: Mapping[str, SearchStrategy[Any]]
) -> Mapping[tuple[ObjectId, str], SearchStrategy[Any]]:
    """Strategies for columns named `table.column`, by what they name; raises ValueError for one that is not there."""
    world = World(catalog=catalog)
    found = {}
    for name, strategy in given.items():
        table, _, column = name.rpartition(".")
        id = table_named(world, table)
        if column not in world.tables[id].kinds:
            raise ValueError(f"{table} has no column {column} that rows state")
        found[id, column] = strategy
    return found
