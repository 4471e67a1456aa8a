"""Where output goes: a terminal, in colour; a pipe or a file, as it is; the summary of a CI job."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pgplumb.cli.asked import Asked
from pgplumb.config.load import environment
from pgplumb.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console
    from rich.text import Text


class Output:
    """Standard output, in colour or not, and the files that were asked for beside it."""

    def __init__(self, *, no_color: bool = False) -> None:
        surroundings = environment()
        self._asked = Asked.of(click.get_current_context())
        self.coloured = sys.stdout.isatty() and not no_color and not surroundings.get("NO_COLOR")

    @property
    def highlight(self) -> Callable[[str], Text]:
        """How SQL is shown."""
        from pgplumb.report.highlight import coloured_sql, plain_sql

        return coloured_sql if self.coloured else plain_sql

    def text(self, text: Text) -> None:
        """Print text that is meant for people."""
        if self.coloured:
            self._console().print(text, end="", soft_wrap=True, highlight=False)
        else:
            click.echo(text.plain, nl=False)

    def show(self, render: Callable[[str], Text | str]) -> None:
        """Print what `render` makes of the form that was asked for, and write the others to their files."""
        asked = self._asked
        shown = {form: render(form) for form in (*(file.form for file in asked.files), asked.form)}
        for form, path in asked.files:
            path.write_text(_plain(shown[form]), encoding="utf-8")
        match shown[asked.form]:
            case str() as document:
                self.document(document)
            case text:
                self.text(text)
        if "markdown" in shown:
            add_to_summary(_plain(shown["markdown"]))

    def document(self, document: str) -> None:
        """Print a document as it is; on a terminal, with what that would act on spelled out."""
        click.echo(visible(document) if sys.stdout.isatty() else document, nl=False)

    @staticmethod
    def _console() -> Console:
        from rich.console import Console

        return Console(file=sys.stdout, force_terminal=True, _environ=environment())


def _plain(shown: Text | str) -> str:
    return shown if isinstance(shown, str) else shown.plain


def add_to_summary(markdown: str) -> None:
    """Add to the summary of the CI job, if one is named."""
    summary = environment().get("GITHUB_STEP_SUMMARY", "")
    if not summary:
        return
    try:
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(markdown + "\n")
    except OSError as error:
        # The plan is there all the same, and its exit status is what the job goes by.
        reason = f"GITHUB_STEP_SUMMARY names {summary}, which cannot be written: {error.strerror}"
        click.echo(f"warning: {visible(reason)}", err=True)
