"""Status, runs, drift and verdicts for the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pgplumb.model.finding import Finding
from pgplumb.model.migration import AppliedMigration, Direction, Migration, State
from pgplumb.report.json import status_json
from pgplumb.report.markdown import status_markdown, verdict_markdown
from pgplumb.report.standing import (
    drift_text,
    files_text,
    preview_text,
    run_text,
    seal_text,
    status_text,
    verdict_text,
)
from pgplumb.runner.standing import Status

if TYPE_CHECKING:
    from tests.unit.conftest import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a renderer reads of a verdict."""

    checked: tuple[str, ...] = ("12 down scripts undo their up scripts",)
    findings: tuple[Finding, ...] = ()


def migration(version: str, slug: str, *, hazards: tuple[str, ...] = (), losses: tuple[str, ...] = ()) -> Migration:
    return Migration(
        version=version,
        slug=slug,
        up="",
        down="",
        checksum="c",
        down_checksum="d",
        hazards=hazards,
        down_losses=losses,
    )


def row(version: str, slug: str, state: State = State.APPLIED) -> AppliedMigration:
    return AppliedMigration(
        version=version,
        slug=slug,
        checksum="c",
        applied_at=datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
        duration=timedelta(seconds=0.25),
        applied_by="app\x1b",
        state=state,
    )


STATUS = Status(
    applied=(row("1", "first"), row("2", "second"), row("4", "gone")),
    pending=(migration("3", "late"), migration("6", "new", hazards=("data_loss: x", "data_loss: y"))),
    dirty=(row("5", "half", State.RUNNING),),
    edited=(migration("2", "second"),),
    missing=(row("4", "gone"),),
    ahead=(),
    out_of_order=(migration("3", "late"),),
)


def test_status_is_a_line_for_each_migration_and_what_to_do() -> None:
    assert (
        status_text(STATUS, database="postgresql://app@localhost/shop").plain
        == """\
On postgresql://app@localhost/shop:
  applied   1_first   2026-03-01 09:30:00+0000, 0.25 s, by app\\x1b
  edited    2_second  2026-03-01 09:30:00+0000, 0.25 s, by app\\x1b
  pending   3_late    out of order
  missing   4_gone    2026-03-01 09:30:00+0000, 0.25 s, by app\\x1b
  cut off   5_half    while running, 2026-03-01 09:30:00+0000, 0.25 s, by app\\x1b
  pending   6_new     data_loss
Edited after it was applied: bring back what ran from version control.
Applied, but its files are not in the directory: update this checkout, or bring them back.
A run was cut off: `pgplumb apply` or `pgplumb rollback` takes up from there.
Older than what is applied: give it a later version, or apply with --allow out_of_order.
3 applied, 2 pending, 1 cut off.
"""
    )


def test_status_for_programs_and_comments() -> None:
    assert '"out_of_order": [\n    "3_late"\n  ]' in status_json(STATUS)
    shown = status_markdown(STATUS)
    assert "| <code>3&#95;late</code> | pending, out of order |" in shown
    assert shown.count("| <code>2&#95;second</code> |") == 1
    assert "| <code>2&#95;second</code> | edited after it was applied |" in shown


def test_what_a_run_did_is_one_line() -> None:
    assert run_text((), done="applied").plain == "Nothing to do: nothing was applied.\n"
    assert run_text((row("1", "a"),), done="applied").plain == "1 migration applied, the last 1_a.\n"
    assert run_text((row("2", "b"), row("1", "a")), done="rolled back").plain.startswith("2 migrations rolled back")


def test_a_preview_names_files_hazards_and_losses() -> None:
    found = (migration("6", "new", hazards=("table_scan: x",), losses=("column a.b",)),)
    assert preview_text(found, Direction.UP).plain == (
        "This would run, in this order (up):\n  6_new.up.sql\n      table_scan: x\n"
    )
    assert preview_text(found, Direction.DOWN).plain.endswith("  6_new.down.sql\n      lost: column a.b\n")
    assert preview_text((), Direction.UP).plain == "Nothing to do.\n"


def test_files_are_named_within_the_project() -> None:
    root = Path("/project")
    found = files_text((root / "migrations" / "a\x1b.sql", Path("/elsewhere/b.sql")), root)
    assert found.plain == "  wrote migrations/a\\x1b.sql\n  wrote /elsewhere/b.sql\n"


def test_seal_names_what_it_proved() -> None:
    assert seal_text(("1_a",), written=True).plain == "  proved 1_a: both ways\npgplumb.sum is written.\n"
    assert seal_text((), written=True).plain == "Nothing to prove: pgplumb.sum is written.\n"
    assert seal_text((), written=False).plain == "Nothing to prove: pgplumb.sum is up to date.\n"


def test_a_verdict_counts_what_does_not_hold() -> None:
    error = Finding(code="replay_differs", severity="error", message="column a.b", help="Run make.")
    note = Finding(code="odd", severity="note", message="x")
    assert verdict_text(Verdict()).plain.endswith("Everything holds.\n")
    assert (
        verdict_text(Verdict(findings=(note, error, error))).plain
        == """\
  - 12 down scripts undo their up scripts
error replay_differs: column a.b
    Run make.
error replay_differs: column a.b
    Run make.
note odd: x
2 errors, 1 note.
"""
    )
    assert "### Migrations: in order" in verdict_markdown(Verdict(findings=(note,)))
    assert "### Migrations: not in order" in verdict_markdown(Verdict(findings=(error,)))


def test_drift_shows_what_would_undo_it(sample: Outcome, hostile: Outcome) -> None:
    shown = drift_text(sample).plain
    assert shown.startswith("the end of the migrations compared with the replay of the migrations that it has.\n")
    assert shown.endswith("Drift: 3 added, 2 changed, 2 dropped.\n")
    assert "\x1b" not in drift_text(hostile).plain
