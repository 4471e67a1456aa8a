"""Keys: nobody learns from a unique constraint what another tenant has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.generate.shape import shape_of
from pgplumb.laws.isolation.audit import audit
from pgplumb.laws.isolation.keys import keys_of, scoped
from pgplumb.laws.isolation.reach import reaches
from pgplumb.laws.isolation.telling import verdict
from pgplumb.laws.isolation.tenancy import tenancy_of
from pgplumb.laws.law import Law
from pgplumb.model.ids import ObjectId

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.verdict import Verdict


class TenantKeys(Law):
    """A key that rows of several tenants share does not tell one of them what another has.

    Each actor inserts, or changes, a row of its own that has the key of another tenant's row, plainly and with ON
    CONFLICT DO NOTHING. It must not be able to tell that the other row is there. A primary key of one number or uuid,
    and a key that the server makes (identity, nextval(), random), says nothing but which row it is, and passes.

    Why: a unique index knows every row, whatever policies hide. A violation (23505), or an ON CONFLICT that does
    nothing, tells that somebody has this address, this name, this number; a list of addresses is tried in a second. It
    also lets a tenant keep names from others (https://www.postgresql.org/docs/current/ddl-rowsecurity.html).

    Instead: put the tenant's column into the key, `UNIQUE (tenant_id, email)`. Where the key is meant to be
    everybody's, as that of a login, say so under `allow`: `{ channel = "unique:users_email_key", reason = "..." }`.
    """

    code = "tenant_keys"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Keys of tenants' tables that an actor can state."""
        tenancy = tenancy_of(bench)
        for id in tenancy.owned if tenancy else ():
            stated = {
                name
                for reach in reaches(bench)
                if (access := reach.relations.get(id))
                for name in (*access.insert, *access.update)
            }
            yield from (key.id for key in keys_of(id, bench.catalog) if stated.issuperset(key.columns))

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look at what the audit saw; a key with the tenant in it needs no trial."""
        tenancy = tenancy_of(bench)
        assert tenancy is not None
        owned = tenancy.owned[ObjectId("table", subject.schema, subject.table)]
        key = next(each for each in keys_of(owned.id, bench.catalog) if each.id == subject)
        shape = shape_of(owned.id, bench.catalog)
        needless = key.surrogate or scoped(key, owned, shape, tenancy.owned.keys())
        missing = audit(bench).lacking.get(owned.id, "")
        reason = "" if needless else f"no row could be tried{': ' + missing if missing else ''}"
        return verdict(self.code, subject, bench, help=_HELP, nothing=reason)


_HELP = "Put the tenant's column into the key, or allow the channel."
