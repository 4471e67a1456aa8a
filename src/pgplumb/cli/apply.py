"""`pgplumb apply`: runs what is pending, and settles what a run that was cut off left."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import click

from pgplumb.cli import options, running
from pgplumb.cli.output import Output

_EPILOG = options.epilog(
    "pgplumb apply --url postgresql://localhost/shop",
    "pgplumb apply --dry-run               what would run",
    "pgplumb apply --to 20260301101500     up to that migration, and with it",
    "pgplumb apply --plan plan.json        what pgplumb plan --out saved",
    status="0 applied, or nothing pending; 2 --dry-run: some are pending, --plan: it is out of date; 1 error;\n"
    "  3 refused, see --allow;"
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
@options.server
@options.allow("out_of_order", "data_loss", "drift")
@click.option(
    "--plan",
    "saved",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Run what `pgplumb plan --url URL --out FILE` saved, and no migrations, unless something has moved since.",
)
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
    server: str | None,
    to: str | None,
    steps: int | None,
    dry_run: bool,
    lock_timeout: str | None,
    statement_timeout: str | None,
    allow: tuple[str, ...],
    saved: Path | None,
    mark: Mark | None,
    no_color: bool,
) -> int:
    """Run the pending migrations on the live database, each in one transaction with its row in the history.

    A statement that waits too long for a lock gives way and is tried again. A run that was cut off is taken up from
    where it stopped. --plan runs a saved plan instead, on a database without migrations.
    """
    if mark is not None and (to or steps or dry_run):
        raise click.UsageError("--mark runs nothing: it takes no --to, --steps or --dry-run.")
    if saved is not None and (mark is not None or to or steps or dry_run):
        raise click.UsageError("--plan runs no migrations: it takes no --to, --steps, --dry-run or --mark.")
    from pgplumb.model.migration import Direction
    from pgplumb.runner.options import Means
    from pgplumb.workflow import run

    output = Output(no_color=no_color)
    chosen = running.selection(to, steps)
    limits = {"lock_timeout": lock_timeout, "statement_timeout": statement_timeout}
    with options.project(folder, url=url, server=server, **limits) as opened:
        told = run.allowing(run.options_of(opened.config), frozenset(allow))
        if saved is not None:
            from pgplumb.workflow.saved import apply_plan

            narrator = running.narrator(opened.live())
            found = apply_plan(opened, saved, allow=frozenset(allow), options=told, means=Means(), emit=narrator)
            running.show_plan(found, output)
            return 0
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
