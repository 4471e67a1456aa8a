"""What stops a run of migrations."""

from __future__ import annotations

from pgplumb.errors.base import PgplumbError


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
