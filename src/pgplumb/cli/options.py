"""Options that several commands share, and the values they stand for."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pgplumb.cli.asked import formats as formats
from pgplumb.config.load import environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pgplumb.workflow.project import Project

    F = TypeVar("F", bound=Callable[..., Any])

url = click.option(
    "--url",
    metavar="URL",
    help="The live database. Else PGPLUMB_URL, DATABASE_URL, PGDATABASE or PGSERVICE, then the configuration.",
)
server = click.option(
    "--server",
    metavar="SERVER",
    help='Where scratch databases are made: "embedded", "local", "container:IMAGE", or a URL that pgplumb may use.',
)
engine = click.option(
    "--engine",
    type=click.Choice(["auto", "migra", "native"]),
    default="auto",
    show_default=True,
    help="What writes the SQL. auto: migra where it knows how, else our own engine.",
)
allow_other_major = click.option(
    "--allow-other-major",
    is_flag=True,
    help="Write it although it was proved on another major version of PostgreSQL than it is for.",
)
no_color = click.option("--no-color", is_flag=True, help="No colours. They are also off with NO_COLOR, or in a pipe.")


def allow(*names: str) -> Callable[[F], F]:
    """The option for what is refused unless it is named."""
    return click.option(
        "--allow", multiple=True, type=click.Choice(names), help="Do what is refused otherwise. May be repeated."
    )


def epilog(*examples: str, status: str) -> str:
    """What stands below a command's options: an example, and the exit statuses that it can give."""
    return "\n".join(("\b", "Example", *(f"  {line}" for line in examples), "", "\b", f"Exit status\n  {status}"))


@contextmanager
def project(folder: Path, **overrides: Any) -> Iterator[Project]:
    """The project that holds the folder, with what the command line sets above its configuration."""
    # Imported here, as in every command: `pgplumb --help` is to answer at once.
    from pgplumb.workflow.project import open_project

    with open_project(folder, environment=environment(), overrides=overrides) as opened:
        yield opened
