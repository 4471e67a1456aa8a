"""Folders of a server as single files: packed whole, unpacked fast.

A pack is a line of JSON, a list of [path, size] with no size for a folder, and then the contents one after another.
tarfile would do, at four times the time: each run of ours waits for a thousand files of an empty cluster.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from pgplumb.postgres.folders import claim, sweep

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pgplumb.postgres.binaries import Account


def pack(folder: Path, archive: Path, *, without: Collection[Path] = ()) -> None:
    """Write a folder that nobody changes now into one file, which others see as it was or complete."""
    sweep(archive.parent, "packing-", [os.geteuid()])
    staging = claim(archive.parent, "packing-")
    entries = list(_entries(str(folder), frozenset(map(str, without))))
    try:
        with (staging.folder / archive.name).open("wb") as out:
            out.write(json.dumps(entries).encode() + b"\n")
            for name, size in entries:
                if size is not None:
                    out.write((folder / name).read_bytes())
        (staging.folder / archive.name).replace(archive)
    finally:
        shutil.rmtree(staging.folder, ignore_errors=True)
        staging.release()


def unpack(archive: Path, folder: Path, user: Account) -> None:
    """Write a packed folder anew, owned by this user, or raise OSError or ValueError and leave nothing."""
    try:
        with archive.open("rb") as file:
            _make_folder(str(folder), user)
            for name, size in json.loads(file.readline()):
                if size is None:
                    _make_folder(f"{folder}/{name}", user)
                else:
                    _make_file(f"{folder}/{name}", file.read(size), size, user)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    os.utime(archive)  # what was used longest ago goes first


def _entries(folder: str, without: Collection[str]) -> Iterator[tuple[str, int | None]]:
    """Folders, each before what is in it, and files with their sizes; links would lead out of the folder."""
    waiting = [folder]
    while waiting:
        for entry in os.scandir(waiting.pop()):
            name = entry.path[len(folder) + 1 :]
            if entry.is_file(follow_symlinks=False):
                yield name, entry.stat().st_size
            elif entry.is_dir(follow_symlinks=False) and entry.path not in without:
                yield name, None
                waiting.append(entry.path)


def _make_folder(path: str, user: Account) -> None:
    Path(path).mkdir(0o700)
    if user.is_other:
        os.chown(path, user.uid, user.gid)


def _make_file(path: str, content: bytes, size: int, user: Account) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        if user.is_other:
            os.fchown(handle, user.uid, user.gid)
        if len(content) != size or os.write(handle, content) != size:
            raise ValueError(f"{path} is cut short: the pack is, or the disk is full")
    finally:
        os.close(handle)
