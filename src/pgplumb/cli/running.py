"""What apply and rollback share: their options, and how they call and show a run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

from pgplumb.config.keys import KEYS
from pgplumb.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.text import Text

    from pgplumb.cli.output import Output
    from pgplumb.model.migration import AppliedMigration, Direction, Migration
    from pgplumb.report.shapes import AppliedPlan
    from pgplumb.runner.options import Selection


def _time(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    key = next(key for key in KEYS if key.name == option.name)
    if value is not None and not key.accepts(value):
        raise click.BadParameter(f"{value!r} is not {key.expected}.", context, option)
    return value


_SELECTING = (
    click.option("--steps", type=click.IntRange(min=1), metavar="N", help="At most N migrations."),
    click.option("--dry-run", is_flag=True, help="Show what would run. Nothing is written."),
)
_LIMITING = (
    click.option(
        "--lock-timeout",
        metavar="TIME",
        callback=_time,
        help='How long a statement waits for a lock, such as "3s"; it is tried again.',
    ),
    click.option(
        "--statement-timeout",
        metavar="TIME",
        callback=_time,
        help='How long a statement may take, such as "10min"; "0" is no limit.',
    ),
)


def selecting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that say which migrations run."""
    return _all(_SELECTING, command)


def limiting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that say how long statements may take."""
    return _all(_LIMITING, command)


def selection(to: str | None, steps: int | None) -> Selection:
    """Which migrations are meant."""
    from pgplumb.runner.options import Selection

    return Selection(to=to, steps=steps)


def narrator(database: object) -> Callable[[Any], None]:
    """What tells of a run on the database while it runs."""
    from pgplumb.cli.progress import narrate_to_stderr

    narrate_to_stderr(f"on {visible(str(database))}")
    return teller()


def teller() -> Callable[[Any], None]:
    """What tells of a run whose database the command names by itself."""
    from pgplumb.cli.progress import Narrator, narrate_to_stderr

    return Narrator(narrate_to_stderr, time.monotonic)


def show_run(rows: Sequence[AppliedMigration], direction: Direction, output: Output) -> None:
    """What a run did."""

    def render(form: str) -> Text | str:
        if form == "json":
            from pgplumb.report.json import run_json

            return run_json(direction, rows)
        from pgplumb.report.standing import run_text

        return run_text(rows, done="applied" if direction.value == "up" else "rolled back")

    output.show(render)


def show_preview(migrations: Sequence[Migration], direction: Direction, output: Output) -> int:
    """What a run would do; 2 if there is anything."""

    def render(form: str) -> Text | str:
        if form == "json":
            from pgplumb.report.json import preview_json

            return preview_json(direction, migrations)
        from pgplumb.report.standing import preview_text

        return preview_text(migrations, direction)

    output.show(render)
    return 2 if migrations else 0


def show_plan(applied: AppliedPlan, output: Output) -> None:
    """A saved plan that was run."""

    def render(form: str) -> Text | str:
        if form == "json":
            from pgplumb.report.json import applied_plan_json

            return applied_plan_json(applied)
        from pgplumb.report.standing import applied_plan_text

        return applied_plan_text(applied)

    output.show(render)


def show_mark(name: str, state: str, output: Output) -> None:
    """What the history now says of a migration."""

    def render(form: str) -> Text | str:
        if form == "json":
            from pgplumb.report.json import mark_json

            return mark_json(name, state)
        from pgplumb.report.standing import mark_text

        return mark_text(name, state)

    output.show(render)


def _all(added: Sequence[Callable[..., Any]], command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(added):
        command = option(command)
    return command
