"""Modules of models as tests use them: imported, and made into a database that is read again."""

from __future__ import annotations

import importlib.util
import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy import create_engine
from sqlalchemy.orm import configure_mappers
from sqlalchemy.pool import NullPool

from pgplumb.differ.compare import compare
from pgplumb.model.change import Added, Altered
from pgplumb.models.missing import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

    from sqlalchemy import Engine

    from pgplumb.differ.side import Side
    from pgplumb.model.catalog import Catalog
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.workflow.sides import Elaborator


@contextmanager
def imported(file: Path) -> Iterator[ModuleType]:
    """The module of a file, with its mappers configured; gone from the interpreter after the block."""
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Annotations are looked up in the module that their class names.
    sys.modules[file.stem] = module
    try:
        spec.loader.exec_module(module)
        configure_mappers()
        yield module
    finally:
        del sys.modules[file.stem]


def engine(dsn: Dsn) -> Engine:
    """SQLAlchemy's way to a database."""
    connect: Any = partial(psycopg.connect, dsn.conninfo)
    return create_engine("postgresql+psycopg://", creator=connect, poolclass=NullPool)


def made(module: ModuleType, elaborator: Elaborator) -> Side:
    """What create_all makes of a module's tables in an empty database."""
    with elaborator.scratch.database() as dsn:
        used = engine(dsn)
        module.metadata.create_all(used)
        used.dispose()
        return elaborator.live(dsn)


def left(made: Catalog, source: Catalog) -> set[Missing]:
    """What the source has and what was made lacks; of what is lacking as a whole no part is named."""
    changes = compare(made, source)
    added = {change.id for change in changes if isinstance(change, Added)}
    found = {Missing(id) for id in source.unmodelled if id not in made.unmodelled}
    found |= {Missing(id) for id in added if not any(above in added for above in source.above(id))}
    for change in changes:
        match change:
            case Added():
                continue
            case Altered(id, attribute, _, _):
                found.add(Missing(id, attribute))
            case _:
                found.add(Missing(change.id, "absent"))
    return found
