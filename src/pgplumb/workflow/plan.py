"""`plan`: what would change, on the live database or on the end of the migrations."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pgplumb.differ.choose import plan_between
from pgplumb.differ.roles import role_names
from pgplumb.model.garbage import collection_put_off
from pgplumb.postgres.session import connect
from pgplumb.postgres.together import begun
from pgplumb.source.read import read_project
from pgplumb.store.directory import Directory, read
from pgplumb.syntax.references import references
from pgplumb.syntax.roles import created_roles
from pgplumb.workflow.elaborate import elaborator
from pgplumb.workflow.extensions import check_held, findings as left_out
from pgplumb.workflow.ignored import refuse_ignored
from pgplumb.workflow.majors import other_major

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pgplumb.differ.choose import EngineName
    from pgplumb.differ.side import Side
    from pgplumb.model.catalog import Catalog
    from pgplumb.model.finding import Finding
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.location import Location
    from pgplumb.model.plan import Plan
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.source.outline import Outline
    from pgplumb.syntax.split import ParsedStatement
    from pgplumb.workflow.project import Project
    from pgplumb.workflow.sides import Desired, Elaborator


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


def desired(project: Project, built: Elaborator) -> Desired:
    """The schema that the project's files and models describe; raises SourceError."""
    config = project.config
    files = read_project(config.desired, models=config.models, root=config.root)
    found = built.files(files)
    refuse_ignored(config, files, found.outline)
    return found


def replayed(project: Project, built: Elaborator) -> Side:
    """The schema at the end of the project's migrations; the empty one where there are none."""
    return built.migrations(directory(project).migrations)


def directory(project: Project) -> Directory:
    """The project's sealed migrations; none where the folder does not exist yet."""
    folder = project.config.migrations
    return read(folder) if folder.is_dir() else Directory(folder)


def awaited_roles(statements: Iterable[ParsedStatement]) -> tuple[str, ...]:
    """The roles that statements name and do not make themselves."""
    listed = list(statements)
    named = {role for statement in listed for role in references(statement, "public").roles}
    made = {role for statement in listed for role in created_roles(statement.node)}
    return tuple(sorted(named - made))


def missing_roles(dsn: Dsn, names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the roles that the server lacks."""
    if not names:
        return ()
    with connect(dsn) as session:
        there = {row[0] for row in session.rows("select rolname from pg_roles where rolname = any(%s)", [list(names)])}
    return tuple(sorted(set(names) - there))
