"""Plans that cannot be made or proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.errors.base import PgplumbError

if TYPE_CHECKING:
    from pgplumb.errors.server import DatabaseError


class DependencyCycle(PgplumbError):
    """No order of statements leads to the desired schema: {objects} need one another. Break the cycle in the SQL files,
    for example with a constraint or a default that ALTER TABLE adds later, and please report the case."""


class EngineFailed(PgplumbError):
    """The engine {engine} has no answer: {reason}"""

    reason: str


class NotProved(PgplumbError):
    """Not proved: {what}. The plan was run on a clone on {server}, and this is left:{lines}
    Nothing was written. Make the change in smaller steps, or write the statements by hand in a pair made with
    `pgplumb make --empty` and prove them with `pgplumb seal`; please report the case."""

    exit_code = 4

    what: str
    left: tuple[str, ...]

    def __init__(self, *, what: str, server: str, left: tuple[str, ...]) -> None:
        lines = "".join(f"\n    {line}" for line in left) + "\n"
        super().__init__(what=what, server=server, left=left, lines=lines)


class OtherMajor(PgplumbError):
    """Nothing was written: proved on {proved}, target is {target}. {help} If it is to be written all the same, say so:
    --allow-other-major."""

    exit_code = 4


class StatementRefused(PgplumbError):
    """PostgreSQL refused a statement of the plan: {cause}"""

    sql: str
    cause: DatabaseError

    @property
    def breaks_rows(self) -> bool:
        """Whether rows stood in the way: data exceptions and integrity constraint violations (SQLSTATE 22, 23)."""
        return (self.cause.sqlstate or "")[:2] in {"22", "23"}
