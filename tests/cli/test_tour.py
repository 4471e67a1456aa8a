"""The README's story on every kind of server, and its picture."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pgplumb.postgres import found

TOOLS = Path(__file__).parents[2] / "tools"

#: One story is enough for the quick session.
SLOW = pytest.mark.slow


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "DATABASE_URL"))}
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, env=surroundings, check=False)


@pytest.fixture(params=["embedded", pytest.param("local", marks=SLOW), pytest.param("container", marks=SLOW)])
def server(request: pytest.FixtureRequest) -> str:
    """The text that names a server of each provider; of those installed here the newest."""
    match request.param:
        case "local":
            there = found.local(os.environ)
            if not there:
                pytest.skip("this machine has no local server (on Debian: apt-get install postgresql-15)")
            return f"local:{there[0].major}"
        case "container":
            return f"container:{request.getfixturevalue('image')}"
    return "embedded"


def test_the_story_goes_as_it_should(server: str) -> None:
    told = _run(str(TOOLS / "tour.py"), server)
    assert told.returncode == 0, told.stdout + told.stderr
    provider, _, which = server.partition(":")
    shown = {"embedded": "(embedded)", "local": "(local)", "container": f"(container {which})"}[provider]
    assert f"{shown}, started for this tour." in told.stdout.splitlines()[0]
    assert "Summer Night: sales close at 2030-06-21 20:00:00+00" in told.stdout
    assert told.stdout.splitlines()[-1].endswith("each as it should be. The server and the folder are gone.")


def test_the_picture_is_of_a_real_plan() -> None:
    told = _run(str(TOOLS / "picture.py"), "--check")
    assert told.returncode == 0, told.stdout + told.stderr
