"""Databases that a schema allows, drawn with an eye on what a migration changes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pgplumb.differ.compare import compare
from pgplumb.errors import DatabaseError, PgplumbError
from pgplumb.laws.known import unchecked
from pgplumb.laws.search import Useless
from pgplumb.strategies.fresh import fresh, with_rows
from pgplumb.strategies.rows import Row, script
from pgplumb.syntax.references import references
from pgplumb.syntax.split import split
from pgplumb.syntax.tree import ast, nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    from pgplumb.laws.migrations.course import Side, Stage
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.migration import Migration
    from pgplumb.postgres.session import Session
    from pgplumb.strategies.tables import DrawnTable

#: How many new rows an example has about, at most; of each table it may have one.
_NEW = 8
#: Values by which scripts go wrong.
_EDGES = (0, 1, -1, "", "A", " ")
#: How many known rows an example begins with at most.
_KNOWN = 4
#: Statements that may touch what they do not name.
#: Statements whose texts are values.
_WRITING = (ast.UpdateStmt, ast.DeleteStmt, ast.InsertStmt, ast.AlterTableStmt)
#: How many constants are taken from scripts.
_MOST = 12
_NUMBERS = frozenset({"int2", "int4", "int8", "numeric"})
_TEXTS = frozenset({"text", "varchar"})
_OPAQUE = (ast.DoStmt, ast.CallStmt, ast.SelectStmt, ast.ExecuteStmt)
_DEFERRED = "SET CONSTRAINTS ALL DEFERRED"
_CHECKED = "SET CONSTRAINTS ALL IMMEDIATE"
#: So that every sequence is past its start.
_COUNT = "SELECT nextval(seqrelid::regclass) FROM pg_sequence"


@dataclass(frozen=True, slots=True)
class Example:
    """Rows that the schema accepted before, and new ones in the order in which they go in."""

    there: Sequence[Row] = ()
    rows: Sequence[Row] = ()


def databases(tables: Sequence[ObjectId], side: Side, constants: Sequence[int | str] = ()) -> SearchStrategy[Example]:
    """Databases with a few rows of these tables, and those that they refer to; some values are among the constants."""
    world, known = side.bench.world, side.bench.known.rows
    most = max(1, _NEW // max(1, len(tables)))
    marked = {id: [{}, *_marked(world.tables[id], (*_EDGES, *constants))] for id in tables}

    @st.composite
    def drawn(draw: DrawFn) -> Example:
        olds = [row for id in tables for row in known.get(id, ())]
        there = draw(st.lists(st.sampled_from(olds), max_size=_KNOWN, unique_by=id)) if olds else []
        rows: list[Row] = []
        for table in tables:
            for _ in range(draw(st.integers(0, most))):
                near = draw(st.sampled_from([None, *known.get(table, ())]))
                given = draw(st.sampled_from(marked[table]))
                rows += fresh(draw, world.tables[table], with_rows(known, rows), world, near=near, given=given)
        return Example(there, rows)

    return drawn()


def _marked(table: DrawnTable, constants: Iterable[int | str]) -> Iterator[dict[str, Any]]:
    """Each constant in each column that takes it as it is, but for those that refer to other rows or are numbered."""
    keys = {name for key in table.keys for name in key.columns} | table.numbered
    for name, kind in table.kinds.items():
        for value in dict.fromkeys(constants) if name not in keys and not kind.array else ():
            if kind.base in (_NUMBERS if isinstance(value, int) else _TEXTS) and is_free(table, name, value):
                yield {name: value}


def is_free(table: DrawnTable, name: str, value: int | str) -> bool:
    """Whether checks about the column alone let the value through, as far as can be told."""
    alone = [check for check in table.shape.checks if check.columns == {name}]
    return not alone or table.is_met({name: value}, None)


def touched(stage: Stage, side: Side) -> Sequence[ObjectId]:
    """The tables of one side that the migration may be about; all of them where its scripts do not tell."""
    tables = side.bench.world.tables
    names = _named(stage.migration)
    if names is None:
        return list(tables)
    for change in compare(stage.old.bench.catalog, stage.new.bench.catalog):
        about = change.id.target or change.id
        names |= {(about.schema, about.table or about.name)}
    found = [id for id in tables if (id.schema, id.name) in names]
    return found or list(tables)


def constants_of(migration: Migration) -> Sequence[int | str]:
    """Numbers and texts that the scripts name."""
    found: dict[int | str, None] = {}
    for text in (migration.up, migration.down):
        for statement in split(text, migration.id):
            for node in nodes(statement.node):
                match node:
                    case ast.A_Const(val=ast.Integer()):
                        found[node.val.ival or 0] = None
                    case ast.A_Const(val=ast.String()) if isinstance(statement.node, _WRITING):
                        found[node.val.sval] = None
    return list(found)[:_MOST]


def _named(migration: Migration) -> set[tuple[str, str]] | None:
    """The relations that the scripts name; None where a statement may be about others."""
    found: set[tuple[str, str]] = set()
    for text in (migration.up, migration.down):
        try:
            statements = split(text, migration.id)
        except PgplumbError:
            return None
        for statement in statements:
            if isinstance(statement.node, _OPAQUE):
                return None
            said = references(statement, "public")
            found |= {(name.schema or "public", name.name) for name in said.provides | said.needs}
    return found


def put(example: Example, session: Session, side: Side) -> Example:
    """Put an example's rows into a clone; what of them was accepted. Raises Useless where no new row was."""
    there = [row for row in needed(example, side) if str(row.insert()) not in side.seeded]
    rows: Sequence[Row] = example.rows
    with session.transaction():
        if text := unchecked(there):
            session.script(text)
        try:
            with session.savepoint():
                session.execute(_DEFERRED)
                if rows:
                    session.script(script(rows))
                session.execute(_CHECKED)
        except DatabaseError:
            rows = _one_by_one(rows, session)
    # One that has given its last number stays where it is.
    with suppress(DatabaseError):
        session.rows(_COUNT)
    return replace(example, there=there, rows=rows)


def needed(example: Example, side: Side) -> Sequence[Row]:
    """The known rows of an example and those that its rows refer to, in an order to insert them in."""
    return side.bench.known.needed(example.rows, example.there, side.bench.world)


def _one_by_one(rows: Iterable[Row], session: Session) -> Sequence[Row]:
    kept, reason = [], ""
    for row in rows:
        try:
            with session.savepoint():
                session.execute(row.insert())
                session.execute(_CHECKED)
        except DatabaseError as error:
            reason = f"a row was refused: {error.primary} (SQLSTATE {error.sqlstate})"
        else:
            kept.append(row)
    if not kept:
        raise Useless(reason)
    return kept


def prelude(example: Example, *more: str) -> str:
    """The statements that make the example, for psql."""
    lines = unchecked(example.there) + (f"{_DEFERRED};\n" if example.rows else "") + script(example.rows)
    return "".join(["BEGIN;\n", lines, *(f"{line};\n" for line in more), "COMMIT;\n"]) if lines or more else ""


def given(values: dict[str, Any], table: ObjectId, side: Side) -> SearchStrategy[Example]:
    """Databases with a row of the table that has these values."""
    world, known = side.bench.world, side.bench.known.rows

    @st.composite
    def drawn(draw: DrawFn) -> Example:
        near = draw(st.sampled_from([None, *known.get(table, ())]))
        return Example(rows=fresh(draw, world.tables[table], known, world, given=values, near=near))

    return drawn()
