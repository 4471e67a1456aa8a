"""Runs runners that kill themselves: forks one for each line of JSON that it reads, and tells how it ended.

A request names `dsn`, `folder`, `direction`, and the event to die at: its class name `at` and which one of them, from
1. The answer is the child's exit status: 0 if it came to its end, -9 if it was killed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pgplumb.postgres.dsn import Dsn
from pgplumb.runner.options import Options, Selection
from pgplumb.runner.run import apply, rollback
from pgplumb.store.directory import read

if TYPE_CHECKING:
    from pgplumb.runner.events import Event


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            run(json.loads(line))
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


def run(request: dict[str, Any]) -> None:
    seen = 0

    def die_when_told(event: Event) -> None:
        nonlocal seen
        seen += type(event).__name__ == request["at"]
        if seen == request["number"] and type(event).__name__ == request["at"]:
            os.kill(os.getpid(), signal.SIGKILL)

    dsn = Dsn.parse(request["dsn"])
    migrations = read(Path(request["folder"])).migrations
    options = Options(**request.get("options", {}))
    try:
        if request["direction"] == "up":
            apply(dsn, migrations, options=options, emit=die_when_told)
        else:
            rollback(dsn, migrations, selection=Selection(to="0"), options=options, emit=die_when_told)
    except BaseException as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
