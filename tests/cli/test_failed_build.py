"""An index that a failed build left on a live database counts as absent, and makes way for one that is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import DatabaseError
from pgplumb.postgres.session import connect
from tests.cli.live import Keeper, live_database

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Pgplumb

TABLE = "CREATE TABLE seats (id integer PRIMARY KEY, label varchar(9) CHECK (label IN ('a', 'b')));"
INDEX = "CREATE UNIQUE INDEX seats_label ON seats (label)"


@pytest.mark.slow
def test_a_plan_makes_the_index_anew(tmp_path: Path, pgplumb: Pgplumb) -> None:
    with live_database("embedded") as dsn:
        keeper = Keeper(tmp_path, dsn, pgplumb)
        keeper.start("embedded")
        keeper.sql(f"{TABLE} INSERT INTO seats VALUES (1, 'a'), (2, 'a')")
        with connect(dsn) as session, pytest.raises(DatabaseError, match="could not create unique index"):
            session.execute(INDEX.replace("INDEX", "INDEX CONCURRENTLY"))
        keeper.sql("UPDATE seats SET label = 'b' WHERE id = 2")
        (tmp_path / "desired" / "example.sql").unlink()
        (tmp_path / "desired" / "seats.sql").write_text(f"{TABLE}\n{INDEX};\n", encoding="utf-8")

        said = keeper.run("plan", "--out", str(tmp_path / "plan.json"), ends_with=2).out
        assert "invalid index public.seats_label was left by a build that failed" in " ".join(said.split())
        keeper.run("apply", "--plan", str(tmp_path / "plan.json"))
        keeper.run("plan")
        with connect(dsn) as session:
            assert session.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'seats_label'::regclass") is True
