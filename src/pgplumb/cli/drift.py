"""`pgplumb drift`: tells whether a database is still what its migrations made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pgplumb.cli import options
from pgplumb.cli.output import Output

if TYPE_CHECKING:
    from pathlib import Path

_EPILOG = options.epilog(
    "pgplumb drift --url postgresql://localhost/shop",
    "pgplumb drift --format sql            what would undo it, for psql",
    status="0 no drift; 2 drift; 1 error; 64 wrong usage",
)


@click.command("drift", short_help="Tell whether a database is what its migrations made it.", epilog=_EPILOG)
@options.url
@options.server
@options.formats("text", "sql", "json", "markdown")
@options.no_color
@click.pass_obj
def command(folder: Path, *, url: str | None, server: str | None, form: str, no_color: bool) -> int:
    """Tell whether the live database still equals the replay of the migrations that it has. Nothing is written."""
    from pgplumb.workflow.drift import drift

    with options.project(folder, url=url, server=server) as opened:
        outcome = drift(opened)
    output = Output(no_color=no_color)
    match form:
        case "sql":
            from pgplumb.report.sql import script_sql

            output.document(script_sql(outcome.plan.down))
        case "json":
            from pgplumb.report.json import drift_json

            output.document(drift_json(outcome))
        case "markdown":
            from pgplumb.report.markdown import drift_markdown
            from pgplumb.report.sql import script_sql

            output.markdown(drift_markdown(outcome, down=script_sql(outcome.plan.down)))
        case _:
            from pgplumb.report.standing import drift_text

            output.text(drift_text(outcome, highlight=output.highlight))
    return 2 if outcome.plan.changes else 0
