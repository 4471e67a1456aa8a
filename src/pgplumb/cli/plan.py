"""`pgplumb plan`: shows what would change."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pgplumb.cli import options
from pgplumb.cli.output import Output
from pgplumb.cli.problems import render_problems

if TYPE_CHECKING:
    from rich.text import Text

    from pgplumb.differ.choose import EngineName
    from pgplumb.report.shapes import PlanOutcome
    from pgplumb.report.text import Highlight

_EPILOG = options.epilog(
    "pgplumb plan                                     against the end of the migrations",
    "pgplumb plan --url postgresql://localhost/shop   against a live database, which is only read",
    "pgplumb plan --format sql > change.sql           the SQL alone, for psql",
    "pgplumb plan --url URL --out plan.json           save it, for pgplumb apply --plan plan.json",
    "pgplumb plan --format github --also markdown=plan.md --also sarif=plan.sarif   in CI: annotations and files",
    status="0 nothing to change; 2 there are changes; 1 error; 4 no plan could be proved; 64 wrong usage",
)

#: More lines than any script has.
_ALL = 10**9


@click.command("plan", short_help="Show what would change.", epilog=_EPILOG)
@options.url
@options.server
@options.engine
@options.formats("text", "sql", "json", "markdown", "github", "sarif", "gitlab")
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Save the plan as well, for `pgplumb apply --plan FILE`.",
)
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
    out: Path | None,
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
    if out is not None:
        from pgplumb.workflow.saved import save_plan

        save_plan(outcome, out)
    output = Output(no_color=no_color)
    output.show(_View(folder, outcome, down=down, full=full, highlight=output.highlight).render)
    return 0 if outcome.plan.is_empty and not outcome.plan.is_incomplete else 2


@dataclass(frozen=True, slots=True)
class _View:
    """A plan, and how much of it is to be shown."""

    folder: Path
    outcome: PlanOutcome
    down: bool
    full: bool
    highlight: Highlight

    def render(self, form: str) -> Text | str:
        """The plan in one of its forms."""
        outcome, plan = self.outcome, self.outcome.plan
        match form:
            case "sql":
                from pgplumb.report.sql import script_sql

                return script_sql(plan.down if self.down else plan.up)
            case "json":
                from pgplumb.report.json import plan_json

                return plan_json(outcome)
            case "markdown":
                from pgplumb.report.markdown import plan_markdown
                from pgplumb.report.sql import script_sql

                return plan_markdown(outcome, up=script_sql(plan.up), down=script_sql(plan.down))
            case "text":
                from pgplumb.report.text import SQL_LINES, plan_text

                lines = _ALL if self.full else SQL_LINES
                return plan_text(
                    outcome, plan.down if self.down else plan.up, highlight=self.highlight, sql_lines=lines
                )
            case _:
                from pgplumb.report.problems import plan_problems
                from pgplumb.report.renamed import told
                from pgplumb.report.text import summary_text

                summary = summary_text(told(plan)).plain.strip()
                return render_problems(form, plan_problems(outcome), self.folder, command="plan", summary=summary)
