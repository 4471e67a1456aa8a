"""`pgplumb status`: tells where a database stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from pgplumb.cli import options
from pgplumb.cli.output import Output

if TYPE_CHECKING:
    from pathlib import Path

    from rich.text import Text

    from pgplumb.report.shapes import Standing

_EPILOG = options.epilog(
    "pgplumb status --url postgresql://localhost/shop",
    "pgplumb status --format json",
    status="0 every migration is applied; 2 some are pending, or something is not in order; 1 error; 64 wrong usage",
)


@click.command("status", short_help="Tell which migrations a database has.", epilog=_EPILOG)
@options.url
@options.formats("text", "json", "markdown")
@options.no_color
@click.pass_obj
def command(folder: Path, *, url: str | None, no_color: bool) -> int:
    """Tell which migrations the live database has, and which are pending. Nothing is written."""
    from pgplumb.workflow.run import status

    with options.project(folder, url=url) as opened:
        found, database = status(opened), str(opened.live())
    Output(no_color=no_color).show(partial(_render, found, database))
    return 0 if found.is_current else 2


def _render(found: Standing, database: str, form: str) -> Text | str:
    match form:
        case "json":
            from pgplumb.report.json import status_json

            return status_json(found)
        case "markdown":
            from pgplumb.report.markdown import status_markdown

            return status_markdown(found)
        case _:
            from pgplumb.report.standing import status_text

            return status_text(found, database=database)
