"""Holds migrations to their laws about rows, for `verify`; needs the extra `harness`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pgplumb
from pgplumb.laws.bench import PROFILES, Bench
from pgplumb.laws.exceptions import read_exceptions
from pgplumb.laws.law import registered
from pgplumb.laws.verdict import Failed, Passed, Untested
from pgplumb.model.finding import Finding
from pgplumb.model.location import Location
from pgplumb.model.migration import Direction
from pgplumb.workflow.course import open_course

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.laws.migrations.course import Course
    from pgplumb.laws.verdict import Verdict
    from pgplumb.model.finding import Severity
    from pgplumb.model.migration import Migration
    from pgplumb.workflow.project import Project
    from pgplumb.workflow.sides import Elaborator

#: The laws, each with the script that is mended where it is broken.
LAWS = {
    "up_on_every_database": Direction.UP,
    "old_rows_survive": Direction.DOWN,
    "new_rows_lose_what_is_declared": Direction.DOWN,
    "up_again_after_down": Direction.DOWN,
}
_DEPENDENT = "data_dependent"


@dataclass(frozen=True, slots=True)
class HeldRows:
    """How many databases were tried, and what does not hold or could not be told."""

    examples: int
    findings: tuple[Finding, ...]


def hold_rows(project: Project, built: Elaborator, profile: str) -> HeldRows:
    """Hold every migration to every law about rows. What held once is remembered while nothing that counts changes."""
    course = open_course(project, built)
    if course is None:
        return HeldRows(0, ())
    settings = {"harness": project.config.harness, "isolation": project.config.isolation}
    exceptions = read_exceptions(settings)
    examples, findings = 0, []
    with Bench(
        catalog=course.catalog(0),
        scratch=project.scratch,
        template=course.template(0),
        profile=PROFILES[profile],
        settings=settings,
        course=course,
    ) as bench:
        for place, subject in enumerate(course.subjects):
            for code in LAWS:
                if exceptions.reason(code, subject):
                    continue
                key = _key(course, place, code, profile)
                if (kept := project.cache.read("rows", key)) is not None:
                    examples += int(kept)
                    continue
                verdict = registered()[code].check(subject, bench)
                if isinstance(verdict, Passed):
                    project.cache.write("rows", key, str(verdict.examples).encode())
                    examples += verdict.examples
                findings += list(_findings(verdict, code, course.migrations[place]))
    return HeldRows(examples, tuple(findings))


def _findings(verdict: Verdict, code: str, migration: Migration) -> Iterator[Finding]:
    place = Location(migration.file(LAWS[code]))
    see = f"See docs/laws.md, {code}; an exception is declared under [harness]."
    match verdict:
        case Failed():
            shown = [verdict.help.rstrip(), f"In psql, {verdict.where}:\n\n{verdict.script}", see]
            yield Finding(
                code="migration_law",
                severity=_severity(code, migration),
                message=verdict.message,
                location=place,
                help="\n".join(part for part in shown if part),
            )
        case Untested(reason=reason):
            yield Finding(
                code="migration_law",
                severity="note",
                message=f"{migration.id}: not tested whether {code.replace('_', ' ')}: {reason}",
                location=place,
            )
        case Passed():
            pass


def _severity(code: str, migration: Migration) -> Severity:
    """That a script may meet rows which it cannot take is no error where its header says so."""
    told = any(hazard.startswith(_DEPENDENT) for hazard in migration.hazards)
    return "warning" if code == "up_on_every_database" and told else "error"


def _key(course: Course, place: int, code: str, profile: str) -> str:
    """Everything that decides what comes of a law."""
    scripts = [text for migration in course.migrations[:place] for text in (migration.id, migration.up)]
    own = course.migrations[place]
    parts = (
        pgplumb.__version__,
        _laws(),
        str(course.scratch.version),
        profile,
        code,
        *scripts,
        own.id,
        own.up,
        own.down,
    )
    return sha256("\0".join(parts).encode()).hexdigest()


@cache
def _laws() -> str:
    """A digest of the code of the laws and of what draws rows."""
    root = Path(pgplumb.__file__).parent
    files = (path for part in ("laws", "strategies", "generate") for path in sorted((root / part).rglob("*.py")))
    return sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()
