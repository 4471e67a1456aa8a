"""The end of every case of fixtures/transitions as models: create_all makes all of it but what their header names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pgplumb.models.module import module
from tests.corpus.test_transitions import CASES, Case, case, names
from tests.database.models import imported, left, made

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["case"]


@pytest.mark.parametrize("case", names(CASES), indirect=True)
def test_create_all_leaves_what_the_header_names(case: Case, tmp_path: Path) -> None:
    elaborator = replace(case.elaborator, roles="named")
    empty = elaborator.migrations(()).catalog
    # Roles are no part of a database.
    source = case.after.catalog.with_shared(())
    written = module(empty, source)
    file = tmp_path / "models_of_case.py"
    file.write_text(written.text, encoding="utf-8")
    with imported(file) as found:
        there = made(found, elaborator).catalog
    assert left(there, source) == set(written.missing)
