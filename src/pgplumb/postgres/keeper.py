"""The process that outlives us by a moment: starts the server, and when we are gone stops it and removes its data.

It runs as a script, without the package around it, so that it is there within a few hundredths of a second.
Its standard input is a pipe that only its owner writes to: "start" and "stop" are lines, the end of the file is
the owner's end, however it came.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import FrameType

#: Seconds that a stopping server gets before it is killed.
PATIENCE = 10
#: What the owner is shown of a log when the server ended by itself.
LOG_TAIL = 4000


class Keeper:
    """Holds one server and the folder that is all it has on disk."""

    def __init__(self, order: dict[str, Any]) -> None:
        self._folder = Path(order["folder"])
        self._command: list[str] = order["command"]
        self._identity: dict[str, Any] = order["identity"]
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server; when it ends by itself, tell the owner why and end as well."""
        signal.signal(signal.SIGCHLD, self._child_ended)
        with self._log.open("wb") as log:
            self._server = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", umask=0o077, **self._identity
            )

    def stop(self) -> None:
        """Shut the server down in good order, so that its files can be copied."""
        self._end(signal.SIGINT)
        print("stopped", flush=True)

    def abandon(self) -> None:
        """Stop the server at once and remove all it has."""
        self._end(signal.SIGQUIT)
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _log(self) -> Path:
        return self._folder / "log"

    def _end(self, how: signal.Signals) -> None:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        server, self._server = self._server, None
        if server is None:
            return
        server.send_signal(how)
        try:
            server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()

    def _child_ended(self, number: int, frame: FrameType | None) -> None:
        if self._server is not None and self._server.poll() is not None:
            print(self._log.read_text(errors="replace")[-LOG_TAIL:], flush=True)
            raise SystemExit(1)


def main() -> None:
    """Obey the owner's lines until they end."""
    keeper = Keeper(json.loads(sys.argv[1]))
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(1))
    try:
        for line in sys.stdin:
            {"start": keeper.start, "stop": keeper.stop}[line.strip()]()
    finally:
        # A second signal must not interrupt the removal.
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        keeper.abandon()


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        main()
