"""Each law on schemas that break it, and on right twins that it must leave alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.laws.law import registered
from pgplumb.laws.verdict import Untested
from tests.harness.cases import Case, cases, examples, flagged, verdicts

if TYPE_CHECKING:
    from collections.abc import Callable

    from pgplumb.postgres.scratch import Scratch

CASES = cases()
#: Laws that always draw rows to find what is broken; of each it is told how many it took.
SEARCHED = {
    "rejects",
    "tenant_reads",
    "tenant_writes",
    "tenant_keys",
    "tenant_references",
    "tenant_routes",
    "tenant_claims",
}


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_a_law_flags_what_is_broken_and_nothing_else(
    case: Case, scratch: Scratch, record_property: Callable[[str, object], None]
) -> None:
    found = verdicts(case, scratch)
    caught = flagged(found)
    record_property("harness", [case.law, case.name, bool(case.flags), caught == case.flags, examples(found)])
    assert caught == case.flags, found
    if case.law in SEARCHED:
        assert not case.flags or examples(found)
    assert case.flags or not [verdict for verdict in found.values() if isinstance(verdict, Untested)], found


def test_every_folder_is_named_after_a_law() -> None:
    assert {case.law for case in CASES} <= registered().keys()


@pytest.mark.parametrize("code", sorted({case.law for case in CASES}))
def test_a_law_with_cases_has_both_kinds_and_a_page(code: str) -> None:
    assert {bool(case.flags) for case in CASES if case.law == code} == {True, False}
    page = registered()[code].page
    assert "Why: " in page
    assert "Instead: " in page
