"""Runs one script of a migration: in one transaction with its history row, or outside in steps that can be resumed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from pgplumb.errors import (
    DatabaseError,
    MigrationDirty,
    MigrationFailed,
    MigrationInTheWay,
    MigrationNeedsNoTransaction,
    MigrationNotAlone,
    MigrationOwnsTransaction,
    MigrationUnfinished,
    PgplumbError,
    StillBlocked,
)
from pgplumb.model.migration import Direction, Migration, State
from pgplumb.model.printable import printable
from pgplumb.runner.events import Blocker, Finished, Started, StatementDone, StatementStarted, Waiting
from pgplumb.runner.lock import check_lock
from pgplumb.runner.settle import Outcome, in_the_way, settle
from pgplumb.runner.watch import Watch
from pgplumb.syntax.concurrent import EndsTransaction, effect, refuses_transaction
from pgplumb.syntax.split import split

if TYPE_CHECKING:
    from pgplumb.postgres.session import Session
    from pgplumb.runner.events import Emit
    from pgplumb.runner.history import History
    from pgplumb.runner.options import Means, Options
    from pgplumb.syntax.split import ParsedStatement

_LOCK_NOT_AVAILABLE = "55P03"
_DEADLOCK = "40P01"
_IN_TRANSACTION = "25001"
#: Errors that say nothing against the statement: it was told to end, and may have been about to anyway.
_CUT_SHORT = frozenset({_LOCK_NOT_AVAILABLE, _DEADLOCK, "57014"})
_STATEMENT = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a run works with; `session` holds the runners' lock, `watcher` looks at it."""

    session: Session
    watcher: Session
    history: History
    options: Options
    means: Means
    emit: Emit


@dataclass(frozen=True, slots=True)
class Script:
    """One direction of a migration, cut into statements."""

    migration: Migration
    direction: Direction
    statements: tuple[ParsedStatement, ...]

    @property
    def id(self) -> str:
        """The migration's id."""
        return self.migration.id

    @property
    def file(self) -> str:
        """The name of its file."""
        return self.migration.file(self.direction)

    @property
    def is_transactional(self) -> bool:
        """Whether it runs in a transaction."""
        return self.migration.is_transactional(self.direction)


def prepare(migration: Migration, direction: Direction) -> Script:
    """Cut the script, and refuse what the runner could not run safely, before anything has run."""
    script = Script(migration, direction, split(migration.script(direction), migration.file(direction)))
    for index, statement in enumerate(script.statements):
        place = {"file": script.file, "line": statement.location.line}
        match effect(statement.node):
            case EndsTransaction(word):
                raise MigrationOwnsTransaction(word=word, **place)
            case found if script.is_transactional and refuses_transaction(found):
                raise MigrationNeedsNoTransaction(**place)
        if index and not script.is_transactional:
            raise MigrationNotAlone(**place)
    return script


def run(work: Work, script: Script, *, index: int, total: int) -> None:
    """Run the script and write its history; `index` of `total` scripts of this run."""
    began = work.means.clock()
    work.emit(
        Started(id=script.id, direction=script.direction, index=index, total=total, statements=len(script.statements))
    )
    # A SET of the migration before (pg_dump writes them) must not reach into this one.
    _be_yourself(work)
    work.session.execute("RESET ALL")
    if script.is_transactional:
        _in_transaction(work, script, began)
    else:
        _in_steps(work, script, began)
    work.emit(Finished(id=script.id, direction=script.direction, duration=work.means.clock() - began))


class _Try:
    """How far one try came: the statement that runs, None at COMMIT; and who was seen to block it."""

    def __init__(self) -> None:
        self.statement: ParsedStatement | None = None
        self.blockers: tuple[Blocker, ...] = ()


def _in_transaction(work: Work, script: Script, began: float) -> None:
    options = work.options
    for attempt in count(1):
        reached = _Try()
        try:
            with work.session.transaction():
                _limit(work, options.lock_timeout, options.statement_timeout, local=True)
                check_lock(work.session, work.options)
                for index, statement in enumerate(script.statements, start=1):
                    _send(work, script, index, reached, statement)
                reached.statement = None
                _record(work, script, began)
            return
        except DatabaseError as error:
            kept = "Nothing of this migration was kept; those before it stand."
            if script.direction is Direction.DOWN:
                kept = "Nothing of this migration was undone; those undone before it stay undone."
            _wait_or_raise(work, script, reached, attempt, error, kept)


def _in_steps(work: Work, script: Script, began: float) -> None:
    """History first, then the statement, then history again: what a cut between them leaves, settle() can tell."""
    check_lock(work.session, work.options)
    for statement in script.statements:
        _begin(work, script, statement)
        _repeat(work, script, statement)
    if script.statements:
        _end(work, script, began)
    else:
        with work.session.transaction():
            _record(work, script, began)


def _begin(work: Work, script: Script, statement: ParsedStatement) -> None:
    found = effect(statement.node)
    if state := in_the_way(work.session, found):
        raise MigrationInTheWay(file=script.file, line=statement.location.line, object=_shown(statement), state=state)
    if script.direction is Direction.UP:
        work.history.begin(script.migration)
    else:
        work.history.mark(script.migration.version, State.REVERTING)


def _repeat(work: Work, script: Script, statement: ParsedStatement) -> None:
    for attempt in count(1):
        reached = _Try()
        try:
            limit_session(work)
            _send(work, script, 1, reached, statement)
            return
        except DatabaseError as error:
            outcome = settle_statement(work, script, statement, said=_lines(error.primary))
            if outcome is Outcome.DONE and error.sqlstate in _CUT_SHORT:
                return
            kept = "The database is as it was before this migration; those before it stand."
            try:
                _wait_or_raise(work, script, reached, attempt, error, kept)
            except PgplumbError:
                _take_back(work, script)
                raise


