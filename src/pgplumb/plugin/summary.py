"""The end of a run: how many objects were held to laws, and every one that stayed untested, with its reason."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pgplumb.plugin.collect import VERDICT

if TYPE_CHECKING:
    import pytest

_ORDER = ("passed", "failed", "allowed", "untested")


class Summary:
    """Counts what the reports of items say, those of xdist's workers too."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {}
        #: Constraints that were tried, and those that passed, by law.
        self._seen: set[str] = set()
        self._passed: dict[str, set[str]] = {"accepts": set(), "rejects": set()}
        self._left: list[tuple[str, str]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take in one report of an item of ours."""
        told = dict(report.user_properties).get(VERDICT)
        if report.when != "call" or told is None:
            return
        subject, _, law = report.nodeid.rstrip("]").rpartition("[")
        if law in self._passed:
            self._seen.add(subject)
            if report.passed:
                self._passed[law].add(subject)
        self._counts.setdefault(law, Counter())[str(told)] += 1
        if report.skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            self._left.append((report.nodeid, reason.removeprefix("Skipped: ")))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the table of laws, then what was left."""
        if not self._counts:
            return
        terminalreporter.section("laws")
        width = max(map(len, (*self._counts, "all")))
        terminalreporter.write_line(f"{'':{width}}  " + "".join(f"{word:>10}" for word in _ORDER))
        total = sum(self._counts.values(), Counter[str]())
        for law, counts in (*sorted(self._counts.items()), ("all", total)):
            terminalreporter.write_line(f"{law:{width}}  " + "".join(f"{counts[word]:>10}" for word in _ORDER))
        both = self._passed["accepts"] & self._passed["rejects"]
        if constraints := self._seen:
            share = f"{len(both) / len(constraints):.1%}"
            terminalreporter.write_line(
                f"{len(both)} of {len(constraints)} constraints exercised both ways ({share})", bold=True
            )
        for name, reason in sorted(self._left):
            terminalreporter.write_line(f"  {name}: {reason}")
