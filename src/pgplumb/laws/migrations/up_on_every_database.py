"""The up script runs on every database that the schema before it allows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pgplumb.laws.migrations.examples import Example
from pgplumb.laws.migrations.held import UP, MigrationLaw, from_old, judge_up
from pgplumb.laws.migrations.queries import finding
from pgplumb.laws.migrations.telling import WHERE, reason, script
from pgplumb.laws.search import Wrong
from pgplumb.laws.verdict import Failed, Verdict

if TYPE_CHECKING:
    from pgplumb.errors import MigrationFails
    from pgplumb.laws.migrations.course import Stage
    from pgplumb.laws.migrations.walk import Walk


class UpOnEveryDatabase(MigrationLaw):
    """The up script of a migration runs on every database that the schema before it allows.

    Why: NOT NULL on a column that holds NULL, a unique key over duplicates, a check, a foreign key or a narrower type
    are proved on empty tables, and fail on the rows that production has, in the middle of a release. Databases are
    drawn from the old schema, those that meet a new demand badly first. The smallest one on which the script fails is
    shown, with the query that finds such rows in production where one can be derived.

    Instead: run the query in production first. Let the script put such rows right (a backfill before SET NOT NULL), or
    have the constraint before there are such rows. Where production is known to have none, say so by an exception.
    """

    code = "up_on_every_database"

    def unbuilt(self, stage: Stage, error: MigrationFails) -> Verdict:
        """The empty database is the smallest."""
        return Failed(
            message=f"{stage.migration.id} fails on a database without rows: {reason(error)}",
            help="Mend the script: no database of the schema before it can take it.",
            script=script(stage, Example(), (UP,)),
            where=WHERE,
        )

    def hold(self, stage: Stage) -> Verdict:
        """Run it on databases of the old schema."""
        failed: list[Walk] = []

        def judge(taken: Walk, stage: Stage) -> None:
            try:
                judge_up(taken, stage)
            except Wrong:
                failed[:] = [taken]
                raise

        verdict = from_old(stage, judge)
        if isinstance(verdict, Failed) and failed and (refused := failed[0].refused) is not None:
            return replace(verdict, help=finding(refused.cause, stage, failed[0].example))
        return verdict
