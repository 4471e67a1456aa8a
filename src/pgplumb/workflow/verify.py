"""`verify` and `seal`: whether the migrations keep their promises, and renewing the guard of edited ones."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from pgplumb.differ.compare import compare
from pgplumb.differ.prove import describe, differences
from pgplumb.differ.roles import left_behind, without_roles
from pgplumb.differ.side import State, observed
from pgplumb.errors import MigrationFails, VerifyFailed
from pgplumb.model.finding import Finding
from pgplumb.model.location import Location
from pgplumb.model.migration import Direction
from pgplumb.postgres.session import connect
from pgplumb.store import directory as store, sums
from pgplumb.workflow.elaborate import elaborator
from pgplumb.workflow.ends import desired, directory
from pgplumb.workflow.extensions import incomplete
from pgplumb.workflow.replay import run_migration

if TYPE_CHECKING:
    from pgplumb.model.change import Change
    from pgplumb.model.migration import Migration
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.source.outline import Outline
    from pgplumb.workflow.project import Project
    from pgplumb.workflow.sides import Elaborator


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was checked, a line each, and what does not hold."""

    checked: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealOutcome:
    """The pairs that were proved anew, and whether the folder's guard had to be written."""

    proved: tuple[str, ...]
    written: bool


def verify(project: Project, *, rows: str = "quick") -> Verdict:
    """Whether nothing was edited, each down undoes its up, fingerprints hold, and the replay is the desired schema.

    Also whether migrations keep to their laws on rows, tried as hard as the profile `rows` says (`quick`, `thorough`),
    or not at all (`none`), which is said.
    """
    migrations = directory(project).migrations
    built = elaborator(project, None)
    findings: list[Finding] = []
    with built.scratch.database() as dsn:
        at = observed(built.observer, dsn)
        for migration in migrations:
            walked = _walk(migration, dsn, at, built)
            findings += [*_stamps(migration, at, walked.state), *walked.findings]
            at = walked.state
            if not walked.arrived:
                break
        else:
            after, outline = desired(project, built)
            if outline.left_out:
                why = "Whether the migrations lead to it cannot be told."
                raise incomplete(outline.left_out, why, built.scratch)
            there = at.catalog.with_shared(built.roles_of(migrations))
            there = without_roles(there, left_behind(there, after.catalog))
            findings += [_differs(change, outline) for change in compare(there, after.catalog)]
    count = len(migrations)
    checked = (
        "1 migration is as it was sealed" if count == 1 else f"{count} migrations are as they were sealed",
        "each down script undoes its up script, which runs again after it",
        "the replay of the migrations is the desired schema",
    )
    # What rows would say of migrations that are broken as it is, helps nobody.
    if not migrations or any(found.severity == "error" for found in findings):
        return Verdict(checked=checked, findings=tuple(findings))
    held = _rows(project, built, rows)
    return Verdict(checked=(*checked, *held.checked), findings=(*findings, *held.findings))


def _rows(project: Project, built: Elaborator, profile: str) -> Verdict:
    """What comes of the laws about rows; without Hypothesis, which an extra brings, or unasked, that they were not."""
    why = ""
    if profile == "none":
        why = "`--rows none` leaves them out."
    elif find_spec("hypothesis") is None:
        why = "pip install 'pgplumb[harness]' brings what draws them."
    if why:
        said = "Rows were not tried: whether they survive the migrations, and whether rows can be in the way of one"
        return Verdict(checked=(), findings=(Finding(code="migration_law", severity="note", message=said, help=why),))
    from pgplumb.workflow.rows import hold_rows

    held = hold_rows(project, built, profile)
    done = f"rows stand in no migration's way and survive it, or are declared lost ({held.examples} databases tried)"
    return Verdict(checked=(done,), findings=held.findings)


def seal(project: Project) -> SealOutcome:
    """Prove every pair whose files are not as they were sealed, write its fingerprints, and renew the guard.

    Raises VerifyFailed where a down script does not undo its up script, MigrationFails where one does not run.
    """
    folder = project.config.migrations
    migrations = store.read_unsealed(folder).migrations
    guard = folder / sums.NAME
    sealed = guard.read_text(encoding="utf-8") if guard.exists() else ""
    built = elaborator(project, None)
    proved: list[tuple[Migration, State, State]] = []
    with built.scratch.database() as dsn:
        at = observed(built.observer, dsn)
        for migration in migrations:
            walked = _walk(migration, dsn, at, built)
            untouched = migration.checksum in sealed and migration.down_checksum in sealed
            changed = not untouched or bool(_stamps(migration, at, walked.state))
            if walked.findings and (changed or not walked.arrived):
                raise VerifyFailed(lines="".join(f"\n    {finding.message}" for finding in walked.findings) + "\n")
            if changed:
                proved.append((migration, at, walked.state))
            at = walked.state
    for migration, before, after in proved:
        store.restamp(folder, migration, before=before.catalog.fingerprint, after=after.catalog.fingerprint)
    store.seal(folder)
    written = guard.read_text(encoding="utf-8") != sealed
    return SealOutcome(proved=tuple(migration.id for migration, _, _ in proved), written=written)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walked:
    """The state after a migration's up script, and what its down script did not bring back.

    `arrived` tells whether the database is at that state, so that the next migration can be walked from it.
    """

    state: State
    findings: tuple[Finding, ...]
    arrived: bool = True


def _walk(migration: Migration, dsn: Dsn, at: State, built: Elaborator) -> _Walked:
    """Run a migration up, down and up again in a database that is at `at`; raises MigrationFails on the way up."""
    place = Location(migration.file(Direction.DOWN))
    with connect(dsn) as session:
        run_migration(session, migration, Direction.UP, built.scratch)
    state = observed(built.observer, dsn)
    try:
        with connect(dsn) as session:
            run_migration(session, migration, Direction.DOWN, built.scratch)
    except MigrationFails as error:
        place = Location(error.file, error.line)
        return _Walked(state=state, findings=(_broken(f"{migration.id} cannot be undone: {error.cause}", place),))
    if left := differences(dsn, at, built.observer):
        text = f"{migration.id}: its down script does not undo its up script"
        help = "Mend the script, then run `pgplumb seal`. The migrations after it were not looked at."
        found = tuple(_broken(f"{text}: {line}", place, help=help) for line in left)
        return _Walked(state=state, findings=found, arrived=False)
    with connect(dsn) as session:
        run_migration(session, migration, Direction.UP, built.scratch)
    return _Walked(state=state, findings=())


def _differs(change: Change, outline: Outline) -> Finding:
    return Finding(
        code="replay_differs",
        severity="error",
        message=f"The replay of the migrations is not the desired schema: {describe(change)}",
        subject=change.id,
        location=outline.locate(change.id),
        help='Run `pgplumb make "..."` to write the migration that is missing.',
    )


def _stamps(migration: Migration, at: State, following: State) -> list[Finding]:
    """Whether the fingerprints in the headers are those of the replay; a file written by hand may have none."""
    if not migration.before and not migration.after:
        return []
    wanted = (at.catalog.fingerprint, following.catalog.fingerprint)
    if (migration.before, migration.after) == wanted:
        return []
    message = f"{migration.id}: the fingerprints in its header are not those of the replay"
    return [_broken(message, Location(migration.file(Direction.UP)), help="Run `pgplumb seal` to prove the pair anew.")]


def _broken(message: str, place: Location, *, help: str = "Mend the script, then run `pgplumb seal`.") -> Finding:
    return Finding(code="migration_law", severity="error", message=message, location=place, help=help)
