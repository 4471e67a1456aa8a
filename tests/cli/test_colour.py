"""Colour: on a terminal only, and never against NO_COLOR or --no-color."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

GREEN = "\x1b[32m"


def on_terminal(folder: Path, *arguments: str, **variables: str) -> str:
    """What the command writes to a terminal."""
    controller, terminal = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    ran = subprocess.Popen(
        [sys.executable, "-c", "from pgplumb.cli.main import entry; entry()", "-C", str(folder), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=terminal,
        stderr=terminal,
        env={**kept, "TERM": "xterm-256color", **variables},
    )
    os.close(terminal)
    shown = b""
    # Linux ends a terminal that nobody holds any more with an error, and not with an empty read.
    while True:
        try:
            part = os.read(controller, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(controller)
    ran.wait(timeout=30)
    return shown.decode()


def test_a_terminal_shows_colours(tmp_path: Path) -> None:
    shown = on_terminal(tmp_path, "init")
    assert GREEN in shown
    assert "wrote" in shown


@pytest.mark.parametrize(("arguments", "variables"), [(("--no-color",), {}), ((), {"NO_COLOR": "1"})])
def test_colours_can_be_refused(tmp_path: Path, arguments: tuple[str, ...], variables: dict[str, str]) -> None:
    shown = on_terminal(tmp_path, "init", *arguments, **variables)
    assert "\x1b" not in shown
    assert "wrote pgplumb.toml" in shown


def test_an_error_is_red_on_a_terminal_only(tmp_path: Path) -> None:
    assert "\x1b[31m" in on_terminal(tmp_path, "plan")
    assert "\x1b" not in on_terminal(tmp_path, "plan", NO_COLOR="1")
