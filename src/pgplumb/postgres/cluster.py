"""An empty cluster, as initdb makes it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from pgplumb.errors import ServerStartFailed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pgplumb.postgres.binaries import Account, Binaries

#: The first version with the locale provider that sorts and folds the same way on every machine.
BUILTIN_LOCALE = 17
#: The first version whose initdb takes settings.
SET = 16
#: What folds letters beyond ASCII where there is no such provider, by the name that the system has for it.
CTYPE = "UTF-8" if sys.platform == "darwin" else "C.UTF-8"
_ALWAYS = (
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    # Each run copies the log, of which a segment is the least; the default is 16 MB.
    "--wal-segsize=1",
    "--no-sync",
    "--no-instructions",
)


def initdb_options(major: int) -> tuple[str, ...]:
    """What a scratch cluster of a major version is made with; text sorts the same way on every machine."""
    # Where initdb's own servers end for want of room, nothing of theirs stays in /dev/shm.
    memory = ("--set=dynamic_shared_memory_type=mmap",) if major >= SET else ()
    if major >= BUILTIN_LOCALE:
        return (*_ALWAYS, *memory, "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    return (*_ALWAYS, *memory, "--lc-collate=C", f"--lc-ctype={CTYPE}", "--lc-messages=C")


def create(data: Path, binaries: Binaries, user: Account, environment: Mapping[str, str]) -> None:
    """Make an empty cluster."""
    command = [binaries.program("initdb"), "--pgdata", str(data), *initdb_options(binaries.major)]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", env=environment, **user.identity)
    if done.returncode:
        raise ServerStartFailed(reason=f"initdb failed: {done.stderr.strip()}")
