"""`pgplumb models`: the tables and views of a schema as SQLModel classes."""

from __future__ import annotations

from pathlib import Path

import click

from pgplumb.cli import options
from pgplumb.cli.output import Output

_EPILOG = options.epilog(
    "pgplumb models --out shop/models.py",
    "pgplumb models --out shop/models.py --check      in CI: is the file what the schema says?",
    "pgplumb models --of live --url postgresql://localhost/shop",
    status="0 written, or the file is the same already; 2 --check: it is not; 1 error;\n"
    "  3 refused: a file is there that this did not write; 64 wrong usage",
)


@click.command("models", short_help="Write a schema's tables and views as SQLModel classes.", epilog=_EPILOG)
@click.option(
    "--of",
    "whose",
    type=click.Choice(["desired", "live"]),
    default="desired",
    show_default=True,
    help="The schema: that of the desired files, or that of the live database.",
)
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to FILE instead of standard output.",
)
@click.option("--check", is_flag=True, help="Write nothing; end with 2 where FILE is not what would be written.")
@options.url
@options.server
@options.allow("replace")
@options.no_color
@click.pass_obj
def command(
    folder: Path,
    *,
    whose: str,
    out: Path | None,
    check: bool,
    url: str | None,
    server: str | None,
    allow: tuple[str, ...],
    no_color: bool,
) -> int:
    """Write the tables and views of a schema as a Python module of SQLModel classes.

    Tables with their keys, checks, indexes, comments and relationships both ways; views, only to be read; enums,
    domains, and checks as pydantic constraints where they say the same. The module's `metadata` makes the schema again
    (`metadata.create_all`), but for what its header lists. The same schema gives the same bytes.
    """
    if check and out is None:
        raise click.UsageError("--check needs a file to look at: --out FILE.")
    from pgplumb.workflow import models

    with options.project(folder, url=url, server=server) as opened:
        outcome = models.models_of_live(opened) if whose == "live" else models.models_of_desired(opened)
    output = Output(no_color=no_color)
    if out is None:
        output.document(outcome.module.text)
        return 0
    from pgplumb.report.models import checked_text, written_text

    file = folder / out
    is_current = models.is_current(outcome, file)
    if check:
        output.text(checked_text(outcome, out, is_current=is_current))
        return 0 if is_current else 2
    if not is_current:
        models.write_models(outcome, file, allow=frozenset(allow))
    output.text(written_text(outcome, out, is_new=not is_current))
    return 0
