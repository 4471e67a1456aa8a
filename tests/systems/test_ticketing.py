"""The ticketing project as a team would run it: its migrations hold, lead to its desired schema, and all come back."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from pgplumb.model.relations import MaterializedView, Policy, Table, Trigger, View
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.session import connect
from pgplumb.runner.options import Means, Options, Selection
from pgplumb.workflow.drift import drift
from pgplumb.workflow.plan import directory, make_plan
from pgplumb.workflow.project import Project, load_config
from pgplumb.workflow.run import apply, rollback, status
from pgplumb.workflow.verify import verify

if TYPE_CHECKING:
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.scratch import Scratch

TICKETING = Path(__file__).parents[2] / "schema" / "ticketing"
MEANS = Means(rng=Random(0))


@pytest.fixture
def project(scratch: Scratch, database: Dsn) -> Project:
    """The project, with an empty live database that has the roles its migrations name."""
    config = load_config(TICKETING, environment={}, overrides={"url": database.url})
    scratch.ensure_roles(["ticket_app", "ticket_readonly", "ticket_jobs", "ticket_admin"])
    return Project(config=config, scratch=scratch, cache=Cache(None, 0))


def test_its_migrations_tell_the_story_of_its_edits(project: Project) -> None:
    """One from nothing and at least six later ones, each made from an edit; one of them takes two pairs."""
    slugs = [migration.slug for migration in directory(project).migrations]
    assert len(dict.fromkeys(slugs)) >= 7
    assert len(slugs) > len(dict.fromkeys(slugs)), "the new enum label commits before it is used"


def test_the_migrations_keep_their_promises(project: Project) -> None:
    assert verify(project).findings == ()


def test_the_desired_schema_is_the_whole_system(project: Project) -> None:
    from pgplumb import load

    catalog = load(str(TICKETING / "desired"))
    counts = {kind: len(list(catalog.of(kind))) for kind in (Table, View, MaterializedView, Trigger, Policy)}
    assert counts[Table] >= 12
    assert counts[View] >= 2
    assert counts[MaterializedView] == 1
    assert counts[Trigger] >= 25
    assert counts[Policy] >= 20


def test_applied_to_a_database_and_taken_back_to_nothing(project: Project) -> None:
    everything = Selection()
    applied = apply(project, selection=everything, options=Options(), means=MEANS, emit=lambda _: None)
    assert [row.id for row in applied] == [migration.id for migration in directory(project).migrations]
    assert status(project).is_current
    assert drift(project).plan.is_empty
    assert make_plan(project).plan.is_empty
    with connect(project.live()) as session:
        session.execute("alter table public.events add column by_hand text")
    assert [change.id.name for change in drift(project).plan.changes] == ["by_hand"]
    with connect(project.live()) as session:
        session.execute("alter table public.events drop column by_hand")
    allow = frozenset({"data_loss"})
    rollback(project, selection=Selection(to="0"), options=Options(), allow=allow, means=MEANS, emit=lambda _: None)
    with connect(project.live()) as session:
        left = session.value("select count(*) from pg_class where relnamespace = 'public'::regnamespace")
    assert left == 0
