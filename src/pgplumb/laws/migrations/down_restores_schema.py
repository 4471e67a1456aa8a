"""The down script leaves the schema as it was before the up script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.prove import differences
from pgplumb.errors import MigrationFails
from pgplumb.laws.migrations.examples import Example
from pgplumb.laws.migrations.held import DOWN, UP, MigrationLaw
from pgplumb.laws.migrations.telling import WHERE, reason, script
from pgplumb.laws.verdict import Failed, Passed, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.laws.migrations.course import Stage


class DownRestoresSchema(MigrationLaw):
    """After the up and the down script of a migration the schema is what it was, but for the position of columns.

    Why: an index, a grant, a comment, a default or a trigger that the down script forgets is missed by nobody until
    the query is slow or the report is empty. Both observers are asked, the catalog compare and pg_dump.

    Instead: complete the down script; `pgplumb make` writes both ways.
    """

    code = "down_restores_schema"

    def hold(self, stage: Stage) -> Verdict:
        """Run both scripts on a database without rows of ours, and compare."""
        course = stage.course
        with stage.database(stage.new) as dsn:
            try:
                course.run(stage.migration, DOWN, dsn)
            except MigrationFails as error:
                return _failed(stage, f"cannot be undone: {reason(error)}", ())
            left = differences(dsn, course.state(stage.place), course.observer)
        if left:
            return _failed(stage, "is not undone by its down script", left)
        return Passed(examples=1)


def _failed(stage: Stage, what: str, left: Sequence[str]) -> Failed:
    return Failed(
        message="\n    ".join([f"{stage.migration.id} {what}" + (":" if left else ""), *left]),
        help="Mend the down script.",
        script=script(stage, Example(), (UP, DOWN)),
        where=WHERE,
    )
