"""The cache: entries come back, stay within the limit, and can be switched off."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pgplumb.postgres.cache import Cache

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", 1000)  # three entries of 300 bytes with their checksums


def _files(cache: Cache) -> list[Path]:
    assert cache.folder is not None
    return [path for path in cache.folder.rglob("*") if path.is_file()]


def test_an_entry_comes_back(cache: Cache) -> None:
    cache.write("catalog", "abc", b"content")
    assert cache.read("catalog", "abc") == b"content"
    assert cache.read("catalog", "abd") is None
    assert cache.read("other", "abc") is None


def test_only_the_owner_can_enter(cache: Cache) -> None:
    cache.write("catalog", "abc", b"content")
    assert cache.folder is not None
    assert cache.folder.stat().st_mode & 0o077 == 0


def test_a_damaged_entry_is_none(cache: Cache) -> None:
    cache.write("catalog", "abc", b"content")
    (file,) = _files(cache)
    file.write_bytes(file.read_bytes()[:-1])
    assert cache.read("catalog", "abc") is None


def test_what_was_used_longest_ago_goes_first(cache: Cache) -> None:
    for number, name in enumerate(("one", "two", "three")):
        cache.write("catalog", name, bytes(300))
        for file in _files(cache):
            if file.name == name:
                os.utime(file, (number, number))
    assert cache.read("catalog", "one") is not None
    cache.write("catalog", "four", bytes(300))
    assert {file.name for file in _files(cache)} == {"one", "three", "four"}


def test_an_entry_beyond_the_limit_is_not_kept(cache: Cache) -> None:
    cache.write("catalog", "abc", bytes(2000))
    assert _files(cache) == []


def test_switched_off_it_keeps_nothing() -> None:
    cache = Cache(None, 1000)
    cache.write("catalog", "abc", b"content")
    assert cache.read("catalog", "abc") is None


def test_a_folder_that_cannot_be_used_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file" / "cache", 1000)
    cache.write("catalog", "abc", b"content")
    assert cache.read("catalog", "abc") is None
