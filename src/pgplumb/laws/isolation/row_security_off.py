"""Tables with policies that nobody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.isolation.policies import policies, tables
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.relations import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class RowSecurityOff(Law):
    """A table that has policies has row security enabled.

    Why: policies are kept, shown and dumped, and none of them is asked before ALTER TABLE ... ENABLE ROW LEVEL
    SECURITY (https://www.postgresql.org/docs/current/ddl-rowsecurity.html). Whoever has a grant sees every row.

    Instead: enable it, in the file of the table, before the first policy; or drop the policies.
    """

    code = "row_security_off"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Tables with policies that somebody may do something with."""
        return (table.id for table in tables(bench) if policies(table.id, bench))

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Look whether it is enabled."""
        table = bench.catalog.get(subject)
        if isinstance(table, Table) and table.row_security:
            return Passed()
        count = len(policies(subject, bench))
        return Failed(
            message=f"Its {count} polic{'y is' if count == 1 else 'ies are'} not asked: row security is not enabled.",
            help=f"ALTER TABLE {subject.name} ENABLE ROW LEVEL SECURITY.",
        )
