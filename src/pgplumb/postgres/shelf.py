"""Template databases kept between runs: a file each beside the cluster's, and which of them stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg import sql

from pgplumb.postgres import databases

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from pgplumb.postgres.session import Session

#: How many template databases are kept, and the bytes of all of them.
LIMIT = 12
LIMIT_BYTES = 256 * 1024 * 1024

_OURS = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
# The size is null where the files were never asked for in this run.
_TEMPLATES = """
SELECT datname, oid, pg_database_size(oid) FROM pg_database WHERE starts_with(datname, %s) AND datistemplate
"""
# Kept templates alone decide which roles stay: a role left by another schema would hide that this one lacks it.
_UNUSED_ROLES = """
SELECT rolname FROM pg_roles
WHERE oid >= 16384
  AND NOT EXISTS (SELECT FROM pg_shdepend WHERE refclassid = 'pg_authid'::regclass AND refobjid = pg_roles.oid)
  AND NOT EXISTS (SELECT FROM pg_auth_members WHERE pg_roles.oid IN (roleid, member, grantor))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A database of ours that may stay: its name, unlike that of any other ever built, and the number of its folder."""

    name: str
    oid: int
    size: int
    last_used: float


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder with a file for each template that the kept cluster lists.

    A cluster that another run kept lists other templates, by other names: a file never serves a cluster that it
    was not made in, and a file that is missing only means that the template has to be built again.
    """

    folder: Path

    def archive(self, name: str) -> Path:
        """The file of a template; its time tells when it was last used."""
        return self.folder / f"{name}.pack"

    def choose(self, session: Session, namespace: str) -> list[Template]:
        """Drop what the next run has no use for, and tell which templates stay.

        What goes are databases that are no templates, templates beyond the limits (those used longest ago), and roles
        that no template needs.
        """
        found = [self._template(*row) for row in session.rows(_TEMPLATES, [namespace])]
        kept: list[Template] = []
        for template in sorted(found, key=lambda template: template.last_used, reverse=True):
            total = template.size + sum(each.size for each in kept)
            if len(kept) < LIMIT and total <= LIMIT_BYTES:
                kept.append(template)
        names = {template.name for template in kept}
        for (name,) in session.rows(_OURS, [namespace]):
            if name not in names:
                databases.drop_template(session, name)
        for (role,) in session.rows(_UNUSED_ROLES):
            session.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))
        return kept

    def remove_others(self, kept: Collection[Template]) -> None:
        """Remove the files of templates that no longer stay."""
        for archive in set(self.folder.glob("*.pack")) - {self.archive(template.name) for template in kept}:
            archive.unlink(missing_ok=True)

    def _template(self, name: str, oid: int, size: int | None) -> Template:
        """A template with a file was last used when its file was; one without was made now, or its file was lost."""
        try:
            status = self.archive(name).stat()
        except FileNotFoundError:
            return Template(name=name, oid=oid, size=size or 0, last_used=0 if size is None else float("inf"))
        return Template(name=name, oid=oid, size=status.st_size, last_used=status.st_mtime)
