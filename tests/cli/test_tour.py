"""The README's first command, and its picture."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).parents[2] / "tools"


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "DATABASE_URL"))}
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, env=surroundings, check=False)


def test_the_tour_goes_as_it_should() -> None:
    found = _run(str(TOOLS / "tour.py"))
    assert found.returncode == 0, found.stdout + found.stderr
    assert "Summer Night: sales close at 2030-06-21 20:00:00+00" in found.stdout
    assert found.stdout.splitlines()[-1].endswith("each as it should be. The server and the folder are gone.")


def test_the_picture_is_of_a_real_plan() -> None:
    found = _run(str(TOOLS / "picture.py"), "--check")
    assert found.returncode == 0, found.stdout + found.stderr
