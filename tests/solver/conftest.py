"""The tables of checks, loaded once, and at the end of a run the share of the checks that the solver solves."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from pgplumb.postgres.session import connect
from tests.solver.checks import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.postgres.scratch import Scratch


@pytest.fixture(scope="session")
def tables(scratch: Scratch) -> Iterator[Tables]:
    """Every check in a table of its own."""
    with scratch.database() as dsn, connect(dsn) as session:
        yield Tables(session)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Solved, filtered, given up, by file and by what was asked for; then each reason for the last two."""
    found = [
        dict(report.user_properties)["solver"]
        for report in terminalreporter.stats.get("passed", ())
        if any(name == "solver" for name, _ in report.user_properties)
    ]
    if not found:
        return
    terminalreporter.section("checks solved")
    for asked in sorted({each[1] for each in found}):
        counts = Counter((file, how) for file, what, how, _ in found if what == asked)
        for file in sorted({file for file, _ in counts}):
            parts = ", ".join(f"{count} {how}" for (name, how), count in sorted(counts.items()) if name == file)
            terminalreporter.write_line(f"{asked:9} {file:14} {parts}")
        total = Counter(how for _, what, how, _ in found if what == asked)
        share = 100 * total["solved"] / total.total()
        terminalreporter.write_line(f"{asked:9} {'all':14} {share:.1f} % of {total.total()} solved")
    for _, asked, how, reason in sorted(each for each in found if each[2] != "solved"):
        terminalreporter.write_line(f"{asked}, {how}: {reason}")
