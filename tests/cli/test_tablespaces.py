"""A live database whose tables lie in a tablespace is planned for on scratch servers that have none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.postgres.session import connect
from tests.cli.live import PAIRS, Keeper, live_database

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Pgplumb


@pytest.mark.slow
@pytest.mark.parametrize(("live", "scratch"), PAIRS[:2])
def test_tablespaces_of_a_live_database(tmp_path: Path, pgplumb: Pgplumb, live: str, scratch: str) -> None:
    with live_database(live) as dsn:
        keeper = Keeper(tmp_path, dsn, pgplumb)
        keeper.start(scratch)
        with connect(dsn) as session:
            session.execute("SET allow_in_place_tablespaces = on")
            session.execute("CREATE TABLESPACE fast LOCATION ''")
        keeper.sql("CREATE TABLE orders (id integer PRIMARY KEY, state text) TABLESPACE fast")
        keeper.run("dump")
        keeper.run("plan")
        # What is kept between runs lies where it always does.
        keeper.run("plan")
        keeper.run("baseline")
        (orders,) = (tmp_path / "desired").rglob("orders.sql")
        assert "TABLESPACE fast" in orders.read_text(encoding="utf-8")
        orders.write_text(orders.read_text(encoding="utf-8").replace(" TABLESPACE fast", ""), encoding="utf-8")
        keeper.run("make", "back to where the rest is")
        keeper.run("apply")
        for command in ("plan", "verify", "drift"):
            keeper.run(command)
