"""One connection to PostgreSQL: runs statements, and turns what goes wrong into errors of pgplumb."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from pgplumb.errors import (
    AuthenticationFailed,
    ConnectionFailed,
    ConnectionLost,
    ConnectionRefused,
    DatabaseError,
    DatabaseMissing,
)

if TYPE_CHECKING:
    from types import TracebackType

    from pgplumb.postgres.dsn import Dsn

Query = str | sql.Composable
Params = Sequence[Any] | Mapping[str, Any] | None

#: Seconds to wait for a server that does not answer; libpq's own default is to wait for ever.
CONNECT_TIMEOUT = 10

# What libpq and psycopg put around a reason, and our own messages say better.
_AROUND = re.compile(
    r"^connection (failed|is bad): "
    r"|connection to server (.* failed: FATAL:  |at .* failed: )"
    r"|^\s*Is the server running .*\?$",
    re.MULTILINE,
)
# A connection that fails leaves a text and no SQLSTATE; the first of these that is found tells the kind.
_KINDS: tuple[tuple[re.Pattern[str], type[ConnectionFailed]], ...] = (
    (re.compile(r"password|authentication|pg_hba|role .* (does not exist|not permitted)"), AuthenticationFailed),
    (re.compile(r"database .* does not exist"), DatabaseMissing),
    (re.compile(r"FATAL:"), ConnectionRefused),
    (re.compile(r""), ConnectionFailed),
)

#: The server's last words to a session that it ends: admin_shutdown, crash_shutdown, cannot_connect_now.
_ENDING = frozenset({"57P01", "57P02", "57P03"})


def connect(dsn: Dsn, *, application_name: str = "pgplumb") -> Session:
    """Open a session in autocommit mode, or raise ConnectionFailed or one of its kinds."""
    defaults = {"application_name": application_name, "connect_timeout": str(CONNECT_TIMEOUT)}
    conninfo = make_conninfo(**(defaults | dict(dsn.parameters)))
    try:
        # Prepared statements outlive a transaction, which a connection pooler between us and the server cannot follow.
        connection = psycopg.connect(conninfo, autocommit=True, prepare_threshold=None)
    except psycopg.Error as error:
        raise _connection_error(dsn, str(error)) from error
    return Session(connection, dsn)


class Session:
    """A connection in autocommit mode; a context manager that closes it."""

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]], dsn: Dsn) -> None:
        self.dsn = dsn
        #: What the server said beside its results, oldest first.
        self.notices: list[str] = []
        self._connection = connection
        connection.add_notice_handler(
            lambda notice: self.notices.append(f"{notice.severity_nonlocalized}: {notice.message_primary}")
        )

    @property
    def server_version(self) -> int:
        """The server's version as a number, such as 180006."""
        return self._connection.info.server_version

    @property
    def pid(self) -> int:
        """The process on the server, as pg_stat_activity names it."""
        return self._connection.info.backend_pid

    def execute(self, query: Query, params: Params = None) -> int:
        """Run one statement; the number of rows it touched, or -1 where there is no such number."""
        with self._translated():
            return self._connection.execute(_query(query), params).rowcount

    def rows(self, query: Query, params: Params = None) -> list[tuple[Any, ...]]:
        """Run one query; all its rows."""
        with self._translated():
            return self._connection.execute(_query(query), params).fetchall()

    def answer(self, query: Query) -> Callable[[], list[tuple[Any, ...]]]:
        """Run one query; a function that reads its rows, once, while the session may be at work again."""
        with self._translated():
            return self._connection.execute(_query(query)).fetchall

    def value(self, query: Query, params: Params = None) -> Any:
        """Run one query; the first value of its first row, or None without a row."""
        with self._translated():
            row = self._connection.execute(_query(query), params).fetchone()
        return None if row is None else row[0]

    def script(self, text: Query) -> None:
        """Run several statements as one message: one implicit transaction, unless they hold BEGIN and COMMIT."""
        self.execute(text)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """BEGIN, then COMMIT, or ROLLBACK on an exception."""
        with self._translated(), self._connection.transaction():
            yield

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """SAVEPOINT inside an open transaction, then RELEASE, or ROLLBACK TO on an exception."""
        with self._translated(), self._connection.transaction():
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """One unchanging view of the database for several queries, which cannot write."""
        with self.transaction():
            self.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield

    def cancel(self) -> None:
        """Ask the server, from another thread, to end the statement that runs now."""
        self._connection.cancel_safe()

    def close(self) -> None:
        """Close the connection; a second call does nothing."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            if self._connection.closed or error.sqlstate in _ENDING:
                raise ConnectionLost(dsn=self.dsn, reason=_one_line(str(error))) from error
            raise _database_error(error, self.dsn) from error


def _query(query: Query) -> Any:
    """psycopg's type asks for text written in the code; ours may be read from a file, which is the purpose."""
    return query


def _database_error(error: psycopg.Error, dsn: Dsn) -> DatabaseError:
    diagnostic = error.diag
    position = diagnostic.statement_position
    return DatabaseError(
        primary=diagnostic.message_primary or str(error),
        sqlstate=error.sqlstate or "",
        detail=diagnostic.message_detail or "",
        hint=diagnostic.message_hint or "",
        context=diagnostic.context or "",
        position=int(position) if position else None,
        constraint=diagnostic.constraint_name or "",
        table=diagnostic.table_name or "",
        column=diagnostic.column_name or "",
        schema=diagnostic.schema_name or "",
        dsn=dsn,
    )


def _connection_error(dsn: Dsn, text: str) -> ConnectionFailed:
    kind = next(kind for pattern, kind in _KINDS if pattern.search(text))
    reason = _one_line(_AROUND.sub("", text))
    return kind(dsn=dsn, reason=reason, user=dsn.get("user") or "the default user", database=dsn.database)


def _one_line(text: str) -> str:
    return " ".join(text.split())
