"""Schemas of other people's packages, in a live database: dumped, joined, and nothing is left to plan."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from tests.cli.live import PAIRS, Keeper, live_database

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Pgplumb

#: What a package carries, and what its user then does to get tables.
SCHEMAS = {
    "procrastinate": ("sql/schema.sql", ""),
    "pgmq": ("sql/pgmq.sql", "SELECT pgmq.create('orders'); SELECT pgmq.create_unlogged('scans')"),
}


@pytest.mark.slow
@pytest.mark.parametrize("package", SCHEMAS)
@pytest.mark.parametrize(("live", "scratch"), PAIRS, ids=[f"{live}-on-{scratch}" for live, scratch in PAIRS])
def test_it_is_taken_over(package: str, live: str, scratch: str, tmp_path: Path, pgplumb: Pgplumb) -> None:
    file, use = SCHEMAS[package]
    with live_database(live) as dsn:
        keeper = Keeper(tmp_path, dsn, pgplumb)
        keeper.sql((files(package) / file).read_text(encoding="utf-8"))
        keeper.sql(use)
        keeper.start(scratch)
        keeper.run("dump")
        dumped = keeper.files()
        assert len(dumped) > 20
        assert "Nothing to change" in keeper.run("plan").out
        keeper.run("baseline", *([] if live == scratch else ["--allow-other-major"]))
        assert "Nothing to change" in keeper.run("plan").out
        assert "No drift." in keeper.run("drift").out
        keeper.run("verify")
        assert "all as they were" in keeper.run("dump").out
        assert keeper.files() == dumped
