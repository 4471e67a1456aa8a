"""What a role lacks to read a database's schema: pg_dump locks every table against changes while it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.doctor.queries import query
from pgplumb.doctor.words import SHOWN, count, some
from pgplumb.syntax.sql import Sql, ident, join, sql

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pgplumb.postgres.session import Session

#: Any of these lets a role lock a table as readers do (LockTableAclCheck in lockcmds.c); before 16 only SELECT did.
_ENOUGH, _ENOUGH_SINCE_16 = "SELECT", "SELECT, UPDATE, DELETE, TRUNCATE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """What keeps a role from dumping: schemas that it may not enter, tables that it may not read, of how many."""

    role: str
    schemas: tuple[str, ...]
    #: Schema and name, each quoted where SQL needs it.
    tables: tuple[Sql, ...]
    of: int
    #: What a superuser or the owners run to change that.
    grants: tuple[Sql, ...]

    @property
    def what(self) -> str:
        """What may not be read, in words, and how much of it."""
        parts = [f"{count(len(self.tables), 'table')} ({some(self.tables)})"] if self.tables else []
        parts += [f"what is in {count(len(self.schemas), 'schema')} ({some(self.schemas)})"] if self.schemas else []
        return " and ".join(parts)


def unreadable(session: Session, *, without: Collection[str]) -> Unreadable:
    """What the session's role lacks to dump its database but for the schemas in `without`."""
    enough = _ENOUGH_SINCE_16 if session.server_version >= 160000 else _ENOUGH
    with session.snapshot():
        role = str(session.value("SELECT current_user"))
        found = session.rows(query("dumped_tables"), [enough, list(without)])
    closed = tuple(sorted({schema for schema, _, may_enter, _ in found if not may_enter}))
    lacking: dict[str, list[Sql]] = {}
    for schema, name, _, may_read in found:
        if not may_read:
            lacking.setdefault(schema, []).append(ident(schema, name))
    return Unreadable(
        role=role,
        schemas=closed,
        tables=tuple(table for tables in lacking.values() for table in tables),
        of=len(found),
        grants=tuple(_grants(role, closed, lacking)),
    )


def _grants(role: str, schemas: tuple[str, ...], tables: dict[str, list[Sql]]) -> Iterator[Sql]:
    if schemas:
        yield sql("GRANT USAGE ON SCHEMA {} TO {};", join(", ", map(ident, schemas)), ident(role))
    for schema, names in tables.items():
        if len(names) > SHOWN:
            yield sql("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {};", ident(schema), ident(role))
        else:
            yield sql("GRANT SELECT ON TABLE {} TO {};", join(", ", names), ident(role))
