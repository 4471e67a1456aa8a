"""What the user is told when something goes wrong, in the form that was asked for, and the exit status of it."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

import click

from pgplumb.cli.asked import Asked
from pgplumb.cli.output import add_to_summary
from pgplumb.config.load import environment
from pgplumb.errors import PgplumbError
from pgplumb.report.failure import Failure
from pgplumb.report.visible import visible

#: EX_USAGE of sysexits.h: 2, which others use, would be taken for a difference.
USAGE = 64

_INTERRUPTED = 130
_ISSUES = "the project's issue tracker"


def report_failure(error: BaseException, context: click.Context | None = None) -> int:
    """Tell it on standard error, and in the forms that the context's command was asked for; return the exit status."""
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.Abort() | KeyboardInterrupt():
            click.echo("interrupted", err=True)
            return _INTERRUPTED
    failure = _failure(error)
    asked = Asked() if context is None else Asked.of(context)
    # To GitHub the annotation tells it, and is safe there: a line of a log may be taken for a command.
    if asked.form != "github" or failure.rule.id == "unforeseen":
        _tell_people(error, failure)
    if context is not None:
        _tell_programs(failure, asked, context)
    return failure.exit_status


def _failure(error: BaseException) -> Failure:
    match error:
        case PgplumbError():
            return Failure.of(error)
        case click.UsageError():
            return Failure.other("wrong_usage", error.format_message(), exit_status=USAGE)
        case click.ClickException():
            return Failure.other("wrong_usage", error.format_message(), exit_status=1)
        case OSError(filename=str(name), strerror=str(reason)):
            # No permission, no space left: nothing that a report of a mistake would help with.
            return Failure.other("system_error", f"{name}: {reason}.", exit_status=1)
        case _:
            text = f"this should not have happened: {type(error).__name__}: {error}"
            return Failure.other("unforeseen", text, exit_status=1)


def _tell_people(error: BaseException, failure: Failure) -> None:
    usage = error.ctx if isinstance(error, click.UsageError) else None
    if usage is not None:
        click.echo(usage.get_usage(), err=True)
    click.echo(f"{_label()} {visible(failure.message)}", err=True)
    if usage is not None:
        click.echo(f"`{usage.command_path} --help` explains the options.", err=True)
    if failure.rule.id == "unforeseen":
        _tell_surprise(error)


def _tell_surprise(error: BaseException) -> None:
    if environment().get("PGPLUMB_TRACEBACK") == "1":
        click.echo("".join(traceback.format_exception(error)), err=True)
    else:
        click.echo(
            f"It is a mistake in pgplumb. Please report it in {_ISSUES}, with the command and what it prints with"
            " PGPLUMB_TRACEBACK=1 set (look through it for passwords first).",
            err=True,
        )


def _tell_programs(failure: Failure, asked: Asked, context: click.Context) -> None:
    """Each form that a program or a reviewer reads tells of the failure, so that none is taken for a clean run."""
    command = context.invoked_subcommand or ""
    folder = context.obj if isinstance(context.obj, Path) else Path()
    document = _document(asked.form, failure, folder, command)
    click.echo(visible(document) if sys.stdout.isatty() else document, nl=False)
    for form, path in asked.files:
        if shown := _document(form, failure, folder, command):
            try:
                path.write_text(shown, encoding="utf-8")
            except OSError as error:
                click.echo(f"warning: {visible(str(path))} cannot be written: {error.strerror}", err=True)
    if "markdown" in (asked.form, *(file.form for file in asked.files)):
        add_to_summary(_document("markdown", failure, folder, command))


def _document(form: str, failure: Failure, folder: Path, command: str) -> str:
    """What a form says of a failure; nothing where standard error says it all."""
    match form:
        case "json":
            from pgplumb.report.json import error_json

            return error_json(failure)
        case "markdown":
            from pgplumb.report.markdown import failure_markdown

            return failure_markdown(failure, command=command)
        case "github" | "sarif" | "gitlab":
            from pgplumb.cli.problems import render_failure

            return render_failure(form, failure, folder, command=command)
        case _:
            return ""


def _label() -> str:
    plain = not sys.stderr.isatty() or bool(environment().get("NO_COLOR"))
    return "error:" if plain else click.style("error:", fg="red", bold=True)
