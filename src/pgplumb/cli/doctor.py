"""`pgplumb doctor`: tells what the machine, the project and the live database offer, and what is missing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from pgplumb.cli import options
from pgplumb.cli.output import Output
from pgplumb.config.load import environment

if TYPE_CHECKING:
    from pathlib import Path

    from rich.text import Text

    from pgplumb.model.diagnosis import Diagnosis

_EPILOG = options.epilog(
    "pgplumb doctor                                     this machine and the project",
    "pgplumb doctor --url postgresql://localhost/shop   also a live database, which is only read",
    "pgplumb doctor --format json                       the same as a document, pgplumb.doctor/1",
    status="0 nothing is broken, though there may be warnings; 1 something is; 64 wrong usage",
)


@click.command("doctor", short_help="Tell what is missing or in the way.", epilog=_EPILOG)
@options.url
@options.server
@options.formats("text", "json")
@options.no_color
@click.pass_obj
def command(folder: Path, *, url: str | None, server: str | None, no_color: bool) -> int:
    """Tell what is missing or in the way. Nothing is written but the cache.

    Looks at the servers that scratch databases can live on and the extensions they have, at the project's settings
    and files, and at the live database if one is named: its version, what its user may read and change, and whose
    transactions would keep a migration waiting.
    """
    from pgplumb.workflow.doctor import doctor

    found = doctor(folder, environment=environment(), overrides={"url": url, "server": server})
    output = Output(no_color=no_color)
    output.show(partial(_render, found))
    return 0 if found.is_sound else 1


def _render(found: Diagnosis, form: str) -> Text | str:
    if form == "json":
        from pgplumb.report.json import doctor_json

        return doctor_json(found)
    from pgplumb.report.doctor import doctor_text

    return doctor_text(found)
