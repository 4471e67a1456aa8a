"""Findings for the terminal: where, how grave, what, and the next thing to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from pgplumb.model.printable import printable
from pgplumb.report.visible import title, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pgplumb.model.finding import Finding, Severity
    from pgplumb.model.ids import ObjectId

_STYLES = {"error": "red", "warning": "yellow", "note": "cyan"}
_GRAVITY: tuple[Severity, ...] = ("error", "warning", "note")


def finding_lines(findings: Iterable[Finding]) -> Text:
    """The findings, errors first, otherwise in their own order."""
    shown = Text()
    for finding in sorted(findings, key=lambda finding: _GRAVITY.index(finding.severity)):
        if finding.location is not None:
            shown.append(f"{printable(str(finding.location))}: ")
        shown.append(finding.severity, _STYLES[finding.severity]).append(f" {printable(finding.code)}: ")
        message = visible(finding.message)
        if finding.subject is not None and finding.subject.name not in finding.message:
            message = f"{title(finding.subject)}: {message}"
        shown.append(message.replace("\n", "\n    ") + "\n")
        if finding.help:
            help_text = visible(finding.help).replace("\n", "\n    ")
            shown.append(f"    {help_text}\n", "dim")
    return shown


def unmentioned(ids: Iterable[ObjectId], findings: Iterable[Finding]) -> tuple[ObjectId, ...]:
    """The objects that no finding is about."""
    mentioned = {finding.subject for finding in findings}
    return tuple(id for id in ids if id not in mentioned)


def count_findings(findings: Iterable[Finding]) -> str:
    """How many of which gravity: `1 error, 2 notes`; empty for none."""
    severities = [finding.severity for finding in findings]
    counts = {severity: severities.count(severity) for severity in _GRAVITY}
    return ", ".join(f"{n} {word}{'s' if n > 1 else ''}" for word, n in counts.items() if n)
