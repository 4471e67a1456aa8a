"""Reads files into one script: statements in the order to run them, and what the text says beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pgplumb.errors import SourceError
from pgplumb.model.garbage import collection_put_off
from pgplumb.model.ids import ObjectId
from pgplumb.model.incomplete import LeftOut
from pgplumb.source.order import Placed, ordered
from pgplumb.source.outline import Outline
from pgplumb.syntax.annotations import read_annotations
from pgplumb.syntax.defined import DEFAULT_SCHEMA, search_paths, set_search_path
from pgplumb.syntax.references import references
from pgplumb.syntax.refuse import is_setting, refuse
from pgplumb.syntax.requires import read_requirements
from pgplumb.syntax.roles import created_roles, is_about_roles, named_roles
from pgplumb.syntax.split import parse_file, synthetic
from pgplumb.syntax.sql import ident, sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pgplumb.model.location import Location
    from pgplumb.source.files import SourceFile
    from pgplumb.syntax.requires import Requirement
    from pgplumb.syntax.split import ParsedFile, ParsedStatement
    from pgplumb.syntax.text import SourceText

#: Kinds of which one statement may add to another, or which overloading lets share a name.
_MAY_REPEAT = frozenset({"function", "procedure", "aggregate", "operator", "extension", "schema"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Script(Outline):
    """Everything that files hold: their outline, and the statements in the order to run them.

    `requirements` are the extensions that the files ask for, at each place, `about_roles` the statements that say how
    roles are: no database holds what they do. `tablespaces` are those that the statements name.
    """

    statements: tuple[Placed, ...]
    requirements: tuple[Requirement, ...] = ()
    about_roles: tuple[ParsedStatement, ...] = ()
    tablespaces: frozenset[str] = frozenset()

    @property
    def created_roles(self) -> frozenset[str]:
        """The roles that the files create."""
        return frozenset(role for statement in self.about_roles for role in created_roles(statement.node))


def without(script: Script, lacking: frozenset[str]) -> Script:
    """The script for a server that lacks these extensions: what requires one of them is left out, and listed."""
    gone = [placed for placed in script.statements if _requires(placed, lacking)]
    parts = []
    for requirement in script.requirements:
        if requirement.extension in lacking:
            own = [part.id for placed in gone if requirement in placed.requires for part in placed.references.parts]
            ids = (ObjectId("extension", name=requirement.extension), *own)
            objects = tuple(dict.fromkeys(ids))
            parts.append(LeftOut(extension=requirement.extension, location=requirement.location, objects=objects))
    defined = {part.id for placed in gone for part in placed.references.parts}
    told = script.annotations
    return replace(
        script,
        statements=tuple(placed for placed in script.statements if placed not in gone),
        annotations=replace(
            told,
            renames={id: old for id, old in told.renames.items() if id not in defined},
            backfills={id: value for id, value in told.backfills.items() if id not in defined},
        ),
        left_out=tuple(parts),
    )


def _requires(placed: Placed, lacking: frozenset[str]) -> bool:
    created = {part.id.name for part in placed.references.parts if part.id.kind == "extension"}
    return bool(lacking & (created | {requirement.extension for requirement in placed.requires}))


def read_script(files: Iterable[SourceFile], *, refuse: Callable[[ParsedStatement], None] = refuse) -> Script:
    """Parses and orders the files; `refuse` raises for what has no place in them.

    Raises SqlSyntaxError, RefusedStatement, AnnotationError, or SourceError for an object that is defined twice.
    """
    placed: list[Placed] = []
    roles: set[str] = set()
    about_roles: list[ParsedStatement] = []
    annotated = []
    requirements: list[Requirement] = []
    for parsed in _parsed(files):
        paths = search_paths(parsed.statements)
        schemas = [path[0] if path else DEFAULT_SCHEMA for path in paths]
        annotated.append((parsed, schemas))
        asked = read_requirements(parsed)
        requirements += (*asked.file, *(each for own in asked.statements for each in own))
        for statement, path, schema, own in zip(parsed.statements, paths, schemas, asked.statements, strict=True):
            refuse(statement)
            if is_about_roles(statement.node):
                about_roles.append(statement)
                roles |= created_roles(statement.node) | named_roles(statement.node)
            elif set_search_path(statement.node) is None and not is_setting(statement.node):
                needs = references(statement, schema)
                extensions = (*asked.file, *own)
                placed.append(Placed(statement=statement, path=path, references=needs, requires=extensions))
                roles.update(placed[-1].references.roles)
    _refuse_doubles(placed)
    annotations = read_annotations(annotated)
    sources = {parsed.source.file: parsed.source for parsed, _ in annotated}
    written = {part.id.name for each in placed for part in each.references.parts if part.id.kind == "extension"}
    required = [_extension(name, place, sources) for name, place in annotations.requires.items() if name not in written]
    statements = ordered([*required, *placed])
    return Script(
        statements=statements,
        # The predefined roles (pg_monitor and the like) are on every server, and nobody can create more of them.
        roles=tuple(sorted(role for role in roles if not role.startswith("pg_"))),
        annotations=annotations,
        about_roles=tuple(about_roles),
        tablespaces=frozenset(space for each in placed for space in each.references.tablespaces),
        requirements=tuple(requirements),
        locations={
            **{
                ObjectId("role", name=role): statement.location
                for statement in about_roles
                for role in created_roles(statement.node)
            },
            **{
                part.id: placed.statement.source.location(part.start)
                for placed in reversed(statements)
                for part in placed.references.parts
            },
        },
    )


def _parsed(files: Iterable[SourceFile]) -> list[ParsedFile]:
    with collection_put_off():
        return [parse_file(file.text, file.path) for file in files]


def _extension(name: str, place: Location, sources: Mapping[str, SourceText]) -> Placed:
    """What `-- pgplumb: requires extension` stands for, as if it were written there."""
    statement = synthetic(sql("CREATE EXTENSION IF NOT EXISTS {}", ident(name)), place, sources[place.file])
    return Placed(statement=statement, path=(DEFAULT_SCHEMA,), references=references(statement, DEFAULT_SCHEMA))


def _refuse_doubles(statements: Iterable[Placed]) -> None:
    """An object that two statements create: with IF NOT EXISTS the server would keep the first in silence."""
    seen: dict[ObjectId, ParsedStatement] = {}
    for placed in statements:
        statement = placed.statement
        if getattr(statement.node, "replace", False):
            continue
        for part in placed.references.parts:
            if part.id.kind in _MAY_REPEAT:
                continue
            first = seen.setdefault(part.id, statement)
            if first is not statement:
                location = statement.source.location(part.start)
                raise SourceError(
                    file=location.file,
                    line=location.line,
                    column=location.column,
                    reason=f"{part.id} is defined twice, first by the statement at {first.location}",
                    excerpt=statement.source.excerpt(location),
                    hint="Keep one of the two.",
                )
