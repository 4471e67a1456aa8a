"""Saved plans that cannot be applied."""

from __future__ import annotations

from pgplumb.errors.base import PgplumbError


class PlanUnreadable(PgplumbError):
    """The plan {file} cannot be used: {reason}. Save one with `pgplumb plan --url URL --out FILE`."""


class PlanOfOtherFormat(PgplumbError):
    """{file} is no plan that this version of pgplumb reads: it says {found}, and {wanted} is wanted. Make it anew with
    `pgplumb plan --url URL --out FILE`."""

    exit_code = 3


class PlanEdited(PgplumbError):
    """{file} was changed after it was saved, so what it says was never proved. Make it anew with
    `pgplumb plan --url URL --out FILE`; a change by hand belongs into a migration (`pgplumb make --empty`)."""

    exit_code = 3


class PlanNotLive(PgplumbError):
    """{file} starts from the end of the migrations, not from a live database. Write it as migrations with
    `pgplumb make` and apply those, or make a plan from the live database: `pgplumb plan --url URL --out FILE`."""

    exit_code = 3


class PlanIncomplete(PgplumbError):
    """{file} leaves out a part of the desired schema: its scratch server lacked an extension. Make it anew on a server
    that has it; the plan names one."""

    exit_code = 3


class PlanStale(PgplumbError):
    """{file} does not fit any more: {what}. Nothing was run. Make a new plan, look at it, and apply that."""

    exit_code = 2


class PlanFailed(PgplumbError):
    """{file}: the plan stopped at statement {number} of {total}: {reason}"""

    @property
    def message(self) -> str:
        """Where and why, the statement's first line, what was done and what was not, and what to do next."""
        return "\n".join(part for part in (super().message, self.data["statement"], self.data["state"]) if part)


class PlanNotReached(PgplumbError):
    """{file} has run to its end, but {dsn} is not what it leads to:{lines}
    Somebody else has changed it meanwhile. Look at `pgplumb plan`."""

    exit_code = 2
