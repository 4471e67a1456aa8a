"""Sessions that take turns: each runs its statements in a thread of its own, for one may wait for another's lock.

Of those that wait, at most one goes on when a session ends its transaction: had two waited for the same one, it would
be the server's to say which of them is first, and no run could be told twice. The later of two such is called back.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from pgplumb.errors import DatabaseError
from pgplumb.postgres.session import connect
from pgplumb.syntax.sql import Sql, raw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.session import Session

_STEP = 0.002
_LOOKS = 8
#: When a session that waits has the server look for a circle.
_EARLY, _NEVER = "10ms", "1h"
_BLOCKERS = "select pid, unnest(pg_blocking_pids(pid)) from unnest(%s::int[]) as waiting (pid)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement that a session ran, how many rows it touched, and what the server refused."""

    player: int
    statement: Sql
    touched: int = 0
    error: DatabaseError | None = None


class Player:
    """One session. `open` tells whether it is in a transaction, and `savepoints` how many it has set there."""

    def __init__(self, number: int, session: Session) -> None:
        self.number = number
        self.session = session
        self.open = False
        self.savepoints = 0
        self.pending: Future[Said] | None = None
        #: The number of its last statement among those of all sessions.
        self.turn = 0
        self._called_back = False
        self._thread = ThreadPoolExecutor(1)

    def start(self, statement: Sql, execute: Callable[[Sql], int], turn: int) -> None:
        """Begin to run a statement in the session's thread."""
        self.turn = turn
        self._called_back = False
        self.pending = self._thread.submit(self._run, statement, execute)

    def call_back(self) -> None:
        """End the statement that waits for a lock, as if it had never been."""
        self._called_back = True
        self.session.cancel()

    def take(self) -> Said | None:
        """What its statement came to, now that it has ended; None where it was called back."""
        assert self.pending is not None
        said = self.pending.result()
        self.pending = None
        if not self._called_back:
            return said
        # The server ends a transaction whose COMMIT is called back.
        return Said(player=self.number, statement=raw("ROLLBACK")) if str(said.statement) == "COMMIT" else None

    def guarded(self, statement: Sql) -> int:
        """Run it between a savepoint and its release."""
        with self.session.savepoint():
            return self.session.execute(statement)

    def _run(self, statement: Sql, execute: Callable[[Sql], int]) -> Said:
        try:
            return Said(player=self.number, statement=statement, touched=execute(statement))
        except DatabaseError as error:
            return Said(player=self.number, statement=statement, error=error)

    def close(self) -> None:
        """End the thread; what it waited for is over by now."""
        self._thread.shutdown()


class Players:
    """The sessions of one run on a database of its own; a context manager that ends them."""

    def __init__(self, dsn: Dsn, count: int) -> None:
        self._stack = ExitStack()
        #: Sees what is committed.
        self.watcher = self._stack.enter_context(connect(dsn))
        self._turns = 0
        self.all = tuple(Player(number, self._stack.enter_context(connect(dsn))) for number in range(1, count + 1))

    @property
    def idle(self) -> tuple[Player, ...]:
        """Those that wait for no lock."""
        return tuple(player for player in self.all if player.pending is None)

    def start(self, player: Player, statement: Sql) -> None:
        """Begin to run a change; in a transaction one that is refused leaves all before it as it was."""
        self._start(player, statement, player.guarded if player.open else player.session.execute)

    def control(self, player: Player, statement: Sql) -> None:
        """Begin to run BEGIN, COMMIT and what else is about the transaction itself; COMMIT may have to wait too."""
        self._start(player, statement, player.session.execute)

    def _start(self, player: Player, statement: Sql, execute: Callable[[Sql], int]) -> None:
        if len(self.all) > 1:
            # The one that closes a circle of waiting sessions is refused, each time.
            hasty = len(self.idle) < len(self.all)
            player.session.execute(f"set deadlock_timeout = '{_EARLY if hasty else _NEVER}'")
        self._turns += 1
        player.start(statement, execute, self._turns)

    def settle(self) -> list[Said]:
        """Wait until every session is done or waits for one that is idle, and tell what came to its end.

        What was started last comes first: it let the others go on, and these follow in the order of their turns.
        """
        ended: list[tuple[int, Said]] = []
        looks = 0
        while busy := [player for player in self.all if player.pending is not None]:
            done, _ = wait([player.pending for player in busy if player.pending is not None], _STEP)
            for player in busy:
                if player.pending in done and (said := player.take()):
                    ended.append((player.turn, said))
            ahead = {} if done else self._ahead(busy)
            idle = {player.session.pid for player in self.idle}
            # Those that wait for nobody idle wait for one another at most, and the server will part them.
            looks = looks + 1 if not done and all(others & idle for others in ahead.values()) else 0
            # The server has looked for a circle by then.
            if looks == _LOOKS:
                late = _late(busy, ahead, idle)
                if late is None:
                    break
                late.call_back()
                looks = 0
        ended.sort(key=lambda each: (each[0] != self._turns, each[0]))
        return [said for _, said in ended]

    def _ahead(self, busy: list[Player]) -> dict[int, set[int]]:
        """By the backend of each that is busy, those that it waits for, and those that these wait for."""
        ahead: dict[int, set[int]] = {player.session.pid: set() for player in busy}
        for pid, blocker in self.watcher.rows(_BLOCKERS, [list(ahead)]):
            ahead[pid].add(blocker)
        for through in ahead:
            for others in ahead.values():
                if through in others:
                    others |= ahead[through]
        return ahead

    def finish(self) -> Iterator[Said]:
        """Commit what is open, the first session first, until nobody waits any more."""
        while ready := [player for player in self.idle if player.open]:
            ready[0].open = False
            self.control(ready[0], raw("COMMIT"))
            yield from self.settle()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        # A transaction that is left open would keep others waiting, and their threads from ending.
        for player in self.idle:
            player.session.close()
        for player in self.all:
            if player.pending is not None:
                player.session.cancel()
            player.close()
        self._stack.close()


def _late(busy: list[Player], ahead: dict[int, set[int]], idle: set[int]) -> Player | None:
    """The later of two that the same idle session would let go on at once; neither waits for the other."""
    by_turn = sorted(busy, key=lambda player: player.turn)
    for place, late in enumerate(by_turn):
        mine = ahead[late.session.pid]
        for early in by_turn[:place]:
            others = ahead[early.session.pid]
            if mine & others & idle and early.session.pid not in mine and late.session.pid not in others:
                return late
    return None
