"""The embedded server and its data are gone after us, whatever way we end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

#: A child that starts a server, tells where, and then does what its argument says, once it is told to go on.
CHILD = """
import os, signal, sys, time
# Whoever runs the tests may ignore hangups (nohup) or interrupts (a shell's background job), and children inherit that.
signal.signal(signal.SIGHUP, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import open_scratch
with open_scratch("embedded", cache=Cache(None, 0), environment=os.environ) as scratch:
    with scratch.database() as dsn:
        print(dsn.get("host"), flush=True)
        sys.stdin.readline()
        exec(sys.argv[1])
"""
PATIENCE = 20


def _wait(condition: Callable[[], bool], what: str) -> None:
    give_up = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < give_up, f"{what} within {PATIENCE} s"
        time.sleep(0.01)


def _is_running(pid: int) -> bool:
    """A process that nobody has waited for yet is still listed, but it runs no more."""
    state = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            return state.read_text().rpartition(")")[2].split()[0] != "Z"
        except (FileNotFoundError, ProcessLookupError):  # it may go while it is read
            return False
    return subprocess.run(["ps", "-p", str(pid)], capture_output=True).returncode == 0


class Child:
    """A Python process with a scratch server, in a process group of its own as a terminal makes one."""

    def __init__(self, what: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CHILD, what],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.folder = Path(self.process.stdout.readline().strip())
        self.server = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        assert _is_running(self.server)
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def assert_gone(self) -> None:
        try:
            self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise
        _wait(lambda: not _is_running(self.server), "the server ends")
        _wait(lambda: not self.folder.exists(), "the data are removed")


def test_after_success() -> None:
    child = Child("pass")
    child.assert_gone()
    assert child.process.returncode == 0


def test_after_an_exception() -> None:
    child = Child("1 / 0")
    child.assert_gone()
    assert child.process.returncode == 1


def test_after_an_exit_without_goodbye() -> None:
    Child("os._exit(3)").assert_gone()


def test_after_ctrl_c() -> None:
    child = Child("time.sleep(600)")
    os.killpg(child.process.pid, signal.SIGINT)
    child.assert_gone()
    assert child.process.returncode == -signal.SIGINT


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_after_a_signal(number: signal.Signals) -> None:
    child = Child("time.sleep(600)")
    child.process.send_signal(number)
    child.assert_gone()
    assert child.process.returncode == -number


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_after_a_signal_to_the_keeper(number: signal.Signals) -> None:
    child = Child("time.sleep(600)")
    os.kill(_parent(child.server), number)
    _wait(lambda: not _is_running(child.server), "the server ends")
    _wait(lambda: not child.folder.exists(), "the data are removed")
    child.process.kill()
    child.process.communicate()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent was killed")
def test_after_the_keeper_was_killed() -> None:
    child = Child("time.sleep(600)")
    os.kill(_parent(child.server), signal.SIGKILL)
    _wait(lambda: not _is_running(child.server), "the server ends")
    child.process.kill()
    child.process.communicate()
    Child("pass").assert_gone()
    assert not child.folder.exists(), "the next run removes what the killed one left"


def _parent(pid: int) -> int:
    return int(subprocess.check_output(["ps", "-o", "ppid=", "-p", str(pid)], text=True))
