"""What a dump and a baseline came to, for the terminal."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rich.text import Text

from pgplumb.model.printable import printable
from pgplumb.report.findings import finding_lines
from pgplumb.report.standing import files_text
from pgplumb.report.text import proof_text
from pgplumb.report.tree import group, summarise

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pgplumb.report.shapes import BaselineOutcome, DumpOutcome


def dump_text(outcome: DumpOutcome, root: Path) -> Text:
    """Which files describe the database, where those went that were in the way, and what was proved."""
    shown = Text()
    folder = printable(_shown_path(outcome.folder, root))
    if outcome.aside is not None:
        shown.append("  moved ", "yellow").append(f"what was there to {printable(_shown_path(outcome.aside, root))}/\n")
    if not outcome.files:
        shown.append(f"Nothing to write: {printable(outcome.database)} holds nothing that files could describe.\n")
        return shown.append_text(finding_lines(outcome.findings))
    written = [path.relative_to(outcome.folder).as_posix() for path in outcome.written]
    for line in _by_folder(written):
        shown.append("  wrote ", "green").append(f"{folder}/{printable(line)}\n")
    shown.append_text(finding_lines(outcome.findings))
    shown.append(f"Loaded back on {printable(outcome.proved_on)}: the same schema\n", "green")
    total, new = len(outcome.files), len(written)
    state = f"{new} new" if 0 < new < total else "all new" if new else "all as they were"
    shown.append(f"{total} {'file describes' if total == 1 else 'files describe'} ", "bold")
    shown.append(f"{printable(outcome.database)}, {state}.\n", "bold")
    if outcome.may_join:
        shown.append("Next: `pgplumb baseline` makes it the first migration, which this database has already.\n")
    return shown


def baseline_text(outcome: BaselineOutcome, root: Path) -> Text:
    """What the first migration holds, what was proved, and what comes next."""
    shown = finding_lines(outcome.findings)
    if outcome.plan.proof is not None:
        shown.append_text(proof_text(outcome.plan.proof))
    shown.append_text(files_text(outcome.paths, root))
    held = summarise(group(outcome.plan.changes)).add
    shown.append(f"Recorded as applied on {printable(outcome.database)}: {held} objects. Nothing was run.\n", "bold")
    if outcome.described:
        shown.append("Next: `pgplumb plan` compares the files with it; a new database gets all by `pgplumb apply`.\n")
    else:
        shown.append("Next: `pgplumb dump` writes the files of the desired schema, and then `pgplumb plan` is empty.\n")
    return shown


def _by_folder(paths: list[str]) -> Iterator[str]:
    """The paths, a line for each folder of which there are several."""
    counts = Counter(str(PurePosixPath(path).parent) for path in paths)
    for path in paths:
        folder = str(PurePosixPath(path).parent)
        if counts[folder] == 1 or folder == ".":
            yield path
        elif counts[folder]:
            yield f"{folder}/ ({counts[folder]} files)"
            counts[folder] = 0


def _shown_path(path: Path, root: Path) -> str:
    return str(path.relative_to(root) if path.is_relative_to(root) else path)
