"""A diagnosis for the terminal: the checks by section, what to do where one is not well, and their count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from pgplumb.report.visible import visible

if TYPE_CHECKING:
    from pgplumb.model.diagnosis import Check, Diagnosis

_STYLES = {"ok": "green", "note": "cyan", "warning": "yellow", "problem": "bold red"}
_WIDTH = max(map(len, _STYLES))


def doctor_text(found: Diagnosis) -> Text:
    """Every check; the help of one stands below it."""
    shown = Text()
    for section in found.sections:
        shown.append(f"{visible(section.title)}\n", "bold")
        for check in section.checks:
            shown.append_text(_check(check))
        shown.append("\n")
    counts = [f"{number} {state}{'s' if number > 1 else ''}" for state, number in _gravest(found) if number]
    if not counts:
        return shown.append("Nothing is in the way.\n", "bold green")
    return shown.append(f"{', '.join(counts)}.\n", "bold")


def _gravest(found: Diagnosis) -> tuple[tuple[str, int], ...]:
    return (("problem", found.counts["problem"]), ("warning", found.counts["warning"]))


def _check(check: Check) -> Text:
    margin = "\n" + " " * (_WIDTH + 4)
    shown = Text("  ").append(f"{check.state:<{_WIDTH}}", _STYLES[check.state])
    shown.append("  " + visible(check.message).replace("\n", margin + "  ") + "\n")
    if check.help:
        shown.append(margin[1:] + "-> " + visible(check.help).replace("\n", margin + "   ") + "\n", "dim")
    return shown
