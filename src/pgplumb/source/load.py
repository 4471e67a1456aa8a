"""Runs a script in an empty scratch database, and says where in the files the server found a mistake."""

from __future__ import annotations

import re
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError, SourceError
from pgplumb.postgres.session import connect
from pgplumb.source.order import independent
from pgplumb.source.script import Script, read_script
from pgplumb.syntax.split import word_at
from pgplumb.syntax.sql import Sql, ident, join, literal, raw, sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pgplumb.model.incomplete import LeftOut
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch
    from pgplumb.postgres.session import Session
    from pgplumb.source.files import SourceFile
    from pgplumb.source.order import Placed

#: Statements in one message. A chunk is one transaction of the server's, small enough for its lock table.
_CHUNK = 100

#: Bodies in strings may name what comes later; the server checks them when they run.
_OPENING = "SET check_function_bodies = off; SET client_min_messages = error; SET search_path = public"

_UNDEFINED = {
    "42P01": ("table", "view", "materialized_view", "foreign_table", "sequence"),
    "42704": ("enum", "domain", "composite", "range", "table"),
    "42883": ("function", "procedure", "aggregate"),
    "42703": ("column",),
    "3F000": ("schema",),
}
_TYPES = ("bigint", "boolean", "bytea", "character", "date", "inet", "integer", "interval", "json", "jsonb", "numeric")
_MORE_TYPES = ("real", "serial", "bigserial", "smallint", "text", "time", "timestamp", "timestamptz", "uuid", "varchar")

#: The name in `relation "seats" does not exist`.
_QUOTED = re.compile(r'"([^"]+)"')

_EXTENSION_STATES = frozenset({"0A000", "58P01"})


def load(files: Iterable[SourceFile], dsn: Dsn, scratch: Scratch) -> Script:
    """Reads the files and runs them in the empty database `dsn` on the scratch server; returns what was run."""
    script = read_script(files)
    run_script(script, dsn, scratch)
    return script


def run_script(script: Script, dsn: Dsn, scratch: Scratch) -> None:
    """Runs the statements in an empty database; what fails is tried again after the rest, until nothing moves.

    Raises SourceError for a mistake in the files. The database is then half filled, and good for nothing.
    """
    scratch.ensure_roles(script.roles)
    scratch.ensure_tablespaces(script.tablespaces)
    with connect(dsn) as session:
        session.script(_OPENING)
        pending = script.statements
        while pending:
            failures = tuple(_run(session, pending))
            if len(failures) == len(pending):
                raise _explained(failures, script)
            pending = tuple(placed for placed, _ in failures)


def _run(session: Session, statements: Sequence[Placed]) -> Iterator[tuple[Placed, DatabaseError]]:
    """Runs the statements, and yields those that failed."""
    rest = iter(statements)
    while chunk := tuple(islice(rest, _CHUNK)):
        try:
            session.script(_as_one(chunk))
        except DatabaseError:
            # The chunk left nothing behind. Its statements one by one tell which of them are wrong.
            for placed in chunk:
                error = _run_one(session, placed)
                if error is not None:
                    yield placed, error


def _run_one(session: Session, placed: Placed) -> DatabaseError | None:
    session.script(_set_path(placed.path))
    try:
        session.script(placed.statement.text)
    except DatabaseError as error:
        return error
    return None


def _as_one(chunk: Sequence[Placed]) -> Sql:
    lines: list[Sql] = []
    path: tuple[str, ...] | None = None
    for placed in chunk:
        if placed.path != path:
            path = placed.path
            lines.append(_set_path(path))
        lines.append(raw(placed.statement.text))
    return join(";\n", lines)


def _set_path(path: tuple[str, ...]) -> Sql:
    return sql("SET search_path = {}", join(", ", map(ident, path)) if path else literal(""))


def _explained(failures: Sequence[tuple[Placed, DatabaseError]], script: Script) -> SourceError:
    """The first mistake in the order of the files that is not merely the consequence of another."""
    errors = {id(placed): error for placed, error in failures}
    causes = independent([placed for placed, _ in failures])
    placed = min(causes or [placed for placed, _ in failures], key=lambda each: each.statement.location)
    error = errors[id(placed)]
    statement = placed.statement
    location = statement.location
    offset = _offset(placed, error)
    if offset is not None and not statement.synthetic:
        location = statement.source.location(statement.start + offset)
    hints = [f"Detail: {error.detail}" if error.detail else "", f"Hint: {error.hint}" if error.hint else ""]
    if not causes:
        names = ", ".join(dict.fromkeys(str(each.statement.location) for each, _ in failures[:5]))
        hints.append(f"These statements need each other: {names}. Move one of the references to an ALTER TABLE .. ADD.")
    elif part := _left_out(error, script):
        hints.append(
            f"It is left out with all that requires the extension {part.extension} ({part.location}), which the scratch"
            f" server lacks. Write `-- pgplumb: requires extension {part.extension}` above this statement too."
        )
    elif error.sqlstate in _EXTENSION_STATES and "extension" in error.primary:
        hints.append("Or name a server that has the extension as the scratch server.")
    elif not error.hint:
        hints.append(_did_you_mean(placed, error, script))
    found = SourceError(
        file=location.file,
        line=location.line,
        column=location.column,
        reason=error.primary,
        excerpt=statement.source.excerpt(location),
        hint="\n".join(hint for hint in hints if hint),
    )
    found.__cause__ = error
    return found


def _left_out(error: DatabaseError, script: Script) -> LeftOut | None:
    """The part of the files that would define what the server does not know, where it was left out."""
    quoted = _QUOTED.search(error.primary) if error.sqlstate in _UNDEFINED else None
    name = quoted[1].rpartition(".")[2] if quoted else ""
    return next((part for part in script.left_out for id in part.objects if id.name == name), None)


def _offset(placed: Placed, error: DatabaseError) -> int | None:
    """Where in the statement the mistake is, in characters; of a foreign key's table the server does not say it."""
    if error.position is not None:
        return error.position - 1
    quoted = _QUOTED.search(error.primary) if error.sqlstate in _UNDEFINED else None
    if quoted is None:
        return None
    table = rf'\breferences\s+("?{re.escape(quoted[1])}\b)'
    found = re.search(table, placed.statement.text, re.IGNORECASE)
    return found.start(1) if found else None


def _did_you_mean(placed: Placed, error: DatabaseError, script: Script) -> str:
    """A name of the right kind in the files that looks like the one that the server does not know."""
    kinds = _UNDEFINED.get(error.sqlstate, ())
    offset = _offset(placed, error)
    if not kinds or offset is None:
        return ""
    word = word_at(placed.statement.text, offset)
    names = {each.name for each in script.locations if each.kind in kinds}
    if error.sqlstate == "42704":
        names.update((*_TYPES, *_MORE_TYPES))
    close = get_close_matches(word, sorted(names - {word}), 1, 0.7)
    return f'Did you mean "{close[0]}"?' if close else ""
