"""Two transactions at once: the second runs while the first is not committed, and goes on as soon as it can."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError
from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.session import Session
    from pgplumb.syntax.sql import Sql

_STEP = 0.002
_BLOCKED = "select cardinality(pg_blocking_pids(%s)) > 0"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What stopped each of two transactions; None for one that committed. `waited`: the second waited for the first."""

    first: DatabaseError | None
    second: DatabaseError | None
    waited: bool

    @property
    def both(self) -> bool:
        """Whether both committed."""
        return self.first is None and self.second is None


def interleave(dsn: Dsn, before: Sequence[Sql], first: Sql, second: Sql) -> Outcome:
    """Run what comes before, then both, each in a transaction of its own, the second while the first is open.

    Where the second has to wait for a lock of the first, the first commits.
    """
    with ExitStack() as stack:
        watcher, one, two = (stack.enter_context(connect(dsn)) for _ in range(3))
        for statement in before:
            watcher.execute(statement)
        for session in (one, two):
            session.execute("set deadlock_timeout = '50ms'")
            session.execute("begin")
        stopped = _run(one, first)
        said: list[DatabaseError | None] = []
        thread = Thread(target=lambda: said.append(_run(two, second)), daemon=True)
        thread.start()
        waited = _wait(thread, watcher, two.pid)
        stopped = stopped or _end(one)
        thread.join()
        return Outcome(stopped, said[0] or _end(two), waited)


def _wait(thread: Thread, watcher: Session, pid: int) -> bool:
    """Until the second is done, or waits for the first; tells which."""
    while thread.is_alive():
        if watcher.value(_BLOCKED, [pid]):
            return True
        thread.join(_STEP)
    return False


def _run(session: Session, statement: Sql) -> DatabaseError | None:
    try:
        session.execute(statement)
        # What is deferred is looked at before either commits, as it is when both commit at once.
        session.execute("set constraints all immediate")
    except DatabaseError as error:
        session.execute("rollback")
        return error
    return None


def _end(session: Session) -> DatabaseError | None:
    try:
        session.execute("commit")
    except DatabaseError as error:
        return error
    return None
