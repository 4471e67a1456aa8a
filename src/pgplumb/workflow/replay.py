"""Runs migrations on scratch databases, statement by statement, so that a mistake is told with its place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError, MigrationFails
from pgplumb.model.migration import Direction
from pgplumb.syntax.references import references
from pgplumb.syntax.roles import is_about_roles
from pgplumb.syntax.split import split
from pgplumb.workflow.extensions import lacks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.model.migration import Migration
    from pgplumb.postgres.scratch import Scratch
    from pgplumb.postgres.session import Session
    from pgplumb.syntax.split import ParsedStatement


def run_migration(session: Session, migration: Migration, direction: Direction, scratch: Scratch) -> None:
    """Run one script of a migration on a scratch database; raises MigrationFails with file and line.

    Before it runs, ExtensionLacking where it creates an extension that the scratch server lacks.
    """
    file = migration.file(direction)
    script = _parsed(migration.script(direction), file)
    statements = script.statements
    scratch.ensure_roles(script.roles)
    scratch.ensure_tablespaces(script.tablespaces)
    for place, name in script.extensions:
        if name not in scratch.offered:
            raise lacks(place, name, scratch)
    transactional = migration.up_transactional if direction is Direction.UP else migration.down_transactional
    at = statements[0].location if statements else None

    def run() -> None:
        nonlocal at
        for statement in statements:
            at = statement.location
            # What it made of roles, other schemas would find on the same server.
            if not is_about_roles(statement.node):
                session.execute(statement.text)

    try:
        if transactional:
            with session.transaction():
                run()
        else:
            run()
    except DatabaseError as error:
        raise MigrationFails(file=file, line=at.line if at else 1, cause=error) from error


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A script's statements, the roles and tablespaces that it names, and the extensions that it creates, with their
    places."""

    statements: Sequence[ParsedStatement]
    roles: frozenset[str]
    tablespaces: frozenset[str]
    extensions: tuple[tuple[str, str], ...]


@lru_cache(maxsize=4)
def _parsed(text: str, file: str) -> _Parsed:
    """Laws run the same script many times; reading a long one takes longer than running it."""
    statements = split(text, file)
    named = [(str(statement.location), references(statement, "public")) for statement in statements]
    return _Parsed(
        statements,
        frozenset(role for _, found in named for role in found.roles if not role.startswith("pg_")),
        frozenset(space for _, found in named for space in found.tablespaces),
        tuple((place, part.id.name) for place, found in named for part in found.parts if part.id.kind == "extension"),
    )
