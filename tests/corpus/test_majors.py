"""Every state of fixtures/transitions has the same fingerprint on every major version that it loads on."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pgplumb.differ.side import Observer
from pgplumb.postgres import found
from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import open_scratch
from pgplumb.source.files import SourceFile
from pgplumb.workflow.sides import Elaborator
from tests.corpus.test_transitions import CASES, expected, names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pgplumb.postgres.scratch import Scratch

OLDER = [binaries for binaries in found.local(os.environ) if binaries.major < 18]


@pytest.fixture(scope="module")
def older() -> Iterator[Scratch]:
    if not OLDER:
        pytest.skip("this machine has no server before 18 (on Debian: apt-get install postgresql-15)")
    with open_scratch(f"local:{OLDER[0].major}", cache=Cache(None, 0), environment=os.environ) as opened:
        yield opened


def fingerprints(folder: Path, scratch: Scratch) -> list[str]:
    """Those of the two states on one server."""
    scratch.ensure_roles(expected(folder).get("roles", ()))
    observer = Observer(scratch=scratch, own_roles=frozenset({"postgres"}), ignored=lambda _: False)
    built = Elaborator(scratch=scratch, cache=Cache(None, 0), observer=observer)
    states = [SourceFile(name, (folder / name).read_text(encoding="utf-8")) for name in ("before.sql", "after.sql")]
    return [built.files([state])[0].catalog.fingerprint for state in states]


@pytest.mark.slow
@pytest.mark.parametrize("folder", names(CASES))
def test_the_same_fingerprint_everywhere(folder: Path, older: Scratch, scratch: Scratch) -> None:
    if older.version < expected(folder).get("minimum_version", 0):
        pytest.skip(f"PostgreSQL {older.version // 10000} cannot load it")
    assert fingerprints(folder, older) == fingerprints(folder, scratch)
