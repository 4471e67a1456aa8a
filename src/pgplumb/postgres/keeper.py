"""The process that outlives us by a moment: starts the server, and when we are gone stops it and removes its data.

It runs as a script, without the package around it, so that it is there within a few hundredths of a second.
Its standard input is a pipe that only its owner writes to: "start" and "stop" are lines; the end of the file is
the owner's end, however it came.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

#: Seconds that a stopping server gets before it is killed.
PATIENCE = 10
#: How much of the end of the log the owner is told when the server ends by itself.
LOG_TAIL = 4000
#: prctl's request for a signal at the parent's death; see prctl(2).
PR_SET_PDEATHSIG = 1


class Keeper:
    """Holds one server, and the folder that is all it has on disk."""

    def __init__(self, order: dict[str, Any]) -> None:
        self._folder = Path(order["folder"])
        self._command: list[str] = order["command"]
        self._identity: dict[str, Any] = order["identity"]
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server; when it ends by itself, tell the owner why and end as well."""
        signal.signal(signal.SIGCHLD, lambda *_: self._child_ended())
        with self._log.open("wb") as log:
            self._server = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                umask=0o077,
                preexec_fn=_die_with_parent(),
                **self._identity,
            )
        self._child_ended()  # its signal may have come before there was a server to ask

    def stop(self) -> None:
        """Shut the server down in good order, so that its files can be copied."""
        _say("stopped\n" if self._end(signal.SIGINT) == 0 else "killed\n")

    def abandon(self) -> None:
        """Stop the server at once and remove all it has."""
        self._end(signal.SIGQUIT)
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _log(self) -> Path:
        return self._folder / "log"

    def _end(self, how: signal.Signals) -> int | None:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        server, self._server = self._server, None
        if server is None:
            return None
        server.send_signal(how)
        try:
            return server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            server.kill()
            return server.wait()

    def _child_ended(self) -> None:
        if self._server is not None and self._server.poll() is not None:
            _say(self._log.read_text(errors="replace")[-LOG_TAIL:])
            sys.exit(1)


def _die_with_parent() -> Any:
    """What a child on Linux runs before the server, so that it ends even when the keeper itself is killed."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def _say(text: str) -> None:
    os.write(1, text.encode(errors="replace"))


def main() -> None:
    """Obey the owner's lines until they end."""
    keeper = Keeper(json.loads(sys.argv[1]))
    ends = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    for number in ends:
        signal.signal(number, lambda *_: sys.exit(1))
    orders = {"start": keeper.start, "stop": keeper.stop}
    try:
        for line in sys.stdin:
            orders[line.strip()]()
    finally:
        for number in ends:  # a second signal must not interrupt the removal
            signal.signal(number, signal.SIG_IGN)
        keeper.abandon()


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        main()
