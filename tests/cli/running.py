"""The command as a process of its own that is caught in the middle of its work, and what it may leave behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tests.cli.conftest import Ran

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

#: Seconds for whatever is waited for.
PATIENCE = 60
#: A schema that takes for ever to load: a plan is caught in the middle of it.
ENDLESS = "create materialized view endless as select 1 as a from pg_sleep(600);\n"

_ENTRY = "from pgplumb.cli.main import entry; entry()"


def wait(condition: Callable[[], object], what: str) -> None:
    """Wait until something is so, or fail."""
    give_up = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < give_up, f"{what} within {PATIENCE} s"
        time.sleep(0.02)


@dataclass(frozen=True, slots=True)
class Process:
    """A line of ps."""

    pid: int
    parent: int
    command: str


def processes() -> tuple[Process, ...]:
    """All that run."""
    listed = subprocess.check_output(["ps", "-ww", "-eo", "pid=,ppid=,args="], text=True)
    rows = (line.split(None, 2) for line in listed.splitlines())
    return tuple(Process(int(pid), int(parent), command) for pid, parent, command in rows)


class Running:
    """A command under way, with a folder for temporary files that is nobody else's; killed at the block's end."""

    def __init__(self, project: Path, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self.temporary = project.parent / "temporary"
        self.temporary.mkdir(mode=0o755)
        own = {"TMPDIR": str(self.temporary), "PGPLUMB_CACHE": "off", **environment}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _ENTRY, "-C", str(project), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | own,
        )
        self.folder = Path()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        self._process.communicate()

    def server(self) -> int:
        """The process of the scratch server that it has started, once that is at the endless view."""
        found: list[Process] = []

        def at_work() -> bool:
            assert self._process.poll() is None, self.end()
            there = processes()
            keepers = {
                each.pid: each for each in there if each.parent == self._process.pid and "keeper.py" in each.command
            }
            found[:] = [each for each in there if each.parent in keepers]
            for each in found:
                self.folder = Path(json.loads(keepers[each.parent].command.partition("keeper.py ")[2])["folder"])
            below = {each.pid for each in found}
            return any(each.parent in below and "CREATE MATERIALIZED VIEW" in each.command for each in there)

        wait(at_work, "the scratch server is at the endless view")
        return found[0].pid

    def end(self) -> Ran:
        """How it ended."""
        try:
            out, err = self._process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
            raise
        return Ran(self._process.returncode, out, err)

    def assert_nothing_left(self) -> None:
        """No process of its own, no folder of its server's, no temporary file."""
        wait(lambda: not [each for each in processes() if each.parent == self._process.pid], "its processes end")
        if self.folder != Path():
            wait(lambda: not self.folder.exists(), "the data are removed")
        assert list(self.temporary.iterdir()) == []
