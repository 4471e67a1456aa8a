"""`pgplumb init`: starts a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pgplumb.cli import options
from pgplumb.cli.output import Output

if TYPE_CHECKING:
    from pathlib import Path

_EPILOG = options.epilog(
    "pgplumb init                       in the folder of an application",
    "pgplumb -C services/shop init",
    status="0 started; 1 error, also where there is a project already; 64 wrong usage",
)


@click.command("init", short_help="Start a project.", epilog=_EPILOG)
@options.no_color
@click.pass_obj
def command(folder: Path, *, no_color: bool) -> None:
    """Start a project: write pgplumb.toml, and make the folders for the schema and the migrations."""
    from rich.text import Text

    from pgplumb.report.standing import files_text
    from pgplumb.workflow.init import init

    paths = init(folder)
    output = Output(no_color=no_color)
    output.text(files_text(paths, folder.resolve()))
    output.text(Text("Describe the schema in desired/*.sql, then run `pgplumb plan`.\n"))
    output.text(Text("For a database that is there already, `pgplumb dump --url ...` writes the files.\n"))
