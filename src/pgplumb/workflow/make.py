"""`make`: writes a proved plan as pairs of migration files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.differ.assembly import assemble, body
from pgplumb.differ.choose import plan_between
from pgplumb.differ.compare import compare
from pgplumb.differ.prove import describe
from pgplumb.differ.steps import steps
from pgplumb.differ.suspect import RENAMES
from pgplumb.errors import LiveMoved, PolicyRefused
from pgplumb.model.change import Added, Altered, Removed
from pgplumb.model.printable import printable
from pgplumb.plan.concurrently import concurrently
from pgplumb.runner.run import status
from pgplumb.store.directory import Draft, write
from pgplumb.store.naming import Numbering
from pgplumb.store.slug import slug
from pgplumb.workflow.elaborate import elaborator, elaborator_for
from pgplumb.workflow.ends import desired, directory
from pgplumb.workflow.extensions import incomplete
from pgplumb.workflow.majors import OTHER_MAJOR, refuse_other_major, target_of
from pgplumb.workflow.plan import located
from pgplumb.workflow.run import options_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pgplumb.differ.choose import EngineName
    from pgplumb.differ.side import Side
    from pgplumb.differ.steps import Step
    from pgplumb.model.change import Change
    from pgplumb.model.finding import Finding
    from pgplumb.model.plan import Plan, Script
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.workflow.project import Project

DATA_LOSS = "data_loss"


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeOutcome:
    """The plan and the files that it was written to; no file where nothing differs."""

    plan: Plan | None
    paths: tuple[Path, ...]


def make(
    project: Project, message: str, *, now: datetime, allow: frozenset[str], engine: EngineName = "auto"
) -> MakeOutcome:
    """Write the difference between the migrations' end and the desired schema.

    Raises PolicyRefused where values would be lost and `data_loss` is not allowed, LiveMoved where the live database
    is not what its migrations make of it, OtherMajor where the plan was proved on another major version than it is for
    and `other_major` is not allowed.
    """
    making = _Making(project, message, now, allow)
    return making.write(making.plan(engine))


def make_concurrently(
    project: Project, message: str, *, now: datetime, allow: frozenset[str], engine: EngineName = "auto"
) -> MakeOutcome:
    """Like `make`, with indexes on existing tables built and dropped without blocking writes, in pairs of their own."""
    making = _Making(project, message, now, allow)
    plan = making.plan(engine)
    statements = [planned.statement for planned in plan.up.statements]
    from dataclasses import replace

    up = assemble(concurrently(statements, making.before.catalog), making.before.catalog)
    return making.write(replace(plan, up=up))


def make_empty(project: Project, message: str, *, now: datetime) -> MakeOutcome:
    """A pair to fill in by hand; `seal` proves it."""
    draft = Draft(up="-- Write the statements of the way up here.", down="-- And what undoes them here.")
    return MakeOutcome(plan=None, paths=_write(project, (draft,), message, now))


class _Making:
    """Both sides of one `make`."""

    def __init__(self, project: Project, message: str, now: datetime, allow: frozenset[str]) -> None:
        self.project = project
        self.message = message
        self.now = now
        self.allow = allow
        slug(message)
        dsn = project.dsn
        # Not for what the live database happens to run: the same files are to give the same migration, and `verify`
        # knows no live database.
        self.built = elaborator_for(project, dsn, target=target_of(project, None))
        self.before: Side = self.built.migrations(directory(project).migrations)
        self.after, self.outline = desired(project, self.built)
        if self.outline.left_out:
            why = "A migration is never written from an incomplete schema."
            raise incomplete(self.outline.left_out, why, project.scratch)
        if dsn is not None:
            _check_live(project, dsn)

    def plan(self, engine: EngineName) -> Plan:
        annotations = self.outline.annotations
        plan = plan_between(
            self.before, self.after, observer=self.built.observer, annotations=annotations, engine=engine
        )
        if plan.up.losses and DATA_LOSS not in self.allow:
            suspected = [each for each in plan.findings if each.code in RENAMES]
            renames = tuple(map(_hint, located(suspected, self.outline)))
            what = "the way up loses " + ", ".join(plan.up.losses)
            raise PolicyRefused(what=what, policy=DATA_LOSS, hints=renames)
        if not plan.is_empty and OTHER_MAJOR not in self.allow:
            refuse_other_major(self.project)
        return plan

    def write(self, plan: Plan) -> MakeOutcome:
        if plan.is_empty:
            return MakeOutcome(plan=plan, paths=())
        annotations, observer = self.outline.annotations, self.built.observer
        found = steps(plan, self.before, self.after, observer=observer, annotations=annotations)
        return MakeOutcome(plan=plan, paths=write_steps(self.project, found, plan, self.message, now=self.now))


def _hint(finding: Finding) -> str:
    place = f"{finding.location}: " if finding.location is not None else ""
    return f"{place}{finding.message}. {finding.help}"


def _check_live(project: Project, dsn: Dsn) -> None:
    """Refuse to build on a database that somebody has changed behind the migrations' back."""
    built = elaborator(project, dsn)
    found = status(dsn, directory(project).migrations, options=options_of(project.config))
    applied = {row.version for row in found.applied}
    replay = built.migrations([one for one in directory(project).migrations if one.version in applied])
    changes = compare(built.sharing(built.live(dsn), dsn, like=replay.catalog).catalog, replay.catalog)
    if changes:
        lines = "".join(f"\n    {_moved(change)}" for change in changes[:8]) + "\n"
        raise LiveMoved(dsn=dsn, lines=lines)


def _moved(change: Change) -> str:
    """What is to be undone on a live database."""
    match change:
        case Added(found):
            return printable(f"it lacks {found.id}")
        case Removed(found):
            return printable(f"it has {found.id}")
        case Altered():
            return describe(change)


def write_steps(
    project: Project, found: tuple[Step, ...], plan: Plan, message: str, *, now: datetime
) -> tuple[Path, ...]:
    """Write the steps of a plan as pairs of files, and seal the folder."""
    return _write(project, tuple(_draft(step, plan) for step in found), message, now)


def _draft(step: Step, plan: Plan) -> Draft:
    up, down = step.up, step.down
    return Draft(
        up=body(up),
        down=body(down),
        before=step.before,
        after=step.after,
        engine=plan.engine,
        engine_reason=plan.engine_reason,
        hazards=_hazards(up),
        down_hazards=_hazards(down),
        up_losses=up.losses,
        down_losses=down.losses,
        up_transactional=all(batch.transactional for batch in up.batches),
        down_transactional=all(batch.transactional for batch in down.batches),
    )


def _hazards(script: Script) -> tuple[str, ...]:
    found = (f"{hazard.code}: {hazard.message}" for planned in script.statements for hazard in planned.hazards)
    return tuple(dict.fromkeys(found))


def _write(project: Project, drafts: tuple[Draft, ...], message: str, now: datetime) -> tuple[Path, ...]:
    numbering = Numbering(project.config.numbering)
    return write(project.config.migrations, drafts, slug=slug(message), now=now, numbering=numbering)
