"""Each system held to every law that follows from its catalog, as its team does it in CI: by the plugin."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.systems.kit import ROOT
from tests.systems.register import joined

#: One line of what is left at the end of a run: the item, and why.
LEFT = re.compile(r"^  \w+::(?P<item>\S.*\[\w+\]): (?P<why>untested|allowed): (?P<reason>.+)$", re.MULTILINE)
SHARE = re.compile(r"^(?P<both>\d+) of (?P<all>\d+) constraints exercised both ways", re.MULTILINE)
COUNTS = re.compile(r"^all +(?P<passed>\d+) +(?P<failed>\d+) +(?P<allowed>\d+) +(?P<untested>\d+)$", re.MULTILINE)
#: Each worker has a server of its own; more of them than this take no less time.
MOST_WORKERS = 4
#: Items that pass; each system has many more.
LEAST = 500


def run_laws(system: str) -> subprocess.CompletedProcess[str]:
    """The whole derived suite by the quick profile, on as many workers as there are cores for this process."""
    command = [sys.executable, "-m", "pytest", "-p", "pgplumb.plugin", "-p", "no:cacheprovider", "-q"]
    command += ["--pgplumb", f"schema/{system}"]
    # One for each core that no other worker of this run has.
    workers = min((os.cpu_count() or 1) // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")), MOST_WORKERS)
    if workers > 1:
        command += ["-n", str(workers)]
    # This test may run in a worker of pytest-xdist; what it starts is none.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST_")}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("system", joined("laws"))
def test_a_system_keeps_its_laws_and_what_is_untested_has_a_reason(system: str) -> None:
    """One test for a system, so that its suite is run once, however tests are shared between workers."""
    done = run_laws(system)
    assert done.returncode == 0, done.stdout + done.stderr
    counts, share = COUNTS.search(done.stdout), SHARE.search(done.stdout)
    assert counts, done.stdout
    assert share, done.stdout
    assert int(counts["passed"]) > LEAST
    assert int(counts["failed"]) == 0
    assert int(share["both"]) >= 0.95 * int(share["all"]) > 0
    left = list(LEFT.finditer(done.stdout))
    for word in ("untested", "allowed"):
        assert len([found for found in left if found["why"] == word]) == int(counts[word]), word
    untested = [found["item"] for found in left if found["why"] == "untested"]
    assert [item for item in untested if re.search(r"::(trigger|policy)(::|\[)", item)] == []
