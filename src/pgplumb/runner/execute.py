"""Runs one script of a migration: in one transaction with its history row, or outside in steps that can be resumed."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from pgplumb.errors import (
    DatabaseError,
    MigrationDirty,
    MigrationInTheWay,
    MigrationNeedsNoTransaction,
    MigrationNotAlone,
    MigrationOwnsTransaction,
    MigrationUnfinished,
    PgplumbError,
)
from pgplumb.model.migration import Direction, Migration, State
from pgplumb.runner.events import Finished, Started, StatementDone, StatementStarted
from pgplumb.runner.lock import check_lock
from pgplumb.runner.retry import CUT_SHORT, lines, shown, wait_or_raise
from pgplumb.runner.settle import Outcome, in_the_way, settle
from pgplumb.runner.watch import Watch
from pgplumb.runner.work import Script, Try, Work
from pgplumb.syntax.concurrent import EndsTransaction, effect, refuses_transaction
from pgplumb.syntax.split import split

if TYPE_CHECKING:
    from pgplumb.syntax.split import ParsedStatement


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


def _in_transaction(work: Work, script: Script, began: float) -> None:
    options = work.options
    for attempt in count(1):
        reached = Try()
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
            wait_or_raise(work, script, reached, attempt, error, kept)


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
        raise MigrationInTheWay(file=script.file, line=statement.location.line, statement=shown(statement), state=state)
    if script.direction is Direction.UP:
        work.history.begin(script.migration)
    else:
        work.history.mark(script.migration.version, State.REVERTING)


def _repeat(work: Work, script: Script, statement: ParsedStatement) -> None:
    for attempt in count(1):
        reached = Try()
        try:
            limit_session(work)
            _send(work, script, 1, reached, statement)
            return
        except DatabaseError as error:
            outcome = settle_statement(work, script, statement, said=lines(error.primary))
            if outcome is Outcome.DONE and error.sqlstate in CUT_SHORT:
                return
            kept = "The database is as it was before this migration; those before it stand."
            try:
                wait_or_raise(work, script, reached, attempt, error, kept)
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
        raise MigrationUnfinished(file=script.file, reason=lines(error.primary)) from error
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


def _send(work: Work, script: Script, index: int, reached: Try, statement: ParsedStatement) -> None:
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
