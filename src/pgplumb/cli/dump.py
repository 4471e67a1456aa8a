"""`pgplumb dump`: a live database as the files of a desired schema."""

from __future__ import annotations

from pathlib import Path

import click

from pgplumb.cli import options
from pgplumb.cli.output import Output

_EPILOG = options.epilog(
    "pgplumb dump --url postgresql://localhost/shop",
    "pgplumb dump --out review/today      beside the desired schema, to compare",
    "pgplumb dump --allow replace         files that are there go to desired.before/",
    status="0 written, or the files are the same already; 1 error; 3 refused: other files are there;\n"
    "  4 the files would not load back to the same schema, and were not written; 64 wrong usage",
)


@click.command("dump", short_help="Write a live database's schema as desired files.", epilog=_EPILOG)
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write below DIR instead of the folder of the desired schema.",
)
@options.url
@options.server
@options.allow("replace")
@options.no_color
@click.pass_obj
def command(
    folder: Path, *, out: Path | None, url: str | None, server: str | None, allow: tuple[str, ...], no_color: bool
) -> int:
    """Write the schema of a live database as the files of the desired schema.

    A file a table with all that hangs on it, a file a view, a function, a type; the rest by kind. Before anything is
    written the files are loaded on the scratch server and compared with the database, which is only read. The same
    schema gives the same bytes. Extensions' own objects, the histories of migration tools and what `ignore` names are
    left out.
    """
    from pgplumb.workflow.dump import dump

    target = None if out is None else folder / out
    with options.project(folder, url=url, server=server) as opened:
        outcome = dump(opened, folder=target, allow=frozenset(allow))
        root = opened.config.root
    from pgplumb.report.adoption import dump_text

    Output(no_color=no_color).text(dump_text(outcome, root))
    return 0
