"""Prints what the laws caught, a line for each case, at the end of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table: law, case, what it is, whether the law was right about it, examples needed."""
    reports = [report for found in terminalreporter.stats.values() for report in found if hasattr(report, "when")]
    rows = sorted(dict(report.user_properties)["harness"] for report in reports if _has_row(report))
    if not rows:
        return
    terminalreporter.section("harness: broken schemas and right twins")
    width = max(len(f"{law} {case}") for law, case, *_ in rows)
    for law, case, broken, right, examples in rows:
        said = "caught" if broken else "left alone"
        name, kind = f"{law} {case}", "broken" if broken else "right"
        terminalreporter.write_line(f"{name:{width}}  {kind:6}  {said if right else 'WRONG':10}  {examples}")
    right = sum(1 for row in rows if row[3])
    terminalreporter.write_line(f"{right} of {len(rows)} as expected")


def _has_row(report: object) -> bool:
    properties = dict(getattr(report, "user_properties", ()))
    return "harness" in properties and getattr(report, "when", "") == "call"
