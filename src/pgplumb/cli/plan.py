"""`pgplumb plan`: shows what would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pgplumb.cli import options
from pgplumb.cli.output import Output

if TYPE_CHECKING:
    from pathlib import Path

    from pgplumb.differ.choose import EngineName
    from pgplumb.report.shapes import PlanOutcome

_EPILOG = options.epilog(
    "pgplumb plan                                     against the end of the migrations",
    "pgplumb plan --url postgresql://localhost/shop   against a live database, which is only read",
    "pgplumb plan --format sql > change.sql           the SQL alone, for psql",
    status="0 nothing to change; 2 there are changes; 1 error; 4 no plan could be proved; 64 wrong usage",
)

#: More lines than any script has.
_ALL = 10**9


@click.command("plan", short_help="Show what would change.", epilog=_EPILOG)
@options.url
@options.server
@options.engine
@options.formats("text", "sql", "json", "markdown")
@click.option("--down", is_flag=True, help="Show the SQL of the way back instead of the way there.")
@click.option("--full", is_flag=True, help="Show all of the SQL, however long it is.")
@options.no_color
@click.pass_obj
def command(
    folder: Path,
    *,
    url: str | None,
    server: str | None,
    engine: EngineName,
    form: str,
    down: bool,
    full: bool,
    no_color: bool,
) -> int:
    """Show what would change. Nothing is written.

    The desired schema is compared with the live database if one is named, else with the end of the migrations. The
    plan is proved in both directions on a scratch server before it is shown.
    """
    from pgplumb.workflow.plan import make_plan

    with options.project(folder, url=url, server=server) as opened:
        outcome = make_plan(opened, engine=engine)
    _show(outcome, Output(no_color=no_color), form=form, down=down, full=full)
    return 0 if outcome.plan.is_empty else 2


def _show(outcome: PlanOutcome, output: Output, *, form: str, down: bool, full: bool) -> None:
    script = outcome.plan.down if down else outcome.plan.up
    match form:
        case "sql":
            from pgplumb.report.sql import script_sql

            output.document(script_sql(script))
        case "json":
            from pgplumb.report.json import plan_json

            output.document(plan_json(outcome))
        case "markdown":
            from pgplumb.report.markdown import plan_markdown
            from pgplumb.report.sql import script_sql

            ways = {"up": script_sql(outcome.plan.up), "down": script_sql(outcome.plan.down)}
            output.markdown(plan_markdown(outcome, **ways))
        case _:
            from pgplumb.report.text import SQL_LINES, plan_text

            lines = _ALL if full else SQL_LINES
            output.text(plan_text(outcome, script, highlight=output.highlight, sql_lines=lines))
