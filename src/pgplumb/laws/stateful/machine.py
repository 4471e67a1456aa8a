"""`pgplumb.SchemaMachine`: what users say of a state machine, and the steps of a run."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, ClassVar, cast

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from pgplumb.laws.search import Wrong
from pgplumb.laws.stateful.players import Player, Players, Said
from pgplumb.laws.stateful.tally import FAILURES
from pgplumb.syntax.sql import Sql, ident, raw, sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from hypothesis.strategies import DataObject, DrawFn, SearchStrategy

    from pgplumb.laws.bench import Bench
    from pgplumb.laws.stateful.changes import Changes
    from pgplumb.laws.stateful.tally import Tally
    from pgplumb.postgres.session import Session

    Draws = Callable[[DrawFn, Session], Sequence[Sql]]

#: What no change of rows should ever end in: missing or ambiguous names, what is not supported, internal errors.
_BUGS = ("42", "0A", "XX")
_DENIED = "42501"


class SchemaMachine(RuleBasedStateMachine):
    """Random changes of chosen tables, and what holds after each of them; pytest runs every subclass in a test file.

    Each run has a database of its own with the project's schema and no rows. A step inserts, updates, deletes or
    upserts a row drawn from the catalog, begins, commits or rolls back a transaction, or sets a savepoint or goes back
    to it. The server may refuse a change, by a constraint, a trigger or a policy; a statement that ends in a missing
    name or an internal error fails the test. A subclass may have rules and invariants of its own, as Hypothesis has
    them (https://hypothesis.readthedocs.io/en/latest/stateful.html); `self.db` sees what is committed.
    """

    #: The tables to change, as `schema.table` or `table`, with spaces between; all where it is empty.
    tables: ClassVar[str] = ""
    #: How many sessions take turns; with two or more, one may wait for another's lock.
    sessions: ClassVar[int] = 1
    #: What must always hold of what is committed, by name: queries that find no row.
    always: ClassVar[Mapping[str, str]] = {}
    #: Strategies for columns, such as `orders.total`, above what the catalog says of them.
    overrides: ClassVar[Mapping[str, SearchStrategy[Any]]] = {}
    #: How many steps a run has at most.
    steps: ClassVar[int] = 30

    def __init__(self, bench: Bench, changes: Changes, tally: Tally) -> None:
        super().__init__()
        self._changes = changes
        self._tally = tally
        self.log: list[Said] = []
        self._seen = -1
        self._open = ExitStack()
        try:
            dsn = self._open.enter_context(bench.database())
            self._players = self._open.enter_context(Players(dsn, self.sessions))
        except BaseException:
            self._open.close()
            raise

    @property
    def db(self) -> Session:
        """A session that sees what is committed."""
        return self._players.watcher

    @property
    def script(self) -> str:
        """All that was run so far, for psql; where there are several sessions, in the order in which each ended."""
        lines = [] if self.sessions > 1 else ["\\set ON_ERROR_ROLLBACK on"]
        last = 0
        for said in _without_empty_transactions(self.log):
            if self.sessions > 1 and said.player != last:
                lines.append(f"-- session {said.player}")
                last = said.player
            lines.append(f"{said.statement};" + _told(said))
        return "\n".join(lines)

    @precondition(lambda self: self._players.idle)
    @rule(data=st.data())
    def insert(self, data: DataObject) -> None:
        """A row more."""
        self._change(data, lambda draw, session: [row.insert() for row in self._changes.insert(draw, session)])

    @precondition(lambda self: len(self._closed()) > 1)
    @rule(data=st.data())
    def meet(self, data: DataObject) -> None:
        """A row more in each of two transactions; both refer to the same rows."""
        one, other = data.draw(st.permutations(self._closed()))[:2]
        draw = cast("DrawFn", data.draw)
        rows = self._changes.insert(draw, one.session)
        if not rows:
            return
        self._run(one, [row.insert() for row in rows[:-1]])
        for player in (one, other):
            if player.pending is None:
                self._control(player, raw("BEGIN"), opened=True)
        if one.pending is other.pending is None:
            beside = self._changes.beside(draw, other.session, rows[-1])
            self._run(one, [rows[-1].insert()])
            self._run(other, [row.insert() for row in beside])

    @precondition(lambda self: self._players.idle)
    @rule(data=st.data())
    def update(self, data: DataObject) -> None:
        """Another row."""
        self._change(data, self._changes.update)

    @precondition(lambda self: self._players.idle)
    @rule(data=st.data())
    def delete(self, data: DataObject) -> None:
        """A row less."""
        self._change(data, self._changes.delete)

    @precondition(lambda self: self._players.idle)
    @rule(data=st.data())
    def upsert(self, data: DataObject) -> None:
        """A row more, or another one."""
        self._change(data, self._changes.upsert)

    @precondition(lambda self: self._closed())
    @rule(data=st.data())
    def begin(self, data: DataObject) -> None:
        """A transaction begins."""
        player = data.draw(st.sampled_from(self._closed()))
        self._control(player, raw("BEGIN"), opened=True)

    @precondition(lambda self: self._opened())
    @rule(data=st.data())
    def commit(self, data: DataObject) -> None:
        """It ends; deferred constraints may still refuse it."""
        self._control(data.draw(st.sampled_from(self._opened())), raw("COMMIT"), opened=False)

    @precondition(lambda self: self._opened())
    @rule(data=st.data())
    def rollback(self, data: DataObject) -> None:
        """It never was."""
        self._control(data.draw(st.sampled_from(self._opened())), raw("ROLLBACK"), opened=False)

    @precondition(lambda self: self._opened())
    @rule(data=st.data())
    def savepoint(self, data: DataObject) -> None:
        """A place to go back to."""
        player = data.draw(st.sampled_from(self._opened()))
        player.savepoints += 1
        self._control(player, sql("SAVEPOINT {}", ident(f"s{player.savepoints}")), opened=True)

    @precondition(lambda self: self._returning())
    @rule(data=st.data())
    def rollback_to_savepoint(self, data: DataObject) -> None:
        """Back to one of them."""
        player = data.draw(st.sampled_from(self._returning()))
        player.savepoints = data.draw(st.integers(1, player.savepoints))
        self._control(player, sql("ROLLBACK TO SAVEPOINT {}", ident(f"s{player.savepoints}")), opened=True)

    @invariant()
    def always_holds(self) -> None:
        """The queries of `always` find nothing; they are asked again wherever something was run since."""
        if self._seen == len(self.log):
            return
        self._seen = len(self.log)
        for name, query in self.always.items():
            found = self.db.rows(query)
            if found:
                shown = ", ".join(map(repr, found[:3]))
                raise Wrong(f"{name} does not hold: its query finds {shown}", script=f"{self.script}\n{query.strip()};")

    def teardown(self) -> None:
        """Commit what is open, look once more, and end the sessions; the database is dropped."""
        broken = sys.exc_info()[1]
        try:
            if broken is None:
                self._note(self._players.finish())
                self.always_holds()
        except FAILURES as error:
            broken = error
            raise
        finally:
            if isinstance(broken, FAILURES):
                self._tally.note(broken, steps=len(self.log), script=self.script)
            self._open.close()

    def _closed(self) -> list[Player]:
        return [player for player in self._players.idle if not player.open]

    def _opened(self) -> list[Player]:
        return [player for player in self._players.idle if player.open]

    def _returning(self) -> list[Player]:
        return [player for player in self._opened() if player.savepoints]

    def _change(self, data: DataObject, draws: Draws) -> None:
        player = data.draw(st.sampled_from(self._players.idle))
        self._run(player, draws(cast("DrawFn", data.draw), player.session))

    def _run(self, player: Player, statements: Sequence[Sql]) -> None:
        for statement in statements:
            self._players.start(player, statement)
            self._note(self._players.settle())
            if player.pending is not None:
                return

    def _control(self, player: Player, statement: Sql, *, opened: bool) -> None:
        player.open = opened
        if not opened:
            player.savepoints = 0
        self._players.control(player, statement)
        self._note(self._players.settle())

    def _note(self, said: Iterable[Said]) -> None:
        for each in said:
            self.log.append(each)
            if each.error is None:
                self._tally.accepted += each.touched > 0
                continue
            self._tally.refused[str(each.error.primary)] += 1
            if each.error.sqlstate.startswith(_BUGS) and each.error.sqlstate != _DENIED:
                error = each.error
                raise Wrong(f"A change ends in an error that is no refusal: {error.primary} ({error.sqlstate})")


def _without_empty_transactions(log: Sequence[Said]) -> list[Said]:
    """The statements but for transactions in which a session did nothing."""
    found: list[Said] = []
    for said in log:
        mine = [place for place, other in enumerate(found) if other.player == said.player]
        if str(said.statement) in {"COMMIT", "ROLLBACK"} and mine and str(found[mine[-1]].statement) == "BEGIN":
            del found[mine[-1]]
        else:
            found.append(said)
    return found


def _told(said: Said) -> str:
    return "" if said.error is None else f" -- refused: {said.error.primary} ({said.error.sqlstate})"
