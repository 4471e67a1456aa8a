"""`pgplumb baseline`: an existing database joins."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from pgplumb.cli import options
from pgplumb.cli.output import Output

if TYPE_CHECKING:
    from pathlib import Path

_EPILOG = options.epilog(
    "pgplumb dump --url postgresql://localhost/shop        first the files,",
    "pgplumb baseline --url postgresql://localhost/shop    then the migration; now `pgplumb plan` is empty",
    'pgplumb baseline "as it was in production"',
    status="0 written and recorded; 1 error, also where there are migrations or a history already;\n"
    "  2 the database changed meanwhile; 4 not proved; 64 wrong usage",
)


@click.command("baseline", short_help="Let an existing database join: its state is migration one.", epilog=_EPILOG)
@click.argument("message", default="baseline")
@options.url
@options.server
@options.allow_other_major
@options.no_color
@click.pass_obj
def command(
    folder: Path, *, message: str, url: str | None, server: str | None, allow_other_major: bool, no_color: bool
) -> int:
    """Write the present state of a live database as the first migration, and record there that it is applied.

    The way up leads from an empty database to this one, the way down drops everything again; both are proved, and
    neither is run on the live database. All that it gets is its history. MESSAGE names the files.
    """
    from pgplumb.cli.running import teller
    from pgplumb.report.adoption import baseline_text
    from pgplumb.workflow.baseline import baseline
    from pgplumb.workflow.majors import OTHER_MAJOR

    allow = frozenset({OTHER_MAJOR} if allow_other_major else ())
    with options.project(folder, url=url, server=server) as opened:
        outcome = baseline(opened, message, now=datetime.now(UTC), allow=allow, emit=teller())
        root = opened.config.root
    Output(no_color=no_color).text(baseline_text(outcome, root))
    return 0
