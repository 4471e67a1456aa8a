"""Queries that find, in production, the rows that a migration cannot take: derived, and tried before they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError
from pgplumb.generate.shape import constants, foreign_keys
from pgplumb.laws.holding import conflicts
from pgplumb.laws.migrations.examples import Example, put
from pgplumb.model.counting import HIGHEST
from pgplumb.model.ids import ObjectId
from pgplumb.model.relations import Column, Constraint
from pgplumb.model.types import DomainConstraint, Enum
from pgplumb.postgres.session import connect
from pgplumb.syntax.parse import in_parentheses, parse_type, with_value
from pgplumb.syntax.split import split
from pgplumb.syntax.sql import Sql, ident, join, literal, raw, sql
from pgplumb.syntax.tree import ast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.migrations.course import Stage
    from pgplumb.postgres.session import Session

#: The parts of a unique index, its condition, its table, and whether NULL equals NULL in it (since PostgreSQL 15).
_INDEX = """
    select array(select pg_get_indexdef(i.indexrelid, place, false) from generate_series(1, i.indnkeyatts) place),
        pg_get_expr(i.indpred, i.indrelid), n.nspname, t.relname, to_jsonb(i) ->> 'indnullsnotdistinct' = 'true'
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
        join pg_namespace n on n.oid = t.relnamespace
    where c.relname = %s and n.nspname = %s
