"""`pgplumb make`: writes a change as migration files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from pgplumb.cli import options
from pgplumb.cli.output import Output

if TYPE_CHECKING:
    from pathlib import Path

    from pgplumb.differ.choose import EngineName
    from pgplumb.workflow.make import MakeOutcome

_EPILOG = options.epilog(
    'pgplumb make "add waitlist offers"',
    'pgplumb make "drop old notes" --allow data_loss',
    'pgplumb make --empty "fill in birthdays"     a pair to write by hand, then pgplumb seal',
    status="0 written, or nothing to write; 1 error; 2 the live database (--url) is not what the migrations say;\n"
    "  3 refused, see --allow; 4 not proved; 64 wrong usage",
)


@click.command("make", short_help="Write the change as a migration, proved both ways.", epilog=_EPILOG)
@click.argument("message")
@options.url
@options.server
@options.engine
@options.allow("data_loss")
@options.allow_other_major
@click.option("--empty", is_flag=True, help="Write an empty pair, to be filled in by hand and sealed.")
@click.option("--concurrently", is_flag=True, help="Build and drop indexes without blocking writes, one pair each.")
@options.no_color
@click.pass_obj
def command(
    folder: Path,
    *,
    message: str,
    url: str | None,
    server: str | None,
    engine: EngineName,
    allow: tuple[str, ...],
    allow_other_major: bool,
    empty: bool,
    concurrently: bool,
    no_color: bool,
) -> int:
    """Write the change from the end of the migrations to the desired schema as a pair of files, up and down.

    Both directions are proved first. MESSAGE says what the change does; the files are named by it. A database that
    --url names must stand where the migrations end, and is only read.
    """
    if empty and (concurrently or allow or allow_other_major or engine != "auto"):
        raise click.UsageError("--empty writes no statements: it takes no --engine, --allow or --concurrently.")
    from pgplumb.workflow import make
    from pgplumb.workflow.majors import OTHER_MAJOR

    now = datetime.now(UTC)
    with options.project(folder, url=url, server=server) as opened:
        if empty:
            outcome = make.make_empty(opened, message, now=now)
        else:
            write = make.make_concurrently if concurrently else make.make
            allowed = frozenset(allow) | ({OTHER_MAJOR} if allow_other_major else set())
            outcome = write(opened, message, now=now, allow=allowed, engine=engine)
        root = opened.config.root
    _show(outcome, Output(no_color=no_color), root)
    return 0


def _show(outcome: MakeOutcome, output: Output, root: Path) -> None:
    from rich.text import Text

    from pgplumb.report.findings import finding_lines
    from pgplumb.report.renamed import told
    from pgplumb.report.standing import files_text
    from pgplumb.report.text import changes_text, proof_text, risks_text, summary_text

    if not outcome.paths:
        output.text(Text("Nothing to write: the migrations already end at the desired schema.\n", "green"))
        return
    shown = Text()
    plan = outcome.plan
    if plan is None:
        shown.append("Write the statements into both files, then run `pgplumb seal`.\n")
    else:
        shown.append_text(changes_text(told(plan))).append_text(risks_text(plan.up))
        shown.append("\n").append_text(finding_lines(plan.findings))
        if plan.proof is not None:
            shown.append_text(proof_text(plan.proof))
        shown.append_text(summary_text(told(plan)))
    output.text(files_text(outcome.paths, root).append_text(shown) if plan is None else shown)
    if plan is not None:
        output.text(files_text(outcome.paths, root))
