"""What the user is told when something goes wrong, and the exit status that goes with it."""

from __future__ import annotations

import sys
import traceback

import click

from pgplumb.config.load import environment
from pgplumb.errors import PgplumbError
from pgplumb.report.visible import visible

#: EX_USAGE of sysexits.h: 2, which others use, would be taken for a difference.
USAGE = 64

_INTERRUPTED = 130
_ISSUES = "the project's issue tracker"


def report_failure(error: BaseException) -> int:
    """Tell it on standard error, and return the exit status."""
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.UsageError():
            _tell_usage(error)
            return USAGE
        case click.ClickException():
            _tell(error.format_message())
            return 1
        case click.Abort() | KeyboardInterrupt():
            click.echo("interrupted", err=True)
            return _INTERRUPTED
        case PgplumbError():
            _tell(error.message)
            return error.exit_code
        case OSError(filename=str(name), strerror=str(reason)):
            # No permission, no space left: nothing that a report of a mistake would help with.
            _tell(f"{name}: {reason}.")
            return 1
        case _:
            _tell_surprise(error)
            return 1


def _tell(message: str) -> None:
    click.echo(f"{_label()} {visible(message)}", err=True)


def _tell_usage(error: click.UsageError) -> None:
    if error.ctx is not None:
        click.echo(error.ctx.get_usage(), err=True)
    _tell(error.format_message())
    if error.ctx is not None:
        click.echo(f"`{error.ctx.command_path} --help` explains the options.", err=True)


def _tell_surprise(error: BaseException) -> None:
    _tell(f"this should not have happened: {type(error).__name__}: {error}")
    if environment().get("PGPLUMB_TRACEBACK") == "1":
        click.echo("".join(traceback.format_exception(error)), err=True)
    else:
        click.echo(
            f"It is a mistake in pgplumb. Please report it in {_ISSUES}, with the command and what it prints with"
            " PGPLUMB_TRACEBACK=1 set (look through it for passwords first).",
            err=True,
        )


def _label() -> str:
    plain = not sys.stderr.isatty() or bool(environment().get("NO_COLOR"))
    return "error:" if plain else click.style("error:", fg="red", bold=True)
