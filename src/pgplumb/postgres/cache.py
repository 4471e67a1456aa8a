"""What may be kept between runs: small files by digest in the user's cache folder, bounded, or nothing at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

_CHECK_BYTES = sha256().digest_size


@dataclass(frozen=True, slots=True)
class Cache:
    """Entries by section and digest; with no folder nothing is read or written.

    A cache that cannot be read or written is as good as an empty one: no file system error leaves this class.
    """

    folder: Path | None
    limit_bytes: int

    def read(self, section: str, digest: str) -> bytes | None:
        """The entry, or None where there is none or it was damaged."""
        if self.folder is None:
            return None
        path = self._path(self.folder, section, digest)
        try:
            content = path.read_bytes()
            os.utime(path)  # the entries that are used longest ago go first
        except OSError:
            return None
        check, data = content[:_CHECK_BYTES], content[_CHECK_BYTES:]
        return data if check == sha256(data).digest() else None

    def write(self, section: str, digest: str, data: bytes) -> None:
        """Keep an entry: whole or not at all, also while others read and write it."""
        if self.folder is None:
            return
        path = self._path(self.folder, section, digest)
        with suppress(OSError):
            private_folder(path.parent)
            _replace(path, sha256(data).digest() + data)
            self._trim(path.parent.parent)

    @staticmethod
    def _path(folder: Path, section: str, digest: str) -> Path:
        return folder / "entries" / section / digest

    def _trim(self, entries: Path) -> None:
        """Remove the entries used longest ago until the rest keeps the limit."""
        files = sorted(
            ((status.st_mtime_ns, status.st_size, path) for path in entries.glob("*/*") if (status := _status(path))),
            reverse=True,
        )
        total = 0
        for _, size, path in files:
            total += size
            if total > self.limit_bytes:
                path.unlink(missing_ok=True)


def private_folder(folder: Path) -> Path:
    """Make a folder that only this user can enter, with what is missing above it."""
    for step in (*reversed(folder.parents), folder):
        if not step.is_dir():
            step.mkdir(mode=0o700, exist_ok=True)  # mkdir's own `parents` would leave those open to others
    return folder


def _replace(path: Path, data: bytes) -> None:
    """Write a file that others see either as it was or complete."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _status(path: Path) -> os.stat_result | None:
    """The file's status; None when another run removed it meanwhile."""
    try:
        return path.stat()
    except OSError:
        return None
