"""Problems in the forms that point at files and lines, whatever command found them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.config.load import environment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pgplumb.report.failure import Failure
    from pgplumb.report.problems import Problem


def render_problems(form: str, problems: Sequence[Problem], folder: Path, *, command: str, summary: str) -> str:
    """The problems of a command that did its work on the project of the folder."""
    from pgplumb.report.github import workflow_commands
    from pgplumb.report.gitlab import code_quality
    from pgplumb.report.problems import placed
    from pgplumb.report.sarif import sarif
    from pgplumb.workflow.places import places

    where = places(folder, environment=environment())
    found = placed(problems, where.locate)
    match form:
        case "sarif":
            return sarif(found, command=command, fallback=where.configuration)
        case "gitlab":
            return code_quality(found, fallback=where.configuration)
        case _:
            return workflow_commands(found, summary=summary)


def render_failure(form: str, failure: Failure, folder: Path, *, command: str) -> str:
    """The mistake that made a command fail."""
    from pgplumb.report.github import workflow_commands
    from pgplumb.report.gitlab import code_quality
    from pgplumb.report.problems import failure_problem, placed
    from pgplumb.report.sarif import failed_sarif
    from pgplumb.workflow.places import places

    where = places(folder, environment=environment())
    (found,) = placed((failure_problem(failure),), where.locate)
    match form:
        case "sarif":
            return failed_sarif(found, command=command, exit_status=failure.exit_status)
        case "gitlab":
            return code_quality((found,), fallback=where.configuration)
        case _:
            return workflow_commands((found,))
