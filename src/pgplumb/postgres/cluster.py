"""Data folders of the server: made by initdb, packed into files that outlive a run, and unpacked from them."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

from pgplumb.errors import ServerStartFailed
from pgplumb.postgres.folders import claim, sweep

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

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


def pack(folder: Path, archive: Path, *, without: Collection[Path] = ()) -> None:
    """Write the files of a stopped cluster into one file, which others see as it was or complete."""
    sweep(archive.parent, "packing-", [os.geteuid()])
    staging = claim(archive.parent, "packing-")
    try:
        with tarfile.open(staging.folder / archive.name, "w", format=tarfile.GNU_FORMAT) as tar:
            _add(tar, folder, without)
        (staging.folder / archive.name).replace(archive)
    finally:
        shutil.rmtree(staging.folder, ignore_errors=True)
        staging.release()


def _add(tar: tarfile.TarFile, folder: Path, without: Collection[Path]) -> None:
    """Add folders before what is in them; tarfile's own way looks up the owner's name anew for every file."""
    for step, names, files in os.walk(folder):
        here = Path(step)
        names[:] = [name for name in names if here / name not in without]
        header = tarfile.TarInfo(str(here.relative_to(folder)))
        header.type = tarfile.DIRTYPE
        tar.addfile(header)
        for name in files:
            with (here / name).open("rb") as file:
                header = tarfile.TarInfo(str((here / name).relative_to(folder)))
                header.size = os.fstat(file.fileno()).st_size
                tar.addfile(header, file)


def unpack(archive: Path, folder: Path, user: Account) -> None:
    """Write packed files, owned by this user, or raise OSError or tarfile.TarError and leave nothing."""
    try:
        _unpack(archive, folder, user)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    os.utime(archive)  # what was used longest ago goes first


def _unpack(archive: Path, folder: Path, user: Account) -> None:
    with archive.open("rb") as file, tarfile.open(fileobj=file, mode="r:") as tar:
        for member in tar:
            path = folder / member.name
            if member.isdir():
                path.mkdir(mode=0o700, exist_ok=True)
                os.chown(path, user.uid, user.gid)
            else:
                _write(path, user, file.fileno(), member)


def _write(path: Path, user: Account, archive: int, member: tarfile.TarInfo) -> None:
    """Copy one file inside the kernel; tarfile's own extraction takes several times as long."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.fchown(handle, user.uid, user.gid)
        offset, left = member.offset_data, member.size
        while left:
            copied = os.sendfile(handle, archive, offset, left)
            if not copied:
                raise tarfile.ReadError(f"{member.name} is cut short")
            offset, left = offset + copied, left - copied
    finally:
        os.close(handle)
