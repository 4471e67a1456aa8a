"""The runner on a quiet database: what it runs, remembers, refuses and says."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import (
    AppliedMigrationEdited,
    AppliedMigrationMissing,
    DatabaseAhead,
    DatabaseError,
    HistoryForbidden,
    MigrationDirty,
    MigrationFailed,
    MigrationInTheWay,
    MigrationNeedsNoTransaction,
    MigrationNotAlone,
    MigrationOutOfOrder,
    MigrationOwnsTransaction,
    SqlSyntaxError,
)
from pgplumb.model.migration import Direction, Migration, State
from pgplumb.postgres.session import Session, connect
from pgplumb.runner.events import Event, Finished, Started, StatementDone, StatementStarted
from pgplumb.runner.options import Options, Selection
from pgplumb.runner.run import (
    apply,
    mark_applied,
    mark_pending,
    preview_apply,
    preview_rollback,
    rollback,
    status,
)
from pgplumb.store.directory import Draft, read, write

if TYPE_CHECKING:
    from pathlib import Path

    from pgplumb.postgres.dsn import Dsn

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
ONE = Draft(up="CREATE TABLE one (a int);\nINSERT INTO one VALUES (1), (1);", down="DROP TABLE one;")
TWO = Draft(up="CREATE TABLE two ();", down="DROP TABLE two;")
THREE = Draft(up="CREATE TABLE three ();", down="DROP TABLE three;")


def alone(up: str, down: str) -> Draft:
    return Draft(up=up, down=down, up_transactional=False, down_transactional=False)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path)


class Made:
    """Migrations in a folder of the test's own, as `make` would write them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *drafts: Draft) -> tuple[Migration, ...]:
        write(self.folder, drafts, slug="x", now=NOW)
        return read(self.folder).migrations


def tables(session: Session) -> list[str]:
    return [
        name
        for [name] in session.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    ]


def test_apply_runs_what_is_pending_and_remembers_it(database: Dsn, session: Session, made: Made) -> None:
    migrations = made(ONE, TWO)
    rows = apply(database, migrations)
    assert [row.id for row in rows] == ["20260301120000_x", "20260301120001_x"]
    first = rows[0]
    assert (first.checksum, first.state, first.applied_by) == (
        migrations[0].checksum,
        State.APPLIED,
        session.value("SELECT session_user"),
    )
    assert first.duration > timedelta(0)
    assert abs(first.applied_at - datetime.now(UTC)) < timedelta(minutes=5)
    assert tables(session) == ["one", "two"]
    assert status(database, migrations).is_current
    assert apply(database, migrations) == ()
    [third] = apply(database, made(THREE))
    assert third.version == "20260301120002"


def test_the_history_explains_itself(database: Dsn, session: Session, made: Made) -> None:
    apply(database, made(TWO), options=Options(history_schema='my "own" schema'))
    comments = session.rows(
        """SELECT count(*) FILTER (WHERE objsubid = 0), count(*) FILTER (WHERE objsubid > 0) FROM pg_description
        WHERE objoid = '"my ""own"" schema".migrations'::regclass"""
    )
    assert comments == [(1, 7)]
    assert session.value("SELECT to_regnamespace('pgplumb')") is None


def test_rollback_undoes_one_or_as_many_as_it_is_told(database: Dsn, session: Session, made: Made) -> None:
    migrations = made(ONE, TWO, THREE)
    apply(database, migrations)
    [gone] = rollback(database, migrations)
    assert gone.version == "20260301120002"
    assert tables(session) == ["one", "two"]
    apply(database, migrations)
    assert [row.version[-1] for row in rollback(database, migrations, selection=Selection(steps=2))] == ["2", "1"]
    apply(database, migrations)
    rollback(database, migrations, selection=Selection(to="20260301120001"))
    assert tables(session) == ["one", "two"]
    rollback(database, migrations, selection=Selection(to="0"))
    assert tables(session) == []
    assert rollback(database, migrations) == ()
    assert status(database, migrations).pending == migrations


