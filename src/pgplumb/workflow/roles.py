"""The roles that somebody else is to make: named, not made, and perhaps not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.postgres.session import connect
from pgplumb.syntax.references import references
from pgplumb.syntax.roles import created_roles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.syntax.split import ParsedStatement


def awaited_roles(statements: Iterable[ParsedStatement]) -> tuple[str, ...]:
    """The roles that statements name and do not make themselves."""
    listed = list(statements)
    named = {role for statement in listed for role in references(statement, "public").roles}
    made = {role for statement in listed for role in created_roles(statement.node)}
    return tuple(sorted(named - made))


def missing_roles(dsn: Dsn, names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the roles that the server lacks."""
    if not names:
        return ()
    with connect(dsn) as session:
        there = {row[0] for row in session.rows("select rolname from pg_roles where rolname = any(%s)", [list(names)])}
    return tuple(sorted(set(names) - there))
