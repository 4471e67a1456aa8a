"""`dump`: a live database as the files of a desired schema, proved by loading them back."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.differ.choose import unmodelled
from pgplumb.differ.compare import compare
from pgplumb.differ.dumps import difference
from pgplumb.differ.execute import is_uncloned
from pgplumb.differ.prove import describe
from pgplumb.errors import AbsenceNotSayable, DumpBesideModels, DumpDiffers, DumpDoesNotLoad, PolicyRefused, TextError
from pgplumb.export.extensions import COMMENTS
from pgplumb.export.files import desired_files
from pgplumb.export.folder import in_the_way, set_aside, write
from pgplumb.export.secrets import has_secret
from pgplumb.model.finding import Finding
from pgplumb.model.general import Extension, Schema
from pgplumb.model.printable import printable
from pgplumb.postgres.session import connect
from pgplumb.source.files import SourceFile
from pgplumb.workflow.elaborate import elaborator
from pgplumb.workflow.ends import directory
from pgplumb.workflow.init import EXAMPLE
from pgplumb.workflow.majors import other_major

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pgplumb.differ.side import Side
    from pgplumb.model.catalog import Catalog
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.workflow.project import Project
    from pgplumb.workflow.sides import Elaborator

REPLACE = "replace"

_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class DumpOutcome:
    """The files that now describe the database, by path below `folder`, and those of them that are new.

    `aside` is where the files went that were in the way; `proved_on` names the server that loaded the files back;
    `may_join` tells whether a baseline is the next step.
    """

    database: str
    folder: Path
    may_join: bool
    files: tuple[str, ...]
    written: tuple[Path, ...]
    aside: Path | None
    proved_on: str
    findings: tuple[Finding, ...]


def dump(project: Project, *, folder: Path | None, allow: frozenset[str]) -> DumpOutcome:
    """Write the live database's schema below a folder, by default the desired schema's.

    Raises PolicyRefused where files of another content are there and `replace` is not allowed: then, and where the
    files do not load back to the same schema (DumpDiffers, DumpDoesNotLoad), nothing is written.
    """
    dsn = project.live()
    target = folder or project.config.desired
    if project.config.models is not None and target.resolve() == project.config.desired.resolve():
        raise DumpBesideModels(models=project.config.models, folder=target)
    built = elaborator(project, dsn)
    empty, live = built.migrations(()), built.live(dsn)
    _check_sayable(dsn, empty.catalog, live.catalog)
    files = desired_files(empty.catalog, live.catalog, _comments(project))
    _prove(dsn, files, live, built, target.name)
    paths = in_the_way(target, files)
    example = [path for path in paths if path.read_bytes() == EXAMPLE.encode()]
    own = [path for path in paths if path not in example]
    if own and REPLACE not in allow:
        raise PolicyRefused(what=_what_is_there(target, own), policy=REPLACE, hints=(_HINT,))
    with set_aside(target, own) if own else nullcontext() as aside:
        for path in example:
            path.unlink()
        written = write(target, files)
    return DumpOutcome(
        database=str(dsn),
        folder=target,
        may_join=target.resolve() == project.config.desired.resolve() and not directory(project).migrations,
        files=tuple(file.path for file in files),
        written=written,
        aside=aside,
        proved_on=project.scratch.label,
        findings=(*unmodelled(live.catalog), *_secrets(live.catalog), *other_major(project, dsn)),
    )


_HINT = "They are moved to a folder beside it then, and nothing is lost. Or dump into another one: --out FOLDER."


def _comments(project: Project) -> dict[str, str]:
    """What extensions say of themselves on the scratch server, where the files are loaded."""
    with project.scratch.database() as dsn, connect(dsn) as session:
        return dict(session.rows(COMMENTS))


def _what_is_there(folder: Path, paths: list[Path]) -> str:
    names = [printable(path.relative_to(folder).as_posix()) for path in paths[:_SHOWN]]
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return f"{folder} holds .sql files that are not what the database says: {', '.join(names)}{more}"


def _check_sayable(dsn: Dsn, empty: Catalog, live: Catalog) -> None:
    """What every new database has and this one lacks: files cannot drop it."""
    for found in (*empty.of(Schema), *empty.of(Extension)):
        if found.id not in live.objects:
            raise AbsenceNotSayable(dsn=dsn, object=found.id, name=printable(found.id.name))


def _prove(dsn: Dsn, files: tuple[SourceFile, ...], live: Side, built: Elaborator, folder: str) -> None:
    """Both observers see the live database's schema in what the files load to."""
    named = [SourceFile(f"{folder}/{file.path}", file.text) for file in files]
    try:
        again = built.files(named).side
    except TextError as error:
        raise DumpDoesNotLoad(dsn=dsn, server=built.scratch.label, cause=error) from error
    if lines := list(_differences(again, live)):
        others = [f"of a kind that pgplumb does not model: {printable(str(id))}" for id in live.catalog.unmodelled]
        shown = "".join(f"\n    {line}" for line in (*lines[:_SHOWN], *others[:_SHOWN]))
        raise DumpDiffers(dsn=dsn, server=built.scratch.label, lines=f"{shown}\n")


def _differences(again: Side, live: Side) -> Iterator[str]:
    changes = [change for change in compare(again.catalog, live.catalog) if not is_uncloned(change.id)]
    if changes:
        yield from (describe(change) for change in changes)
    else:
        yield from (f"pg_dump: {printable(line)}" for line in difference(again.dump, live.dump))


def _secrets(catalog: Catalog) -> Iterator[Finding]:
    for found in catalog.objects.values():
        if has_secret(found):
            yield Finding(
                code="secret_left_out",
                severity="note",
                message=f"{found.id}: its password is not written",
                subject=found.id,
                help="A mark stands in its place, which compares as equal to it.",
            )
