"""What a plan leaves alone in a live database: histories of migration tools, and what the configuration names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.config.load import load_config
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.session import connect
from pgplumb.workflow.plan import make_plan
from pgplumb.workflow.project import Project

if TYPE_CHECKING:
    from pathlib import Path

    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch

LIVE = """
    create table item (id integer primary key);
    create table alembic_version (version_num varchar(32) not null constraint alembic_version_pkc primary key);
    create table schema_migrations (version bigint not null primary key, dirty boolean not null);
    create schema legacy; create table legacy.report (id integer); create table tmp_load (id integer);
    comment on table legacy.report is 'old'; create index on tmp_load (id);
"""


@pytest.fixture
def project(scratch: Scratch, database: Dsn, tmp_path: Path) -> Project:
    """A project whose files describe one table of a live database that has more."""
    (tmp_path / "pgplumb.toml").write_text('ignore = ["legacy", "legacy.*", "public.tmp_*"]\n', encoding="utf-8")
    (tmp_path / "desired").mkdir()
    (tmp_path / "desired" / "item.sql").write_text("create table item (id integer primary key);", encoding="utf-8")
    with connect(database) as session:
        session.script(LIVE)
    config = load_config(tmp_path, environment={}, overrides={"url": database.url})
    return Project(config=config, scratch=scratch, cache=Cache(None, 0))


def test_histories_and_what_the_configuration_names_are_left_alone(project: Project) -> None:
    assert make_plan(project).plan.is_empty


def test_a_change_beside_them_is_proved_all_the_same(project: Project) -> None:
    (project.config.desired / "item.sql").write_text(
        "create table item (id integer primary key, name text);", encoding="utf-8"
    )
    plan = make_plan(project, engine="native").plan
    assert plan.proof is not None
    assert [planned.statement.sql for planned in plan.up.statements] == ["ALTER TABLE public.item ADD COLUMN name text"]
