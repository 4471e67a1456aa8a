"""SQLModel or SQLAlchemy metadata as a source: the CREATE statements that it stands for."""

from __future__ import annotations

import importlib
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import MetaData, create_mock_engine
from sqlalchemy.exc import SQLAlchemyError

from pgplumb.errors import ModelsError
from pgplumb.source.files import SourceFile
from pgplumb.syntax.sql import ident, join, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def read_models(reference: str, root: Path) -> SourceFile:
    """The statements of `package.module:attribute`, as a file of that name; `root` is where the package is looked for.

    Imports the user's code. Raises ModelsError.
    """
    return metadata_file(reference, _metadata(reference, root))


def metadata_file(reference: str, metadata: MetaData) -> SourceFile:
    """The statements that the metadata stands for, as a file of that name. Raises ModelsError."""
    statements = []

    def collect(statement: Any, *_: Any, **__: Any) -> None:
        statements.append(raw(str(statement.compile(dialect=engine.dialect)).strip()))

    # Of psycopg's parameter styles this one leaves a percent sign in a constraint as it is.
    engine = create_mock_engine("postgresql+psycopg://", collect, paramstyle="named")
    schemas = sorted({table.schema for table in metadata.tables.values() if table.schema})
    statements.extend(sql("CREATE SCHEMA IF NOT EXISTS {}", ident(schema)) for schema in schemas if schema != "public")
    try:
        metadata.create_all(engine, checkfirst=False)
    except SQLAlchemyError as error:
        raise ModelsError(
            reference=reference, reason=f"SQLAlchemy cannot write it for PostgreSQL: {error}", help="Correct the model."
        ) from error
    if not statements:
        raise ModelsError(
            reference=reference, reason="it holds no tables", help="Import every module that defines a table there."
        )
    return SourceFile(reference, join(";\n\n", statements) + ";\n")


def _metadata(reference: str, root: Path) -> MetaData:
    name, _, path = reference.partition(":")
    with _importable(root):
        try:
            found: Any = importlib.import_module(name)
        # Whatever the user's module raises while it is imported is a mistake there, and is reported as such.
        except Exception as error:
            missing = isinstance(error, ModuleNotFoundError) and name.startswith(error.name or name + ".")
            raise ModelsError(
                reference=reference,
                reason=f"there is no module {error.name}"  # type: ignore[attr-defined]
                if missing
                else f"importing {name} failed: {type(error).__name__}: {error}",
                help=f"It is looked for in {root} and among the installed packages.",
            ) from error
    at = name
    for attribute in path.split("."):
        if not hasattr(found, attribute):
            raise ModelsError(
                reference=reference,
                reason=f"{at} has no {attribute}",
                help="Name the MetaData of the tables, such as package.module:SQLModel.metadata.",
            )
        found, at = getattr(found, attribute), f"{at}.{attribute}"
    if not isinstance(found, MetaData):
        raise ModelsError(
            reference=reference,
            reason=f"{path} is a {type(found).__name__}, not MetaData",
            help="Name the MetaData of the tables, such as package.module:SQLModel.metadata.",
        )
    return found


@contextmanager
def _importable(root: Path) -> Iterator[None]:
    """Puts the project's folder at the head of the module path, and takes it away again."""
    entry = str(root)
    sys.path.insert(0, entry)
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(entry)
