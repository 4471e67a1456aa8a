"""The server process seen from its owner: started, stopped and ended through the keeper."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pgplumb.errors import ServerStartFailed
from pgplumb.postgres import keeper

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pgplumb.postgres.folders import Claim

#: Seconds that a starting server gets.
START_PATIENCE = 60

_GRAVE = re.compile(r"\b(?:FATAL|PANIC):|was terminated by signal|exited with exit code")


class ServerProcess:
    """A server whose folder, with all it has on disk, goes when it ends."""

    def __init__(
        self, run: Claim, command: Sequence[str], *, identity: Mapping[str, Any], environment: Mapping[str, str]
    ) -> None:
        self._status = run.folder / "data" / "postmaster.pid"
        order = {"folder": str(run.folder), "command": list(command), "identity": dict(identity)}
        # -I -S: neither the user's environment nor site packages, which would cost more than all the rest.
        # A session of its own spares the keeper, and the server below it, the Ctrl-C that is meant for us.
        self._keeper = subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(keeper.__file__)), json.dumps(order)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            cwd="/",
            env=environment,
            pass_fds=[run.handle],
            start_new_session=True,
        )

    def start(self) -> None:
        """Start the server on its data and wait until it takes connections."""
        self._order("start")
        give_up = time.monotonic() + START_PATIENCE
        while not self._is_ready():
            if self._keeper.poll() is not None:
                raise ServerStartFailed(reason=self._last_words())
            if time.monotonic() > give_up:
                raise ServerStartFailed(reason=f"it took no connection within {START_PATIENCE} seconds")
            time.sleep(0.002)

    def stop(self) -> bool:
        """Shut the server down and tell whether that went in good order; its data stay until the end."""
        self._order("stop")
        assert self._keeper.stdout is not None
        return self._keeper.stdout.readline() == "stopped\n"

    def end(self) -> None:
        """Stop the server at once, if it still runs, and wait until its data are gone."""
        self._keeper.communicate()

    def obituary(self, patience: float) -> str | None:
        """Why the server ended by itself; None where it still runs after so many seconds."""
        try:
            self._keeper.wait(patience)
        except subprocess.TimeoutExpired:
            return None
        return self._last_words()

    def _order(self, word: str) -> None:
        assert self._keeper.stdin is not None
        try:
            self._keeper.stdin.write(f"{word}\n")
            self._keeper.stdin.flush()
        except BrokenPipeError as error:
            raise ServerStartFailed(reason=self._last_words()) from error

    def _is_ready(self) -> bool:
        """Tell by the last line of postmaster.pid, as pg_ctl does, whether the server takes connections."""
        try:
            return self._status.read_text().rstrip().endswith("ready")
        except FileNotFoundError:
            return False

    def _last_words(self) -> str:
        words, _ = self._keeper.communicate()
        # What ended a server stands in its log among what every start and every end says.
        grave = [line for line in words.splitlines() if _GRAVE.search(line)]
        return " ".join("; ".join(grave or [words]).split()) or "its keeper ended without a word"
