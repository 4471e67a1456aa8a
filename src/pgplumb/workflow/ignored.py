"""What a project leaves alone in every database: histories of migrations, and what its configuration names."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from pgplumb.errors import SourceError
from pgplumb.model.kinds import SHARED_KINDS
from pgplumb.syntax.text import SourceText

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pgplumb.config.load import Config
    from pgplumb.model.ids import ObjectId
    from pgplumb.source.files import SourceFile
    from pgplumb.source.outline import Outline

_HISTORIES = frozenset(
    {
        "schema_migrations",
        "goose_db_version",
        "flyway_schema_history",
        "alembic_version",
        "__drizzle_migrations",
        "databasechangelog",
        "databasechangeloglock",
        "atlas_schema_revisions",
        "_prisma_migrations",
        "_sqlx_migrations",
    }
)
"""Where golang-migrate, dbmate, goose, Flyway, Alembic, Drizzle, Liquibase, Atlas, Prisma and sqlx remember."""


@dataclass(frozen=True, slots=True)
class Exemption:
    """Why an object is left alone, and what to do where the desired files make it all the same."""

    why: str
    help: str


#: What has no name of its own among those of its schema, and is left alone with what it is part of.
_PARTS = frozenset({"attribute", "column", "constraint", "default", "domain_constraint"})


def exemption(config: Config, id: ObjectId) -> Exemption | None:
    """What lets a project of this configuration leave an object alone; None for the project's own."""
    about = id.target or id
    schema = about.name if about.kind == "schema" else about.schema
    table = about.table or about.name
    if schema == config.history:
        return Exemption(
            f'pgplumb keeps its own history in the schema "{schema}"',
            "Take this out of the desired files, or name another schema as `history` in the configuration.",
        )
    if table in _HISTORIES:
        return Exemption(
            f'"{table}" is where another migration tool keeps its history',
            "Take this out of the desired files: that tool makes it. What is yours needs another name.",
        )
    for pattern in config.ignore:
        if any(fnmatchcase(name, pattern) for name in _names(about)):
            return Exemption(
                f'`ignore` names it by "{pattern}"',
                f'Take this out of the desired files, or "{pattern}" out of `ignore` in the configuration.',
            )
    return None


def _names(about: ObjectId) -> set[str]:
    """What a pattern may call it by: its own name, and that of the table or type it hangs on."""
    if not about.schema:
        return {about.name}
    holder = f"{about.schema}.{about.table or about.name}"
    return {holder} if about.kind in _PARTS else {holder, f"{about.schema}.{about.name}"}


def ignores(config: Config, id: ObjectId) -> bool:
    """Whether a project of this configuration leaves an object alone."""
    return exemption(config, id) is not None


def refuse_ignored(config: Config, files: Iterable[SourceFile], outline: Outline) -> None:
    """Raise SourceError for the first statement of the files that makes what the project leaves alone.

    It would be neither made nor compared; and pg_dump sees it all the same, so that nothing could be proved.
    """
    own = (each for each in outline.locations.items() if each[0].kind not in SHARED_KINDS)
    made = [(place, id) for id, place in own if ignores(config, id)]
    if not made:
        return
    place, id = min(made)
    found = exemption(config, id)
    assert found is not None
    text = next(SourceText(file.path, file.text) for file in files if file.path == place.file)
    raise SourceError(
        file=place.file,
        line=place.line,
        column=place.column,
        reason=f"{id} is left alone in every database, and so cannot be desired: {found.why}",
        excerpt=text.excerpt(place),
        hint=found.help,
    )
