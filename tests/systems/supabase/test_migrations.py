"""How supabase's migrations run: whole or not at all, one runner at a time, known afterwards, back with every row."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from shutil import copytree
from typing import TYPE_CHECKING, Any

import pytest

from pgplumb.differ.compare import compare
from pgplumb.errors import AppliedMigrationEdited, MigrationFailed, RunnerBusy
from pgplumb.introspect.reader import read as read_catalog
from pgplumb.postgres.session import connect
from pgplumb.runner.options import Options, Selection
from pgplumb.runner.run import apply, rollback, status
from pgplumb.source.files import read_folder
from pgplumb.source.load import run_script
from pgplumb.source.script import read_script
from pgplumb.store.directory import Draft, read, write
from pgplumb.syntax.roles import refuse_but_roles
from schema.supabase.seeds.people import OLGA, A
from tests.systems.kit import SCHEMA, named_queries, query

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pgplumb.model.catalog import Catalog
    from pgplumb.model.ids import ObjectId
    from pgplumb.postgres.dsn import Dsn
    from pgplumb.postgres.session import Session
    from tests.systems.databases import Systems

FOLDER = SCHEMA / "supabase"
FIRST, INDEXED, LAST = "20260201000000", "20260211000000", "20260213000000"


@pytest.fixture
def empty(systems: Systems) -> Iterator[Dsn]:
    """An empty database on a server that has the roles."""
    systems.ensure_roles("supabase")
    with systems.scratch.database() as dsn:
        yield dsn


@pytest.fixture
def session(empty: Dsn) -> Iterator[Session]:
    """A session in it."""
    with connect(empty) as session:
        yield session


MIGRATIONS = read(FOLDER / "migrations").migrations


def is_ours(id: ObjectId) -> bool:
    """Whether it belongs to the history, which is the runner's."""
    target = id.target
    return "pgplumb" in {id.schema, id.name if id.kind == "schema" else "", target.schema if target else ""} or (
        target is not None and target.kind == "schema" and target.name == "pgplumb"
    )


def catalog(session: Session) -> Catalog:
    """What is there, but for the runner's history."""
    return read_catalog(session, own_roles=frozenset(), ignored=is_ours)


@pytest.mark.shows("SB-MIG-01", "SB-MIG-10")
def test_every_migration_has_its_place_and_its_way_back() -> None:
    versions = [migration.number for migration in MIGRATIONS]
    assert versions == sorted(set(versions))
    assert len(versions) >= 8
    assert all(migration.up and migration.down for migration in MIGRATIONS)
    by_slug = {migration.slug: migration for migration in MIGRATIONS}
    nullable, demanded = by_slug["add_suspension"], by_slug["demand_suspension"]
    assert nullable.number < demanded.number
    assert "ADD COLUMN is_suspended" in nullable.up or "add column" in nullable.up
    assert demanded.up.index("UPDATE auth.users") < demanded.up.index("SET NOT NULL")
    assert "DEPRECATED" in by_slug["deprecate_the_locale_of_accounts"].up
    assert by_slug["drop_the_locale_of_accounts"].up_losses
    assert not by_slug["find_documents_of_their_owner"].up_transactional


def fill(session: Session) -> None:
    """Rows as they were under the first migration."""
    session.script(
        f"""
        insert into auth.users (id, email, locale) values ('{OLGA}', 'olga@example.org', 'de-AT');
        insert into app.tenants (id, name, slug, created_by) values ('{A}', 'Alpha', 'alpha', '{OLGA}');
        insert into app.projects (tenant_id, name) values ('{A}', 'One'), ('{A}', 'Two');
        insert into app.documents (tenant_id, project_id, owner_id, title, body)
        select tenant_id, id, '{OLGA}', name, repeat(name, 100) from app.projects;
        insert into audit.security_events (kind) values ('auth_failure');
        """
    )


def rows(session: Session) -> dict[str, Any]:
    """How many rows each table has, and a checksum of them."""
    tables = session.rows(
        "select c.oid::regclass::text from pg_class c where c.relkind = 'r'"
        " and c.relnamespace::regnamespace::text in ('app', 'audit', 'auth', 'storage') order by 1"
    )
    text = "select count(*), md5(string_agg(t::text, ',' order by t::text)) from {} t"
    return {table: session.rows(text.format(table))[0] for (table,) in tables}


