"""The runners' lock: at most one runner works on a database at a time.

The lock is held by the session that does the work, so that a runner that was killed keeps others out until the server
has ended its last statement. It is asked for again and again with pg_try_advisory_lock and never waited for inside a
statement: a waiting statement holds a snapshot, CREATE INDEX CONCURRENTLY of the holder would wait for that snapshot,
and both would wait for ever.
"""

from __future__ import annotations

import contextlib
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pgplumb.errors import PgplumbError, RunnerBusy, RunnerLockLost
from pgplumb.runner.events import Blocker, WaitingForRunner
from pgplumb.runner.queries import query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.postgres.session import Session
    from pgplumb.runner.events import Emit
    from pgplumb.runner.options import Means, Options

#: First half of the key: "plum" in ASCII.
_CLASS = 0x706C756D
_POLL = 0.2


@contextmanager
def runner_lock(session: Session, options: Options, means: Means, emit: Emit) -> Iterator[None]:
    """Hold the lock; RunnerBusy, naming the holder, if it cannot be had in time."""
    deadline = means.clock() + options.runner_wait
    told = False
    while not session.value("SELECT pg_catalog.pg_try_advisory_lock(%s::int, %s::int)", _signed(options)):
        holder = _holder(session, options)
        if means.clock() >= deadline:
            raise RunnerBusy(holder=str(holder or "a session that is just ending"), seconds=options.runner_wait)
        if not told:
            emit(WaitingForRunner(holder=holder))
            told = True
        means.sleep(_POLL)
    try:
        yield
    finally:
        # A connection that is gone took the lock with it; the error that ended the run is the one to be seen.
        with contextlib.suppress(PgplumbError):
            session.execute("SELECT pg_catalog.pg_advisory_unlock(%s::int, %s::int)", _signed(options))


def check_lock(session: Session, options: Options) -> None:
    """Raise RunnerLockLost unless the backend that answers holds the lock; behind a pooler it may be another one."""
    if not session.value(query("runner_lock_is_ours"), _unsigned(options)):
        raise RunnerLockLost


def _holder(session: Session, options: Options) -> Blocker | None:
    for pid, user, application, state, text, since in session.rows(query("runner_holder"), _unsigned(options)):
        return Blocker(pid=pid, user=user, application=application, state=state, query=text, since=since)
    return None


def _unsigned(options: Options) -> list[int]:
    """The key as pg_locks shows it; the second half tells histories in different schemas apart."""
    return [_CLASS, zlib.crc32(options.history_schema.encode())]


def _signed(options: Options) -> list[int]:
    """The key as the functions take it: two int4."""
    return [half - (1 << 32) if half >= 1 << 31 else half for half in _unsigned(options)]
