"""The outline of SQL files, and that keeping it loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from pgplumb.model.ids import ObjectId
from pgplumb.model.location import Location
from pgplumb.source.files import SourceFile, read_folder
from pgplumb.source.outline import Outline, decode, encode
from pgplumb.source.script import Script, read_script

TICKETING = Path(__file__).resolve().parents[2] / "schema" / "ticketing" / "desired"
ANNOTATED = """\
-- pgplumb: requires extension pg_trgm
create schema "a ""b";
-- pgplumb: renamed from old
create table "a ""b".t (
    id int,  -- pgplumb: renamed from number
    -- pgplumb: backfill now()
    made timestamptz not null
);
grant select on "a ""b".t to reader, pg_monitor;
create function f(a int) returns int language sql return a + 1;
"""


def outline_of(script: Script) -> Outline:
    return Outline(roles=script.roles, annotations=script.annotations, locations=script.locations)


@pytest.mark.parametrize("files", [read_folder(TICKETING), [SourceFile("ä.sql", ANNOTATED)], []])
def test_what_is_kept_is_what_was_read(files: list[SourceFile]) -> None:
    script = read_script(files)
    assert decode(encode(script)) == outline_of(script)


def test_objects_are_located_also_by_what_they_belong_to() -> None:
    found = decode(encode(read_script([SourceFile("s.sql", ANNOTATED)])))
    table = ObjectId("table", 'a "b', "t")
    column = ObjectId("column", 'a "b', "id", "t")
    assert found.roles == ("reader",)
    assert found.locate(table) == Location("s.sql", 4, 1)
    assert found.locate(ObjectId("function", "public", "f", signature="integer")) == Location("s.sql", 10, 1)
    assert found.locate(ObjectId("comment", 'a "b', "", "t", target=column)) == found.locate(column)
    assert found.locate(ObjectId("policy", 'a "b', "p", "t")) == found.locate(table)
    assert found.locate(ObjectId("table", "public", "none")) is None
