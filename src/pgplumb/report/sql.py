"""A script as a file for psql."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.plan.script import psql_script

if TYPE_CHECKING:
    from pgplumb.model.plan import Script


def script_sql(script: Script) -> str:
    """The whole script, ending in one line end; empty where there is nothing to run."""
    return psql_script(script).rstrip("\n") + "\n" if script.statements else ""
