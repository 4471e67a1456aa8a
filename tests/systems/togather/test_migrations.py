"""The rules of togather's migrations: what lies in the folder, and what comes of it on a database."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from pgplumb.config.load import load_config
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.session import connect
from pgplumb.runner.options import Means, Options, Selection
from pgplumb.syntax.split import split
from pgplumb.workflow.project import Project
from pgplumb.workflow.run import apply, rollback, status
from tests.systems.kit import SCHEMA

if TYPE_CHECKING:
    from tests.systems.databases import Systems

FOLDER = SCHEMA / "togather"
MIGRATIONS = FOLDER / "migrations"


@pytest.mark.shows("TG-MIG-01", "TG-MIG-02")
def test_files_are_pairs(systems: Systems) -> None:
    names = {path.name.removesuffix(".sql") for path in MIGRATIONS.glob("*.sql")}
    ups = {name.removesuffix(".up") for name in names if name.endswith(".up")}
    assert ups == {name.removesuffix(".down") for name in names if name.endswith(".down")}
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+", name) for name in ups)
    assert {"0001_initial_schema", "0002_add_federation", "0003_add_event_series"} <= ups
    assert systems.lacking("togather") == frozenset()


@pytest.mark.shows("TG-MIG-05")
def test_a_backfill_is_alone() -> None:
    (path,) = MIGRATIONS.glob("*_backfill_*.up.sql")
    kinds = [type(each.node).__name__ for each in split(path.read_text(encoding="utf-8"), path.name)]
    assert kinds == ["UpdateStmt"]


@pytest.mark.shows("TG-MIG-07")
def test_what_refers_goes_before_what_it_refers_to() -> None:
    text = (MIGRATIONS / "0003_add_event_series.down.sql").read_text(encoding="utf-8")
    reference, table = text.index("DROP CONSTRAINT events_series_id_fkey"), text.index("DROP TABLE public.event_series")
    assert reference < table
    assert "DROP COLUMN series_id" in text
    assert "CASCADE" not in text


@pytest.mark.shows("TG-MIG-09")
def test_extensions_come_with_migrations(systems: Systems) -> None:
    made = {
        each.node.extname
        for path in MIGRATIONS.glob("*.up.sql")
        for each in split(path.read_text(encoding="utf-8"), path.name)
        if type(each.node).__name__ == "CreateExtensionStmt"
    }
    with systems.desired("togather") as place:
        there = {name for (name,) in place.rows("select extname from pg_extension")}
    assert made == there - {"plpgsql"}


@pytest.mark.slow
@pytest.mark.shows("TG-MIG-02", "TG-MIG-08")
def test_up_down_and_up_again_one_step_at_a_time(systems: Systems) -> None:
    """golang-migrate's own table, which may be there as well, is left alone."""
    systems.ensure_roles("togather")
    with systems.scratch.database() as live:
        config = load_config(FOLDER, environment={}, overrides={"url": live.url})
        project = Project(config=config, scratch=systems.scratch, cache=Cache(None, 0))
        step: dict[str, Any] = {"selection": Selection(), "options": Options(), "means": Means(rng=Random(0))}
        step["emit"] = lambda _: None
        with connect(live) as session:
            session.execute("create table schema_migrations (version bigint primary key, dirty boolean not null)")
        apply(project, **step)
        assert status(project).is_current
        undone = rollback(project, allow=frozenset({"data_loss"}), **step)
        assert [row.id for row in undone] == ["0012_add_embeddings"]
        with connect(live) as session:
            assert session.value("select to_regclass('event_embeddings')") is None
        apply(project, **step)
        assert status(project).is_current
        with connect(live) as session:
            assert session.value("select count(*) from schema_migrations") == 0
