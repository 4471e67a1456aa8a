"""The `pgplumb` command: its subcommands, its exit status, and what becomes of errors."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pgplumb import __version__
from pgplumb.cli import apply, baseline, doctor, drift, dump, init, make, models, plan, rollback, seal, status, verify
from pgplumb.cli.failure import report_failure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

EPILOG = """\b
Exit status
  0   clean            3   refused by policy (see --allow)
  1   an error         4   not proved, or a law broken
  2   differences, pending migrations, or drift
  64  wrong usage      130 interrupted

\b
Example
  pgplumb plan                       what would change
  pgplumb make "add waitlist offers" write it as a migration, proved both ways
  pgplumb apply --url postgresql://localhost/shop
"""


class _Story(click.Group):
    """Lists the commands in the order in which a change meets them, and tells what goes wrong in them."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; here its context still knows in which form it was to answer."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, Exception) as error:  # whatever it is, it is told in one place
            return report_failure(error, ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=_Story, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option(
    "-C",
    "folder",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="Work in DIR. The project is looked for there and in the folders above.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def command(context: click.Context, folder: Path) -> None:
    """Schema as code for PostgreSQL.

    The desired schema lives in SQL files. pgplumb writes the migrations to it, proves them both ways, and runs them.
    """
    context.obj = folder


for _part in (init, dump, baseline, plan, make, seal, apply, rollback, status, drift, verify, models, doctor):
    command.add_command(_part.command)


def entry() -> NoReturn:
    """Run the command with the process's arguments, and end the process with its status."""
    for stream in (sys.stdout, sys.stderr):
        # A name that the terminal's encoding lacks is shown by its number, and never a reason to fail.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status; whatever goes wrong is told on standard error."""
    try:
        status = command.main(args=list(arguments), prog_name="pgplumb", standalone_mode=False)
    except (KeyboardInterrupt, Exception) as error:  # whatever it is, it is told in one place
        return report_failure(error)
    return status if isinstance(status, int) else 0
