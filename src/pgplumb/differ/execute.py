"""Runs a script on a clone, batch by batch, as a runner would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError, StatementRefused
from pgplumb.model.kinds import SHARED_KINDS
from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from collections.abc import Callable

    from pgplumb.model.ids import ObjectId
    from pgplumb.model.plan import Batch, Script
    from pgplumb.model.statement import Statement
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.session import Session


_UNCLONED = SHARED_KINDS | {"subscription"}
_QUIET = ("SET LOCAL session_replication_role = replica", "SET LOCAL session_replication_role = origin")


def run(script: Script, dsn: Dsn) -> None:
    """Run every batch in its own transaction, or outside one; raises StatementRefused with the statement."""
    _run(script, dsn, lambda statement: (statement.sql,))


def run_with_quiet_fills(script: Script, dsn: Dsn) -> None:
    """The same, with no trigger fired by a backfill: what its triggers write hides what the plan itself does."""
    _run(script, dsn, lambda one: (_QUIET[0], one.sql, _QUIET[1]) if one.operation == "fill" else (one.sql,))


def _run(script: Script, dsn: Dsn, texts: Callable[[Statement], tuple[str, ...]]) -> None:
    with connect(dsn) as session:
        for batch in script.batches:
            if batch.transactional:
                with session.transaction():
                    _run_batch(batch, session, texts)
            else:
                _run_batch(batch, session, texts)


def is_uncloned(id: ObjectId | None) -> bool:
    """Whether a clone leaves the object out: subscriptions and roles are not copied, for they belong to the cluster."""
    return id is not None and bool(_UNCLONED & {id.kind, id.target.kind if id.target else ""})


def _run_batch(batch: Batch, session: Session, texts: Callable[[Statement], tuple[str, ...]]) -> None:
    for planned in batch.statements:
        if is_uncloned(planned.statement.subject):
            continue
        try:
            for text in texts(planned.statement):
                session.execute(text)
        except DatabaseError as error:
            raise StatementRefused(sql=planned.statement.sql, cause=error) from error
