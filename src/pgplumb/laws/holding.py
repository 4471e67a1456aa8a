"""Whether a constraint holds against a statement that breaks it, and whether it was the constraint that held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.probe import undone
from pgplumb.laws.search import Useless
from pgplumb.laws.trial import Refused, together, without_triggers
from pgplumb.strategies.breaking import table_of
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.generate.shape import Check
    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId
    from pgplumb.postgres.session import Session
    from pgplumb.strategies.rows import Row

#: What a refusal says of each kind: SQLSTATE (PostgreSQL, Appendix A).
SQLSTATES = {
    "check": "23514",
    "not_null": "23502",
    "unique": "23505",
    "primary_key": "23505",
    "foreign_key": "23503",
    "exclusion": "23P01",
}
#: The expressions of an exclusion constraint with their operators, and its condition (pg_constraint.conexclop).
_EXCLUSION = """
    select array(
        select array[pg_get_indexdef(c.conindid, place::int, false), format('operator(%%I.%%s)', n.nspname, o.oprname)]
        from unnest(c.conexclop) with ordinality as e (oid, place)
        join pg_operator o on o.oid = e.oid join pg_namespace n on n.oid = o.oprnamespace order by place
    ), pg_get_expr(i.indpred, i.indrelid)
    from pg_constraint c join pg_index i on i.indexrelid = c.conindid
    where c.conrelid = %s::regclass and c.conname = %s
"""


def is_by(refused: Refused | None, subject: ObjectId) -> bool:
    """Whether it was this constraint that refused; of NOT NULL the server tells the column."""
    if refused is None or refused.sqlstate != SQLSTATES[subject.kind]:
        return False
    if subject.kind == "not_null":
        return (refused.table, refused.column) == (subject.table, subject.name)
    return refused.constraint == subject.name


def refusal_of(statements: Sequence[Sql], session: Session, subject: ObjectId, bench: Bench) -> Refused | None:
    """Who refuses statements of which the last breaks the constraint; None where what breaks it is stored.

    A trigger may refuse first, or put right what the constraint would have refused. The constraint is then asked once
    more without the table's triggers. Raises Useless where nothing that breaks it comes into the table even so.
    """
    with undone(session):
        refused = together(session, *statements)
        if is_by(refused, subject) or (refused is None and is_stored(session, subject, bench)):
            return refused
    refused = together(session, without_triggers(table_of(subject, bench.world).id), *statements)
    if refused is None and not is_stored(session, subject, bench):
        raise Useless("nothing that breaks it was stored")
    return refused


def is_broken_by(row: Row, subject: ObjectId, bench: Bench) -> bool:
    """Whether the server, too, says that a check is FALSE for the row as it is stated."""
    if subject.kind != "check":
        return True
    types = {name: raw(row.types[name]) for name in row.values}
    stated = join(", ", [sql("{}::{} AS {}", row.literal(name), type, ident(name)) for name, type in types.items()])
    with bench.transaction() as session:
        text = _check(subject, bench).text
        return session.value(sql("SELECT ({}) IS FALSE FROM (SELECT {}) AS stated", text, stated)) is True


def is_stored(session: Session, subject: ObjectId, bench: Bench) -> bool:
    """Whether what breaks the constraint is in its table: a trigger may have put it right, or kept it out."""
    table = ident(subject.schema, subject.table)
    match subject.kind:
        case "not_null":
            broken = sql("EXISTS (SELECT FROM {} WHERE {} IS NULL)", table, ident(subject.name))
        case "check":
            broken = sql("EXISTS (SELECT FROM {} WHERE ({}) IS FALSE)", table, _check(subject, bench).text)
        case "exclusion":
            broken = sql("EXISTS ({})", conflicts(session, subject))
        case _:
            return True
    return session.value(sql("SELECT {}", broken)) is True


def _check(subject: ObjectId, bench: Bench) -> Check:
    (found,) = (check for check in table_of(subject, bench.world).shape.checks if check.name == subject.name)
    return found


def conflicts(session: Session, subject: ObjectId) -> Sql:
    """A query for pairs of rows that conflict by an exclusion constraint, whose parts the server prints."""
    table = ident(subject.schema, subject.table)
    parts, predicate = session.rows(_EXCLUSION, [str(table), subject.name])[0]
    names = [ident(f"e{number}") for number in range(len(parts))]
    compared = sql(
        "(SELECT row_number() OVER () AS place, {} FROM {} WHERE {})",
        join(", ", [sql("{} AS {}", raw(text), name) for (text, _), name in zip(parts, names, strict=True)]),
        table,
        raw(predicate or "true"),
    )
    same = [sql("a.{} {} b.{}", name, raw(op), name) for (_, op), name in zip(parts, names, strict=True)]
    wanted = join(" AND ", [raw("a.place < b.place"), *same])
    return sql("SELECT a.*, b.* FROM {} AS a JOIN {} AS b ON {}", compared, compared, wanted)
