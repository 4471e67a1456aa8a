"""The forms of output that a command line asks for: one for standard output, others for files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    F = TypeVar("F", bound=Callable[..., Any])

#: Where a context keeps what its command was asked for.
_FORM, _FILES = "pgplumb.form", "pgplumb.files"


class File(NamedTuple):
    """A form, and the file that it is written to."""

    form: str
    path: Path


@dataclass(frozen=True, slots=True)
class Asked:
    """The form for standard output, and those for files."""

    form: str = "text"
    files: tuple[File, ...] = ()

    @classmethod
    def of(cls, context: click.Context) -> Asked:
        """What the context's command was asked for, as far as its arguments were read."""
        return cls(context.meta.get(_FORM, "text"), context.meta.get(_FILES, ()))


def formats(*names: str) -> Callable[[F], F]:
    """The options for the form of the output, kept in the context: results and failures are told in the same forms."""

    def files(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> tuple[File, ...]:
        found = tuple(_file(value, names, context, option) for value in values)
        context.meta[_FILES] = found
        return found

    def form(context: click.Context, _: click.Parameter, value: str) -> str:
        context.meta[_FORM] = value
        return value

    # Both are eager: whatever else is wrong with the arguments is told in the form that was asked for.
    also = click.option(
        "--also",
        multiple=True,
        metavar="FORMAT=FILE",
        callback=files,
        is_eager=True,
        expose_value=False,
        help="Write another form to a file, in the same run. May be repeated.",
    )
    main = click.option(
        "--format",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        callback=form,
        is_eager=True,
        expose_value=False,
        help="The output's form.",
    )
    return lambda command: main(also(command))


def _file(value: str, names: tuple[str, ...], context: click.Context, option: click.Parameter) -> File:
    form, _, path = value.partition("=")
    if form not in names or not path:
        known = ", ".join(names)
        raise click.BadParameter(f"{value!r} is not FORMAT=FILE with one of {known}.", context, option)
    return File(form, Path(path))
