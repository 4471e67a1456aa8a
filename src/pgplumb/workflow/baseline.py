"""`baseline`: the present state of a live database as its first migration, which it has already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.differ.choose import plan_between
from pgplumb.differ.compare import compare
from pgplumb.differ.prove import describe
from pgplumb.differ.steps import steps
from pgplumb.errors import BaselineEmpty, BaselineMoved, BaselineTooLate
from pgplumb.model.annotations import Annotations
from pgplumb.runner import run as runner
from pgplumb.store.directory import withdraw
from pgplumb.workflow.elaborate import elaborator_for
from pgplumb.workflow.ends import directory
from pgplumb.workflow.majors import OTHER_MAJOR, other_major, refuse_other_major, target_of
from pgplumb.workflow.make import write_steps
from pgplumb.workflow.run import options_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pgplumb.differ.side import Side
    from pgplumb.model.finding import Finding
    from pgplumb.model.migration import AppliedMigration
    from pgplumb.model.plan import Plan
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.runner.events import Emit
    from pgplumb.workflow.project import Project
    from pgplumb.workflow.sides import Elaborator

_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineOutcome:
    """The plan from nothing to the database, its files, and what its history now says.

    `described` tells whether the folder of the desired schema has files.
    """

    database: str
    plan: Plan
    paths: tuple[Path, ...]
    rows: tuple[AppliedMigration, ...]
    findings: tuple[Finding, ...]
    described: bool


def baseline(project: Project, message: str, *, now: datetime, allow: frozenset[str], emit: Emit) -> BaselineOutcome:
    """Write the way from an empty database to the live one and back, proved, and record it there as applied.

    The live database gets its history and nothing else; where that fails no file stays. Raises BaselineTooLate,
    BaselineTwice, BaselineEmpty, BaselineMoved, NotProved, and OtherMajor where `other_major` is not allowed.
    """
    dsn, options = project.live(), options_of(project.config)
    _check_first(project)
    runner.check_no_history(dsn, options=options)
    if OTHER_MAJOR not in allow:
        refuse_other_major(project)
    # For what the configuration names, as `make` does it: `verify` knows no live database.
    built = elaborator_for(project, dsn, target=target_of(project, None))
    empty, live = built.migrations(()), built.live(dsn)
    plan = plan_between(empty, live, observer=built.observer, annotations=Annotations(), engine="native")
    if plan.is_empty:
        raise BaselineEmpty(dsn=dsn)
    found = steps(plan, empty, live, observer=built.observer, annotations=Annotations())
    paths = write_steps(project, found, plan, message, now=now)
    try:
        migrations = directory(project).migrations
        _check_same(dsn, built.migrations(migrations), built)
        rows = runner.record(dsn, migrations, options=options, emit=emit)
    except BaseException:
        withdraw(project.config.migrations, paths)
        raise
    return BaselineOutcome(
        database=str(dsn),
        plan=plan,
        paths=paths,
        rows=rows,
        findings=(*plan.findings, *other_major(project, dsn)),
        described=project.config.models is not None or any(project.config.desired.rglob("*.sql")),
    )


def _check_first(project: Project) -> None:
    if migrations := directory(project).migrations:
        folder, first, last = project.config.migrations, migrations[0].id, migrations[-1].version
        raise BaselineTooLate(folder=folder, first=first, last=last)


def _check_same(dsn: Dsn, replay: Side, built: Elaborator) -> None:
    """The replay of the files is what the database is now, not only what it was when we began."""
    if changes := compare(replay.catalog, built.live(dsn).catalog):
        lines = "".join(f"\n    {describe(change)}" for change in changes[:_SHOWN])
        raise BaselineMoved(dsn=dsn, lines=f"{lines}\n")
