"""Folders that belong to a living process: claimed by a lock that ends with it, and swept when it is gone."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What was not used for so many seconds is not kept for another version that may still want it.
UNUSED_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Claim:
    """A folder and the open handle that holds its lock; a child that inherits the handle holds it too."""

    folder: Path
    handle: int

    def release(self) -> None:
        """Let the lock go; the folder stays."""
        os.close(self.handle)


def claim(parent: Path, prefix: str) -> Claim:
    """Make a new folder, mode 0700, that no sweep removes while the claim lives."""
    while True:
        folder = Path(tempfile.mkdtemp(dir=parent, prefix=prefix))
        # A sweep may come between the making and the lock.
        try:
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            continue
        fcntl.flock(handle, fcntl.LOCK_EX)
        if folder.exists():
            return Claim(folder, handle)
        os.close(handle)


def sweep(parent: Path, prefix: str, owners: Iterable[int]) -> None:
    """Remove the folders of these owners (user ids) whose claim is gone."""
    allowed = frozenset(owners)
    for folder in parent.glob(f"{prefix}*"):
        # Others may write to the parent: no link is followed, and only what one of these users owns is removed.
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                if os.fstat(handle).st_uid in allowed:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(handle)


def remove_unused(parent: Path, prefix: str) -> None:
    """Remove the folders whose time, which every use sets anew, is long ago."""
    for folder in parent.glob(f"{prefix}*"):
        if time.time() - folder.stat().st_mtime > UNUSED_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def reachable(folder: Path) -> bool:
    """Tell whether any user of the machine can enter the folder and all above it."""
    path = folder.resolve()
    return all(step.is_dir() and step.stat().st_mode & 0o001 for step in (path, *path.parents))
