"""Foreign keys: nobody refers to a row of another tenant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.generate.shape import shape_of
from pgplumb.laws.isolation.audit import audit
from pgplumb.laws.isolation.by_keys import crosses
from pgplumb.laws.isolation.telling import verdict
from pgplumb.laws.isolation.tenancy import tenancy_of
from pgplumb.laws.law import Law
from pgplumb.model.ids import ObjectId

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.verdict import Verdict


class TenantReferences(Law):
    """A row of one tenant never refers to a row of another, and nobody learns by a foreign key which rows there are.

    Each actor inserts, or changes, a row of its own so that it refers to another tenant's, by every foreign key between
    tenants' tables. It has to be refused, in the same way as where there is no such row. Where the actor cannot write
    such a row but delete what it would refer to, it deletes its own row under another's reference.

    Why: the checks of foreign keys run with the rights of the table's owner and past all policies. A number that is
    guessed is accepted if it is there and refused (23503) if it is not; and the rows of two tenants then hang together:
    with ON DELETE CASCADE one of them deletes the other's
    (https://www.postgresql.org/docs/current/ddl-rowsecurity.html).

    Instead: a composite key, `FOREIGN KEY (tenant_id, order_id) REFERENCES orders (tenant_id, id)`, or a WITH CHECK
    that looks for the row it refers to, under the policies of the caller.
    """

    code = "tenant_references"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Foreign keys from a tenants' table to another, by more than the tenant's column."""
        tenancy = tenancy_of(bench)
        for id, owned in tenancy.owned.items() if tenancy else ():
            for key in shape_of(id, bench.catalog).keys:
                if tenancy and key.target in tenancy.owned and crosses(key, owned):
                    yield ObjectId("foreign_key", id.schema, key.name, id.name)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look at what the audit saw."""
        if subject.name and (why := audit(bench).lacking.get(ObjectId("table", subject.schema, subject.table))):
            return verdict(self.code, subject, bench, help=_HELP, nothing=f"no row could be tried: {why}")
        return verdict(self.code, subject, bench, help=_HELP)


_HELP = "Put the tenant's column into the foreign key, and into the key that it refers to."
