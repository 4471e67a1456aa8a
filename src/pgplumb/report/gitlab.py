"""Problems as GitLab's code quality report, which a merge request shows beside its changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pgplumb.model.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pgplumb.report.problems import Problem

_SEVERITIES = {"error": "critical", "warning": "major", "note": "info"}


def code_quality(problems: Iterable[Problem], *, fallback: str) -> str:
    """The report: a list of issues; what has no place in the repository stands at the file `fallback`."""
    return json.dumps([_issue(problem, fallback) for problem in problems], indent=2) + "\n"


def _issue(problem: Problem, fallback: str) -> dict[str, object]:
    place = problem.location
    file, line = (place.file, place.line) if place is not None else (fallback, 1)
    return {
        "description": printable(" ".join(problem.text.split("\n"))),
        "check_name": problem.rule.id,
        "fingerprint": problem.fingerprint,
        "severity": _SEVERITIES[problem.level],
        "location": {"path": file, "lines": {"begin": line}},
    }
