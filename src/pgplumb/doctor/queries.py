"""The doctor's questions to the catalog and the statistics views, one .sql file each."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pgplumb.syntax.sql import Sql, raw


@cache
def query(name: str) -> Sql:
    """The text of sql/NAME.sql, with its parameters as `%s`."""
    return raw(files(__package__).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8"))
