"""Asks a database all that a catalog is made of, in one snapshot; a large one by two sessions at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from pgplumb.errors import ConnectionFailed, DatabaseError
from pgplumb.introspect.queries import query
from pgplumb.model.kinds import KINDS, SHARED_KINDS
from pgplumb.postgres.session import connect
from pgplumb.postgres.together import begun
from pgplumb.syntax.sql import literal, sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.session import Session

#: What the rest is read by, and then what takes long.
_FIRST = ("alias", "part", "constraint", "column", "index", "default", "depend")
#: What is no kind of object.
_BESIDE = ("unmodelled", "security_label", "castable")
#: All that is asked of a database, by the names of the queries.
QUERIES = tuple(dict.fromkeys((*_FIRST, *(name for name in KINDS if name not in SHARED_KINDS), *_BESIDE)))
#: Where no schema is searched, names are printed qualified; and to compile queries takes longer than to run them once.
PREPARE = "select set_config('search_path', '', true), set_config('jit', 'off', true)"

_SIZE = "select count(*) from pg_catalog.pg_class where oid >= 16384"
#: Below so many relations a second session would take longer to begin than it saves.
LARGE = 2000


_Answer = Callable[[], list[tuple[Any, ...]]]


class Answers:
    """The rows that the queries give, each waited for when it is asked for; raises what its query raised.

    They are read by whoever asks for them, while the server is at work on the next query.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._asked = frozenset(names)
        self._found: dict[str, Future[_Answer]] = {name: Future() for name in names}
        self._open: SimpleQueue[str] = SimpleQueue()
        for name in self._found:
            self._open.put(name)

    def rows(self, name: str) -> list[tuple[Any, ...]]:
        """The rows of one query, once: they are not kept. A query that is not asked has none."""
        if name not in self._asked:
            return []
        read = self._found[name].result()
        del self._found[name]
        return read()

    def fill(self, session: Session) -> None:
        """Ask what nobody asks yet, until nothing is left; where something fails, all the rest fails with it."""
        name = ""
        try:
            while name := self._next():
                self._found[name].set_result(_ask(session, name))
        except BaseException as error:  # told to whoever waits for the rows
            while name:
                self._found[name].set_exception(error)
                name = self._next()

    def _next(self) -> str:
        try:
            return self._open.get_nowait()
        except Empty:
            return ""


def worth_asking(session: Session) -> tuple[str, ...]:
    """The queries that have an answer in the session's database: of most kinds, most databases have nothing.

    To plan a query takes the server longer than to run it in a small database; one query tells of all.
    """
    needs = {name: query(name, session.server_version).when for name in QUERIES}
    conditions = sorted(set(needs.values()) - {""})
    holding = session.rows(f"select {', '.join(f'exists ({condition})' for condition in conditions)}")[0]
    held = {"", *(condition for condition, holds in zip(conditions, holding, strict=True) if holds)}
    return tuple(name for name in QUERIES if needs[name] in held)


@contextmanager
def asked(session: Session, *, helped: bool = True) -> Iterator[Answers]:
    """The answers of the session's database, in one snapshot, while they come in.

    A second session asks a part of them, unless `helped` is false or the database is small.
    """
    large = helped and session.value(_SIZE) >= LARGE
    with session.snapshot(), ExitStack() as stack:
        session.rows(PREPARE)
        answers = Answers(worth_asking(session))
        other = None
        if large:
            snapshot = session.value("select pg_export_snapshot()")
            other = stack.enter_context(begun(lambda: _help(answers, session.dsn, snapshot)))
        stack.enter_context(begun(lambda: answers.fill(session)))
        try:
            yield answers
        except KeyboardInterrupt:
            session.cancel()
            raise
        if other is not None:
            other.result()


def _help(answers: Answers, dsn: Dsn, snapshot: str) -> None:
    """Ask by a second session what the first has not asked yet.

    It may not be had: a role may be allowed one session alone, several servers may stand behind one address. Then the
    first goes on with all of it.
    """
    with ExitStack() as stack:
        try:
            other = stack.enter_context(connect(dsn))
            stack.enter_context(other.snapshot())
            other.execute(sql("SET TRANSACTION SNAPSHOT {}", literal(snapshot)))
            other.rows(PREPARE)
        except (ConnectionFailed, DatabaseError):
            return
        answers.fill(other)


def _ask(session: Session, name: str) -> _Answer:
    found = query(name, session.server_version)
    if found.reads is not None:
        catalog, column = found.reads
        allowed = "select has_column_privilege(%s, %s, 'select')"
        if not session.value(allowed, (f"pg_catalog.{catalog}", column)):
            return list
    return session.answer(found.sql)
