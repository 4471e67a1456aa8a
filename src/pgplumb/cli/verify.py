"""`pgplumb verify`: holds the migrations to their laws."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from pgplumb.cli import options
from pgplumb.cli.output import Output
from pgplumb.cli.problems import render_problems

if TYPE_CHECKING:
    from pathlib import Path

    from rich.text import Text

    from pgplumb.report.shapes import Verdict

_EPILOG = options.epilog(
    "pgplumb verify                        in CI: needs no database of yours",
    "pgplumb verify --format github --also sarif=verify.sarif",
    status="0 every law holds; 4 one is broken; 1 error, also an edited or missing file; 64 wrong usage",
)


@click.command("verify", short_help="Hold the migrations to their laws.", epilog=_EPILOG)
@options.server
@click.option(
    "--rows",
    type=click.Choice(["quick", "thorough", "none"]),
    default="quick",
    show_default=True,
    help="How many databases to draw for each migration, to see what it does to rows.",
)
@options.formats("text", "json", "markdown", "github", "sarif", "gitlab")
@options.no_color
@click.pass_obj
def command(folder: Path, *, server: str | None, rows: str, no_color: bool) -> int:
    """Check the migrations: their replay equals the desired schema, every down undoes its up, nothing was edited.

    Rows are drawn that each migration may meet: it has to take them, and they have to survive it both ways.
    """
    from pgplumb.workflow.verify import verify

    with options.project(folder, server=server) as opened:
        verdict = verify(opened, rows=rows)
    Output(no_color=no_color).show(partial(_render, verdict, folder))
    return 4 if any(finding.severity == "error" for finding in verdict.findings) else 0


def _render(verdict: Verdict, folder: Path, form: str) -> Text | str:
    match form:
        case "json":
            from pgplumb.report.json import verdict_json

            return verdict_json(verdict)
        case "markdown":
            from pgplumb.report.markdown import verdict_markdown

            return verdict_markdown(verdict)
        case "text":
            from pgplumb.report.standing import verdict_text

            return verdict_text(verdict)
        case _:
            from pgplumb.report.findings import count_findings
            from pgplumb.report.problems import verdict_problems

            summary = f"Verify: {count_findings(verdict.findings) or 'everything holds'}."
            return render_problems(form, verdict_problems(verdict), folder, command="verify", summary=summary)
