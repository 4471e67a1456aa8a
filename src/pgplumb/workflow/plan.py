"""`plan`: what would change, on the live database or on the end of the migrations."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pgplumb.differ.choose import plan_between
from pgplumb.differ.roles import role_names
from pgplumb.model.garbage import collection_put_off
from pgplumb.postgres.together import begun
from pgplumb.workflow.elaborate import elaborator
from pgplumb.workflow.ends import desired, replayed
from pgplumb.workflow.extensions import check_held, findings as left_out
from pgplumb.workflow.majors import other_major
from pgplumb.workflow.roles import missing_roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pgplumb.differ.choose import EngineName
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.finding import Finding
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.location import Location
    from pgplumb.model.plan import Plan
    from pgplumb.source.outline import Outline
    from pgplumb.workflow.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOutcome:
    """The plan, what it starts from in words and whether that is a live database, the roles that the live server lacks,
    and where in the files the objects are that its statements are about."""

    plan: Plan
    against: str
    live: bool = False
    missing_roles: tuple[str, ...] = ()
    unmodelled: tuple[ObjectId, ...] = ()
    places: Mapping[ObjectId, Location] = field(default_factory=dict)


@collection_put_off()
def make_plan(project: Project, *, engine: EngineName = "auto") -> PlanOutcome:
    """The proved plan to the desired schema, from the live database if one is named, else from the migrations' end.

    Raises Incomplete where the scratch server is too small for the desired schema and what it left out is there.
    """
    dsn = project.dsn
    built = elaborator(project, dsn)
    if dsn is None:
        after, outline = desired(project, built)
        before, against = replayed(project, built), "the end of the migrations"
    else:
        with begun(lambda: built.live(dsn)) as reading:
            after, outline = desired(project, built)
        before = built.sharing(reading.result(), dsn, like=after.catalog)
        origin = project.config.origins.get("url", "")
        against = f"the live database {dsn}" + (f" (from {origin})" if origin else "")
    if outline.left_out:
        check_held(outline.left_out, before.catalog, str(dsn or "the end of the migrations"), project.scratch)
    plan = plan_between(before, after, observer=built.observer, annotations=outline.annotations, engine=engine)
    done = "compared" if plan.proof is None else "proved"
    findings = (
        *located(plan.findings, outline),
        *left_out(outline.left_out, project.scratch),
        *other_major(project, dsn, done=done),
    )
    plan = replace(plan, findings=findings)
    return PlanOutcome(
        plan=plan,
        against=against,
        live=dsn is not None,
        missing_roles=() if dsn is None else missing_roles(dsn, _awaited(outline, after.catalog)),
        unmodelled=before.catalog.unmodelled,
        places=_places(plan, outline),
    )


def _awaited(outline: Outline, after: Catalog) -> tuple[str, ...]:
    """The roles that somebody else is to make."""
    made = role_names(after)
    return tuple(role for role in outline.roles if role not in made)


def _places(plan: Plan, outline: Outline) -> dict[ObjectId, Location]:
    subjects = (planned.statement.subject for planned in plan.up.statements)
    found = {subject: outline.locate(subject) for subject in subjects if subject is not None}
    return {subject: place for subject, place in found.items() if place is not None}


def located(findings: Iterable[Finding], outline: Outline) -> tuple[Finding, ...]:
    """The findings, with the place in the desired files of what they are about where they have none."""
    return tuple(
        replace(finding, location=outline.locate(finding.subject))
        if finding.location is None and finding.subject is not None
        else finding
        for finding in findings
    )
