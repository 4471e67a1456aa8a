"""Saved plans: written by `plan --out`, run by `apply --plan` where nothing has moved since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.differ.compare import compare
from pgplumb.differ.prove import describe
from pgplumb.errors import (
    PlanIncomplete,
    PlanNotLive,
    PlanNotReached,
    PlanStale,
    PolicyRefused,
    RolesMissingOnTarget,
)
from pgplumb.report.json import plan_json
from pgplumb.runner.planned import run_plan
from pgplumb.runner.run import status
from pgplumb.store.plans import read_plan, save
from pgplumb.syntax.split import split
from pgplumb.workflow.elaborate import elaborator
from pgplumb.workflow.ends import desired, directory
from pgplumb.workflow.extensions import incomplete
from pgplumb.workflow.make import DATA_LOSS
from pgplumb.workflow.roles import awaited_roles, missing_roles

if TYPE_CHECKING:
    from pathlib import Path

    from pgplumb.model.saved import SavedPlan
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.runner.events import Emit
    from pgplumb.runner.options import Means, Options
    from pgplumb.workflow.plan import PlanOutcome
    from pgplumb.workflow.project import Project

DRIFT = "drift"

_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedPlan:
    """A plan that was run: its file, the fingerprints at its ends, and how many statements it has."""

    file: str
    before: str
    after: str
    statements: int


def save_plan(outcome: PlanOutcome, path: Path) -> None:
    """Write a plan as `apply_plan` reads it; it holds no password."""
    save(path, plan_json(outcome))


def apply_plan(
    project: Project, path: Path, *, allow: frozenset[str], options: Options, means: Means, emit: Emit
) -> AppliedPlan:
    """Run exactly what a saved plan says on the live database, and show that this led where the plan leads.

    Raises PlanStale where the live database or the desired files have moved since, PolicyRefused where values would be
    lost or the database has migrations, and what `read_plan` and `run_plan` raise.
    """
    dsn, plan = project.live(), read_plan(path)
    _check_allowed(project, dsn, plan, allow=allow, options=options)
    built = elaborator(project, dsn)
    wanted, outline = desired(project, built)
    if outline.left_out:
        raise incomplete(outline.left_out, "What it leaves out cannot be compared with the plan.", project.scratch)
    if wanted.catalog.fingerprint != plan.after:
        raise PlanStale(file=plan.file, what="the desired schema has changed since")

    def check_before() -> None:
        found = built.live(dsn).catalog.fingerprint
        if found == plan.before:
            return
        there = f"{dsn} is already where it leads" if found == plan.after else f"{dsn} has changed since"
        raise PlanStale(file=plan.file, what=there)

    def check_after() -> None:
        left = compare(built.sharing(built.live(dsn), dsn, like=wanted.catalog).catalog, wanted.catalog)
        if left:
            lines = "".join(f"\n    {describe(change)}" for change in left[:_SHOWN])
            raise PlanNotReached(file=plan.file, dsn=dsn, lines=f"{lines}\n")

    count = run_plan(dsn, plan, options=options, means=means, emit=emit, before=check_before, after=check_after)
    return AppliedPlan(file=plan.file, before=plan.before, after=plan.after, statements=count)


def _check_allowed(project: Project, dsn: Dsn, plan: SavedPlan, *, allow: frozenset[str], options: Options) -> None:
    """What can be refused before anything is compared."""
    if not plan.live:
        raise PlanNotLive(file=plan.file)
    if plan.is_incomplete:
        raise PlanIncomplete(file=plan.file)
    if plan.losses and DATA_LOSS not in allow:
        raise PolicyRefused(what="the plan loses " + ", ".join(plan.losses), policy=DATA_LOSS)
    found = status(dsn, directory(project).migrations, options=options)
    if (rows := (*found.applied, *found.dirty)) and DRIFT not in allow:
        what = f"the database has migrations, the last {rows[-1].id}, and a plan beside them makes drift"
        hint = 'Write the change as a migration instead: `pgplumb make "..."`, then `pgplumb apply`.'
        raise PolicyRefused(what=what, policy=DRIFT, hints=(hint,))
    texts = (text for batch in plan.batches for text in batch.statements)
    statements = [statement for text in texts for statement in split(text, plan.file)]
    if missing := missing_roles(dsn, awaited_roles(statements)):
        raise RolesMissingOnTarget(dsn=dsn, roles=", ".join(missing))
