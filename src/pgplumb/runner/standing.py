"""Where a database stands against a directory, and which migrations a run is to take: pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.errors import (
    AppliedMigrationEdited,
    AppliedMigrationMissing,
    DatabaseAhead,
    MigrationOutOfOrder,
    MigrationUnknown,
)
from pgplumb.model.migration import AppliedMigration, Direction, Migration, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.runner.options import Options, Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Each migration that the database or the directory has; all by version.

    applied: rows that are whole. pending: files without a row. dirty: rows of a run that was cut off. edited: files
    whose up script is not what ran. missing: rows without files. ahead: rows later than every file. out_of_order:
    those of pending that are older than the last row.
    """

    applied: tuple[AppliedMigration, ...]
    pending: tuple[Migration, ...]
    dirty: tuple[AppliedMigration, ...]
    edited: tuple[Migration, ...]
    missing: tuple[AppliedMigration, ...]
    ahead: tuple[AppliedMigration, ...]
    out_of_order: tuple[Migration, ...]

    @property
    def is_current(self) -> bool:
        """Whether the database has every migration of the directory, whole and unedited, and no other."""
        return not (self.pending or self.dirty or self.edited or self.missing or self.ahead)


def compare(migrations: Sequence[Migration], rows: Sequence[AppliedMigration]) -> Status:
    """Where a database with these rows stands."""
    files = {migration.number: migration for migration in migrations}
    known = {row.number for row in rows}
    last_file = max(files, default=0)
    last_row = max(known, default=0)
    pending = tuple(migration for migration in migrations if migration.number not in known)
    return Status(
        applied=tuple(row for row in rows if row.state is State.APPLIED),
        pending=pending,
        dirty=tuple(row for row in rows if row.state is not State.APPLIED),
        edited=tuple(
            files[row.number] for row in rows if row.number in files and files[row.number].checksum != row.checksum
        ),
        missing=tuple(row for row in rows if row.number not in files and row.number < last_file),
        ahead=tuple(row for row in rows if row.number not in files and row.number > last_file),
        out_of_order=tuple(migration for migration in pending if migration.number < last_row),
    )


def check_history(status: Status) -> None:
    """Raise the first thing in which the directory contradicts what the database has."""
    for migration in status.edited:
        raise AppliedMigrationEdited(file=migration.file(Direction.UP))
    for row in status.missing:
        raise AppliedMigrationMissing(id=row.id)
    for row in status.ahead:
        raise DatabaseAhead(id=row.id)


def choose_pending(
    migrations: Sequence[Migration], status: Status, selection: Selection, options: Options
) -> tuple[Migration, ...]:
    """What an apply takes, in order; MigrationUnknown, MigrationOutOfOrder."""
    chosen = status.pending
    if selection.to is not None:
        last = find(migrations, selection.to).number
        chosen = tuple(migration for migration in chosen if migration.number <= last)
    if selection.steps is not None:
        chosen = chosen[: selection.steps]
    if options.out_of_order == "refuse":
        for migration in chosen:
            if migration in status.out_of_order:
                last_row = max((*status.applied, *status.dirty), key=lambda row: row.number)
                raise MigrationOutOfOrder(file=migration.file(Direction.UP), last=last_row.id)
    return chosen


def choose_applied(migrations: Sequence[Migration], status: Status, selection: Selection) -> tuple[Migration, ...]:
    """What a rollback takes, the latest version first: by default one; with `to`, all that are later than it."""
    files = {migration.number: migration for migration in migrations}
    chosen = tuple(files[row.number] for row in reversed(status.applied) if row.number in files)
    if selection.to is not None:
        stays = 0 if selection.to.strip("0") == "" else find(migrations, selection.to).number
        chosen = tuple(migration for migration in chosen if migration.number > stays)
    elif selection.steps is None:
        chosen = chosen[:1]
    return chosen if selection.steps is None else chosen[: selection.steps]


def find(migrations: Sequence[Migration], target: str) -> Migration:
    """The migration with this version or id; MigrationUnknown."""
    for migration in migrations:
        if target in (migration.id, migration.version) or (target.isdigit() and int(target) == migration.number):
            return migration
    known = f"{migrations[0].version} to {migrations[-1].version}" if migrations else "none"
    raise MigrationUnknown(target=target, known=known)
