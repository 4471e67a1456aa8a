"""Holds the ticketing system to its laws on another server, such as local:15, as a server that the user named."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from ticketing import copy_to

from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import open_scratch
from pgplumb.postgres.session import connect


def check(spec: str) -> int:
    """Verify the migrations there, apply them, look for drift, and undo all; the highest exit status."""
    with (
        tempfile.TemporaryDirectory(prefix="pgplumb-named-") as folder,
        open_scratch(spec, cache=Cache(None, 0), environment=os.environ) as server,
        server.database() as dsn,
    ):
        print(server.label, flush=True)
        project = copy_to(Path(folder))
        with connect(dsn) as session:
            session.script((project / "desired" / "roles.sql").read_text(encoding="utf-8"))
        live, scratch = ("--url", dsn.url), ("--server", dsn.with_database("postgres").url)
        return max(
            _run(project, "verify", *scratch),
            _run(project, "apply", *live),
            _run(project, "drift", *live, *scratch),
            _run(project, "rollback", "--to", "0", "--allow", "data_loss", *live),
        )


def _run(project: Path, *arguments: str) -> int:
    print(f"$ pgplumb {arguments[0]}", flush=True)
    command = [sys.executable, "-c", "from pgplumb.cli.main import entry; entry()", *arguments]
    return subprocess.run(command, cwd=project, check=False).returncode


if __name__ == "__main__":
    sys.exit(check(sys.argv[1]))
