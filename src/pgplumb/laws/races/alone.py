"""Finds two changes of which a trigger or a function lets either stand, and not both."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError
from pgplumb.laws.probe import undone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.postgres.session import Session
    from pgplumb.syntax.sql import Sql

#: How many of the changes before the one that was refused are tried as its rival.
_RIVALS = 3
#: After how many refusals that lead to no pair it is given up.
_REFUSALS = 15


@dataclass(frozen=True, slots=True)
class Series:
    """Changes to be made one after the other, after others that are no rivals of theirs: what cannot be made is not."""

    changes: Sequence[Sql]
    prepared: Sequence[Sql] = ()


@dataclass(frozen=True, slots=True)
class Rivals:
    """Two changes that each can be made after those `before`, but not one after the other."""

    before: tuple[Sql, ...]
    first: Sql
    second: Sql


def rivals(session: Session, series: Series, culprit: str) -> Rivals | None:
    """The first such pair among the changes of a series.

    `culprit` is in the context of the error by which the second is refused.
    """
    made: list[Sql] = []
    refused = 0
    prepared = tuple(statement for statement in series.prepared if _made(session, statement) is None)
    session.execute("savepoint start")
    for statement in series.changes:
        error = _made(session, statement)
        if error is None:
            made.append(statement)
        elif culprit in error.context and made and refused < _REFUSALS:
            refused += 1
            session.execute("rollback to savepoint start")
            found = _pair(session, made, statement)
            if found:
                return replace(found, before=(*prepared, *found.before))
            for earlier in made:
                _made(session, earlier)
    return None


def _made(session: Session, statement: Sql) -> DatabaseError | None:
    try:
        with session.savepoint():
            if session.execute(statement) == 0:
                return None
            session.execute("set constraints all immediate")
            session.execute("set constraints all deferred")
    except DatabaseError as error:
        return error
    return None


def _pair(session: Session, made: list[Sql], refused: Sql) -> Rivals | None:
    for place in range(len(made) - 1, max(len(made) - 1 - _RIVALS, -1), -1):
        before = (*made[:place], *made[place + 1 :])
        stands = _stands(session, (*before, refused))
        if stands and not _stands(session, (*before, made[place], refused)):
            return Rivals(before, made[place], refused)
    return None


def _stands(session: Session, statements: Sequence[Sql]) -> bool:
    with suppress(DatabaseError), undone(session):
        for statement in statements:
            session.execute(statement)
            session.execute("set constraints all immediate")
            session.execute("set constraints all deferred")
        return True
    return False
