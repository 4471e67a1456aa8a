"""`doctor`: what this machine, the project and its live database offer, and what is missing."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from pgplumb import __version__
from pgplumb.config.keys import KEYS
from pgplumb.config.load import Config, default_config, load_config
from pgplumb.doctor import machine
from pgplumb.doctor.asked import Asked, Named
from pgplumb.doctor.database import database_checks
from pgplumb.doctor.extensions import extension_checks
from pgplumb.doctor.servers import Tried, server_checks, try_servers
from pgplumb.doctor.words import count
from pgplumb.errors import ConfigNotFound, InvalidDsn, PgplumbError
from pgplumb.model.diagnosis import Check, Diagnosis, Section
from pgplumb.model.migration import Direction
from pgplumb.model.printable import printable
from pgplumb.postgres.binaries import installed
from pgplumb.postgres.dsn import Dsn
from pgplumb.postgres.found import dumping
from pgplumb.runner.run import status
from pgplumb.source.read import read_project
from pgplumb.source.script import read_script
from pgplumb.store.directory import read
from pgplumb.syntax.references import references
from pgplumb.syntax.refuse import refuse
from pgplumb.syntax.roles import refuse_but_roles
from pgplumb.syntax.split import split
from pgplumb.workflow.ignored import ignores
from pgplumb.workflow.project import open_cache, scratch_server
from pgplumb.workflow.run import options_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pgplumb.model.diagnosis import State
    from pgplumb.model.ids import ObjectId
    from pgplumb.model.location import Location
    from pgplumb.model.migration import Migration
    from pgplumb.source.script import Script

#: Settings that may hold a password.
_SECRET = ("url", "server")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Project:
    """What could be read of a project, and what is to be said about that."""

    config: Config
    checks: tuple[Check, ...]
    #: The desired schema; None where it has mistakes, or where there is no project.
    script: Script | None = None
    migrations: tuple[Migration, ...] = ()

    @property
    def extensions(self) -> dict[str, Location]:
        """The extensions that the files create or require, and where they say so first."""
        if self.script is None:
            return {}
        created = {
            part.id.name: placed.statement.source.location(part.start)
            for placed in self.script.statements
            for part in placed.references.parts
            if part.id.kind == "extension"
        }
        return {**created, **self.script.annotations.requires}

    @property
    def defined(self) -> frozenset[ObjectId]:
        """What the files create."""
        statements = self.script.statements if self.script else ()
        return frozenset(part.id for placed in statements for part in placed.references.parts)


def doctor(start: Path, *, environment: Mapping[str, str], overrides: Mapping[str, Any] | None = None) -> Diagnosis:
    """Look at everything that a command would use from this folder on; whatever is wrong is said, and not raised."""
    project = _project(start, environment, overrides or {})
    config = project.config
    cache = open_cache(config.cache)
    used = scratch_server(config, environment)
    tried = try_servers(used, cache=cache, environment=environment)
    scratch = next((each for each in tried if each.spec == used and not each.error), None)
    return Diagnosis(
        (
            Section("This machine", (*machine.programs(__version__), *machine.room(), machine.cache(cache))),
            Section("Project", project.checks),
            Section("Servers for scratch databases", (*server_checks(tried, used), *_major(config, scratch))),
            Section("Extensions", tuple(_extensions(project, tried, used))),
            Section("Live database", tuple(_database(project, scratch, environment))),
        )
    )


def _project(start: Path, environment: Mapping[str, str], overrides: Mapping[str, Any]) -> _Project:
    try:
        config = load_config(start, environment=environment, overrides=overrides)
    except PgplumbError as error:
        # Without a project the machine and a database that is named are worth a look all the same.
        state: State = "warning" if isinstance(error, ConfigNotFound) else "problem"
        check = Check(code="configuration", state=state, message=error.message)
        return _Project(config=_fallback(start, environment, overrides), checks=(check,))
    checks = [Check(code="configuration", state="ok", message=_settings(config), facts=_facts(config))]
    script: Script | None = None
    migrations: tuple[Migration, ...] = ()
    try:
        files = read_project(config.desired, models=config.models, root=config.root)
        script = read_script(files, refuse=refuse_but_roles if config.roles else refuse)
        message = f"The desired schema can be read: {count(len(script.statements), 'statement')}."
        checks.append(Check(code="desired", state="ok", message=message, facts={"count": len(script.statements)}))
    except PgplumbError as error:
        checks.append(Check(code="desired", state="problem", message=error.message))
    try:
        migrations = read(config.migrations).migrations if config.migrations.is_dir() else ()
        message = f"{count(len(migrations), 'migration')}, as pgplumb.sum has them."
        checks.append(Check(code="migrations", state="ok", message=message, facts={"count": len(migrations)}))
    except PgplumbError as error:
        checks.append(Check(code="migrations", state="problem", message=error.message))
    return _Project(config=config, checks=tuple(checks), script=script, migrations=migrations)


def _fallback(start: Path, environment: Mapping[str, str], overrides: Mapping[str, Any]) -> Config:
    """What would count without a file; nothing of the environment where that itself is wrong."""
    with suppress(PgplumbError):
        return default_config(start, environment=environment, overrides=overrides)
    return default_config(start, environment={})


def _settings(config: Config) -> str:
    """Every setting that is set, and where; the others have their defaults."""
    lines = [
        f"{key.name}: {_value(config, key.name)} (from {printable(config.origins[key.name])})"
        for key in KEYS
        if key.name in config.origins
    ]
    defaults = ", ".join(key.name for key in KEYS if key.name not in config.origins)
    head = f"The project is {config.file}."
    return "\n".join([head, *lines, *([f"By default: {defaults}."] if defaults else [])])


def _value(config: Config, name: str) -> str:
    value = getattr(config, name)
    if name in _SECRET and value is not None and ("://" in value or "=" in value):
        try:
            value = Dsn.parse(value)
        except InvalidDsn:
            return "no connection string"
    return printable(str(value))


def _facts(config: Config) -> dict[str, Any]:
    settings = {key.name: {"value": _value(config, key.name), "from": config.origins.get(key.name)} for key in KEYS}
    return {"file": str(config.file), "settings": settings}


def _major(config: Config, scratch: Tried | None) -> Iterator[Check]:
    """Whether the scratch server is of the major version that the project is written for, where it names one."""
    wanted = config.postgres
    if wanted is None or scratch is None or scratch.major == wanted:
        return
    yield Check(
        code="scratch_version",
        state="warning",
        message=f"The project is written for PostgreSQL {wanted}, and the scratch server runs {scratch.major}.",
        help=f"Install PostgreSQL {wanted}, or pull an image (docker pull postgres:{wanted}), or name a server of that"
        " version as `server`. Until then plans are proved on another one, and `make` asks for --allow-other-major.",
        facts={"wanted": wanted, "scratch": scratch.major},
    )


def _extensions(project: _Project, tried: tuple[Tried, ...], used: str) -> Iterator[Check]:
    if project.script is None:
        message = "Not looked at: the desired schema could not be read."
        yield Check(code="extensions", state="note", message=message)
        return
    optional = frozenset(requirement.extension for requirement in project.script.requirements)
    yield from extension_checks(project.extensions, tried, used, optional=optional)


def _database(project: _Project, scratch: Tried | None, environment: Mapping[str, str]) -> Iterator[Check]:
    config = project.config
    if config.url is None:
        message = "Not looked at: none is named, by --url, DATABASE_URL or `url`."
        yield Check(code="connection", state="note", message=message)
        return
    try:
        dsn = Dsn.parse(config.url)
    except InvalidDsn as error:
        yield Check(code="connection", state="problem", message=error.message)
        return
    asked = Asked(
        history=config.history,
        ignored=partial(ignores, config),
        patience=options_of(config).lock_timeout,
        desired=project.defined,
        extensions=frozenset(project.extensions),
        pending=partial(_pending, project, dsn),
    )
    dumps = max(binaries.major for binaries in dumping(installed(), environment))
    yield from database_checks(dsn, asked, scratch, dumps=dumps)


def _pending(project: _Project, dsn: Dsn) -> frozenset[Named]:
    """What the pending migrations speak of; nothing where the history cannot be read, which is told elsewhere."""
    try:
        found = status(dsn, project.migrations, options=options_of(project.config)).pending
    except PgplumbError:
        return frozenset()
    return frozenset(
        Named(name.schema or "public", name.name)
        for migration in found
        for statement in split(migration.up, migration.file(Direction.UP))
        for names in (references(statement, "public"),)
        for name in names.needs | names.provides
    )
