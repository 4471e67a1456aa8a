"""`pgplumb seal`: proves files that were edited by hand, and renews pgplumb.sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pgplumb.cli import options
from pgplumb.cli.output import Output

if TYPE_CHECKING:
    from pathlib import Path

_EPILOG = options.epilog(
    "pgplumb seal                   after editing a migration, or filling in an empty one",
    status="0 sealed; 1 error; 4 a file does not do what it must; 64 wrong usage",
)


@click.command("seal", short_help="Prove files that were edited by hand.", epilog=_EPILOG)
@options.server
@options.no_color
@click.pass_obj
def command(folder: Path, *, server: str | None, no_color: bool) -> int:
    """Prove migrations that were edited by hand, write their fingerprints, and renew pgplumb.sum.

    Each down must undo its up. Where one does not, nothing is written.
    """
    from pgplumb.report.standing import seal_text
    from pgplumb.workflow.verify import seal

    with options.project(folder, server=server) as opened:
        outcome = seal(opened)
    Output(no_color=no_color).text(seal_text(outcome.proved, written=outcome.written))
    return 0
