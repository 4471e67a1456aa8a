"""Where a database stands, what a run did or would do, drift and verdicts, for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from pgplumb.model.printable import printable
from pgplumb.report.findings import count_findings, finding_lines
from pgplumb.report.highlight import plain_sql
from pgplumb.report.text import SQL_LINES, changes_text, risks_text, script_text
from pgplumb.report.tree import group, summarise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pgplumb.model.migration import AppliedMigration, Direction, Migration
    from pgplumb.report.shapes import AppliedPlan, DriftOutcome, Standing, Verdict
    from pgplumb.report.text import Highlight

_STYLES = {"applied": "green", "pending": "yellow", "edited": "red", "missing": "red", "cut off": "red"}

#: What each state that is not in order asks for.
_ADVICE = {
    "edited": "Edited after it was applied: bring back what ran from version control.",
    "missing": "Applied, but its files are not in the directory: update this checkout, or bring them back.",
    "cut off": "A run was cut off: `pgplumb apply` or `pgplumb rollback` takes up from there.",
    "out of order": "Older than what is applied: give it a later version, or apply with --allow out_of_order.",
}


def status_text(found: Standing, *, database: str) -> Text:
    """Each migration, its state in the named database, and what to do about those that are not in order."""
    late = {migration.version for migration in found.out_of_order}
    edited = {migration.version for migration in found.edited}
    rows: list[tuple[str, str, str]] = []
    for row in found.applied:
        gone = row in found.missing or row in found.ahead
        state = "edited" if row.version in edited else "missing" if gone else "applied"
        rows.append((row.id, state, _when(row)))
    rows += [(row.id, "cut off", f"while {row.state.value}, {_when(row)}") for row in found.dirty]
    for migration in found.pending:
        words = [*(["out of order"] if migration.version in late else []), *migration.hazards]
        rows.append((migration.id, "pending", ", ".join(dict.fromkeys(_code(word) for word in words))))
    width = max((len(printable(id)) for id, _, _ in rows), default=0)
    shown = Text(f"On {printable(database)}:\n")
    for id, state, rest in sorted(rows):
        shown.append(f"  {state:<8}", _STYLES[state]).append(f"  {printable(id):<{width}}")
        shown.append(f"  {printable(rest)}\n" if rest else "\n", "dim")
    states = {state for _, state, _ in rows} | ({"out of order"} if late else set())
    for state, advice in _ADVICE.items():
        if state in states:
            shown.append(f"{advice}\n", "yellow")
    counts = f"{len(found.applied)} applied, {len(found.pending)} pending"
    return shown.append(f"{counts}{f', {len(found.dirty)} cut off' if found.dirty else ''}.\n", "bold")


def drift_text(outcome: DriftOutcome, *, highlight: Highlight = plain_sql, sql_lines: int = SQL_LINES) -> Text:
    """What the live database has that its migrations do not say (+), lacks (-), or has otherwise (~)."""
    at = f" at version {printable(outcome.version)}" if outcome.version else ""
    shown = Text(f"{printable(outcome.against)} compared with the replay of the migrations that it has{at}.\n")
    if not outcome.plan.changes:
        return shown.append("No drift.\n", "green")
    shown.append("\n").append_text(changes_text(outcome.plan.changes))
    if outcome.plan.down.batches:
        shown.append("\nThis would undo it (not proved):\n").append_text(
            script_text(outcome.plan.down, highlight=highlight, lines=sql_lines)
        )
        shown.append_text(risks_text(outcome.plan.down))
    return shown.append(f"\nDrift: {summarise(group(outcome.plan.changes)).past}.\n", "bold")


def verdict_text(verdict: Verdict) -> Text:
    """What was checked, what was found, and the count."""
    shown = Text()
    for check in verdict.checked:
        # What is checked is known; which findings speak against it, only they tell.
        shown.append("  - " if verdict.findings else "  ok  ", "" if verdict.findings else "green")
        shown.append(f"{printable(check)}\n")
    if not verdict.findings:
        return shown.append("Everything holds.\n", "bold green")
    shown.append_text(finding_lines(verdict.findings))
    return shown.append(f"{count_findings(verdict.findings)}.\n", "bold")


def preview_text(migrations: Sequence[Migration], direction: Direction) -> Text:
    """What a run would take, with what each risks."""
    if not migrations:
        return Text("Nothing to do.\n", "green")
    shown = Text(f"This would run, in this order ({direction}):\n")
    for migration in migrations:
        shown.append(f"  {printable(migration.file(direction))}\n")
        up = direction.value == "up"
        for hazard in migration.hazards if up else migration.down_hazards:
            shown.append(f"      {printable(hazard)}\n", "yellow")
        for loss in migration.up_losses if up else migration.down_losses:
            shown.append(f"      lost: {printable(loss)}\n", "red")
    return shown


def run_text(rows: Sequence[AppliedMigration], *, done: str) -> Text:
    """What a run did, in one line: `done` is its verb."""
    if not rows:
        return Text(f"Nothing to do: nothing was {done}.\n", "green")
    last = printable(rows[-1].id)
    return Text(f"{len(rows)} {'migration' if len(rows) == 1 else 'migrations'} {done}, the last {last}.\n", "bold")


def files_text(paths: Sequence[Path], root: Path) -> Text:
    """Files that were written, by their names in the project."""
    shown = Text()
    for path in paths:
        name = path.relative_to(root) if path.is_relative_to(root) else path
        shown.append("  wrote ", "green").append(f"{printable(str(name))}\n")
    return shown


def applied_plan_text(applied: AppliedPlan) -> Text:
    """A saved plan that was run, in one line."""
    count = f"{applied.statements} {'statement' if applied.statements == 1 else 'statements'}"
    return Text(f"{printable(applied.file)} is applied: {count}. The database is as the plan has it.\n", "bold")


def mark_text(id: str, state: str) -> Text:
    """What the history now says of a migration."""
    return Text(f"{printable(id)} is now marked as {state}. Nothing was run.\n", "bold")


def seal_text(proved: Sequence[str], *, written: bool) -> Text:
    """Which pairs were proved anew, and whether the guard was written."""
    shown = Text()
    for id in proved:
        shown.append("  proved ", "green").append(f"{printable(id)}: both ways\n")
    if not proved:
        shown.append("Nothing to prove: ")
    return shown.append("pgplumb.sum is written.\n" if written else "pgplumb.sum is up to date.\n")


def _when(row: AppliedMigration) -> str:
    seconds = row.duration.total_seconds()
    return f"{row.applied_at:%Y-%m-%d %H:%M:%S%z}, {seconds:.2f} s, by {row.applied_by}"


def _code(hazard: str) -> str:
    """A header's hazard line starts with its code."""
    return hazard.partition(":")[0]
