"""What the README promises is what is run: its commands in CI and in tests, its tables from the code."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

from pgplumb.cli.main import command
from tests.guards.sources import ROOT, read

README = read(ROOT / "README.md")
COMMANDS = re.findall(r"^```sh\n(python3 .+)\n```$", README, re.MULTILINE)


def test_there_are_two_commands() -> None:
    main, tests = COMMANDS
    assert main.endswith(" tools/tour.py")
    assert tests.endswith(" -s tests")


def test_ci_runs_the_readme_s_test_command() -> None:
    lines = [line.strip() for line in read(ROOT / ".ci" / "run").splitlines()]
    assert COMMANDS[1] in lines


def test_the_tests_take_the_tour() -> None:
    assert '"tour.py"' in read(ROOT / "tests" / "cli" / "test_tour.py")


def test_the_table_of_settings_is_the_code_s() -> None:
    asked = [sys.executable, str(ROOT / "tools" / "settings.py"), "--check"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


def test_every_command_is_told_of() -> None:
    assert {name for name in command.commands if f"`pgplumb {name}" not in README} == set()


def test_the_picture_is_there() -> None:
    (picture,) = re.findall(r"!\[.*\]\((.+)\)", README)
    assert "pgplumb plan" in read(ROOT / picture).replace("&#160;", " ")


def test_the_figures_of_servers_are_those_of_every_provider() -> None:
    page = read(ROOT / "docs" / "servers.md")
    figures = re.findall(r"^\| PostgreSQL [\d.]+ \((\w+).*\| [\d.]+ s \|$", page, re.MULTILINE)
    assert {"embedded", "local", "container"} <= set(figures)
    assert "`nox -s servers`" in page
    assert "def servers(" in read(ROOT / "noxfile.py")


def test_the_supported_pythons_are_those_that_nox_runs() -> None:
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    named = [line.rsplit(" ", 1)[1] for line in project["classifiers"] if "Python :: 3." in line]
    assert named == ["3.11", "3.12", "3.13", "3.14"]
    assert project["requires-python"] == ">=3.11"
