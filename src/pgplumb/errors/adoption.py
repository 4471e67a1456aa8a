"""What stands in the way of a database that joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.errors.base import PgplumbError

if TYPE_CHECKING:
    from pgplumb.errors.source import TextError


class DumpDiffers(PgplumbError):
    """The files for {dsn} do not load back to the same schema on {server}:{lines}
    Nothing was written. Leave such objects alone (`ignore` in the configuration), or name a scratch server of the
    database's own version (`server`)."""

    exit_code = 4


class DumpDoesNotLoad(PgplumbError):
    """The files for {dsn} do not load on {server}, and nothing was written: {cause}"""

    exit_code = 4

    cause: TextError


class DumpBesideModels(PgplumbError):
    """The configuration names models, {models}: a dump into {folder} would define their tables twice. Dump into another
    folder (--out), or take `models` out of the configuration."""


class AbsenceNotSayable(PgplumbError):
    """{dsn} has no {object}, which every new database has, and files say what there is, not what there is not.
    Add "{name}" to `ignore` in the configuration, or create it."""


class BaselineTooLate(PgplumbError):
    """{folder} has migrations already, the first is {first}. A baseline is the first of all. If this database is what
    they make, say which it has: `pgplumb apply --mark {last}=applied`."""


class BaselineTwice(PgplumbError):
    """{dsn} has a history already: {ids}. Its migrations are in another checkout: bring them here. If they are gone
    for good and it is to join anew, empty the table {table} by hand first."""


class BaselineEmpty(PgplumbError):
    """{dsn} holds nothing that a migration could make. Describe the schema in files, and run `pgplumb make`."""


class BaselineMoved(PgplumbError):
    """{dsn} changed while its baseline was made:{lines}
    Nothing was written. Run it again when nobody else is at work."""

    exit_code = 2
