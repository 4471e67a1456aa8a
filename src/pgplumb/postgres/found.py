"""The servers of this machine's own packages: where their programs lie, and which version they are."""

from __future__ import annotations

import os
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pgplumb.postgres.binaries import Binaries, installed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: The oldest major version that we work with.
OLDEST = 14
#: Folders of a version each: Debian's, Red Hat's from postgresql.org, Homebrew's three, and of Postgres.app.
LAYOUTS = (
    "usr/lib/postgresql/*",
    "usr/pgsql-*",
    "opt/homebrew/opt/postgresql@*",
    "usr/local/opt/postgresql@*",
    "home/linuxbrew/.linuxbrew/opt/postgresql@*",
    "Applications/Postgres.app/Contents/Versions/[0-9]*",
)
#: What a scratch server needs; a client's package brings pg_dump alone.
NEEDED = ("postgres", "initdb", "pg_dump")

_VERSION = re.compile(r"\(PostgreSQL\) (\d+)\.(\d+)")


def local(environment: Mapping[str, str], *, root: Path = Path("/")) -> tuple[Binaries, ...]:
    """All that are found from OLDEST on, the newest first; of one version the one that is found first."""
    found: dict[int, Binaries] = {}
    for folder in _folders(environment.get("PATH", ""), root):
        version = _version(folder)
        if version is not None and version // 10000 >= OLDEST:
            found.setdefault(version, Binaries(folder, version, movable=False))
    return tuple(found[version] for version in sorted(found, reverse=True))


def dumping(own: Binaries, environment: Mapping[str, str]) -> Iterator[Binaries]:
    """Whose pg_dump to take: a server's own programs, then any others here, the oldest first."""
    yield own
    yield from sorted({installed(), *local(environment)} - {own}, key=lambda binaries: binaries.version)


def _folders(path: str, root: Path) -> Iterator[Path]:
    for layout in LAYOUTS:
        yield from sorted(root.glob(layout))
    for entry in path.split(os.pathsep):
        # A link leads to a package's own folder, which its programs find their files by.
        program = Path(entry or ".", "postgres").resolve()
        if program.parent.name == "bin":
            yield program.parent.parent


@cache
def _version(folder: Path) -> int | None:
    """The version of the programs in a folder, or None where there are not all, or they do not run."""
    if not all(os.access(folder / "bin" / name, os.X_OK) for name in NEEDED):
        return None
    try:
        asked = subprocess.run([folder / "bin" / "postgres", "--version"], capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = _VERSION.search(asked.stdout)
    return None if version is None else int(version[1]) * 10000 + int(version[2])
