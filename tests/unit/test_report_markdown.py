"""Comments for CI."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pgplumb.report.escape import code, fence, plain
from pgplumb.report.markdown import drift_markdown, plan_markdown

if TYPE_CHECKING:
    from tests.unit.conftest import Outcome


def test_a_comment_has_its_mark_a_table_and_the_scripts(sample: Outcome) -> None:
    found = plan_markdown(sample, up="ALTER TABLE x;\n", down="")
    assert found.startswith("<!-- pgplumb:plan -->\n\n### Schema: 3 to add, 2 to change, 2 to drop\n")
    assert "| drop | <code>column public.seats.note</code> | <code>text</code> |" in found
    assert "<details open><summary>SQL, up</summary>\n\n```sql\nALTER TABLE x;\n```\n\n</details>" in found
    assert "**Lost for good**\n\n- column public.seats.note" in found
    assert "Proved on PostgreSQL 18.6: both ways, 12 of 13 tables filled." in found


def test_nothing_from_a_database_becomes_markup(hostile: Outcome) -> None:
    found = plan_markdown(hostile, up=hostile.plan.up.statements[0].statement.sql, down="")
    fences = re.findall(r"^````sql\n.*?^````$", found, flags=re.DOTALL | re.MULTILINE)
    assert len(fences) == 1
    rest = found.replace(fences[0], "")
    assert "<script" not in rest
    assert "`x`" not in rest
    assert re.search(r"(?<!&)@here|[^&]#1\b", rest) is None
    assert "\x1b" not in found
    for line in rest.splitlines():
        if line.startswith("|"):
            assert line.count("|") == 4
    drift = drift_markdown(hostile, down="")
    assert "<script" not in drift


def test_a_fence_is_longer_than_any_in_it() -> None:
    assert fence("a\n`````\nb", "sql") == "``````sql\na\n`````\nb\n``````"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a_b*c", "a&#95;b&#42;c"),
        ("@x #1", "&#64;<!-- -->x &#35;<!-- -->1"),
        ("a\nb", "a&#92;nb"),
        ("<b>", "&#60;b&#62;"),
    ],
)
def test_running_text_is_escaped(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_code_may_hold_anything() -> None:
    assert code("a|`b`</code>") == "<code>a&#124;&#96;b&#96;&#60;/code&#62;</code>"


def test_a_script_that_is_too_long_for_a_comment_is_cut_at_a_line(sample: Outcome) -> None:
    found = plan_markdown(sample, up="SELECT 1;\n" * 10_000, down="")
    assert len(found) < 60_000
    assert "SELECT 1;\n-- cut here" in found
