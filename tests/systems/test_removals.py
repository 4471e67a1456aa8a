"""The mode --removed tells an invariant that nothing holds any more from one that is held by something else."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.systems import removals
from tests.systems.kit import ROOT
from tests.systems.register import registers

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["pytester"]

TESTS = """
import pytest

@pytest.fixture
def removal(request):
    return getattr(request, "param", None)

@pytest.fixture
def system(removal):
    if removal == "DM-INV-03":
        raise RuntimeError("a removal that does not run")
    return removal

@pytest.mark.shows("DM-INV-01", "DM-TRAP-01")
def test_red(system):
    assert system is None

@pytest.mark.shows("DM-INV-01")
def test_another_of_it_may_stay_green(system):
    assert True

@pytest.mark.shows("DM-INV-02")
def test_green(system):
    assert True

@pytest.mark.shows("DM-INV-03")
def test_broken(system):
    assert system is None

@pytest.mark.shows("DM-TRAP-02")
def test_no_invariant(system):
    assert True
"""


@pytest.fixture
def run(pytester: pytest.Pytester, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.RunResult:
    """The outcome of those tests in the mode."""
    for id in ("DM-INV-01", "DM-INV-02", "DM-INV-03"):
        (tmp_path / id).mkdir()
        (tmp_path / id / "removal.sql").write_text("", encoding="utf-8")
    monkeypatch.setattr(removals, "REMOVALS", tmp_path)
    pytester.makeini("[pytest]\nmarkers = shows: ids")
    pytester.makepyfile(TESTS)
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", plugins=[removals])


def test_each_invariant_is_told_of(run: pytest.RunResult) -> None:
    run.stdout.fnmatch_lines(
        [
            "DM-INV-02: no test turned red (green)",
            "DM-INV-03: no test turned red (broken)",
            "1 of 3 invariants turned red",
        ]
    )


def test_it_is_no_success(run: pytest.RunResult) -> None:
    assert run.ret == pytest.ExitCode.TESTS_FAILED


def test_every_invariant_is_tried() -> None:
    """What a test shows without a clone to take anything away from would go unnoticed in the mode."""
    collecting = ["-p", "no:cacheprovider", "-q", "--collect-only", "--removed", "tests/systems"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *collecting], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    tried = set(re.findall(r"[A-Z]+-INV-\d+", done.stdout))
    wanted = {id for each in registers() if "register" in each.joined for id in each.of("INV") if id in each.shown}
    assert wanted
    assert wanted <= tried
