"""What writing or checking models came to, for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.printable import printable
from pgplumb.report.findings import finding_lines

if TYPE_CHECKING:
    from pathlib import Path

    from rich.text import Text

    from pgplumb.report.shapes import ModelsOutcome


def written_text(outcome: ModelsOutcome, file: Path, *, is_new: bool) -> Text:
    """Where the models are, and how much of the schema they do not make."""
    shown = finding_lines(outcome.findings)
    if is_new:
        shown.append("  wrote ", "green").append(f"{printable(str(file))}\n")
    else:
        shown.append(f"{printable(str(file))} holds these models already.\n")
    left = "They make all of it."
    if outcome.missing:
        left = f"{outcome.missing} objects and properties are not in them: the file's header lists each."
    return shown.append(f"The models of {printable(outcome.of)}. {left}\n", "bold")


def checked_text(outcome: ModelsOutcome, file: Path, *, is_current: bool) -> Text:
    """Whether the file is what the schema says."""
    shown = finding_lines(outcome.findings)
    if is_current:
        return shown.append(f"{printable(str(file))} is what {printable(outcome.of)} says.\n", "green")
    shown.append(f"{printable(str(file))} is not what {printable(outcome.of)} says.\n", "yellow")
    return shown.append(f"Write it again: `pgplumb models --out {printable(str(file))}`.\n")
