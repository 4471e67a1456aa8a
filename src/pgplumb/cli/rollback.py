"""`pgplumb rollback`: undoes migrations, the latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pgplumb.cli import options, running
from pgplumb.cli.output import Output

if TYPE_CHECKING:
    from pathlib import Path

_EPILOG = options.epilog(
    "pgplumb rollback                           the latest migration",
    "pgplumb rollback --steps 3 --dry-run       what undoing three would run",
    "pgplumb rollback --to 20260301101500       all that came after that one, which stays; 0 is all",
    status="0 rolled back, or nothing to undo; 2 --dry-run: there is something to undo; 1 error;\n"
    "  3 refused, see --allow; 64 wrong usage",
)


@click.command("rollback", short_help="Undo migrations, the latest first.", epilog=_EPILOG)
@options.url
@click.option("--to", metavar="VERSION", help="Back to this migration, which stays; 0 for all.")
@running.selecting
@running.limiting
@options.allow("data_loss")
@options.formats("text", "json")
@options.no_color
@click.pass_obj
def command(
    folder: Path,
    *,
    url: str | None,
    to: str | None,
    steps: int | None,
    dry_run: bool,
    lock_timeout: str | None,
    statement_timeout: str | None,
    allow: tuple[str, ...],
    no_color: bool,
) -> int:
    """Undo the latest migration of the live database, or as many as --to or --steps say.

    What a way down loses is named, and refused unless it is allowed.
    """
    from pgplumb.model.migration import Direction
    from pgplumb.runner.options import Means
    from pgplumb.workflow import run

    output = Output(no_color=no_color)
    chosen = running.selection(to, steps if steps or to else 1)
    limits = {"lock_timeout": lock_timeout, "statement_timeout": statement_timeout}
    with options.project(folder, url=url, **limits) as opened:
        told = run.options_of(opened.config)
        if dry_run:
            applied = run.preview_rollback(opened, selection=chosen, options=told)
            return running.show_preview(applied, Direction.DOWN, output)
        rows = run.rollback(
            opened,
            selection=chosen,
            options=told,
            allow=frozenset(allow),
            means=Means(),
            emit=running.narrator(opened.live()),
        )
    running.show_run(rows, Direction.DOWN, output)
    return 0
