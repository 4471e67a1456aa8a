"""Mistakes in SQL files, models and the configuration."""

from __future__ import annotations

from pgplumb.errors.base import PgplumbError


class TextError(PgplumbError):
    """{file}:{line}:{column}: {reason}"""

    file: str
    line: int
    column: int
    reason: str
    excerpt: str
    hint: str

    def __init__(self, *, file: str, line: int, column: int, reason: str, excerpt: str = "", hint: str = "") -> None:
        super().__init__(file=file, line=line, column=column, reason=reason, excerpt=excerpt, hint=hint)

    @property
    def message(self) -> str:
        """Where and what, the line with a caret under the column, and what to do next."""
        parts = (super().message, self.data["excerpt"], self.data["hint"])
        return "\n".join(part for part in parts if part)


class SqlSyntaxError(TextError):
    """{file}:{line}:{column}: {reason}"""


class AnnotationError(TextError):
    """{file}:{line}:{column}: {reason}"""


class RefusedStatement(TextError):
    """{file}:{line}:{column}: {reason}"""


class SourceError(TextError):
    """{file}:{line}:{column}: {reason}"""


class SourceFolderMissing(PgplumbError):
    """There is no folder {folder}. Create it and put the desired schema there as .sql files, or name another folder
    as `desired` in the configuration."""


class SourceFolderEmpty(PgplumbError):
    """{folder} holds no .sql file. Write the desired schema there: CREATE TABLE and the like, in as many files as you
    like."""


class SourceUnreadable(PgplumbError):
    """{file} cannot be read: {reason}."""


class SourceNotUtf8(PgplumbError):
    """{file} is not UTF-8: byte {offset} (line {line}) cannot be decoded. Save the file as UTF-8."""


class ModelsError(PgplumbError):
    """models = "{reference}" cannot be used: {reason}. {help}"""


class ConfigError(PgplumbError):
    """{file}: {reason}"""


class SettingInvalid(ConfigError):
    """{origin}: {reason}"""

    #: The option or the variable.
    origin: str


class ConfigNotFound(PgplumbError):
    """No pgplumb.toml and no [tool.pgplumb] in pyproject.toml in {start} or a folder above it. Run `pgplumb init` in
    the project's folder, or name that folder with -C."""
