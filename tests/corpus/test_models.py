"""The end of every case of fixtures/transitions as models: create_all makes all of it but what their header names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.differ.side import Observer
from pgplumb.models.module import module
from pgplumb.postgres.cache import Cache
from pgplumb.source.files import SourceFile
from pgplumb.workflow.sides import Elaborator
from tests.corpus.test_transitions import CASES, expected, names
from tests.database.models import imported, left, made

if TYPE_CHECKING:
    from pathlib import Path

    from pgplumb.postgres.scratch import Scratch


@pytest.mark.slow
@pytest.mark.parametrize("folder", names(CASES))
def test_create_all_leaves_what_the_header_names(folder: Path, scratch: Scratch, tmp_path: Path) -> None:
    special = expected(folder)
    if scratch.version < special.get("minimum_version", 0):
        pytest.skip(f"needs PostgreSQL {special['minimum_version'] // 10000}")
    observer = Observer(scratch=scratch, own_roles=frozenset({"postgres"}), ignored=lambda _: False)
    elaborator = Elaborator(scratch=scratch, cache=Cache(None, 0), observer=observer, roles="managed")
    file = tmp_path / "models_of_case.py"
    with scratch.forgetting():
        scratch.ensure_roles(special.get("roles", ()))
        text = (folder / "after.sql").read_text(encoding="utf-8")
        # Roles are no part of a database.
        source = elaborator.files([SourceFile("after.sql", text)]).side.catalog.with_shared(())
        written = module(elaborator.migrations(()).catalog, source)
        file.write_text(written.text, encoding="utf-8")
        with imported(file) as found:
            there = made(found, elaborator).catalog
    assert left(there, source) == set(written.missing)