def test_apply_can_stop_early_and_previews_write_nothing(database: Dsn, session: Session, made: Made) -> None:
    migrations = made(ONE, TWO, THREE)
    assert preview_apply(database, migrations, selection=Selection(steps=2)) == migrations[:2]
    assert session.value("SELECT to_regnamespace('pgplumb')") is None
    apply(database, migrations, selection=Selection(to="20260301120000_x"))
    apply(database, migrations, selection=Selection(steps=1))
    assert tables(session) == ["one", "two"]
    assert preview_rollback(database, migrations) == (migrations[1],)
    assert preview_rollback(database, migrations, selection=Selection(to="0")) == (migrations[1], migrations[0])
    assert tables(session) == ["one", "two"]


def test_events_tell_the_whole_story(database: Dsn, made: Made) -> None:
    events: list[Event] = []
    apply(database, made(ONE, TWO), emit=events.append)
    assert [type(event) for event in events] == [
        *(Started, StatementStarted, StatementDone, StatementStarted, StatementDone, Finished),
        *(Started, StatementStarted, StatementDone, Finished),
    ]
    started = events[0]
    assert started == Started(id="20260301120000_x", direction=Direction.UP, index=1, total=2, statements=2)
    second = events[3]
    assert isinstance(second, StatementStarted)
    assert (second.index, second.total, second.line) == (2, 2, 4)


def test_a_failure_names_file_line_and_statement_and_keeps_nothing(database: Dsn, session: Session, made: Made) -> None:
    bad = Draft(up="CREATE TABLE three ();\nSELECT 1,\n  nowhere\nFROM three;", down="DROP TABLE three;")
    migrations = made(ONE, bad)
    with pytest.raises(MigrationFailed) as raised:
        apply(database, migrations)
    assert str(raised.value) == (
        '20260301120001_x.up.sql:5: column "nowhere" does not exist\n'
        "  in: SELECT 1, nowhere FROM three\n"
        "Nothing of this migration was kept; those before it stand.\n"
        "Correct the file or the data; after editing the file run `pgplumb seal`, then run it again."
    )
    assert tables(session) == ["one"]
    assert [row.version for row in status(database, migrations).applied] == ["20260301120000"]


def test_a_failure_on_the_way_down_keeps_the_migration(database: Dsn, session: Session, made: Made) -> None:
    migrations = made(replace(ONE, down="DROP TABLE one;\nDROP TABLE nowhere;"))
    apply(database, migrations)
    with pytest.raises(MigrationFailed, match="Nothing of this migration was undone"):
        rollback(database, migrations)
    assert tables(session) == ["one"]
    assert status(database, migrations).is_current


def test_a_failure_at_commit_is_told_as_such(database: Dsn, session: Session, made: Made) -> None:
    deferred = """CREATE TABLE four (a int PRIMARY KEY, b int REFERENCES four DEFERRABLE INITIALLY DEFERRED);
    INSERT INTO four VALUES (1, 2);"""
    with pytest.raises(MigrationFailed, match="at COMMIT"):
        apply(database, made(Draft(up=deferred)))
    assert tables(session) == []


def test_the_server_s_words_cannot_act_on_a_terminal(database: Dsn, made: Made) -> None:
    with pytest.raises(MigrationFailed) as raised:
        apply(database, made(Draft(up='SELECT 1 FROM "a\x1b[31mb\nc"')))
    assert "\x1b" not in str(raised.value)
    assert "a\\x1b[31mb" in str(raised.value)


