"""After a try that failed: whether to wait and try again, and otherwise what the user is to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.errors import (
    DatabaseError,
    MigrationFailed,
    MigrationNeedsNoTransaction,
    PgplumbError,
    StillBlocked,
)
from pgplumb.model.printable import printable
from pgplumb.runner.events import Waiting

if TYPE_CHECKING:
    from pgplumb.runner.work import Script, Try, Work
    from pgplumb.syntax.split import ParsedStatement

_LOCK_NOT_AVAILABLE = "55P03"
_DEADLOCK = "40P01"
_QUERY_CANCELED = "57014"
_IN_TRANSACTION = "25001"
_NO_PRIVILEGE = "42501"

_FAILED = "Correct the file or the data; after editing the file run `pgplumb seal`, then run it again."
_FORBIDDEN = "Run it again as a role that may do this, such as the owner of what it changes."

#: Errors that say nothing against the statement: it was told to end, and may have been about to anyway.
CUT_SHORT = frozenset({_LOCK_NOT_AVAILABLE, _DEADLOCK, _QUERY_CANCELED})

#: How much of a statement is shown, in characters.
_STATEMENT = 120


def wait_or_raise(work: Work, script: Script, reached: Try, attempt: int, error: DatabaseError, kept: str) -> None:
    """Sleep before the next try if waiting can help and a try is left; else raise, saying what was `kept`."""
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
            reason=lines(error.primary),
        )
    )
    work.means.sleep(delay)


def shown(statement: ParsedStatement) -> str:
    """A statement on one line, cut."""
    return printable(" ".join(statement.text.split()), _STATEMENT)


def lines(text: str) -> str:
    """The server's words, line by line, with nothing in them that a terminal would act on."""
    return "\n".join(printable(line) for line in text.splitlines())


def _failed(script: Script, reached: Try, error: DatabaseError, kept: str) -> PgplumbError:
    line = _line(reached, error)
    if error.sqlstate == _IN_TRANSACTION and script.is_transactional:
        return MigrationNeedsNoTransaction(file=script.file, line=line)
    reason = [lines(error.primary)]
    reason += [f"{name}: {lines(text)}" for name, text in (("Detail", error.detail), ("Hint", error.hint)) if text]
    return MigrationFailed(
        file=script.file,
        line=line,
        reason="\n".join(reason),
        sqlstate=error.sqlstate,
        statement=f"  in: {shown(reached.statement)}" if reached.statement else "  at COMMIT",
        kept=kept,
        help=_FORBIDDEN if error.sqlstate == _NO_PRIVILEGE else _FAILED,
    )


def _line(reached: Try, error: DatabaseError) -> int:
    """The line that the server points at, or the statement's first; the file's first at COMMIT."""
    if reached.statement is None:
        return 1
    before = reached.statement.text[: max(error.position or 1, 1) - 1]
    return reached.statement.location.line + before.count("\n")
