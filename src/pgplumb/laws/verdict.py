"""What came of holding an object to a law: it passed, it failed, or it stayed untested for a reason."""

from __future__ import annotations

from dataclasses import dataclass

#: The database that a script is for, unless it says another.
HERE = "on a database with this schema"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """The law holds; `examples` counts the databases or rows that were tried, 0 where the catalog alone tells."""

    examples: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The law is broken.

    `message` says how in a sentence or two, `help` what to do next. `script` shows it in psql: complete from the rows
    that it needs on, empty where the catalog alone tells. `notes` are lines of Hypothesis, such as how to draw the same
    again. `where` is the database that the script is for. `examples` counts those that it took to find one, 0 where the
    catalog alone tells.
    """

    message: str
    help: str = ""
    script: str = ""
    where: str = HERE
    notes: tuple[str, ...] = ()
    examples: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Untested:
    """Nothing was learned, and why."""

    reason: str


Verdict = Passed | Failed | Untested
