"""Tries statements in a transaction, and tells what refused them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError
from pgplumb.laws.search import Useless
from pgplumb.syntax.sql import Sql, ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pgplumb.model.ids import ObjectId
    from pgplumb.postgres.session import Session
    from pgplumb.strategies.rows import Row

_START, _END = raw("SAVEPOINT attempt"), raw("RELEASE SAVEPOINT attempt")
_BACK = "ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt"
_CHECKED = raw("SET CONSTRAINTS ALL IMMEDIATE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why the server refused a statement, in its own terms (PostgreSQL, Error and Notice Message Fields)."""

    sqlstate: str
    message: str
    constraint: str = ""
    table: str = ""
    column: str = ""

    def __str__(self) -> str:
        return f"{self.message} (SQLSTATE {self.sqlstate})"


def attempt(session: Session, *statements: Sql) -> Refused | None:
    """Run the statements, all or nothing, with deferred constraints checked at the end; None where they stand.

    They go as one message: a way there and back for each takes longer than most of them.
    """
    try:
        session.script(join("; ", [_START, *statements, _CHECKED, _END]))
    except DatabaseError as error:
        session.script(_BACK)
        return refusal(error)
    return None


def together(session: Session, *statements: Sql) -> Refused | None:
    """Like `attempt`, with constraints deferred until the end where they can be: rows may need one another."""
    return attempt(session, raw("SET CONSTRAINTS ALL DEFERRED"), *statements)


def prepare(session: Session, rows: Iterable[Row]) -> None:
    """Insert rows that a trial needs; raises Useless where they are refused."""
    if refused := together(session, *(row.insert() for row in rows)):
        raise Useless(f"a row that has to be there was refused: {refused}")


def without_triggers(table: ObjectId) -> Sql:
    """What takes the table's own triggers out of the way: one may refuse before a constraint is asked."""
    return sql("ALTER TABLE {} DISABLE TRIGGER USER", ident(table.schema, table.name))


def without(constraints: Iterable[ObjectId]) -> list[Sql]:
    """What takes unique constraints and indexes out of the way of another one, with the keys that refer to them."""
    return [_removal(id) for id in constraints]


def ended(statements: Iterable[Sql]) -> list[str]:
    """Statements as a script has them."""
    return [f"{statement};" for statement in statements]


def _removal(id: ObjectId) -> Sql:
    if id.kind == "index":
        return sql("DROP INDEX {} CASCADE", ident(id.schema, id.name))
    return sql("ALTER TABLE {} DROP CONSTRAINT {} CASCADE", ident(id.schema, id.table), ident(id.name))


def refusal(error: DatabaseError) -> Refused:
    """What an error says of who refused."""
    return Refused(
        sqlstate=error.sqlstate,
        message=error.primary,
        constraint=error.constraint,
        table=error.table,
        column=error.column,
    )
