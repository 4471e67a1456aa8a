"""Which template databases a kept cluster holds: those used last, within a number and a size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg import sql

from pgplumb.postgres.databases import drop

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pgplumb.postgres.session import Session

#: How many template databases are kept, and the bytes of all of them: each run copies them all before it starts.
LIMIT = 12
LIMIT_BYTES = 256 * 1024 * 1024

_OURS = """
SELECT datname, datistemplate, pg_database_size(oid)
FROM pg_database WHERE starts_with(datname, %s)
"""
# Kept templates alone decide which roles stay: a role left by another schema would hide that this one lacks it.
_UNUSED_ROLES = """
SELECT rolname FROM pg_roles
WHERE oid >= 16384
  AND NOT EXISTS (SELECT FROM pg_shdepend WHERE refclassid = 'pg_authid'::regclass AND refobjid = pg_roles.oid)
  AND NOT EXISTS (SELECT FROM pg_auth_members WHERE pg_roles.oid IN (roleid, member, grantor))
"""


@dataclass(frozen=True, slots=True)
class Marks:
    """Empty files whose times tell when a template was last used, also by runs that kept nothing new."""

    folder: Path

    def touch(self, names: Iterable[str]) -> None:
        """Note that these were used now."""
        for name in names:
            (self.folder / name).touch()

    def age(self, name: str) -> int:
        """A number that grows with each use; zero for what was never used."""
        try:
            return (self.folder / name).stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def forget(self, name: str) -> None:
        """Drop the note on one that is gone."""
        (self.folder / name).unlink(missing_ok=True)


def tidy(session: Session, namespace: str, marks: Marks) -> None:
    """Drop what the next run has no use for: databases that are no templates, templates beyond the limits, roles."""
    count, total = 0, 0
    found = session.rows(_OURS, [namespace])
    for name, is_template, size in sorted(found, key=lambda row: (row[1], marks.age(row[0])), reverse=True):
        count, total = count + 1, total + size
        if not is_template or count > LIMIT or total > LIMIT_BYTES:
            session.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(sql.Identifier(name)))
            drop(session, name)
            marks.forget(name)
    for (role,) in session.rows(_UNUSED_ROLES):
        session.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))