"""
_BOUND = "select pg_get_partition_constraintdef(%s::regclass)"
#: What integers hold.
_INTEGERS = {type: (-1 - highest, highest) for type, highest in HIGHEST.items()}
#: From this version on the server tells whether a text is a value of a type (pg_input_is_valid).
_TELLS = 160000
_UNKNOWN = "No query was derived that finds such rows in production: "


def finding(error: DatabaseError, stage: Stage, example: Example) -> str:
    """A sentence with the query that finds what is in the way; without one it says so, and why."""
    with stage.new.bench.transaction() as after:
        candidates = list(_candidates(error, stage, after))
    with stage.database(stage.old) as dsn, connect(dsn) as session:
        put(example, session, stage.old)
        for candidate in candidates:
            if _finds(session, candidate):
                return f"In production this finds what is in the way:\n\n    {candidate};\n"
    return _UNKNOWN + _why(error)


def _finds(session: Session, query: Sql) -> bool:
    try:
        return bool(session.rows(query))
    except DatabaseError:  # it is about something that only the script makes
        return False


def _why(error: DatabaseError) -> str:
    if error.sqlstate == "P0001":
        return "the script itself raises the error."
    if error.sqlstate.startswith("22"):
        return "a value does not fit, and what the script makes of it cannot be told from types alone."
    return "what is refused is made by the script itself."


def _candidates(error: DatabaseError, stage: Stage, after: Session) -> Iterator[Sql]:
    table = ObjectId("table", error.schema or "public", error.table)
    match error.sqlstate:
        case "23502":
            yield from _null(table, error.column, stage)
        case "23514":
            yield from _check(table, error, stage, after)
        case "23505":
            yield from _duplicates(table, error, after)
        case "23503":
            yield from _orphans(table, error, stage)
        case "23P01":
            subject = ObjectId("exclusion", table.schema, error.constraint, table.name)
            yield conflicts(after, subject)
        case state if state.startswith("22"):
            yield from _misfits(stage)


def _all(table: ObjectId, condition: Sql) -> Sql:
    return sql("SELECT * FROM {} WHERE {}", ident(table.schema, table.name), condition)


def _null(table: ObjectId, column: str, stage: Stage) -> Iterator[Sql]:
    before = stage.old.bench.catalog
    if ObjectId("column", table.schema, column, table.name) in before.objects:
        yield _all(table, sql("{} IS NULL", ident(column)))
    elif table in before.objects and not _writes(stage):
        # A new column without a default: every row is in the way.
        yield sql("SELECT * FROM {}", ident(table.schema, table.name))


def _writes(stage: Stage) -> bool:
    """Whether the script writes to rows: then it is not for the catalog to say which NULLs are left."""
    return any(isinstance(each.node, ast.UpdateStmt) for each in split(stage.migration.up, stage.migration.id))


def _check(table: ObjectId, error: DatabaseError, stage: Stage, after: Session) -> Iterator[Sql]:
    catalog = stage.new.bench.catalog
    found = catalog.get(ObjectId("constraint", table.schema, error.constraint, table.name))
    if isinstance(found, Constraint):
        yield _all(table, sql("NOT ({})", in_parentheses(found.definition)))
    if table.name and table in catalog.objects and not error.constraint:
        bound = after.value(_BOUND, [str(ident(table.schema, table.name))])
        if bound:
            yield _all(table, sql("NOT ({})", raw(bound)))
    for check in catalog.of(DomainConstraint):
        if error.constraint in {"", check.id.name}:
            yield from _of_domain(check, stage)


def _of_domain(check: DomainConstraint, stage: Stage) -> Iterator[Sql]:
    names = {str(ident(check.id.schema, check.id.table)), str(ident(check.id.table))}
    for column in stage.new.bench.catalog.of(Column):
        if column.type in names:
            text = with_value(in_parentheses(check.definition), ident(column.id.name))
            yield _all(column.id._replace(name=column.id.table), sql("NOT ({})", text))


def _duplicates(table: ObjectId, error: DatabaseError, after: Session) -> Iterator[Sql]:
    for parts, predicate, schema, name, nulls_equal in after.rows(_INDEX, [error.constraint, table.schema]):
        keys = [raw(part) for part in parts]
        wanted = [] if nulls_equal else [sql("{} IS NOT NULL", key) for key in keys]
        wanted += [raw(predicate)] if predicate else []
        yield sql(
            "SELECT {keys}, count(*) FROM {table}{where} GROUP BY {keys} HAVING count(*) > 1",
            keys=join(", ", keys),
            table=ident(schema, name),
            where=sql(" WHERE {}", join(" AND ", wanted)) if wanted else raw(""),
        )


def _orphans(table: ObjectId, error: DatabaseError, stage: Stage) -> Iterator[Sql]:
    found = stage.new.bench.catalog.get(ObjectId("constraint", table.schema, error.constraint, table.name))
    for key in foreign_keys([found]) if isinstance(found, Constraint) else ():
        there = [sql("t.{} IS NOT NULL", ident(name)) for name in key.columns]
        pairs = zip(key.referenced, key.columns, strict=True)
        same = [sql("r.{} = t.{}", ident(other), ident(name)) for other, name in pairs]
        yield sql(
            "SELECT t.* FROM {} AS t WHERE {} AND NOT EXISTS (SELECT FROM {} AS r WHERE {})",
            ident(table.schema, table.name),
            join(" AND ", there),
            ident(key.target.schema, key.target.name),
            join(" AND ", same),
        )


def _misfits(stage: Stage) -> Iterator[Sql]:
    """Of each column whose type changes, the values that the new type does not hold."""
    before, after = stage.old.bench.catalog, stage.new.bench.catalog
    for now in after.of(Column):
        was = before.get(now.id)
        if isinstance(was, Column) and was.type != now.type:
            table = now.id._replace(name=now.id.table)
            for condition in _outside(now, stage):
                yield _all(table, condition)


def _outside(column: Column, stage: Stage) -> Iterator[Sql]:
    name, type = ident(column.id.name), column.type
    base, limits = type.partition("(")[0].strip(), tuple(constants(parse_type(type).typmods or ()))
    if type in _INTEGERS:
        low, high = map(str, _INTEGERS[type])
        yield sql("{} NOT BETWEEN {} AND {}", name, raw(low), raw(high))
    elif base in {"character varying", "character"} and limits:
        yield sql("length({}::text) > {}", name, raw(limits[0]))
    elif base == "numeric" and limits:
        digits, scale = int(limits[0]), int(limits[1]) if len(limits) > 1 else 0
        yield sql("abs(round({}::numeric, {})) >= 1e{}", name, raw(str(scale)), raw(str(digits - scale)))
    for enum in stage.new.bench.catalog.of(Enum):
        if type in {str(ident(enum.id.schema, enum.id.name)), str(ident(enum.id.name))}:
            yield sql("{}::text NOT IN ({})", name, join(", ", map(literal, enum.labels)))
    if stage.course.scratch.version >= _TELLS:
        yield sql("NOT pg_input_is_valid({}::text, {})", name, literal(type))
