"""What an outcome has to complain about, in one shape for every format that points at files and lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from pgplumb.model.change import Added, Altered, Removed
from pgplumb.report.hazards import MEANINGS
from pgplumb.report.rules import RULES, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pgplumb.model.change import Change
    from pgplumb.model.finding import Finding, Severity
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.location import Location
    from pgplumb.report.failure import Failure
    from pgplumb.report.shapes import DriftOutcome, PlanOutcome, Verdict

_GRAVITY: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A problem, the object it is about, and where; a location's file is relative to the repository's root."""

    rule: Rule
    level: Severity
    message: str
    help: str = ""
    subject: ObjectId | None = None
    location: Location | None = None

    @property
    def text(self) -> str:
        """The message, and below it what to do."""
        return f"{self.message}\n{self.help}" if self.help else self.message

    @property
    def fingerprint(self) -> str:
        """What stays the same when the problem moves to another line: a SHA-256 in hexadecimal."""
        file = self.location.file if self.location is not None else ""
        return sha256("\0".join((self.rule.id, file, str(self.subject or ""), self.message)).encode()).hexdigest()


def plan_problems(outcome: PlanOutcome) -> tuple[Problem, ...]:
    """The findings of a plan, and what its way up risks, at the object in the files that asks for it."""
    found = [_of(finding) for finding in outcome.plan.findings]
    for planned in outcome.plan.up.statements:
        subject = planned.statement.subject
        for hazard in planned.hazards:
            rule = RULES[hazard.code]
            place = None if subject is None else outcome.places.get(subject)
            text = f"{hazard.message}: {MEANINGS[hazard.code]}"
            found.append(
                Problem(rule=rule, level=rule.level, message=text, help=rule.help, subject=subject, location=place)
            )
    return _sorted(found)


def verdict_problems(verdict: Verdict) -> tuple[Problem, ...]:
    """The findings of a set of checks."""
    return _sorted(map(_of, verdict.findings))


def drift_problems(outcome: DriftOutcome) -> tuple[Problem, ...]:
    """Each difference of a live database from the replay of its migrations; no file is to blame."""
    rule = RULES["drift"]
    return _sorted(
        Problem(rule=rule, level=rule.level, message=_drifted(change), help=rule.help, subject=change.id)
        for change in outcome.plan.changes
    )


def failure_problem(failure: Failure) -> Problem:
    """What made a command fail."""
    return Problem(rule=failure.rule, level="error", message=failure.said, location=failure.location)


def placed(problems: Iterable[Problem], locate: Callable[[Location], Location | None]) -> tuple[Problem, ...]:
    """The problems with their places as `locate` knows them; a place outside of the repository is told in words."""
    return tuple(_placed(problem, locate) for problem in problems)


def _placed(problem: Problem, locate: Callable[[Location], Location | None]) -> Problem:
    if problem.location is None:
        return problem
    place = locate(problem.location)
    message = problem.message if place is not None else f"{problem.location}: {problem.message}"
    return replace(problem, location=place, message=message)


def _of(finding: Finding) -> Problem:
    return Problem(
        rule=RULES[finding.code],
        level=finding.severity,
        message=finding.message,
        help=finding.help,
        subject=finding.subject,
        location=finding.location,
    )


def _drifted(change: Change) -> str:
    match change:
        case Added(found):
            return f"{found.id} is there, and no migration made it"
        case Removed(found):
            return f"{found.id} is gone, and a migration made it"
        case Altered(id, attribute, before, after):
            return f"{id}: {attribute.replace('_', ' ')} is {after!r}, and the migrations made it {before!r}"


def _sorted(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each once, the gravest first: GitHub shows ten annotations of a step."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: _GRAVITY.index(problem.level)))
