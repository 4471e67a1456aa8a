"""Slugs, versions and pairs: names that people type, and directories that people leave."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from pgplumb.errors import (
    MigrationGap,
    MigrationHalf,
    MigrationNumberingMixed,
    MigrationStray,
    MigrationVersionTwice,
    SlugEmpty,
)
from pgplumb.store.naming import Numbering, Pair, next_versions, pairs
from pgplumb.store.slug import slug

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("add waitlist offers", "add_waitlist_offers"),
        ("  Add: Waitlist -- offers! ", "add_waitlist_offers"),
        ("añadir café", "anadir_cafe"),
        ("добавить таблицу", "добавить_таблицу"),
        ("表を追加", "表を追加"),
        ("Straße", "strasse"),
        ("../../etc/passwd", "etc_passwd"),
        ("word " * 40, "_".join(["word"] * 12)),
        ("x" * 100, "x" * 60),
    ],
)
def test_slugs(message: str, expected: str) -> None:
    assert slug(message) == expected


@pytest.mark.parametrize("message", ["", "   ", "---", "\x1b[0m"[:1], "💥"])
def test_a_message_without_letters_is_refused(message: str) -> None:
    with pytest.raises(SlugEmpty):
        slug(message)


@given(st.text())
def test_every_slug_is_a_file_name_that_is_read_back(message: str) -> None:
    try:
        made = slug(message)
    except SlugEmpty:
        return
    pair = Pair("20260301120000", made)
    names = [f"20260301120000_{made}.{side}.sql" for side in ("up", "down")]
    assert all(len(name.encode()) <= 255 for name in names)
    assert pairs(names) == (pair,)


@pytest.mark.parametrize(
    ("names", "error", "message"),
    [
        (["1_a.up.sql", "1_a.down.sql", "notes.sql"], MigrationStray, "notes.sql has no place"),
        (["x_a.up.sql"], MigrationStray, "x_a.up.sql has no place"),
        (["0001_a.up.sql"], MigrationHalf, "0001_a.up.sql has no 0001_a.down.sql beside it"),
        (["0001_a.down.sql"], MigrationHalf, "0001_a.down.sql has no 0001_a.up.sql beside it"),
        (
            ["0001_a.up.sql", "0001_a.down.sql", "0001_b.up.sql", "0001_b.down.sql"],
            MigrationVersionTwice,
            "Version 0001 is given twice: 0001_a.up.sql and 0001_b.up.sql",
        ),
        (
            ["0001_a.up.sql", "0001_a.down.sql", "0003_b.up.sql", "0003_b.down.sql"],
            MigrationGap,
            "The sequence of migrations has a gap: 0002 is missing before 0003_b.up.sql",
        ),
        (
            ["0001_a.up.sql", "0001_a.down.sql", "20260301120000_b.up.sql", "20260301120000_b.down.sql"],
            MigrationNumberingMixed,
            "0001_a.up.sql is not numbered as 20260301120000_b.up.sql is",
        ),
    ],
)
def test_a_directory_out_of_order(names: list[str], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as raised:
        pairs(names)
    assert str(raised.value).startswith(message)


def test_pairs_come_by_number_not_by_name() -> None:
    names = [f"{version}_a.{side}.sql" for version in range(1, 12) for side in ("up", "down")]
    assert [pair.version for pair in pairs(names)] == [str(version) for version in range(1, 12)]


def test_time_stamps_are_utc_and_consecutive() -> None:
    local = NOW.astimezone(timezone(timedelta(hours=5)))
    assert next_versions([], 3, now=local, numbering=Numbering.TIMESTAMP) == (
        "20260301120000",
        "20260301120001",
        "20260301120002",
    )


def test_a_time_stamp_never_goes_back() -> None:
    later = ["20260301125959"]
    assert next_versions(later, 2, now=NOW, numbering=Numbering.TIMESTAMP) == ("20260301130000", "20260301130001")


def test_a_time_stamp_that_is_no_time_has_a_successor() -> None:
    assert next_versions(["99999999999998"], 1, now=NOW, numbering=Numbering.TIMESTAMP) == ("99999999999999",)


def test_sequences_keep_their_width() -> None:
    assert next_versions([], 2, now=NOW, numbering=Numbering.SEQUENTIAL) == ("0001", "0002")
    assert next_versions(["000009"], 2, now=NOW, numbering=Numbering.SEQUENTIAL) == ("000010", "000011")


@pytest.mark.parametrize(
    ("last", "numbering"), [("0001", Numbering.TIMESTAMP), ("20260301120000", Numbering.SEQUENTIAL)]
)
def test_numbering_is_not_changed_midway(last: str, numbering: Numbering) -> None:
    with pytest.raises(MigrationNumberingMixed):
        next_versions([last], 1, now=NOW, numbering=numbering)