@pytest.mark.parametrize(
    ("draft", "error", "message"),
    [
        (Draft(up="CREATE TABLE x ();\nCOMMIT;"), MigrationOwnsTransaction, r"^\d+_x\.up\.sql:4: COMMIT has no place"),
        (Draft(up="CREATE INDEX CONCURRENTLY i ON one (a);"), MigrationNeedsNoTransaction, r"_x\.up\.sql:3: "),
        (alone("SELECT 1;\nSELECT 2;", ""), MigrationNotAlone, r"_x\.up\.sql:5: a second statement"),
        (Draft(up="CREATE TABL x ();"), SqlSyntaxError, r"_x\.up\.sql:3:8: "),
    ],
)
def test_what_cannot_be_run_safely_is_refused_before_anything_runs(
    database: Dsn, session: Session, made: Made, draft: Draft, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        apply(database, made(ONE, draft))
    assert tables(session) == []


def test_what_only_the_server_knows_to_refuse(database: Dsn, made: Made) -> None:
    with pytest.raises(MigrationNeedsNoTransaction, match=r"_x\.up\.sql:3: "):
        apply(database, made(Draft(up="VACUUM;")))


def test_savepoints_are_the_migration_s_own(database: Dsn, session: Session, made: Made) -> None:
    apply(database, made(Draft(up="CREATE TABLE s (); SAVEPOINT p; DROP TABLE s; ROLLBACK TO p; RELEASE p;")))
    assert tables(session) == ["s"]


def test_settings_do_not_leak_into_the_next_migration(database: Dsn, session: Session, made: Made) -> None:
    leaky = Draft(up="CREATE SCHEMA s; SET search_path = s; CREATE ROLE runner_leak; SET ROLE runner_leak;")
    migrations = made(leaky, TWO, Draft(up="DROP ROLE runner_leak;"))
    apply(database, migrations)
    assert tables(session) == ["two"]


def test_a_role_of_the_connection_string_stays(database: Dsn, session: Session, made: Made) -> None:
    session.script("CREATE ROLE runner_owner; GRANT ALL ON DATABASE " + database.database + " TO runner_owner")
    owner = type(database).of(dict(database.parameters) | {"options": "-c role=runner_owner"})
    apply(owner, made(Draft(up="CREATE SCHEMA s; CREATE TABLE s.owned ();"), Draft(up="CREATE TABLE s.too ();")))
    assert session.rows("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname IN ('s', 'pgplumb')") == [
        ("runner_owner",)
    ]
    session.script("DROP OWNED BY runner_owner; DROP ROLE runner_owner")


def test_an_edited_migration_is_refused(database: Dsn, made: Made) -> None:
    migrations = made(ONE, TWO)
    apply(database, migrations[:1])
    edited = (replace(migrations[0], checksum="0" * 64), migrations[1])
    assert status(database, edited).edited == edited[:1]
    for action in (apply, rollback):
        with pytest.raises(AppliedMigrationEdited, match=r"^20260301120000_x\.up\.sql was edited"):
            action(database, edited)


def test_an_edited_down_script_may_run(database: Dsn, session: Session, made: Made) -> None:
    [migration] = made(replace(ONE, down="DROP TABLE typo;"))
    apply(database, [migration])
    rollback(database, [replace(migration, down="DROP TABLE one;", down_checksum="1")])
    assert tables(session) == []


def test_a_database_that_has_more_than_the_directory(database: Dsn, made: Made) -> None:
    migrations = made(ONE, TWO)
    apply(database, migrations)
    with pytest.raises(DatabaseAhead, match="20260301120001_x"):
        apply(database, migrations[:1])
    with pytest.raises(AppliedMigrationMissing, match="20260301120000_x"):
        rollback(database, migrations[1:])


def test_a_migration_out_of_order_is_refused_unless_told_otherwise(database: Dsn, session: Session, made: Made) -> None:
    migrations = made(ONE, TWO)
    apply(database, migrations[1:])
    assert status(database, migrations).out_of_order == migrations[:1]
    with pytest.raises(MigrationOutOfOrder, match="older than 20260301120001_x"):
        apply(database, migrations)
    apply(database, migrations, options=Options(out_of_order="run"))
    assert tables(session) == ["one", "two"]


def test_a_role_that_may_not_make_the_history(database: Dsn, session: Session, made: Made) -> None:
    session.execute("CREATE ROLE runner_guest LOGIN")
    try:
        guest = type(database).of(dict(database.parameters) | {"options": "-c role=runner_guest"})
        with pytest.raises(HistoryForbidden, match="permission denied"):
            apply(guest, made(ONE))
    finally:
        session.execute("DROP ROLE runner_guest")


def test_concurrent_indexes_go_up_and_down(database: Dsn, session: Session, made: Made) -> None:
    migrations = made(ONE, alone("CREATE INDEX CONCURRENTLY i ON one (a);", "DROP INDEX CONCURRENTLY i;"))
    rows = apply(database, migrations)
    assert [row.state for row in rows] == [State.APPLIED, State.APPLIED]
    assert rows[1].duration > timedelta(0)
    assert session.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass")
    rollback(database, migrations)
    assert session.value("SELECT to_regclass('i')") is None
    assert status(database, migrations).pending == migrations[1:]


def test_a_concurrent_index_that_fails_leaves_nothing_behind(database: Dsn, session: Session, made: Made) -> None:
    migrations = made(ONE, alone("CREATE UNIQUE INDEX CONCURRENTLY i ON one (a);", "DROP INDEX CONCURRENTLY i;"))
    with pytest.raises(MigrationFailed) as raised:
        apply(database, migrations)
    assert 'could not create unique index "i"' in str(raised.value)
    assert "The database is as it was before this migration" in str(raised.value)
    assert session.value("SELECT to_regclass('i')") is None
    assert status(database, migrations).pending == migrations[1:]
    session.execute("DELETE FROM one")
    apply(database, migrations)
    assert status(database, migrations).is_current


@pytest.mark.parametrize(
    ("present", "state"),
    [("CREATE INDEX i ON one (a)", "valid"), ("CREATE UNIQUE INDEX CONCURRENTLY i ON one (a)", "invalid")],
)
def test_an_index_that_was_there_before_is_not_touched(
    database: Dsn, session: Session, made: Made, present: str, state: str
) -> None:
    migrations = made(ONE, alone("CREATE INDEX CONCURRENTLY i ON one (a);", "DROP INDEX CONCURRENTLY i;"))
    apply(database, migrations[:1])
    with contextlib.suppress(DatabaseError):
        session.execute(present)
    with pytest.raises(MigrationInTheWay, match=f"exists already and is {state}"):
        apply(database, migrations)
    assert session.value("SELECT to_regclass('i')") is not None
    assert status(database, migrations).dirty == ()


def test_dropping_what_is_not_there_is_a_failure_not_a_success(database: Dsn, made: Made) -> None:
    migrations = made(alone("DROP INDEX CONCURRENTLY nowhere;", ""))
    with pytest.raises(MigrationFailed, match='"nowhere" does not exist'):
        apply(database, migrations)
    assert status(database, migrations).pending == migrations


def test_a_failure_that_the_catalog_cannot_judge_is_dirty_until_it_is_marked(
    database: Dsn, session: Session, made: Made
) -> None:
    # A procedure that commits half way: neither server nor catalog can say what it did.
    session.script(
        """CREATE TABLE log (a int);
        CREATE PROCEDURE half() LANGUAGE plpgsql AS
            $$ BEGIN INSERT INTO log VALUES (1); COMMIT; RAISE EXCEPTION 'no'; END $$"""
    )
    migrations = made(alone("CALL half();", ""))
    with pytest.raises(MigrationDirty, match=r"end is not known: no; the catalog(.|\n)*--mark 20260301120000=applied"):
        apply(database, migrations)
    assert [row.state for row in status(database, migrations).dirty] == [State.RUNNING]
    for action in (apply, rollback):
        with pytest.raises(MigrationDirty, match="its end is not known"):
            action(database, migrations)
    assert mark_pending(database, migrations, "20260301120000") == migrations[0]
    assert status(database, migrations).pending == migrations
    assert mark_applied(database, migrations, "20260301120000").state is State.APPLIED
    assert status(database, migrations).is_current
    assert apply(database, migrations) == ()
    assert session.value("SELECT count(*) FROM log") == 1


def test_an_empty_script_is_a_migration(database: Dsn, made: Made) -> None:
    migrations = made(Draft(), alone("", ""))
    assert len(apply(database, migrations)) == 2
    assert len(rollback(database, migrations, selection=Selection(to="0"))) == 2


def test_a_percent_sign_is_sql(database: Dsn, session: Session, made: Made) -> None:
    apply(database, made(Draft(up="CREATE TABLE p (a text CHECK (a LIKE '%s%%'));")))
    with connect(database) as other:
        assert tables(other) == tables(session) == ["p"]
