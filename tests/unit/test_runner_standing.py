"""Where a database stands and what a run takes, as pure functions of files and rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from pgplumb.errors import AppliedMigrationMissing, DatabaseAhead, MigrationOutOfOrder, MigrationUnknown
from pgplumb.model.migration import AppliedMigration, Migration, State
from pgplumb.runner.events import Blocker
from pgplumb.runner.options import Options, Selection
from pgplumb.runner.standing import check_history, choose_applied, choose_pending, compare, find

NUMBERS = st.sets(st.integers(1, 8))


def file(number: int, checksum: str = "c") -> Migration:
    return Migration(version=f"{number:04}", slug="x", up="", down="", checksum=checksum, down_checksum="d")


def row(number: int, state: State = State.APPLIED) -> AppliedMigration:
    return AppliedMigration(
        version=f"{number:04}",
        slug="x",
        checksum="c",
        applied_at=datetime(2026, 1, 1, tzinfo=UTC),
        duration=timedelta(),
        applied_by="me",
        state=state,
    )


def files(*numbers: int) -> tuple[Migration, ...]:
    return tuple(file(number) for number in numbers)


def rows(*numbers: int) -> tuple[AppliedMigration, ...]:
    return tuple(row(number) for number in numbers)


@given(NUMBERS, NUMBERS)
def test_everything_has_one_place(there: set[int], known: set[int]) -> None:
    found = compare(files(*sorted(there)), rows(*sorted(known)))
    assert {migration.number for migration in found.pending} == there - known
    assert {gone.number for gone in (*found.missing, *found.ahead)} == known - there
    assert {applied.number for applied in found.applied} == known
    assert set(found.out_of_order) <= set(found.pending)
    assert found.is_current is (there == known)


def test_rows_without_files_are_missing_or_ahead() -> None:
    found = compare(files(1, 3), rows(1, 2, 4))
    assert ([gone.number for gone in found.missing], [gone.number for gone in found.ahead]) == ([2], [4])
    with pytest.raises(AppliedMigrationMissing, match="0002_x"):
        check_history(found)
    with pytest.raises(DatabaseAhead, match="0004_x"):
        check_history(compare(files(1), rows(1, 4)))


def test_a_row_that_was_cut_off_is_dirty_and_not_applied() -> None:
    found = compare(files(1, 2), (row(1), row(2, State.RUNNING)))
    assert [applied.number for applied in found.applied] == [1]
    assert [begun.number for begun in found.dirty] == [2]
    assert found.pending == ()
    assert not found.is_current


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), [2, 3, 4]),
        (Selection(steps=2), [2, 3]),
        (Selection(steps=0), []),
        (Selection(steps=9), [2, 3, 4]),
        (Selection(to="0003"), [2, 3]),
        (Selection(to="3"), [2, 3]),
        (Selection(to="0003_x"), [2, 3]),
        (Selection(to="0001"), []),
        (Selection(to="4", steps=1), [2]),
    ],
)
def test_what_an_apply_takes(selection: Selection, expected: list[int]) -> None:
    migrations = files(1, 2, 3, 4)
    chosen = choose_pending(migrations, compare(migrations, rows(1)), selection, Options())
    assert [migration.number for migration in chosen] == expected


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), [3]),
        (Selection(steps=2), [3, 2]),
        (Selection(to="0001"), [3, 2]),
        (Selection(to="0"), [3, 2, 1]),
        (Selection(to="0000"), [3, 2, 1]),
        (Selection(to="4"), []),
        (Selection(to="0", steps=1), [3]),
    ],
)
def test_what_a_rollback_takes(selection: Selection, expected: list[int]) -> None:
    migrations = files(1, 2, 3, 4)
    chosen = choose_applied(migrations, compare(migrations, rows(1, 2, 3)), selection)
    assert [migration.number for migration in chosen] == expected


def test_out_of_order_matters_only_for_what_is_taken() -> None:
    migrations = files(1, 2, 3, 4)
    found = compare(migrations, rows(1, 3))
    with pytest.raises(MigrationOutOfOrder, match=r"0002_x\.up\.sql is pending but older than 0003_x"):
        choose_pending(migrations, found, Selection(), Options())
    assert choose_pending(migrations, found, Selection(to="1"), Options()) == ()
    taken = choose_pending(migrations, found, Selection(), Options(out_of_order="run"))
    assert [migration.number for migration in taken] == [2, 4]


def test_an_unknown_target_lists_what_there_is() -> None:
    with pytest.raises(MigrationUnknown, match=r"^There is no migration 7\. The directory has 0001 to 0002\."):
        find(files(1, 2), "7")


def test_a_blocker_is_shown_on_one_line_without_codes() -> None:
    blocker = Blocker(
        pid=7,
        user="ann",
        application="a\x1b[2J",
        state="active",
        query="SELECT\n  1" + " + 1" * 100,
        since=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    )
    text = str(blocker)
    assert text.startswith(
        "pid 7, user ann, application a\\x1b[2J, active, since 2026-01-02 03:04:05+0000: SELECT 1 + 1"
    )
    assert text.endswith("...")
    assert "prepared transaction" in str(Blocker(pid=0, user="", application="", state="", query="", since=None))
