"""What statements about roles come to: run on the scratch server apart from its roles, read, and rolled back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError, SourceError
from pgplumb.introspect.roles import read_roles
from pgplumb.syntax.roles import changed_roles, created_roles, named_roles, place, refuse_unknown
from pgplumb.syntax.sql import ident, sql

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pgplumb.model.objects import Object
    from pgplumb.postgres.scratch import Scratch
    from pgplumb.postgres.session import Session
    from pgplumb.source.script import Script
    from pgplumb.syntax.split import ParsedStatement


def roles_of_files(script: Script, scratch: Scratch) -> tuple[Object, ...]:
    """The roles that the files create, as they say; raises RefusedStatement for changes of others, or SourceError."""
    for statement in script.about_roles:
        for role in sorted(changed_roles(statement.node) - script.created_roles):
            refuse_unknown(statement, role)
    return _roles(sorted(script.about_roles, key=lambda each: place(each.node)), script.created_roles, scratch)


def roles_of_migrations(statements: Iterable[ParsedStatement], scratch: Scratch) -> tuple[Object, ...]:
    """The roles that the statements of migrations make, one after the other."""
    listed = list(statements)
    return _roles(listed, frozenset(role for each in listed for role in created_roles(each.node)), scratch)


def _roles(statements: list[ParsedStatement], created: frozenset[str], scratch: Scratch) -> tuple[Object, ...]:
    if not statements:
        return ()
    with scratch.roles_apart() as session:
        add_others(session, (role for each in statements for role in named_roles(each.node) - created))
        for statement in statements:
            _run(session, statement)
        return read_roles(session, created, own_roles=frozenset())


def add_others(session: Session, names: Iterable[str]) -> None:
    """Make roles that somebody else is to make, for memberships to name; the server's own are there."""
    for name in sorted({name for name in names if not name.startswith("pg_")}):
        session.execute(sql("CREATE ROLE {}", ident(name)))


def _run(session: Session, statement: ParsedStatement) -> None:
    try:
        session.execute(statement.text)
    except DatabaseError as error:
        location = statement.location
        raise SourceError(
            file=location.file,
            line=location.line,
            column=location.column,
            reason=error.primary,
            excerpt=statement.source.excerpt(location),
            hint=error.hint,
        ) from error
