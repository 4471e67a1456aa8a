"""Ends a run of the transitions with how many cases each engine made, and why migra was passed over."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest

_OBJECT = re.compile(r" \(.*| of .*| and \d+ more.*")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Count passed cases by engine, and those out of migra's reach by reason, whoever ran them."""
    passed = [report for report in terminalreporter.stats.get("passed", ()) if "test_transitions" in report.nodeid]
    if not passed:
        return
    native = [report for report in passed if "test_native_engine[" in report.nodeid]
    pinned = {report.nodeid: dict(report.user_properties)["pinned"] for report in native if _is_pinned(report)}
    native = [report for report in native if not _is_pinned(report)]
    reasons = Counter(_OBJECT.sub("", str(dict(report.user_properties).get("passed_over", ""))) for report in native)
    within = reasons.pop("", 0)
    migra = sum("test_migra_within_its_reach" in report.nodeid for report in passed)
    terminalreporter.section("transitions by engine")
    terminalreporter.write_line(f"native made {len(native)} cases, both ways; migra made {migra} of its own")
    _tell_of_other_majors(terminalreporter, native)
    for case, reason in sorted(pinned.items()):
        terminalreporter.write_line(f"known gap, {case.partition('[')[2].rstrip(']')}: {reason}")
    terminalreporter.write_line(f"{within} are within migra's reach; it is passed over in the others:")
    for reason, count in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0])):
        terminalreporter.write_line(f"{count:5}  {reason}")


def _tell_of_other_majors(terminalreporter: pytest.TerminalReporter, native: Iterable[pytest.TestReport]) -> None:
    """How many cases each other major version passed, and how many are not for it; or that this machine has none."""
    told = [(name, value) for report in native for name, value in report.user_properties]
    made, newer = (Counter(major for name, major in told if name == wanted) for wanted in ("made_on", "too_new_for"))
    for major in sorted(made | newer):
        line = f"on PostgreSQL {major} native made {made[major]} too; {newer[major]} need a newer one"
        terminalreporter.write_line(line)
    if not made:
        terminalreporter.write_line("no case was made on another major version: this machine has no other PostgreSQL")


def _is_pinned(report: pytest.TestReport) -> bool:
    return any(name == "pinned" for name, _ in report.user_properties)
