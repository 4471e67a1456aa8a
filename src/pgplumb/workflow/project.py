"""A project that is opened: its configuration, its scratch server and its cache."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from platformdirs import user_cache_path

from pgplumb.config.load import Config, load_config
from pgplumb.errors import NoDatabase
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.dsn import Dsn
from pgplumb.postgres.server import choose, open_scratch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pgplumb.postgres.scratch import Scratch

_CACHE_BYTES = 512 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What every command of a project works with."""

    config: Config
    scratch: Scratch
    cache: Cache

    @property
    def dsn(self) -> Dsn | None:
        """The live database, where one is named."""
        return None if self.config.url is None else Dsn.parse(self.config.url)

    def live(self) -> Dsn:
        """The live database; raises NoDatabase where none is named."""
        if (dsn := self.dsn) is None:
            raise NoDatabase
        return dsn


@contextmanager
def open_project(
    start: Path, *, environment: Mapping[str, str], overrides: Mapping[str, Any] | None = None
) -> Iterator[Project]:
    """The project that holds the folder; its scratch server, if it was started, ends with the block."""
    config = load_config(start, environment=environment, overrides=overrides)
    cache = open_cache(config.cache)
    with open_scratch(scratch_server(config, environment), cache=cache, environment=environment) as scratch:
        yield Project(config=config, scratch=scratch, cache=cache)


def scratch_server(config: Config, environment: Mapping[str, str]) -> str:
    """The scratch server as open_scratch takes it: the one that is named, else one of the major version that the
    schema is written for.

    Where there is none, the usual one has to do, and what it proves is told to be proved on another version.
    """
    if config.postgres is None or "server" in config.origins:
        return config.server
    return choose(config.postgres, environment=environment) or config.server


def open_cache(setting: Path | str | None) -> Cache:
    """The cache that the configuration names: a folder, the user's cache folder, or none."""
    if setting is None:
        return Cache(None, 0)
    folder = setting if isinstance(setting, Path) else user_cache_path("pgplumb", appauthor=False)
    return Cache(folder, _CACHE_BYTES)
