"""`pgplumb apply`: runs what is pending, and settles what a run that was cut off left."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from pgplumb.cli import options, running
from pgplumb.cli.output import Output

if TYPE_CHECKING:
    from pathlib import Path

_EPILOG = options.epilog(
    "pgplumb apply --url postgresql://localhost/shop",
    "pgplumb apply --dry-run               what would run",
    "pgplumb apply --to 20260301101500     up to that migration, and with it",
    status="0 applied, or nothing pending; 2 --dry-run: some are pending; 1 error; 3 refused, see --allow;\n"
    "  64 wrong usage",
)


class Mark(NamedTuple):
    """A version, and what the history is to say of it."""

    version: str
    state: str


def _mark(context: click.Context, option: click.Parameter, value: str | None) -> Mark | None:
    if value is None:
        return None
    version, _, state = value.partition("=")
    if not version or state not in ("applied", "pending"):
        raise click.BadParameter(f"{value!r} is not VERSION=applied or VERSION=pending.", context, option)
    return Mark(version, state)


@click.command("apply", short_help="Run the pending migrations.", epilog=_EPILOG)
@options.url
@click.option("--to", metavar="VERSION", help="Up to this migration, and with it.")
@running.selecting
@running.limiting
@options.allow("out_of_order")
@click.option(
    "--mark",
    callback=_mark,
    metavar="VERSION=applied|pending",
    help="Run nothing: write into the history that a migration is applied, or is not. You looked, and know it.",
)
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
    mark: Mark | None,
    no_color: bool,
) -> int:
    """Run the pending migrations on the live database, each in one transaction with its row in the history.

    A statement that waits too long for a lock gives way and is tried again. A run that was cut off is taken up from
    where it stopped.
    """
    if mark is not None and (to or steps or dry_run):
        raise click.UsageError("--mark runs nothing: it takes no --to, --steps or --dry-run.")
    from pgplumb.model.migration import Direction
    from pgplumb.runner.options import Means
    from pgplumb.workflow import run

    output = Output(no_color=no_color)
    chosen = running.selection(to, steps)
    limits = {"lock_timeout": lock_timeout, "statement_timeout": statement_timeout}
    with options.project(folder, url=url, **limits) as opened:
        told = run.allowing(run.options_of(opened.config), frozenset(allow))
        if mark is not None:
            write = run.mark_applied if mark.state == "applied" else run.mark_pending
            marked = write(opened, mark.version, options=told, emit=running.narrator(opened.live()))
            running.show_mark(marked.id, mark.state, output)
            return 0
        if dry_run:
            pending = run.preview_apply(opened, selection=chosen, options=told)
            return running.show_preview(pending, Direction.UP, output)
        rows = run.apply(opened, selection=chosen, options=told, means=Means(), emit=running.narrator(opened.live()))
    running.show_run(rows, Direction.UP, output)
    return 0
