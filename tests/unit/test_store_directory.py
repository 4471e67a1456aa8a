"""The migration directory: written whole or not at all, and guarded by its seal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import (
    MigrationEdited,
    MigrationFolderMissing,
    MigrationGone,
    MigrationMisplaced,
    MigrationNotUtf8,
    MigrationStray,
    MigrationUnsealed,
    SumConflict,
    SumInvalid,
    SumMissing,
)
from pgplumb.model.migration import Direction
from pgplumb.store.directory import Draft, read, read_unsealed, restamp, seal, write
from pgplumb.store.naming import Numbering

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
TABLE = Draft(up="CREATE TABLE t (a int);", down="DROP TABLE t;", before="0", after="1", down_losses=("rows of t",))
INDEX = Draft(
    up="CREATE INDEX CONCURRENTLY i ON t (a);",
    down="DROP INDEX CONCURRENTLY i;",
    before="1",
    after="2",
    engine="native",
    engine_reason="migra builds indexes under a lock",
    up_transactional=False,
    down_transactional=False,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    write(folder, [TABLE, INDEX], slug="first", now=NOW)
    return folder


def test_a_plan_of_two_batches_is_two_pairs(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == [
        "20260301120000_first.down.sql",
        "20260301120000_first.up.sql",
        "20260301120001_first.down.sql",
        "20260301120001_first.up.sql",
        "pgplumb.sum",
    ]


def test_what_was_written_is_read(folder: Path) -> None:
    table, index = read(folder).migrations
    assert (table.id, table.before, table.after, table.transactional) == ("20260301120000_first", "0", "1", True)
    assert table.down_losses == ("rows of t",)
    assert table.up.endswith("\nCREATE TABLE t (a int);\n")
    assert (index.engine, index.engine_reason) == ("native", "migra builds indexes under a lock")
    assert not index.is_transactional(Direction.UP)
    assert not index.is_transactional(Direction.DOWN)
    assert "-- pgplumb: before 2\n-- pgplumb: after 1\n" in index.down


def test_write_returns_the_files_in_order(folder: Path) -> None:
    written = write(folder, [TABLE], slug="second", now=NOW)
    assert [path.name for path in written] == ["20260301120002_second.up.sql", "20260301120002_second.down.sql"]
    assert all(path.stat().st_mode & 0o044 for path in written)
    assert len(read(folder).migrations) == 3


def test_sequential_numbers(tmp_path: Path) -> None:
    write(tmp_path, [TABLE, INDEX], slug="x", now=NOW, numbering=Numbering.SEQUENTIAL)
    assert [migration.version for migration in read(tmp_path).migrations] == ["0001", "0002"]


def test_a_failed_write_leaves_nothing(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(UnicodeEncodeError):
        write(folder, [TABLE, replace(TABLE, up="SELECT '\udc80'")], slug="bad", now=NOW)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_empty_folder_is_in_order(tmp_path: Path) -> None:
    assert read(tmp_path).migrations == ()
    assert seal(tmp_path).migrations == ()
    assert read(tmp_path).migrations == ()


def test_neighbours_are_let_be(folder: Path) -> None:
    (folder / "README.md").write_text("hello")
    (folder / ".keep").touch()
    assert len(read(folder).migrations) == 2


def test_line_endings_of_a_checkout_do_not_matter(folder: Path) -> None:
    before = read(folder)
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read(folder) == before


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(MigrationFolderMissing):
        read(tmp_path / "nowhere")


def test_an_edited_file_is_named_until_it_is_sealed(folder: Path) -> None:
    path = folder / "20260301120000_first.down.sql"
    path.write_text(path.read_text() + "-- more\n")
    with pytest.raises(MigrationEdited, match=r"^20260301120000_first\.down\.sql was edited after it was sealed"):
        read(folder)
    assert len(read_unsealed(folder).migrations) == 2
    assert seal(folder) == read(folder)


def test_a_missing_pair_is_named(folder: Path) -> None:
    for path in folder.glob("20260301120000*"):
        path.unlink()
    with pytest.raises(MigrationGone, match=r"^20260301120000_first\.up\.sql is missing"):
        read(folder)


def test_an_added_pair_is_named(folder: Path) -> None:
    for side in Direction:
        (folder / f"20270101000000_new.{side}.sql").write_text("SELECT 1;")
    with pytest.raises(MigrationUnsealed, match=r"^20270101000000_new\.up\.sql is not listed"):
        read(folder)


def test_a_pair_added_before_a_sealed_one_is_named(folder: Path) -> None:
    for side in Direction:
        (folder / f"20250101000000_new.{side}.sql").write_text("SELECT 1;")
    with pytest.raises(MigrationMisplaced, match=r"20260301120001_first\.down\.sql is sealed already"):
        read(folder)


def test_a_folder_in_the_folder_is_stray(folder: Path) -> None:
    (folder / "old").mkdir()
    with pytest.raises(MigrationStray, match=r"^old/ has no place"):
        read(folder)


def test_a_missing_seal(folder: Path) -> None:
    (folder / "pgplumb.sum").unlink()
    with pytest.raises(SumMissing):
        read(folder)


def test_a_merge_conflict_in_the_seal_is_seen_as_such(folder: Path) -> None:
    path = folder / "pgplumb.sum"
    lines = path.read_text().splitlines()
    path.write_text("\n".join(["<<<<<<< HEAD", lines[0], "=======", lines[0], ">>>>>>> other", *lines[1:]]))
    with pytest.raises(SumConflict, match=r"^pgplumb\.sum:1: a merge conflict"):
        read(folder)
    assert seal(folder) == read(folder)


@pytest.mark.parametrize("damage", ["", "pgplumb 2 x\n", "not\na\nseal\n"])
def test_a_damaged_seal(folder: Path, damage: str) -> None:
    (folder / "pgplumb.sum").write_text(damage)
    with pytest.raises(SumInvalid, match=r"^pgplumb\.sum:1: "):
        read(folder)


def test_a_seal_edited_to_fit_an_edited_file_is_seen(folder: Path) -> None:
    path = folder / "pgplumb.sum"
    first, second, *rest = path.read_text().splitlines()
    name, _, _ = second.partition(" ")
    path.write_text("\n".join([first, f"{name} {'0' * 64}", *rest]) + "\n")
    with pytest.raises(SumInvalid, match="the total does not match"):
        read(folder)


def test_a_file_that_is_not_utf8(folder: Path) -> None:
    (folder / "20260301120000_first.up.sql").write_bytes(b"SELECT 1;\nSELECT '\xff';\n")
    with pytest.raises(MigrationNotUtf8, match=r"^20260301120000_first\.up\.sql:2: the file is not UTF-8"):
        read(folder)


def test_restamp_and_seal(folder: Path) -> None:
    restamp(folder, read(folder).migrations[0], before="x", after="y")
    found = seal(folder).migrations[0]
    assert (found.before, found.after) == ("x", "y")
    assert "-- pgplumb: before y\n-- pgplumb: after x\n" in found.down
