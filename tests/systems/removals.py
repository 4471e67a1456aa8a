"""The mode --removed: every invariant's tests run without its enforcement, and one of them at least turns red."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.systems.kit import REMOVALS

if TYPE_CHECKING:
    from collections.abc import Generator

#: Fixtures that take the enforcement away.
_CLONES = {"system", "seeded", "whole"}
#: What a test is left with: it turned red, it stayed green, or it could not tell.
_RED, _GREEN, _BROKEN = "red", "green", "broken"


def invariants(node: pytest.Item | Any) -> list[str]:
    """The invariants that a test names with its mark `shows`."""
    return sorted({id for mark in node.iter_markers("shows") for id in mark.args if "-INV-" in id})


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once for each invariant that it shows."""
    ids = [id for id in invariants(metafunc.definition) if (REMOVALS / id / "removal.sql").exists()]
    if ids and _CLONES & set(metafunc.fixturenames):
        metafunc.parametrize("removal", ids, indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what shows no invariant."""
    chosen = [item for item in items if _removed(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _removed(item)])
    items[:] = chosen


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that fails by an assertion did what it should; whether one of each invariant's did is told at the end."""
    report = yield
    if report.when == "teardown" or (report.when == "setup" and report.passed):
        return report
    error = call.excinfo
    if error is not None and report.when == "call" and error.errisinstance((AssertionError, pytest.fail.Exception)):
        outcome = _RED
        report.outcome, report.longrepr = "passed", None
    elif report.skipped:
        return report
    else:
        outcome = _GREEN if report.passed else _BROKEN
    report.user_properties.append(("removed", (_removed(item), outcome)))
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """No success where an invariant's tests stayed as they were."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    told = {} if reporter is None else _told(reporter)
    if any(_RED not in outcomes for outcomes in told.values()) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """N of N, and which did not."""
    told = _told(terminalreporter)
    terminalreporter.section("invariants without their enforcement")
    for id, outcomes in sorted(told.items()):
        if _RED not in outcomes:
            terminalreporter.write_line(f"{id}: no test turned red ({', '.join(outcomes)})")
    red = sum(_RED in outcomes for outcomes in told.values())
    terminalreporter.write_line(f"{red} of {len(told)} invariants turned red")


def _removed(item: pytest.Item) -> str | None:
    """The invariant whose enforcement is taken away for a test."""
    callspec = getattr(item, "callspec", None)
    return None if callspec is None else callspec.params.get("removal")


def _told(reporter: pytest.TerminalReporter) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for reports in reporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name == "removed":
                    id, outcome = value
                    found.setdefault(id, []).append(outcome)
    return found
