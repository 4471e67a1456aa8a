"""Sessions that take turns: each runs its statements in a thread of its own, for one may wait for another's lock."""

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
        self._thread = ThreadPoolExecutor(1)

    def start(self, statement: Sql, execute: Callable[[Sql], int]) -> None:
        """Begin to run a statement in the session's thread."""
        self.pending = self._thread.submit(self._run, statement, execute)

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
        self.all = tuple(Player(number, self._stack.enter_context(connect(dsn))) for number in range(1, count + 1))

    @property
    def idle(self) -> tuple[Player, ...]:
        """Those that wait for no lock."""
        return tuple(player for player in self.all if player.pending is None)

    def start(self, player: Player, statement: Sql) -> None:
        """Begin to run a change; in a transaction one that is refused leaves all before it as it was."""
        self._look_early(player)
        player.start(statement, player.guarded if player.open else player.session.execute)

    def control(self, player: Player, statement: Sql) -> None:
        """Begin to run BEGIN, COMMIT and what else is about the transaction itself; COMMIT may have to wait too."""
        self._look_early(player)
        player.start(statement, player.session.execute)

    def _look_early(self, player: Player) -> None:
        """Let the one that closes a circle of waiting sessions be refused, each time."""
        if len(self.all) > 1:
            hasty = len(self.idle) < len(self.all)
            player.session.execute(f"set deadlock_timeout = '{_EARLY if hasty else _NEVER}'")

    def settle(self) -> Iterator[Said]:
        """Wait until every session is done or waits for one that is idle, and hand out what came to its end."""
        looks = 0
        while busy := [player for player in self.all if player.pending is not None]:
            done, _ = wait([player.pending for player in busy if player.pending is not None], _STEP)
            for player in busy:
                if player.pending in done:
                    player.pending = None
                    yield next(future.result() for future in done if future.result().player == player.number)
            # The server has looked for a circle by then.
            looks = 0 if done or not self._are_held(busy) else looks + 1
            if looks == _LOOKS:
                return

    def _are_held(self, busy: list[Player]) -> bool:
        """Whether each waits for an idle one, at last; those that wait for one another the server will part."""
        pids = {player.session.pid: player for player in busy}
        blockers: dict[int, set[int]] = {pid: set() for pid in pids}
        for pid, blocker in self.watcher.rows(_BLOCKERS, [list(pids)]):
            blockers[pid].add(blocker)
        idle = {player.session.pid for player in self.idle}
        held = {pid for pid, others in blockers.items() if others & idle}
        while more := {pid for pid, others in blockers.items() if others & held} - held:
            held |= more
        return held == pids.keys()

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
