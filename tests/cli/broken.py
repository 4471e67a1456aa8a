"""A case of `fixtures/broken`: a project, what is done to it, the command that fails, and every word that it then says.

Its directory holds, and its file says:

    project/            the project's files
    then/               files that take the place of theirs after `before` has run
    case.toml           what follows; in its texts {url}, {port}, {folder} and the like stand for what varies

    about               what is wrong, in a sentence
    setup, meddle       SQL that a superuser runs on the live database before and after `before`
    before              commands that must succeed first
    remove              files that are removed after them
    environment         variables for the command
    command, exit       the arguments, and the status that the process ends with
    stderr, stdout      what it says, exactly; nothing where the key is missing
    shows               texts that stdout holds, where it is a whole plan
    left                queries on the live database afterwards, and the rows that they give
    writes              files that the command may write
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgplumb.postgres.dsn import Dsn
    from tests.cli.passwords import LiveServer

FIXTURES = Path(__file__).parents[2] / "fixtures" / "broken"
FOLDERS = sorted(path.parent for path in FIXTURES.glob("*/case.toml"))

#: Times are the machine's.
_SECONDS = re.compile(r"\b\d+\.\d+ s\b")


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a case's file says."""

    about: str
    command: list[str]
    exit: int
    setup: str = ""
    meddle: str = ""
    before: list[list[str]] = field(default_factory=list)
    remove: list[str] = field(default_factory=list)
    environment: Mapping[str, str] = field(default_factory=dict)
    stderr: str = ""
    stdout: str = ""
    shows: list[str] = field(default_factory=list)
    left: Mapping[str, list[list[Any]]] = field(default_factory=dict)
    writes: list[str] = field(default_factory=list)

    @property
    def is_live(self) -> bool:
        """Whether the command, or what comes before it, reaches the database that the right URLs name."""
        words = (*self.command, *self.environment.values(), *(word for command in self.before for word in command))
        return bool(self.setup or self.meddle or self.left) or any("url}" in word for word in words)


def read_case(folder: Path) -> Case:
    """The case of a directory; a key that is not known is a TypeError."""
    return Case(**tomllib.loads((folder / "case.toml").read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Names:
    """What stands for the placeholders in this run."""

    values: Mapping[str, str]

    @classmethod
    def of(cls, server: LiveServer, scratch: Dsn, folder: Path) -> Names:
        """The placeholders of a project in a folder, with its live server and the server for scratch databases."""
        return cls(
            {
                "{url}": server.url(),
                "{reader_url}": server.url("reader"),
                "{stranger_url}": server.url("stranger"),
                "{wrong_password_url}": server.url("app", "not-the-password-5"),
                "{no_database_url}": server.url(database="shoop"),
                "{port}": str(server.port),
                "{scratch}": str(scratch),
                "{folder}": str(folder),
            }
        )

    def fill(self, text: str) -> str:
        """The text with what the placeholders stand for."""
        for name, value in self.values.items():
            text = text.replace(name, value)
        return text


def timeless(text: str) -> str:
    """The text with `{time}` for how long things took."""
    return _SECONDS.sub("{time}", text)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, but for what Python itself keeps of the modules that it read."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.parent.name != "__pycache__")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
