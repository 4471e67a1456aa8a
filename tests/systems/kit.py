"""What the tests of the reference systems stand on: clones of a system, refusals, sessions that run side by side."""

from __future__ import annotations

import re
import time
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from psycopg.types.json import Jsonb

from pgplumb.errors import DatabaseError
from pgplumb.postgres.session import Session, connect
from pgplumb.syntax.sql import ident, sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.session import Params, Query

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "schema"
TRAPS = ROOT / "fixtures" / "traps"
REMOVALS = ROOT / "fixtures" / "removals"

#: Seconds after which a statement that should wait, or a session that should end, counts as one that does not.
PATIENCE = 30.0

_NAME = re.compile(r"^-- name: (?P<name>\w+) :(?P<result>one|many|exec)[ \t]*$", re.MULTILINE)
#: What a colon or a percent sign means nothing in, then a cast, an assignment, and at last a parameter.
_TOKENS = re.compile(
    r"(?P<quoted>--[^\n]*|/\*.*?\*/|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\")"
    r"|(?P<colons>::|:=)|:(?P<parameter>[a-z_]\w*)|%",
    re.DOTALL,
)
#: What psycopg says of a statement that ran and has no rows.
_NO_ROWS = "the last operation didn't produce"
#: What runs in a session, for whoever waits for it.
_running: WeakKeyDictionary[Session, Future[list[tuple[Any, ...]]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A database of a system, and the owner's session in it, a superuser's in autocommit mode."""

    dsn: Dsn
    session: Session
    #: The folder of the system, which its queries are read from.
    folder: Path
    _opened: ExitStack = field(default_factory=ExitStack)

    def execute(self, query: Query, params: Params = None) -> int:
        """Run one statement; the number of rows it touched."""
        return self.session.execute(query, params)

    def rows(self, query: Query, params: Params = None) -> list[tuple[Any, ...]]:
        """Run one query; all its rows."""
        return self.session.rows(query, params)

    def value(self, query: Query, params: Params = None) -> Any:
        """Run one query; the first value of its first row, or None."""
        return self.session.value(query, params)

    def script(self, text: Query) -> None:
        """Run several statements as one message."""
        self.session.script(text)

    def query(self, name: str, /, **params: Any) -> list[tuple[Any, ...]]:
        """The rows of a named query of the system, [] for one that returns none; objects become jsonb."""
        return _all_rows(self.session, query(name, self.folder), {key: _adapted(it) for key, it in params.items()})

    def open(self, role: str | None = None, settings: Mapping[str, str] | None = None) -> Session:
        """Another session in the database, acting as a role, with settings; it is closed after the test."""
        session = self._opened.enter_context(connect(self.dsn))
        # Called first where the test ends: what still waits would keep its thread, and the database.
        self._opened.callback(_give_up, session)
        for name, setting in (settings or {}).items():
            session.execute("select set_config(%s, %s, false)", [name, setting])
        if role is not None:
            session.execute(sql("set role {}", ident(role)))
        return session


@contextmanager
def opened(dsn: Dsn, folder: Path) -> Iterator[Place]:
    """A place in a database that is there; all its sessions end with the block."""
    with connect(dsn) as session, ExitStack() as stack:
        stack.callback(_give_up, session)
        place = Place(dsn=dsn, session=session, folder=folder)
        stack.push(place._opened)
        yield place


@dataclass(slots=True)
class Refusal:
    """What PostgreSQL said; there is none before the block has ended."""

    _error: DatabaseError | None = None

    @property
    def error(self) -> DatabaseError:
        """The error."""
        assert self._error is not None, "nothing was refused yet"
        return self._error


@contextmanager
def explained(session: Session) -> Iterator[list[str]]:
    """The plans of all statements in the block, also of those within functions, as text once it has ended.

    By auto_explain, which only a superuser may load.
    """
    session.execute("load 'auto_explain'")
    session.script("""
        set auto_explain.log_nested_statements = on;
        set client_min_messages = log;
        set auto_explain.log_min_duration = 0;
    """)
    before, found = len(session.notices), list[str]()
    yield found
    found += session.notices[before:]
    session.script("set auto_explain.log_min_duration = -1; set client_min_messages = notice;")


def of_this_run(place: Place) -> dict[str, int]:
    """By table how many rows hold a moment of this server's time: what is generated the same again has none."""
    moments = place.rows("""
        select c.oid::regclass::text, array_agg(quote_ident(a.attname))
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.atttypid = 'timestamptz'::regtype
        where c.relkind = 'r' and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)' group by 1
    """)
    counted = {}
    for table, names in moments:
        met = " or ".join(f"{name} between pg_postmaster_start_time() and now()" for name in names)
        counted[table] = place.value(f"select count(*) from {table} where {met}")
    return {table: count for table, count in counted.items() if count}


@contextmanager
def refused(*sqlstates: str) -> Iterator[Refusal]:
    """Something in the block is refused with one of these SQLSTATEs; anything else is an AssertionError."""
    refusal = Refusal()
    expected = " or ".join(sqlstates)
    try:
        yield refusal
    except DatabaseError as error:
        if error.sqlstate not in sqlstates:
            raise AssertionError(f"refused with {error.sqlstate} and not {expected}: {error}") from error
        refusal._error = error
        return
    raise AssertionError(f"nothing was refused; {expected} was expected")


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Call all at the same moment, each in a thread of its own: what each returned, or its DatabaseError."""
    barrier = Barrier(len(calls))

    def at_once(call: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            barrier.wait(PATIENCE)
            try:
                return call()
            except DatabaseError as error:
                return error

        return run

    futures = [_in_thread(at_once(call)) for call in calls]
    try:
        return [future.result(PATIENCE) for future in futures]
    except TimeoutError as error:
        raise AssertionError("some of the calls do not end: they wait for one another, or for the test") from error


def started(session: Session, query: Query, params: Params = None) -> Future[list[tuple[Any, ...]]]:
    """A statement that runs in a thread of its own; the future has its rows, [] where there are none, or its error."""
    future = _in_thread(lambda: _all_rows(session, query, params))
    _running[session] = future
    return future


def until_waiting(place: Place, session: Session) -> None:
    """Return once the server says that what was started in the session waits for a lock of another.

    AssertionError where it ends without having to wait.
    """
    watcher = place.open()
    end = time.monotonic() + PATIENCE
    while not watcher.value("select cardinality(pg_blocking_pids(%s)) > 0", [session.pid]):
        future = _running.get(session)
        assert future is None or not future.done(), "the statement did not wait for anything"
        assert time.monotonic() < end, "the statement neither ends nor waits for a lock"
        time.sleep(0.005)


def query(name: str, folder: Path) -> str:
    """The text of a named query below a system's folder, its parameters written the way psycopg takes them."""
    queries = named_queries(folder)
    assert name in queries, f"{folder.name} has no query {name}; there are {', '.join(sorted(queries))}"
    return queries[name]


@cache
def named_queries(folder: Path) -> dict[str, str]:
    """Every `-- name: ... :many` below `queries/` of a system's folder, with its statement for psycopg."""
    found: dict[str, str] = {}
    for path in sorted((folder / "queries").rglob("*.sql")):
        text = path.read_text(encoding="utf-8")
        heads = list(_NAME.finditer(text))
        ends = [head.start() for head in heads[1:]] + [len(text)]
        for head, end in zip(heads, ends, strict=True):
            assert head["name"] not in found, f"{path.name}: a second query {head['name']}"
            found[head["name"]] = for_psycopg(text[head.end() : end].strip().removesuffix(";"))
    return found


def for_psycopg(text: str) -> str:
    """A statement with parameters as `:name` turned to `%(name)s`; percent signs are doubled."""

    def turned(token: re.Match[str]) -> str:
        if token["parameter"]:
            return f"%({token['parameter']})s"
        return token.group().replace("%", "%%")

    return _TOKENS.sub(turned, text)


def _adapted(given: Any) -> Any:
    is_json = isinstance(given, dict) or (isinstance(given, list) and bool(given) and isinstance(given[0], dict))
    return Jsonb(given) if is_json else given


def _all_rows(session: Session, query: Query, params: Params) -> list[tuple[Any, ...]]:
    try:
        return session.rows(query, params)
    except DatabaseError as error:
        if error.sqlstate or not error.primary.startswith(_NO_ROWS):
            raise
        return []


def _in_thread(call: Callable[[], Any]) -> Future[Any]:
    future: Future[Any] = Future()

    def run() -> None:
        try:
            future.set_result(call())
        except BaseException as error:  # told to whoever asks for the result
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    return future


def _give_up(session: Session) -> None:
    """Cancel what a test has left running, and wait for its end."""
    future = _running.get(session)
    if future is not None and not future.done():
        session.cancel()
        future.exception(PATIENCE)
