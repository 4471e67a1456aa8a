"""An empty cluster, as initdb makes it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from pgplumb.errors import ServerStartFailed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pgplumb.postgres.binaries import Account, Binaries

#: What the scratch server is made with; text sorts and folds the same way on every machine.
INITDB_OPTIONS = (
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    # Each run copies the log, of which a segment is the least; the default is 16 MB.
    "--wal-segsize=1",
    "--no-sync",
    "--no-instructions",
)


def create(data: Path, binaries: Binaries, user: Account, environment: Mapping[str, str]) -> None:
    """Make an empty cluster."""
    command = [binaries.program("initdb"), "--pgdata", str(data), *INITDB_OPTIONS]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", env=environment, **user.identity)
    if done.returncode:
        raise ServerStartFailed(reason=f"initdb failed: {done.stderr.strip()}")
