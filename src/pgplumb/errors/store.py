"""What can be wrong with the migration directory."""

from __future__ import annotations

from pgplumb.errors.base import PgplumbError


class SlugEmpty(PgplumbError):
    """The message {text!r} has no letter or digit to name a migration by. Say what the change does:
    `pgplumb make "add waitlist offers"`."""

    exit_code = 64


class DirectoryError(PgplumbError):
    """The migration directory is not in order."""

    #: The file that is meant, by its name in the directory.
    file: str


class MigrationFolderMissing(PgplumbError):
    """There is no folder {folder}. Run `pgplumb init` to start a project, or name the folder as `migrations` in the
    configuration."""


class MigrationStray(DirectoryError):
    """{file} has no place in the migration directory, which holds pairs VERSION_name.up.sql and VERSION_name.down.sql.
    Rename it, or move it elsewhere."""


class MigrationVersionTwice(DirectoryError):
    """Version {version} is given twice: {files}. Rename the pair that is not applied anywhere to a later version, then
    run `pgplumb seal`."""


class MigrationHalf(DirectoryError):
    """{file} has no {missing} beside it. Bring it back (`git checkout {missing}` in its folder), or write it and run
    `pgplumb seal`."""


class MigrationGap(DirectoryError):
    """The sequence of migrations has a gap: {missing} is missing before {file}. Bring it back, or renumber what
    follows and run `pgplumb seal`."""


class MigrationNumberingMixed(DirectoryError):
    """{file} is not numbered as {other}. Keep one numbering: 14 digits of time, or a sequence."""


class MigrationUnreadable(DirectoryError):
    """{file} cannot be read: {reason}."""


class MigrationNotUtf8(DirectoryError):
    """{file}:{line}: the file is not UTF-8: byte {offset} cannot be decoded. Save it as UTF-8, then run
    `pgplumb seal`."""


class MigrationHeaderError(DirectoryError):
    """{file}:{line}: this header line is not understood: {text}. {help}"""

    line: int


class MigrationExists(DirectoryError):
    """{file} exists already, and nothing is overwritten. Another `pgplumb make` may be running: try again."""


class SumMissing(PgplumbError):
    """{folder} has migrations but no pgplumb.sum, which guards them. Bring it back (`git checkout pgplumb.sum` in
    that folder), or run `pgplumb seal` to prove the files as they are and write it."""


class SumConflict(DirectoryError):
    """{file}:{line}: a merge conflict. Two branches added migrations: keep the files of both, rename the later ones if
    their versions must change, and run `pgplumb seal` to write {file} anew."""


class SumInvalid(DirectoryError):
    """{file}:{line}: {reason}. It was edited by hand: bring it back (`git checkout {file}` in its folder), or run
    `pgplumb seal` to prove the files as they are and write it anew."""


class MigrationEdited(DirectoryError):
    """{file} was edited after it was sealed. Bring it back (`git checkout {file}` in its folder), or, if the edit is
    meant, run `pgplumb seal`."""


class MigrationGone(DirectoryError):
    """{file} is missing: pgplumb.sum lists it. Bring it back (`git checkout {file}` in its folder), or, if it is meant
    to go, run `pgplumb seal`."""


class MigrationUnsealed(DirectoryError):
    """{file} is not listed in pgplumb.sum. Run `pgplumb seal` to prove and add it, or remove it."""


class MigrationMisplaced(DirectoryError):
    """{file} is new but does not come last: {last} is sealed already. Rename it to a later version, then run
    `pgplumb seal`."""
