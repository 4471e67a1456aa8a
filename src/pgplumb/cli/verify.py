"""`pgplumb verify`: holds the migrations to their laws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pgplumb.cli import options
from pgplumb.cli.output import Output

if TYPE_CHECKING:
    from pathlib import Path

_EPILOG = options.epilog(
    "pgplumb verify                        in CI: needs no database of yours",
    "pgplumb verify --format markdown",
    status="0 every law holds; 4 one is broken; 1 error, also an edited or missing file; 64 wrong usage",
)


@click.command("verify", short_help="Hold the migrations to their laws.", epilog=_EPILOG)
@options.server
@options.formats("text", "json", "markdown")
@options.no_color
@click.pass_obj
def command(folder: Path, *, server: str | None, form: str, no_color: bool) -> int:
    """Check the migrations: their replay equals the desired schema, every down undoes its up, nothing was edited."""
    from pgplumb.workflow.verify import verify

    with options.project(folder, server=server) as opened:
        verdict = verify(opened)
    output = Output(no_color=no_color)
    match form:
        case "json":
            from pgplumb.report.json import verdict_json

            output.document(verdict_json(verdict))
        case "markdown":
            from pgplumb.report.markdown import verdict_markdown

            output.markdown(verdict_markdown(verdict))
        case _:
            from pgplumb.report.standing import verdict_text

            output.text(verdict_text(verdict))
    return 4 if any(finding.severity == "error" for finding in verdict.findings) else 0
