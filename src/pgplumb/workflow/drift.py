"""`drift`: whether the live database still equals the replay of the migrations that it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.differ.choose import unproved_plan
from pgplumb.model.annotations import Annotations
from pgplumb.runner.run import status
from pgplumb.runner.standing import check_history
from pgplumb.workflow.elaborate import elaborator
from pgplumb.workflow.ends import directory
from pgplumb.workflow.run import options_of

if TYPE_CHECKING:
    from pgplumb.model.plan import Plan
    from pgplumb.workflow.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftOutcome:
    """What was done to the database beside its migrations: the plan leads from their replay to the live state.

    `version` is the last migration that the database has, empty for none.
    """

    plan: Plan
    against: str
    version: str


def drift(project: Project) -> DriftOutcome:
    """Compare the live database with the replay of its migrations; nothing is written anywhere."""
    dsn = project.live()
    migrations = directory(project).migrations
    found = status(dsn, migrations, options=options_of(project.config))
    check_history(found)
    applied = {row.version for row in found.applied}
    built = elaborator(project, dsn)
    replay = built.migrations([migration for migration in migrations if migration.version in applied])
    live = built.sharing(built.live(dsn), dsn, like=replay.catalog)
    plan = unproved_plan(replay.catalog, live.catalog, annotations=Annotations())
    return DriftOutcome(plan=plan, against=str(dsn), version=max(applied, default=""))
