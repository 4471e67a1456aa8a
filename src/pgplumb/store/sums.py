"""`pgplumb.sum`: the seal of a migration directory, by which an edited, missing, added or misplaced file is noticed.

Line 1 is `pgplumb 1 TOTAL`; then a line a file, in the order in which they run: `NAME SHA256`. The total is
chained over all the lines, so that two branches that each add a migration always meet in a merge conflict.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pgplumb.errors import (
    MigrationEdited,
    MigrationGone,
    MigrationMisplaced,
    MigrationUnsealed,
    SumConflict,
    SumInvalid,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "pgplumb.sum"
_MAGIC = "pgplumb 1 "
_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


def render(sums: Mapping[str, str]) -> str:
    """The text of the file for these files, by name in the order in which they run."""
    lines = "".join(f"{name} {digest}\n" for name, digest in sums.items())
    return f"{_MAGIC}{_total(sums)}\n{lines}"


def parse(text: str) -> dict[str, str]:
    """The sums by file name; SumConflict for a merge conflict, SumInvalid for what `seal` did not write."""
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        if line.startswith(_CONFLICT):
            raise SumConflict(file=NAME, line=number)
    if not lines or not lines[0].startswith(_MAGIC):
        raise SumInvalid(file=NAME, line=1, reason=f"the first line is not `{_MAGIC.strip()}` and a total")
    sums: dict[str, str] = {}
    for number, line in enumerate(lines[1:], start=2):
        name, _, digest = line.rpartition(" ")
        if not name or len(digest) != 64 or name in sums:
            raise SumInvalid(file=NAME, line=number, reason="this is not one line of a file name and its SHA-256")
        sums[name] = digest
    if lines[0].removeprefix(_MAGIC) != _total(sums):
        raise SumInvalid(file=NAME, line=1, reason="the total does not match the lines below it")
    return sums


def check(sealed: Mapping[str, str], found: Mapping[str, str]) -> None:
    """Raise what is wrong with the files `found` (name to checksum, both in the order in which they run)."""
    for name, digest in sealed.items():
        if name not in found:
            raise MigrationGone(file=name)
        if found[name] != digest:
            raise MigrationEdited(file=name)
    last = next(reversed(list(sealed)), "")
    seen: set[str] = set()
    for name in found:
        if name in sealed:
            seen.add(name)
        elif len(seen) < len(sealed):
            raise MigrationMisplaced(file=name, last=last)
        else:
            raise MigrationUnsealed(file=name)


def _total(sums: Mapping[str, str]) -> str:
    total = ""
    for name, digest in sums.items():
        total = hashlib.sha256(f"{total}{name} {digest}\n".encode()).hexdigest()
    return total or hashlib.sha256(b"").hexdigest()
