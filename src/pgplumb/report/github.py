"""Problems as workflow commands of GitHub Actions, which shows them as annotations beside the lines they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.printable import printable
from pgplumb.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pgplumb.report.problems import Problem

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def workflow_commands(problems: Iterable[Problem], *, summary: str = "") -> str:
    """A command a line, then a line of text for who reads the log."""
    lines = [_command(problem) for problem in problems]
    return "".join(f"{line}\n" for line in (*lines, *((_data(summary),) if summary else ())))


def _command(problem: Problem) -> str:
    properties = {"title": f"pgplumb: {problem.rule.title}"}
    if (place := problem.location) is not None:
        properties = {"file": place.file, "line": str(place.line), "col": str(place.column), **properties}
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[problem.level]} {shown}::{_data(visible(problem.text))}"


def _data(text: str) -> str:
    """The text as the runner decodes it, which takes a line for a command wherever one starts."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")
