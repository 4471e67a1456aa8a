"""Where the files that messages name lie in the repository: what annotations and reports of CI point at."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.config.load import FILE, load_config
from pgplumb.errors import PgplumbError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pgplumb.model.location import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The repository's root (or the project's folder, outside of one), and the folders that messages leave out.

    `configuration` is the project's file, relative to the root.
    """

    repository: Path
    folders: tuple[Path, ...]
    configuration: str

    def locate(self, place: Location) -> Location | None:
        """The place with its file relative to the root, with forward slashes; None for what lies elsewhere."""
        for folder in self.folders:
            path = (folder / place.file).resolve()
            if _is_file(path) and path.is_relative_to(self.repository):
                return place._replace(file=path.relative_to(self.repository).as_posix())
        return None


def places(start: Path, *, environment: Mapping[str, str]) -> Places:
    """The places of the project that holds the folder, or of the folder alone where its configuration has a mistake."""
    root = start.resolve()
    folders = [root]
    with suppress(PgplumbError):
        config = load_config(root, environment=environment)
        root = config.root
        # Desired files are named with their folder, migrations without.
        folders = [config.desired.parent, config.migrations, root]
    repository = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    configuration = next((name for name in (FILE, "pyproject.toml") if (root / name).is_file()), FILE)
    return Places(
        repository=repository,
        folders=tuple(folders),
        configuration=(root / configuration).relative_to(repository).as_posix(),
    )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a text that is no file's name may be too long for one
        return False
