"""Sides of files that were read before: nothing is parsed or loaded again, and what is told is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.differ.side import Observer
from pgplumb.errors import SourceError
from pgplumb.postgres.cache import Cache
from pgplumb.source.files import SourceFile
from pgplumb.source.outline import Outline
from pgplumb.workflow.sides import Elaborator

if TYPE_CHECKING:
    from pathlib import Path

    from pgplumb.postgres.scratch import Scratch

FILES = [
    SourceFile("t.sql", "create table t (id int,\n    -- pgplumb: renamed from b\n    a varchar check (a in ('x')))")
]


@pytest.fixture
def built(scratch: Scratch, tmp_path: Path) -> Elaborator:
    observer = Observer(scratch=scratch, own_roles=frozenset({"postgres"}), ignored=lambda _: False)
    return Elaborator(scratch=scratch, cache=Cache(tmp_path / "cache", 1 << 20), observer=observer)


def test_what_was_kept_is_what_was_read(built: Elaborator) -> None:
    first, read = built.files(FILES)
    second, kept = built.files(FILES)
    assert type(kept) is Outline
    assert (kept.roles, kept.annotations, kept.locations) == (read.roles, read.annotations, read.locations)
    assert second.catalog == first.catalog
    assert second.template == first.template


def test_a_mistake_is_told_each_time(built: Elaborator) -> None:
    for _ in range(2):
        with pytest.raises(SourceError, match="nothing_there"):
            built.files([SourceFile("t.sql", "create table t (id int references nothing_there)")])
