"""Every law has a page that says why and what to do instead, and is shown on a broken schema and on a right one."""

from __future__ import annotations

import subprocess
import sys
import tomllib

import pytest

from pgplumb.laws.law import registered
from tests.guards.sources import ROOT, read

EACH_LAW = pytest.mark.parametrize("code", sorted(registered()))


@EACH_LAW
def test_a_law_says_why_and_what_instead(code: str) -> None:
    page = registered()[code].page
    assert "\nWhy: " in page
    assert "\nInstead: " in page


def test_the_pages_are_published_as_they_are() -> None:
    asked = [sys.executable, str(ROOT / "tools" / "laws.py"), "--check"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


@EACH_LAW
def test_a_law_has_a_broken_schema_and_a_right_twin(code: str) -> None:
    cases = list((ROOT / "fixtures" / "harness" / code).glob("*/expect.toml"))
    assert {bool(tomllib.loads(read(path)).get("flags")) for path in cases} == {True, False}
