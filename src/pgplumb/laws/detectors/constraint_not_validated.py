"""DET-06: constraints that old rows may break."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.laws.law import Law
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.relations import Column, Constraint
from pgplumb.model.types import DomainConstraint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


class ConstraintNotValidated(Law):
    """Every constraint is validated.

    Why: a constraint added NOT VALID is held against new rows alone. Queries that count on it, and the planner, which
    then does not, see the old rows as well; a later UPDATE of such a row fails for a column that it does not touch
    (https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-VALIDATE-CONSTRAINT).

    Instead: NOT VALID is the first half of a change without a long lock: mend the rows, then `VALIDATE CONSTRAINT`. A
    NOT ENFORCED constraint (PostgreSQL 18) counts as not validated too.
    """

    code = "constraint_not_validated"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """Checks and foreign keys of tables, checks of domains, and NOT NULL constraints that are not valid."""
        yield from (found.id for found in bench.catalog.of(Constraint) if found.type in "cf")
        yield from (found.id for found in bench.catalog.of(DomainConstraint))
        yield from (found.id for found in bench.catalog.of(Column) if found.not_null and not found.not_null_valid)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Ask the catalog."""
        found = bench.catalog.objects[subject]
        if isinstance(found, Constraint | DomainConstraint) and found.validated:
            return Passed()
        what = f"NOT NULL of {subject.name}" if isinstance(found, Column) else subject.name
        return Failed(
            message=f"Rows that are there already may break {what}: it is not validated.",
            help="Mend such rows, then run ALTER TABLE ... VALIDATE CONSTRAINT.",
        )
