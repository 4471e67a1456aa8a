"""Where output goes: the terminal, with colour where it shows them; a pipe, as it is; the summary of a CI job."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pgplumb.config.load import environment
from pgplumb.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console
    from rich.text import Text


class Output:
    """Standard output, in colour or not."""

    def __init__(self, *, no_color: bool = False) -> None:
        surroundings = environment()
        self._summary = surroundings.get("GITHUB_STEP_SUMMARY", "")
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

    def document(self, document: str) -> None:
        """Print SQL or JSON as it is; on a terminal, with what that would act on spelled out."""
        click.echo(visible(document) if sys.stdout.isatty() else document, nl=False)

    def markdown(self, document: str) -> None:
        """Print Markdown, and add it to the summary of the CI job if one is named."""
        self.document(document)
        if not self._summary:
            return
        try:
            with Path(self._summary).open("a", encoding="utf-8") as file:
                file.write(document + "\n")
        except OSError as error:
            # The plan is there all the same, and its exit status is what the job goes by.
            reason = f"GITHUB_STEP_SUMMARY names {self._summary}, which cannot be written: {error.strerror}"
            click.echo(f"warning: {visible(reason)}", err=True)

    @staticmethod
    def _console() -> Console:
        from rich.console import Console

        return Console(file=sys.stdout, force_terminal=True, _environ=environment())
