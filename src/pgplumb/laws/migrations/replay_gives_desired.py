"""All migrations together lead from nothing to the desired schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.differ.prove import differences
from pgplumb.errors import MigrationFails
from pgplumb.laws.law import Law
from pgplumb.laws.migrations.telling import reason
from pgplumb.laws.subjects import MIGRATIONS
from pgplumb.laws.verdict import Failed, Passed, Verdict
from pgplumb.model.ids import ObjectId

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.bench import Bench


class ReplayGivesDesired(Law):
    """The migrations, run one after the other from nothing, give the schema that the files describe.

    Why: a hand-made change of a file or of a migration lets the two drift apart; new databases are then not what
    reviewers have read. Both observers are asked, the catalog compare and pg_dump.

    Instead: run `pgplumb make` for what the migrations lack, and describe in the files what they have.
    """

    code = "replay_gives_desired"

    def subjects(self, bench: Bench) -> Iterator[ObjectId]:
        """All migrations together."""
        if bench.course is not None and bench.course.migrations:
            yield ObjectId(MIGRATIONS)

    def check(self, subject: ObjectId, bench: Bench) -> Verdict:
        """Replay them and compare."""
        course = bench.course
        assert course is not None
        try:
            template = course.template(len(course.migrations))
        except MigrationFails as error:
            return Failed(message=f"The migrations do not run from nothing: {reason(error)}")
        with course.scratch.database(template) as dsn:
            left = differences(dsn, course.desired(), course.observer)
        if left:
            lines = "\n    ".join(["The replay of the migrations is not the desired schema:", *left])
            return Failed(message=lines, help='Run `pgplumb make "..."` to write the migration that is missing.')
        return Passed(examples=1)
