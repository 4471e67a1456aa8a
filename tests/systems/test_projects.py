"""Each system as a project that a team would run: its migrations hold, lead to what is desired, and all come back."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

import pytest

from pgplumb.config.load import load_config
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.session import connect
from pgplumb.runner.options import Means, Options, Selection
from pgplumb.workflow.drift import drift
from pgplumb.workflow.ends import directory
from pgplumb.workflow.plan import make_plan
from pgplumb.workflow.project import Project
from pgplumb.workflow.run import apply, rollback, status
from pgplumb.workflow.verify import verify
from tests.systems.kit import SCHEMA
from tests.systems.register import joined, registers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.systems.databases import Systems

MEANS = Means(rng=Random(0))
ALLOWED = frozenset({"data_loss"})
LEAST = 8


@pytest.fixture(params=joined("migrations"))
def project(request: pytest.FixtureRequest, systems: Systems) -> Iterator[Project]:
    """The project, with an empty live database that has the roles its migrations name.

    Parts whose extension the embedded server lacks are no project without them: it runs where they are.
    """
    name = request.param
    own = request.getfixturevalue("whole_systems") if systems.lacking(name) else systems
    if missing := own.lacking(name):
        pytest.skip(f"{own.scratch.label} lacks {', '.join(sorted(missing))}: install its packages")
    own.ensure_roles(name)
    with own.scratch.database() as live:
        config = load_config(SCHEMA / name, environment={}, overrides={"url": live.url})
        yield Project(config=config, scratch=own.scratch, cache=Cache(None, 0))


def test_its_migrations_tell_the_story_of_its_edits(project: Project) -> None:
    """One from nothing and the later ones, each made from an edit; an edit may take several pairs."""
    slugs = [migration.slug for migration in directory(project).migrations]
    assert len(slugs) >= LEAST
    assert all(migration.down for migration in directory(project).migrations)


def test_the_migrations_keep_their_promises(project: Project) -> None:
    """Without rows: those are tried by the laws, which test_laws.py runs."""
    assert [finding for finding in verify(project, rows="none").findings if finding.severity != "note"] == []


def test_applied_to_a_database_and_taken_back_to_nothing(project: Project) -> None:
    everything = Selection()
    applied = apply(project, selection=everything, options=Options(), means=MEANS, emit=lambda _: None)
    assert [row.id for row in applied] == [migration.id for migration in directory(project).migrations]
    assert status(project).is_current
    assert drift(project).plan.is_empty
    assert make_plan(project).plan.is_empty
    with connect(project.live()) as session:
        session.execute("create table public.by_hand ()")
    assert [change.id.name for change in drift(project).plan.changes if change.id.kind == "table"] == ["by_hand"]
    with connect(project.live()) as session:
        session.execute("drop table public.by_hand")
    rollback(project, selection=Selection(to="0"), options=Options(), allow=ALLOWED, means=MEANS, emit=lambda _: None)
    with connect(project.live()) as session:
        left = session.value("select count(*) from pg_class where relnamespace = 'public'::regnamespace")
    assert left == 0


@pytest.mark.parametrize("name", [register.system for register in registers()])
def test_the_schema_loads_on_the_distribution_s_server_too(name: str, systems: Systems, whole_systems: Systems) -> None:
    """With every table that the embedded server has, but for those of extensions that only that one has."""
    tables = "select schemaname, tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema')"
    with systems.desired(name) as embedded, whole_systems.desired(name) as whole:
        lacking = set(embedded.rows(tables)) - set(whole.rows(tables))
        assert len(whole.rows(tables)) > 0
    assert not lacking or whole_systems.lacking(name) - systems.lacking(name)


#: What a file of desired/ makes one of; what hangs on a table goes with it.
ALONE = re.compile(
    r"^create (or replace )?(table|(materialized )?view|function|procedure|aggregate|type|domain)\s", re.MULTILINE
)
#: One short line an object, and a file for all.
TOGETHER = {"extensions.sql", "roles.sql", "schemas.sql"}
#: Tables, views and their columns without a comment.
SILENT = """
    select c.oid::regclass::text, a.attname from pg_class c
    left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
        and (obj_description(c.oid, 'pg_class') is null or col_description(c.oid, a.attnum) is null)
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by 1, 2
"""


@pytest.mark.parametrize("name", [register.system for register in registers()])
def test_each_file_has_one_object(name: str) -> None:
    files = [path for path in (SCHEMA / name / "desired").rglob("*.sql") if path.name not in TOGETHER]
    made = {str(path): len(ALONE.findall(path.read_text(encoding="utf-8"))) for path in files}
    assert len(made) > 20
    assert {name: count for name, count in made.items() if count > 1} == {}


@pytest.mark.parametrize("name", [register.system for register in registers()])
def test_tables_and_columns_say_what_they_hold(name: str, systems: Systems) -> None:
    with systems.desired(name) as place:
        assert place.rows(SILENT) == []
