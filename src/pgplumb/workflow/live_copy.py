"""A live database's schema on the scratch server: copied by pg_dump, and held to what was read of the original."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.differ.compare import compare
from pgplumb.differ.engines.native.engine import Native
from pgplumb.differ.prove import describe
from pgplumb.differ.side import settled
from pgplumb.doctor.reading import unreadable
from pgplumb.errors import CloneDiffers, DumpFailed, DumpForbidden, NewerThanScratch, RestoreFailed
from pgplumb.introspect.reader import read
from pgplumb.introspect.settling import is_settled
from pgplumb.model.change import Altered
from pgplumb.postgres.session import connect
from pgplumb.workflow.extensions import check_offered

if TYPE_CHECKING:
    from pgplumb.differ.side import Observer
    from pgplumb.model.catalog import Catalog
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.session import Session

_USED_ROLES = """
    select distinct r.rolname from pg_shdepend d join pg_roles r on r.oid = d.refobjid
    where d.refclassid = 'pg_authid'::regclass
        and d.dbid in (0, (select oid from pg_database where datname = current_database()))
"""


@dataclass(frozen=True, slots=True)
class LiveCopy:
    """Fills a scratch database with the schema of another, by pg_dump, without what is ignored."""

    observer: Observer
    dsn: Dsn
    wanted: Catalog
    roles: frozenset[str]

    def __call__(self, target: Dsn) -> None:
        observer, scratch = self.observer, self.observer.scratch
        check_offered(self.wanted, str(self.dsn), scratch)
        scratch.ensure_roles(self.roles)
        scratch.ensure_tablespaces(getattr(found, "tablespace", "") for found in self.wanted.objects.values())
        major, own = self.wanted.server_version // 10000, scratch.version // 10000
        try:
            settled(observer, self.dsn, target)
        except DumpFailed as error:
            if error.dsn == self.dsn and (better := self._forbidden()) is not None:
                raise better from error
            raise
        except RestoreFailed as error:
            if major <= own:
                raise
            reason = f"{error.reason}{error.place}"
            raise NewerThanScratch(dsn=self.dsn, major=major, scratch=own, reason=reason) from error
        with connect(target) as session:
            whole = read(session, own_roles=observer.own_roles, ignored=observer.leaves_public)
            kept = read(session, own_roles=observer.own_roles, ignored=observer.ignored)
            for statement in Native().propose(whole, kept, backfills={}).statements:
                session.execute(statement.sql)
        left = compare(observer.catalog(target), self.wanted)
        if major != own:
            # Some things print in another way there; that nothing is missing can be told all the same.
            left = tuple(change for change in left if not isinstance(change, Altered))
        elif not is_settled(self.wanted):
            return
        if left:
            raise CloneDiffers(dsn=self.dsn, what="; ".join(describe(change) for change in left[:5]))

    def _forbidden(self) -> DumpForbidden | None:
        """All that the role may not read: pg_dump names the first table, and stops there."""
        without = self.observer.undumped
        with connect(self.dsn) as session:
            lacking = unreadable(session, without=without)
        if not lacking.grants:
            return None
        return DumpForbidden(dsn=self.dsn, role=lacking.role, what=lacking.what, grants=lacking.grants)


def used_roles(session: Session) -> frozenset[str]:
    """The roles that objects of the session's database belong to or grant something to (pg_shdepend)."""
    return frozenset(row[0] for row in session.rows(_USED_ROLES))