@pytest.mark.shows("SB-MIG-06", "SB-MIG-07", "SB-MIG-08", "SB-TEST-05", "SB-MON-08", "SB-MIG-10")
def test_up_and_down_again_leaves_every_row(empty: Dsn, session: Session) -> None:
    apply(empty, MIGRATIONS, selection=Selection(to=FIRST))
    fill(session)
    before = rows(session)
    done = apply(empty, MIGRATIONS, selection=Selection(to=INDEXED))
    assert [row.version for row in done][-1] == INDEXED
    assert session.value("select bool_and(not is_suspended) from auth.users")
    assert session.value("select deprecated_locale from auth.users") == "de-AT"
    assert session.value("select count(*) from app.realtime_outbox where topic ~ '^documents:'") == 2
    rollback(empty, MIGRATIONS, selection=Selection(to=FIRST))
    after = rows(session)
    # To demand a column writes the rows that lacked it, and so stamps them.
    assert {table for table in before if before[table] != after[table]} <= {"auth.users"}
    assert session.value("select locale from auth.users") == "de-AT"
    apply(empty, MIGRATIONS)
    assert status(empty, MIGRATIONS).is_current
    history = session.rows(query("migration_status", FOLDER))
    assert [row[0] for row in history] == [migration.version for migration in reversed(MIGRATIONS)]
    for _, slug, state, checksum, applied_at, duration, applied_by in history:
        assert state == "applied", slug
        assert len(checksum) == 64
        assert (datetime.now(UTC) - applied_at).total_seconds() < 600
        assert duration.total_seconds() > 0
        assert applied_by
    for name, text in named_queries(FOLDER).items():
        if name != "slow_statements":
            # Parameters are never looked at: what is named, and of which type, is.
            assert session.rows(f"explain (generic_plan) {_numbered(text)}"), name


def _numbered(text: str) -> str:
    names: list[str] = []
    for part in text.split("%(")[1:]:
        name = part.partition(")s")[0]
        names += [name] if name not in names else []
    for number, name in enumerate(names, 1):
        text = text.replace(f"%({name})s", f"${number}")
    return text.replace("%%", "%")


@pytest.mark.shows("SB-MIG-02", "SB-TRAP-34", "SB-MIG-05")
def test_a_migration_that_fails_leaves_nothing_behind(empty: Dsn, session: Session, tmp_path: Path) -> None:
    folder = copytree(FOLDER / "migrations", tmp_path / "migrations")
    apply(empty, MIGRATIONS)
    before = catalog(session)
    bad = Draft(
        up="create table app.first ();\nalter table app.missing add column x text;", down="drop table app.first;"
    )
    write(folder, [bad], slug="bad", now=datetime(2026, 3, 1, tzinfo=UTC))
    with pytest.raises(MigrationFailed, match="missing"):
        apply(empty, read(folder).migrations)
    assert compare(before, catalog(session)) == ()
    assert session.value("select count(*) from pgplumb.migrations where slug = 'bad'") == 0


@pytest.mark.shows("SB-MIG-03")
def test_a_second_runner_waits_and_is_told_of_the_first(empty: Dsn) -> None:
    refusals: list[RunnerBusy] = []

    def meanwhile(event: object) -> None:
        if not refusals:
            with pytest.raises(RunnerBusy) as busy:
                apply(empty, MIGRATIONS, options=Options(runner_wait=0.01))
            refusals.append(busy.value)

    apply(empty, MIGRATIONS, selection=Selection(to=FIRST), emit=meanwhile)
    assert len(refusals) == 1


@pytest.mark.shows("SB-MIG-04")
def test_a_migration_that_was_edited_after_it_ran_is_found(empty: Dsn) -> None:
    apply(empty, MIGRATIONS, selection=Selection(to=FIRST))
    edited = replace(MIGRATIONS[0], up=MIGRATIONS[0].up + "\n-- mended", checksum="0" * 64)
    with pytest.raises(AppliedMigrationEdited, match="create_documents"):
        apply(empty, (edited, *MIGRATIONS[1:]))


@pytest.mark.shows("SB-MIG-05")
def test_what_was_cut_off_is_known_and_settled_first(empty: Dsn, session: Session) -> None:
    apply(empty, MIGRATIONS, selection=Selection(to=INDEXED))
    session.execute("drop index app.documents_owner_id")
    session.execute("update pgplumb.migrations set state = 'running' where version = %s", [INDEXED])
    assert not status(empty, MIGRATIONS).is_current
    apply(empty, MIGRATIONS)
    assert session.value("select indisvalid from pg_index where indexrelid = 'app.documents_owner_id'::regclass")
    assert session.rows("select distinct state from pgplumb.migrations") == [("applied",)]


@pytest.mark.shows("SB-MIG-09", "SB-MIG-11", "SB-INV-19", "SB-RULE-12")
def test_the_same_everywhere_whatever_files_are_called(systems: Systems, empty: Dsn, session: Session) -> None:
    """Applied here and there, or the files read backwards: one schema. A change by hand is no part of it."""
    apply(empty, MIGRATIONS)
    here = catalog(session)
    with systems.scratch.database() as dsn:
        apply(dsn, MIGRATIONS)
        with connect(dsn) as there:
            assert compare(here, catalog(there)) == ()
    with systems.scratch.database() as dsn:
        files = tuple(reversed(tuple(read_folder(FOLDER / "desired"))))
        run_script(read_script(files, refuse=refuse_but_roles), dsn, systems.scratch)
        with connect(dsn) as backwards, systems.desired("supabase") as forwards:
            assert compare(catalog(forwards.session), catalog(backwards)) == ()
    session.execute("alter policy projects_select on app.projects using (true)")
    assert [change.id.name for change in compare(here, catalog(session))] == ["projects_select"]
