"""`pgplumb drift`: tells whether a database is still what its migrations made it."""

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

    from pgplumb.report.shapes import DriftOutcome
    from pgplumb.report.text import Highlight

_EPILOG = options.epilog(
    "pgplumb drift --url postgresql://localhost/shop",
    "pgplumb drift --format sql            what would undo it, for psql",
    status="0 no drift; 2 drift; 1 error; 64 wrong usage",
)


@click.command("drift", short_help="Tell whether a database is what its migrations made it.", epilog=_EPILOG)
@options.url
@options.server
@options.formats("text", "sql", "json", "markdown", "github")
@options.no_color
@click.pass_obj
def command(folder: Path, *, url: str | None, server: str | None, no_color: bool) -> int:
    """Tell whether the live database still equals the replay of the migrations that it has. Nothing is written."""
    from pgplumb.workflow.drift import drift

    with options.project(folder, url=url, server=server) as opened:
        outcome = drift(opened)
    output = Output(no_color=no_color)
    output.show(partial(_render, outcome, folder, output.highlight))
    return 2 if outcome.plan.changes else 0


def _render(outcome: DriftOutcome, folder: Path, highlight: Highlight, form: str) -> Text | str:
    match form:
        case "sql":
            from pgplumb.report.sql import script_sql

            return script_sql(outcome.plan.down)
        case "json":
            from pgplumb.report.json import drift_json

            return drift_json(outcome)
        case "markdown":
            from pgplumb.report.markdown import drift_markdown
            from pgplumb.report.sql import script_sql

            return drift_markdown(outcome, down=script_sql(outcome.plan.down))
        case "text":
            from pgplumb.report.standing import drift_text

            return drift_text(outcome, highlight=highlight)
        case _:
            from pgplumb.report.problems import drift_problems
            from pgplumb.report.tree import group, summarise

            changes = outcome.plan.changes
            summary = f"Drift: {summarise(group(changes)).past}." if changes else "No drift."
            return render_problems(form, drift_problems(outcome), folder, command="drift", summary=summary)
