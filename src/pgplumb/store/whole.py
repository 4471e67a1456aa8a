"""Puts a file in place by a rename, so that a reader sees the old file or the new one, and nothing between."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write the text, in UTF-8 and with its own line ends; what fails leaves the file as it was."""
    temporary = path.with_name(f".pgplumb-{os.getpid()}-{path.name}")
    try:
        with temporary.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
