"""Ways to try a statement on a session and leave no trace of it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.postgres.session import Query, Session


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """Whatever happens within, the open transaction is afterwards as it was before; errors go on to the caller.

    One may stand within another: each takes its savepoint with it, which would else be found in place of the outer one.
    """
    session.execute("savepoint undone")
    try:
        yield
    finally:
        session.script("rollback to savepoint undone; release savepoint undone")


def refusal(session: Session, *statements: Query) -> DatabaseError | None:
    """What the server says against the statements, one after the other, deferred constraints included."""
    try:
        with undone(session):
            for statement in statements:
                session.execute(statement)
            session.execute("set constraints all immediate")
    except DatabaseError as error:
        return error
    return None
