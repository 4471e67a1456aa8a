"""Sessions of callers: a role, and the claims of a token, as the API sets them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pgplumb.errors import DatabaseError

if TYPE_CHECKING:
    from uuid import UUID

    from pgplumb.postgres.session import Params, Query, Session
    from tests.systems.kit import Place

CLAIMS = "request.jwt.claims"


def claims(sub: UUID | str, role: str = "authenticated") -> str:
    """What the token of an account says, or that of a login at a provider."""
    return json.dumps({"sub": str(sub), "role": role})


def acting(place: Place, sub: UUID | str, role: str = "authenticated") -> Session:
    """A session of somebody with a token."""
    return place.open(role, {CLAIMS: claims(sub)})


def somebody(place: Place, uid: int) -> Session:
    """A session of a user of a naive form, where accounts are numbers."""
    return place.open("authenticated", {"app.uid": str(uid)})


def anonymous(place: Place) -> Session:
    """A session of somebody without a token."""
    return place.open("anon")


def service(place: Place) -> Session:
    """A session of a back-end job."""
    return place.open("service_role")


def first(session: Session, query: Query, params: Params = None) -> list[Any]:
    """The first column of a query, sorted by its text."""
    return sorted((row[0] for row in session.rows(query, params)), key=str)


def quietly(session: Session, query: Query, params: Params = None) -> Any:
    """The value of a query that must not fail."""
    try:
        return session.value(query, params)
    except DatabaseError as error:
        raise AssertionError(f"{query}: {error}") from error


def attempt(session: Session, query: Query, params: Params = None) -> str:
    """What becomes of a statement that is undone again: the SQLSTATE, or `ok N` with the number of rows."""
    session.execute("savepoint attempt")
    try:
        return f"ok {session.execute(query, params)}"
    except DatabaseError as error:
        return error.sqlstate or "?"
    finally:
        session.execute("rollback to savepoint attempt")
