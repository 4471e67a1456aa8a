"""Finds the project, and merges its file, the environment and the command line into one Config."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from pgplumb.config.keys import KEYS, Key
from pgplumb.errors import ConfigError, ConfigNotFound, SettingInvalid

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "pgplumb.toml"
_PYPROJECT = "pyproject.toml"

#: Keys whose value may hold a password.
_SECRET = frozenset({"url", "server"})

#: Variables that name a database to libpq by themselves; the others (PGHOST, PGUSER, ...) only say how to reach it.
_LIBPQ = ("PGDATABASE", "PGSERVICE")


#: How tomllib says where a mistake is.
_PLACE = re.compile(r"\(at line (?P<line>\d+), column (?P<column>\d+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the user set, checked; folders are absolute. `origins` tells for each key that is set where from.

    `url` may hold a password: it is left out of the repr. "postgresql://" stands for what libpq's variables name.
    `cache` is None where the cache is switched off, and "" for the user's cache folder. `file` is None where there is
    no file.
    """

    root: Path
    desired: Path
    migrations: Path
    models: str | None
    url: str | None = field(repr=False)
    server: str = field(repr=False)
    postgres: int | None
    ignore: tuple[str, ...]
    roles: bool
    numbering: str
    lock_timeout: str
    statement_timeout: str
    history: str
    harness: Mapping[str, Any]
    isolation: Mapping[str, Any]
    cache: Path | str | None
    origins: Mapping[str, str]
    file: Path | None = None


def environment() -> Mapping[str, str]:
    """The process's environment, read in this one place and handed on."""
    return dict(os.environ)


def load_config(start: Path, *, environment: Mapping[str, str], overrides: Mapping[str, Any] | None = None) -> Config:
    """The configuration of the project that holds `start`: an override counts over a variable, and that over the file.

    Overrides that are None do not count. Raises ConfigNotFound, or ConfigError for a key or value that is not known.
    """
    file, given = _find(start.resolve())
    return replace(_merged(file.parent, str(file), given, environment, overrides or {}), file=file)


def default_config(root: Path, *, environment: Mapping[str, str], overrides: Mapping[str, Any] | None = None) -> Config:
    """The configuration of a folder that has no file: defaults, variables and overrides."""
    return _merged(root.resolve(), str(root), {}, environment, overrides or {})


def _find(start: Path) -> tuple[Path, dict[str, Any]]:
    for folder in (start, *start.parents):
        own = folder / FILE
        if own.is_file():
            return own, _read(own)
        project = folder / _PYPROJECT
        if project.is_file():
            tools = _read(project).get("tool", {})
            if "pgplumb" in tools:
                if not isinstance(tools["pgplumb"], dict):
                    raise ConfigError(file=project, reason="tool.pgplumb must be a table: [tool.pgplumb].")
                return project, tools["pgplumb"]
    raise ConfigNotFound(start=start)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(file=file, reason=f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(file=file, reason="is not UTF-8. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        where = {name: int(number) for name, number in place.groupdict().items()} if place else {}
        raise ConfigError(file=file, reason=f"is not TOML: {error}", **where) from error


def _merged(
    root: Path, file: str, given: Mapping[str, Any], environment: Mapping[str, str], overrides: Mapping[str, Any]
) -> Config:
    known = {key.name: key for key in KEYS}
    for name in given:
        if name not in known:
            raise ConfigError(file=file, reason=_unknown(name, list(known)))
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for key in KEYS:
        value, origin = _value(key, file, given, environment, overrides)
        if origin:
            origins[key.name] = origin
            if not key.accepts(value):
                shown = "" if key.name in _SECRET else f", not {value!r}"
                reason = f"{key.name} must be {key.expected}{shown}."
                raise (
                    ConfigError(file=file, reason=reason)
                    if origin == file
                    else SettingInvalid(origin=origin, reason=reason)
                )
        values[key.name] = value
    cache = values.pop("cache")
    return Config(
        root=root,
        desired=root / values.pop("desired"),
        migrations=root / values.pop("migrations"),
        ignore=tuple(values.pop("ignore")),
        harness=values.pop("harness") or {},
        isolation=values.pop("isolation") or {},
        cache={"on": "", "off": None}.get(cache, root / cache),
        origins=origins,
        **values,
    )


def _value(
    key: Key, file: str, given: Mapping[str, Any], environment: Mapping[str, str], overrides: Mapping[str, Any]
) -> tuple[Any, str]:
    """The value that counts, and where it was set; nowhere for the default."""
    if overrides.get(key.name) is not None:
        return overrides[key.name], f"--{key.name.replace('_', '-')}"
    for variable in (key.variable, *(("DATABASE_URL",) if key.name == "url" else ())):
        if environment.get(variable):
            return key.from_text(environment[variable]), variable
    if key.name == "url":
        named = next((variable for variable in _LIBPQ if environment.get(variable)), "")
        if named:
            return "postgresql://", named
    if key.name in given:
        return given[key.name], file
    return key.default, ""


def _unknown(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, 1, 0.6)
    meant = f' Did you mean "{close[0]}"?' if close else ""
    return f'unknown key "{name}".{meant} Known keys: {", ".join(known)}.'
