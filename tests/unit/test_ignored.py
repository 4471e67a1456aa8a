"""What a project leaves alone: patterns name objects of a schema, and what they are made of goes with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.config.load import load_config
from pgplumb.model.ids import ObjectId
from pgplumb.workflow.ignored import ignores

if TYPE_CHECKING:
    from pathlib import Path

NOTE = ObjectId("table", "public", "note")
TEXT = ObjectId("column", "public", "text", "note")


@pytest.mark.parametrize(
    ("id", "is_left_alone"),
    [
        (NOTE, True),
        (TEXT, True),
        (ObjectId("comment", "public", "", "note", target=TEXT), True),
        (ObjectId("trigger", "public", "note", "orders"), True),
        (ObjectId("column", "public", "note", "orders"), False),
        (ObjectId("default", "public", "note", "orders"), False),
        (ObjectId("constraint", "public", "note", "orders"), False),
        (ObjectId("attribute", "public", "note", "address"), False),
        (ObjectId("table", "other", "note"), False),
        (ObjectId("schema", name="public"), False),
        (ObjectId("table", "public", "flyway_schema_history"), True),
        (ObjectId("column", "pgplumb", "id", "history"), True),
    ],
    ids=str,
)
def test_a_pattern_names_what_has_a_name_in_a_schema_and_its_parts(
    tmp_path: Path, id: ObjectId, is_left_alone: bool
) -> None:
    (tmp_path / "pgplumb.toml").write_text('ignore = ["public.note"]\n', encoding="utf-8")
    config = load_config(tmp_path, environment={}, overrides={})
    assert ignores(config, id) is is_left_alone
