"""The history of a database: one row for each migration that it has, in a schema of the runner's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError, HistoryForbidden, HistoryUnreadable
from pgplumb.model.migration import AppliedMigration, Migration, State
from pgplumb.model.printable import printable
from pgplumb.runner.queries import query
from pgplumb.syntax.sql import Sql, ident, sql

if TYPE_CHECKING:
    from pgplumb.postgres.session import Session


@dataclass(frozen=True, slots=True)
class History:
    """Reads and writes the rows through one session; whoever calls it owns the transaction."""

    session: Session
    schema: str

    @property
    def table(self) -> Sql:
        """The table's name, quoted."""
        return ident(self.schema, "migrations")

    def read(self) -> tuple[AppliedMigration, ...]:
        """All rows by version; none where the table was never made. HistoryUnreadable where the role may not."""
        try:
            return self._rows()
        except DatabaseError as error:
            if error.sqlstate != _NO_PRIVILEGE:
                raise
            schema = printable(ident(self.schema))
            raise HistoryUnreadable(dsn=self.session.dsn, schema=schema, reason=error.primary) from error

    def _rows(self) -> tuple[AppliedMigration, ...]:
        if not self.session.value(query("history_exists"), [self.table]):
            return ()
        rows = self.session.rows(
            sql(
                """SELECT version, slug, checksum, applied_at, duration, applied_by, state FROM {}
                ORDER BY version::pg_catalog.numeric""",
                self.table,
            )
        )
        return tuple(
            AppliedMigration(
                version=version,
                slug=slug,
                checksum=checksum,
                applied_at=applied_at,
                duration=duration,
                applied_by=applied_by,
                state=State(state),
            )
            for version, slug, checksum, applied_at, duration, applied_by, state in rows
        )

    def ensure(self) -> None:
        """Make schema and table at their first use; HistoryForbidden where the role may not."""
        if self.session.value(query("history_exists"), [self.table]):
            return
        try:
            with self.session.transaction():
                # Asked for first: CREATE SCHEMA IF NOT EXISTS wants the right to create one even where it is there.
                if not self.session.value(query("schema_exists"), [self.schema]):
                    self.session.execute(sql("CREATE SCHEMA {}", ident(self.schema)))
                    self.session.execute(
                        sql("COMMENT ON SCHEMA {} IS 'What pgplumb remembers of this database.'", ident(self.schema))
                    )
                self.session.script(sql(_TABLE, table=self.table))
        except DatabaseError as error:
            if error.sqlstate != _NO_PRIVILEGE:
                raise
            raise HistoryForbidden(schema=printable(self.schema), reason=error.primary) from error

    def begin(self, migration: Migration) -> None:
        """Remember that an up script outside a transaction was begun."""
        self._insert(migration, State.RUNNING, 0.0)

    def add(self, migration: Migration, duration: float) -> None:
        """Remember a migration as applied; the duration in seconds."""
        self._insert(migration, State.APPLIED, duration)

    def finish(self, version: str, duration: float) -> None:
        """What was begun is done, after so many seconds."""
        self.session.execute(
            sql("UPDATE {} SET state = 'applied', duration = %s WHERE version = %s", self.table),
            [timedelta(seconds=duration), version],
        )

    def mark(self, version: str, state: State) -> None:
        """Change the state alone."""
        self.session.execute(sql("UPDATE {} SET state = %s WHERE version = %s", self.table), [str(state), version])

    def remove(self, version: str) -> None:
        """Forget a migration that was rolled back."""
        self.session.execute(sql("DELETE FROM {} WHERE version = %s", self.table), [version])

    def _insert(self, migration: Migration, state: State, duration: float) -> None:
        self.session.execute(
            sql("INSERT INTO {} (version, slug, checksum, duration, state) VALUES (%s, %s, %s, %s, %s)", self.table),
            [migration.version, migration.slug, migration.checksum, timedelta(seconds=duration), str(state)],
        )


@dataclass(frozen=True, slots=True)
class Unrecorded(History):
    """For what is run without a history: nothing is written."""

    def begin(self, migration: Migration) -> None:
        """Remember nothing."""

    def add(self, migration: Migration, duration: float) -> None:
        """Remember nothing."""

    def finish(self, version: str, duration: float) -> None:
        """Remember nothing."""

    def mark(self, version: str, state: State) -> None:
        """Remember nothing."""

    def remove(self, version: str) -> None:
        """Remember nothing."""


_NO_PRIVILEGE = "42501"

_TABLE = """
CREATE TABLE {table} (
    version pg_catalog.text PRIMARY KEY CHECK (version OPERATOR(pg_catalog.~) '^[0-9]+$'),
    slug pg_catalog.text NOT NULL,
    checksum pg_catalog.text NOT NULL,
    applied_at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    duration pg_catalog.interval NOT NULL,
    applied_by pg_catalog.text NOT NULL DEFAULT SESSION_USER,
    state pg_catalog.text NOT NULL CHECK (state IN ('applied', 'running', 'reverting'))
);
COMMENT ON TABLE {table} IS 'The migrations that this database has. Written by pgplumb apply and rollback.';
COMMENT ON COLUMN {table}.version IS 'The digits that the names of both files begin with.';
COMMENT ON COLUMN {table}.slug IS 'The rest of the name.';
COMMENT ON COLUMN {table}.checksum IS 'SHA-256 of the up file that ran, line endings as LF.';
COMMENT ON COLUMN {table}.applied_at IS 'When the up script ran.';
COMMENT ON COLUMN {table}.duration IS 'How long it ran; zero where the run was cut off after its last statement.';
COMMENT ON COLUMN {table}.applied_by IS 'The role that logged in.';
COMMENT ON COLUMN {table}.state IS
    'applied; or running, reverting: a script outside a transaction was begun and its end is not known.';
"""
