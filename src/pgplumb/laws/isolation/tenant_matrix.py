"""The matrix: who may do what with whose rows stays what people reviewed."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

from pgplumb.laws.isolation.matrix import FILE, matrix
from pgplumb.laws.isolation.tenancy import tenancy_of
from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Untested, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class TenantMatrix(Law):
    """What each actor may do with rows of its own tenant, of another's, shared and deleted is what was reviewed.

    The matrix (actor, table, command, kind of row) is measured on drawn databases, and compared with the file
    `isolation.matrix` beside the configuration. A difference fails. `pytest --pgplumb FOLDER
    --pgplumb-update-matrix` writes the file.

    Why: a policy is one condition among several, and what they come to together is not seen by reading one of them. As
    a table it can be read, and a change of policies shows in its difference.

    Instead: read the difference. Where it is meant write the file anew, and have it reviewed with the change.
    """

    code = "tenant_matrix"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """The tenants' table, which stands for all."""
        tenancy = tenancy_of(bench)
        if tenancy:
            yield tenancy.table

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Compare with the file."""
        if bench.root is None:
            return Untested(reason=f"there is no folder for {FILE}")
        file = bench.root / FILE
        found = matrix(bench)
        if not file.is_file():
            return Failed(message=f"There is no {FILE} yet.", help=_HELP)
        kept = file.read_text(encoding="utf-8")
        if kept == found:
            return Passed(examples=found.count("\n"))
        lines = unified_diff(kept.splitlines(), found.splitlines(), FILE, "measured", lineterm="", n=1)
        return Failed(message="\n".join(["The matrix is not the one that was reviewed:", *lines]), help=_HELP)


_HELP = "Run pytest --pgplumb FOLDER --pgplumb-update-matrix, and review what it writes."
