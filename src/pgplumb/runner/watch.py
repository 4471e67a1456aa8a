"""Looks at a running statement from a second session: who blocks it, and how far an index build has come."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self

from pgplumb.errors import PgplumbError
from pgplumb.runner.events import Blocked, Blocker, Progress
from pgplumb.runner.queries import query

if TYPE_CHECKING:
    from types import TracebackType

    from pgplumb.postgres.session import Session
    from pgplumb.runner.events import Emit

#: Seconds between two looks at most, and at least; a look lasts a millisecond and holds no snapshot afterwards.
_SLOWEST = 1.0
_QUICKEST = 0.02


class Watch:
    """Looks while its block runs, in a thread; `blockers` are those of the last look that saw any.

    The block is to be one statement of the watched session: the thread's events then come while nobody else emits.
    """

    def __init__(self, session: Session, pid: int, *, migration: str, lock_timeout: float, emit: Emit) -> None:
        self.blockers: tuple[Blocker, ...] = ()
        self._session, self._pid, self._id, self._emit = session, pid, migration, emit
        # A lock timeout must not pass between two looks: the blockers would never be seen.
        self._interval = min(_SLOWEST, max(_QUICKEST, lock_timeout / 5 or _SLOWEST))
        self._progress: Progress | None = None
        self._ended = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._look_until_ended, name="pgplumb-watch", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        self._thread.join()
        if self._failure is not None and error is None:
            raise self._failure

    def _look_until_ended(self) -> None:
        try:
            while not self._ended.wait(self._interval):
                self._look()
        except PgplumbError:
            # Losing sight of the statement is no reason to stop it.
            return
        except BaseException as error:
            self._failure = error

    def _look(self) -> None:
        rows = self._session.rows(query("blockers"), [self._pid])
        found = tuple(
            Blocker(pid=pid, user=user, application=application, state=state, query=text, since=since)
            for pid, user, application, state, text, since in rows
        )
        if found and [blocker.pid for blocker in found] != [blocker.pid for blocker in self.blockers]:
            self.blockers = found
            self._emit(Blocked(id=self._id, blockers=found))
        for phase, done, total in self._session.rows(query("progress"), [self._pid]):
            progress = Progress(id=self._id, phase=phase, done=done, total=total)
            if progress != self._progress:
                self._progress = progress
                self._emit(progress)
