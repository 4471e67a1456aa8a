"""Stand-ins for extensions that a server lacks: the same functions in SQL, as far as SQL can have them.

Of each extension of this package's folder `extension` the server is offered a stand-in, unless it has the real one.
PostgreSQL finds them by extension_control_path, new in 18:
https://www.postgresql.org/docs/18/runtime-config-client.html#GUC-EXTENSION-CONTROL-PATH
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pgplumb.postgres.binaries import Account, Binaries

#: Where PostgreSQL expects control files below a folder that extension_control_path names; so is ours called.
EXTENSION = "extension"
FOLDER = Path(__file__).parent / EXTENSION
#: Our folder among the files of a running server.
PLACE = "stand-ins"


@dataclass(frozen=True)
class StandIns:
    """The stand-ins of some extensions, by name."""

    names: frozenset[str] = frozenset()

    @cached_property
    def digest(self) -> str:
        """Tells other contents from these: a database with a stand-in keeps the functions that it was made with."""
        return sha256(b"\0".join(file.read_bytes() for file in self._files)).hexdigest() if self.names else ""

    def settings(self, folder: Path) -> dict[str, str]:
        """What the server must be set to, to find the stand-ins that are written below its folder."""
        return {"extension_control_path": f"$system:{folder / PLACE}"} if self.names else {}

    def write(self, folder: Path, user: Account) -> None:
        """Copy the stand-ins to where the server's user can read them, whoever owns this package."""
        if not self.names:
            return
        target = folder / PLACE / EXTENSION
        target.mkdir(parents=True)
        for file in self._files:
            (target / file.name).write_bytes(file.read_bytes())
        if user.is_other:
            for path in (target.parent, target, *target.iterdir()):
                os.chown(path, user.uid, user.gid)

    @property
    def _files(self) -> list[Path]:
        return sorted(file for file in FOLDER.iterdir() if file.name.split("--")[0].split(".")[0] in self.names)


def lacking(binaries: Binaries) -> StandIns:
    """The stand-ins of what these programs lack; a package that brings the real one makes ours needless."""
    if binaries.major < 18:
        return StandIns()
    real = [binaries.folder / share / EXTENSION for share in ("share", "share/postgresql")]
    ours = (file for file in FOLDER.glob("*.control") if not any((folder / file.name).exists() for folder in real))
    return StandIns(frozenset(file.stem for file in ours))
