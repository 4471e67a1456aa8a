"""A command that failed, as the formats for programs tell it: a document in place of the one that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.errors import PgplumbError, TextError
from pgplumb.model.location import Location
from pgplumb.report.rules import Rule, error_rule

if TYPE_CHECKING:
    from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a command ended, and with which status; `message` is what standard error says, `said` leaves out the place.

    `location` is where the mistake is, with the file as the message names it.
    """

    rule: Rule
    message: str
    said: str
    exit_status: int
    location: Location | None = None

    @classmethod
    def of(cls, error: PgplumbError) -> Self:
        """What an error of ours tells."""
        return cls(
            rule=error_rule(type(error)),
            message=error.message,
            said=_without_place(error),
            exit_status=error.exit_code,
            location=_place(error),
        )

    @classmethod
    def other(cls, code: str, message: str, *, exit_status: int) -> Self:
        """What any other error tells."""
        rule = Rule(code, "The command cannot do its work", "error", "The message says what to do next.")
        return cls(rule=rule, message=message, said=message, exit_status=exit_status)


def _place(error: PgplumbError) -> Location | None:
    file, line, column = (error.data.get(name) for name in ("file", "line", "column"))
    if not file:
        return None
    return Location(str(file), line if isinstance(line, int) else 1, column if isinstance(column, int) else 1)


def _without_place(error: PgplumbError) -> str:
    if isinstance(error, TextError):
        return "\n".join(part for part in (error.reason, error.hint) if part)
    file, line = error.data.get("file"), error.data.get("line")
    return error.message.removeprefix(f"{file}:{line}: ").removeprefix(f"{file}: ")
