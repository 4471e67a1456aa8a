"""A session that acts as somebody: a role, and claims in the settings where policies look for them."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pgplumb.errors import DatabaseError
from pgplumb.syntax.sql import ident, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pgplumb.postgres.session import Session

#: Where PostgREST, and Supabase with it, puts the claims of a token: all as JSON, and, in older versions, one by one.
CLAIMS = "request.jwt.claims"
_CLAIM = "request.jwt.claim."
#: Within a transaction that failed nothing can be set; its end brings back what was.
_FAILED_TRANSACTION = "25P02"


def settings_of(claims: Mapping[str, Any]) -> dict[str, str]:
    """The settings that stand for claims.

    A name with a dot is a setting of its own (`app.tenant`). The others go into `request.jwt.claims` as JSON, and,
    those that are no tables, into `request.jwt.claim.NAME` too.
    """
    own = {name: _text(value) for name, value in claims.items() if "." in name}
    token = {name: value for name, value in claims.items() if "." not in name}
    if not token:
        return own
    single = {f"{_CLAIM}{name}": _text(value) for name, value in token.items() if not isinstance(value, dict | list)}
    return {CLAIMS: json.dumps(token, ensure_ascii=False), **single, **own}


@contextmanager
def as_role(session: Session, role: str, claims: Mapping[str, Any] | None = None) -> Iterator[None]:
    """Let the session act as the role, with these claims; afterwards both are again what they were.

    `claims` are named as in `settings_of`. A setting that was never there is left empty, as PostgreSQL leaves it at the
    end of a transaction, too. The session's user has to be allowed to SET ROLE. Raises DatabaseError where it is not.
    """
    settings = settings_of(claims or {})
    before = {name: session.value("select current_setting(%s, true)", [name]) or "" for name in settings}
    role_before = session.value("select current_setting('role')")
    try:
        for name, value in settings.items():
            session.execute("select set_config(%s, %s, false)", [name, value])
        session.execute(sql("set role {}", ident(role)))
        yield
    finally:
        try:
            session.execute(sql("set role {}", raw("none") if role_before == "none" else ident(role_before)))
            for name, value in before.items():
                session.execute("select set_config(%s, %s, false)", [name, value])
        except DatabaseError as error:
            if error.sqlstate != _FAILED_TRANSACTION:
                raise


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
