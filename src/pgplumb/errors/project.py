"""A project and its database that do not fit together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.errors.base import PgplumbError

if TYPE_CHECKING:
    from pgplumb.errors.server import DatabaseError


class NoDatabase(PgplumbError):
    """No database is named. Give --url postgresql://user@host/name, or set DATABASE_URL, or write `url` in the
    configuration."""


class CloneDiffers(PgplumbError):
    """The copy of {dsn} on the scratch server is not equal to it: {what}. The two servers may be of versions that
    differ in this; name a scratch server of the database's own version in the configuration (`server`)."""


class NewerThanScratch(PgplumbError):
    """{dsn} runs PostgreSQL {major}, and its schema has what the scratch server, of PostgreSQL {scratch}, does not
    understand: {reason}. Set `postgres = {major}` in the configuration, or name a scratch server of PostgreSQL {major}
    as `server`."""


class MigrationFails(PgplumbError):
    """{file}:{line}: {cause}"""

    exit_code = 4

    file: str
    line: int
    cause: DatabaseError

    @property
    def message(self) -> str:
        """Where and why, and what to do next."""
        return (
            f"{super().message}\nThis was on a scratch server, after the migrations before it; nothing was written."
            " Correct the file, then run `pgplumb seal`."
        )


class PolicyRefused(PgplumbError):
    """Refused: {what}. If that is meant, say so: --allow {policy}."""

    exit_code = 3

    #: What else may have been meant, a line each.
    hints: tuple[str, ...]

    def __init__(self, *, what: str, policy: str, hints: tuple[str, ...] = ()) -> None:
        super().__init__(what=what, policy=policy, hints=hints)

    @property
    def message(self) -> str:
        """What is refused and how to allow it, then the hints."""
        return "\n".join((super().message, *self.data["hints"]))


class LiveMoved(PgplumbError):
    """{dsn} is not what its migrations make of it:{lines}
    Look at `pgplumb drift`, and bring the change into the desired files or undo it, before a migration is made."""

    exit_code = 2


class RolesMissingOnTarget(PgplumbError):
    """{dsn} has no role {roles}, which the migrations name. Create it first (CREATE ROLE), as pgplumb makes no roles on
    a server that it did not start."""


class VerifyFailed(PgplumbError):
    """The migrations do not keep their promises:{lines}
    Mend the scripts and try again; nothing was sealed."""

    exit_code = 4


class ProjectExists(PgplumbError):
    """{file} is there already. Edit it, or start in another folder."""


class UnknownSource(PgplumbError):
    """{source!r} is no schema: give a connection string (postgresql://...), a directory of SQL files, or metadata."""