def settle_statement(work: Work, script: Script, statement: ParsedStatement, said: str = "") -> Outcome:
    """DONE or NOT_DONE; MigrationDirty if nobody can tell, MigrationUnfinished if leftovers cannot be cleared yet.

    `said` is what the server said when the statement failed, if anybody heard it.
    """
    try:
        settled = settle(work.session, statement.text, effect(statement.node))
    except DatabaseError as error:
        raise MigrationUnfinished(file=script.file, reason=_lines(error.primary)) from error
    if settled.outcome is Outcome.UNKNOWN:
        reason = f"{said}; {settled.reason}" if said else settled.reason
        raise MigrationDirty(file=script.file, reason=reason, version=script.migration.version)
    return settled.outcome


def _take_back(work: Work, script: Script) -> None:
    if script.direction is Direction.UP:
        work.history.remove(script.migration.version)
    else:
        work.history.mark(script.migration.version, State.APPLIED)


def _end(work: Work, script: Script, began: float) -> None:
    _be_yourself(work)
    if script.direction is Direction.UP:
        work.history.finish(script.migration.version, work.means.clock() - began)
    else:
        work.history.remove(script.migration.version)


def _record(work: Work, script: Script, began: float) -> None:
    _be_yourself(work)
    if script.direction is Direction.UP:
        work.history.add(script.migration, work.means.clock() - began)
    else:
        work.history.remove(script.migration.version)


def limit_session(work: Work) -> None:
    """Set the timeouts of what runs outside a transaction, where SET LOCAL would do nothing."""
    _limit(work, work.options.patient_lock_timeout, work.options.patient_statement_timeout, local=False)


def _be_yourself(work: Work) -> None:
    """Take back a SET ROLE or SET SESSION AUTHORIZATION: the history is written as whoever connected."""
    work.session.execute("RESET SESSION AUTHORIZATION")
    work.session.execute("RESET ROLE")


def _limit(work: Work, lock: float, statement: float, *, local: bool) -> None:
    for name, seconds in (("lock_timeout", lock), ("statement_timeout", statement)):
        work.session.execute("SELECT pg_catalog.set_config(%s, %s, %s)", [name, f"{round(seconds * 1000)}ms", local])


def _send(work: Work, script: Script, index: int, reached: _Try, statement: ParsedStatement) -> None:
    total = len(script.statements)
    reached.statement = statement
    lock_timeout = work.options.lock_timeout if script.is_transactional else work.options.patient_lock_timeout
    work.emit(
        StatementStarted(id=script.id, index=index, total=total, line=statement.location.line, text=statement.text)
    )
    began = work.means.clock()
    watch = Watch(work.watcher, work.session.pid, migration=script.id, lock_timeout=lock_timeout, emit=work.emit)
    try:
        with watch:
            work.session.execute(statement.text)
    finally:
        reached.blockers = watch.blockers
    work.emit(StatementDone(id=script.id, index=index, total=total, duration=work.means.clock() - began))


def _wait_or_raise(work: Work, script: Script, reached: _Try, attempt: int, error: DatabaseError, kept: str) -> None:
    """Sleep before the next try if waiting can help and a try is left; else raise what the user is to read."""
    options = work.options
    if error.sqlstate not in (_LOCK_NOT_AVAILABLE, _DEADLOCK):
        raise _failed(script, reached, error, kept) from error
    if attempt >= options.attempts:
        if error.sqlstate == _DEADLOCK or not reached.blockers:
            raise _failed(script, reached, error, kept) from error
        raise StillBlocked(
            file=script.file, line=_line(reached, error), attempts=attempt, kept=kept, blockers=reached.blockers
        ) from error
    # Half to one and a half times the step: two runners, or a runner and a job, do not meet again and again.
    step = min(options.longest_backoff, options.backoff * 2 ** (attempt - 1))
    delay = step * (0.5 + work.means.rng.random())
    work.emit(
        Waiting(
            id=script.id,
            blockers=reached.blockers,
            attempt=attempt,
            attempts=options.attempts,
            delay=delay,
            reason=_lines(error.primary),
        )
    )
    work.means.sleep(delay)


def _failed(script: Script, reached: _Try, error: DatabaseError, kept: str) -> PgplumbError:
    line = _line(reached, error)
    if error.sqlstate == _IN_TRANSACTION and script.is_transactional:
        return MigrationNeedsNoTransaction(file=script.file, line=line)
    reason = [_lines(error.primary)]
    reason += [f"{name}: {_lines(text)}" for name, text in (("Detail", error.detail), ("Hint", error.hint)) if text]
    return MigrationFailed(
        file=script.file,
        line=line,
        reason="\n".join(reason),
        sqlstate=error.sqlstate,
        statement=f"  in: {_shown(reached.statement)}" if reached.statement else "  at COMMIT",
        kept=kept,
        help="Correct the file or the data; after editing the file run `pgplumb seal`, then run it again.",
    )


def _line(reached: _Try, error: DatabaseError) -> int:
    """The line that the server points at, or the statement's first; the file's first at COMMIT."""
    if reached.statement is None:
        return 1
    before = reached.statement.text[: max(error.position or 1, 1) - 1]
    return reached.statement.location.line + before.count("\n")


def _shown(statement: ParsedStatement) -> str:
    return printable(" ".join(statement.text.split()), _STATEMENT)


def _lines(text: str) -> str:
    return "\n".join(printable(line) for line in text.splitlines())
