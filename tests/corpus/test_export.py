"""The end of every case of fixtures/transitions, written as files: it loads back, and is written the same again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from pgplumb.differ.compare import compare
from pgplumb.differ.dumps import difference
from pgplumb.differ.prove import describe
from pgplumb.export.files import desired_files
from tests.corpus.test_transitions import CASES, Case, case, names

if TYPE_CHECKING:
    from pgplumb.differ.side import Side

__all__ = ["case"]


@pytest.mark.parametrize("case", names(CASES), indirect=True)
def test_written_as_files_and_loaded_back(case: Case, record_property: Any) -> None:
    empty = case.elaborator.migrations(())
    # Roles are no part of a database, and are not written.
    side = replace(case.after, catalog=case.after.catalog.with_shared(()))
    if missing := _unsayable(empty, side):
        record_property("not_sayable", missing)
        return
    files = desired_files(empty.catalog, side.catalog, {})
    again = replace(case.elaborator, roles="named").files(files).side if files else empty
    assert [describe(change) for change in compare(again.catalog, side.catalog)] == []
    assert difference(again.dump, side.dump) == ()
    assert desired_files(empty.catalog, again.catalog, {}) == files


def _unsayable(empty: Side, side: Side) -> list[str]:
    """The schemas of a new database that the state lacks: files say what there is."""
    return [id.name for id in empty.catalog.objects if id.kind == "schema" and id not in side.catalog.objects]
