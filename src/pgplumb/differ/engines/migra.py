"""The one place that speaks to migra: its inspection of two databases, and the SQL it proposes between them."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from pgplumb.differ.engines.proposal import Proposal
from pgplumb.errors import EngineFailed
from pgplumb.model.statement import Statement
from pgplumb.syntax.split import split

with warnings.catch_warnings():
    # migra reads its own version through pkg_resources, which warns at every import.
    warnings.simplefilter("ignore")
    import migra
    import schemainspect

if TYPE_CHECKING:
    from pgplumb.postgres.dsn import Dsn

#: Neither is typed.
_migra: Any = migra
_schemainspect: Any = schemainspect


class Migra:
    """Both databases as migra sees them, read once for both directions."""

    name = "migra"

    def __init__(self, before: Dsn, after: Dsn) -> None:
        self._before = _inspect(before)
        self._after = _inspect(after)

    def up(self) -> Proposal:
        """From before to after; raises EngineFailed."""
        return self._propose(self._before, self._after)

    def down(self) -> Proposal:
        """From after to before; raises EngineFailed."""
        return self._propose(self._after, self._before)

    def _propose(self, source: Any, target: Any) -> Proposal:
        try:
            migration = _migra.Migration(source, target)
            migration.set_safety(False)
            migration.add_all_changes(privileges=True)
            parsed = split(migration.sql, "migra")
        except Exception as error:  # whatever goes wrong inside another engine only means that it is passed over
            raise EngineFailed(engine=self.name, reason=f"{type(error).__name__}: {error}") from error
        statements = tuple(
            Statement(sql=found.text.rstrip().rstrip(";"), subject=None, operation="alter", origin="migra")
            for found in parsed
            if not found.text.lower().startswith("set check_function_bodies")
        )
        return Proposal(engine=self.name, statements=statements)


def _inspect(dsn: Dsn) -> Any:
    engine = create_engine(_url(dsn), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return _schemainspect.get_inspector(connection)
    except Exception as error:  # as above: migra's failure to read a database is its own, ours has read it
        raise EngineFailed(engine=Migra.name, reason=f"{type(error).__name__}: {error}") from error


def _url(dsn: Dsn) -> URL:
    given = dict(dsn.parameters)
    database = given.pop("dbname", None)
    return URL.create("postgresql+psycopg", database=database, query=given)
