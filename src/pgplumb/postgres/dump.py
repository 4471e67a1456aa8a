"""A schema as text: written by pg_dump, and run into another database."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from psycopg import pq
from psycopg.conninfo import make_conninfo

from pgplumb.errors import DatabaseError, DumpFailed, RestoreFailed, ServerTooNew
from pgplumb.postgres.session import connect

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pgplumb.postgres.binaries import Binaries
    from pgplumb.postgres.dsn import Dsn

OPTIONS = (
    "--schema-only",
    # The same text whatever words the server or the reader reserves.
    "--quote-all-identifiers",
    # A live server's running DDL may hold locks; give up rather than queue behind it, with readers queuing behind us.
    "--lock-wait-timeout=10s",
    "--no-password",
    # Only a server that has their provider can load them.
    "--no-security-labels",
)
#: Only psql reads the \restrict lines that this key guards, and a dump never reaches psql here; a fixed key makes two
#: dumps of equal databases equal.
RESTRICT_KEY = "--restrict-key=pgplumb"
#: The minor release of each major version that began to write those lines; from 18 on all do.
RESTRICT_SINCE = {14: 19, 15: 14, 16: 10, 17: 6}
#: A setting of the session: nothing that the dump calls can write.
READ_ONLY = "-c default_transaction_read_only=on"

#: A table's clauses, a line each, and one that pg_dump of 18 writes for an heir with a name that it does not quote
#: (dumpTableSchema): all other names are quoted.
_CLAUSES = re.compile(r'^CREATE (?:UNLOGGED |FOREIGN )?TABLE "[^\n]*\($(?:\n    [^\n]*)+', re.MULTILINE)
_UNQUOTED = re.compile(r'^(    CONSTRAINT )([^"\n].*)( NOT NULL "(?:[^"]|"")+",?)$', re.MULTILINE)

_RESTRICT = re.compile(r"^\\restrict pgplumb$", re.MULTILINE)
_SETTING = re.compile(r"^SET (\w+) = .*;$", re.MULTILINE)


def dump(
    dsn: Dsn,
    programs: Iterable[Binaries],
    environment: Mapping[str, str],
    *,
    without: Iterable[str] = (),
    major: int | None = None,
) -> str:
    """The schema of a database, written by the first pg_dump that is not older than its server.

    Schemas named in `without` are left out: nothing in them is even locked. A server whose `major` version is not given
    is asked for it.
    Raises DumpFailed, ServerTooNew or ConnectionFailed.
    """
    if major is None:
        with connect(dsn) as session:
            major = session.server_version // 10000
    variables, rest = _as_environment(dsn)
    own = {**environment, "PGAPPNAME": "pgplumb", "PGTZ": "UTC", **variables}
    own["PGOPTIONS"] = f"{own.get('PGOPTIONS', '')} {READ_ONLY}"
    binaries = _not_older(dsn, major, programs)
    command = [
        binaries.program("pg_dump"),
        *options(binaries.version, without),
        *([f"--dbname={make_conninfo(**rest)}"] if rest else []),
    ]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=own)
    if done.returncode:
        raise DumpFailed(dsn=dsn, reason=_reason(done.stderr))
    return _CLAUSES.sub(lambda clauses: _UNQUOTED.sub(_quoted, clauses[0]), done.stdout)


def _quoted(found: re.Match[str]) -> str:
    return found[1] + _in_quotes(found[2]) + found[3]


def _in_quotes(name: str) -> str:
    """A name as statements take it, and pg_dump's patterns literally (psql, Patterns)."""
    return '"' + name.replace('"', '""') + '"'


def options(version: int, without: Iterable[str] = ()) -> tuple[str, ...]:
    """What pg_dump of this version is called with, beside the database's name."""
    major, minor = divmod(version, 10000)
    restricted = (RESTRICT_KEY,) if minor >= RESTRICT_SINCE.get(major, 0) else ()
    return (*OPTIONS, *restricted, *(f"--exclude-schema={_in_quotes(schema)}" for schema in without))


def _not_older(dsn: Dsn, major: int, programs: Iterable[Binaries]) -> Binaries:
    newest = 0
    for binaries in programs:
        if binaries.major >= major:
            return binaries
        newest = max(newest, binaries.major)
    raise ServerTooNew(dsn=dsn, server=major, binary=newest)


def restore(text: str, dsn: Dsn) -> None:
    """Run a dump into a database, all or nothing; raise RestoreFailed with the line that failed."""
    with connect(dsn) as session:
        script = _for_server(text, frozenset(row[0] for row in session.rows("SELECT name FROM pg_settings")))
        try:
            session.script(script)
        except DatabaseError as error:
            raise RestoreFailed(reason=error.primary, place=_place(script, error.position)) from error


def _for_server(text: str, known: frozenset[str]) -> str:
    """Leave out what only psql or a newer server understands; both stand before or after the schema.

    What is left out leaves an empty line, so that the lines that an error names are those of the dump.
    """
    body = text.find("set_config('search_path'")
    head = _SETTING.sub(lambda found: found[0] if found[1] in known else "", text[:body])
    tail = text.rfind("\n\\unrestrict pgplumb")
    return _RESTRICT.sub("", head) + (text[body:tail] if tail > body else text[body:])


def _reason(said: str) -> str:
    """What pg_dump said, without its name and without the query, which is its own and not the user's."""
    told = said.removeprefix("pg_dump: error: ").partition("\npg_dump: detail: Query was:")[0]
    return " ".join(told.removeprefix("query failed: ERROR:").split())


def _place(script: str, position: int | None) -> str:
    """Name the line that an error of the server points at, where it points at one."""
    if position is None:
        return ""
    line = script.count("\n", 0, position - 1) + 1
    text = script.split("\n")[line - 1]
    return f" (line {line} of the dump: {text.strip()})"


def _as_environment(dsn: Dsn) -> tuple[dict[str, str], dict[str, str]]:
    """Split parameters into those with a variable of the environment, which no other user can read, and the rest.

    The rest goes on the command line, which all can read: secrets are left out there, such as a key's passphrase.
    """
    options = {option.keyword.decode(): option for option in pq.Conninfo.get_defaults()}
    variables: dict[str, str] = {}
    rest: dict[str, str] = {}
    for keyword, value in dsn.parameters:
        option = options[keyword]
        if option.envvar:
            variables[option.envvar.decode()] = value
        elif option.dispchar != b"*":
            rest[keyword] = value
    return variables, rest
