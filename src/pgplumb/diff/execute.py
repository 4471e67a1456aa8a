"""Runs a script on a clone, batch by batch, as a runner would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError, StatementRefused
from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from pgplumb.model.plan import Batch, Script
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.session import Session


def run(script: Script, dsn: Dsn) -> None:
    """Run every batch in its own transaction, or outside one; raises StatementRefused with the statement."""
    with connect(dsn) as session:
        for batch in script.batches:
            if batch.transactional:
                with session.transaction():
                    _run_batch(batch, session)
            else:
                _run_batch(batch, session)


def _run_batch(batch: Batch, session: Session) -> None:
    for planned in batch.statements:
        try:
            session.execute(planned.statement.sql)
        except DatabaseError as error:
            raise StatementRefused(sql=planned.statement.sql, cause=error) from error
