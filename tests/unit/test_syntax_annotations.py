"""Where an annotation may stand, which object it then means, and what a mistaken one says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pgplumb.errors import AnnotationError
from pgplumb.model.ids import ObjectId
from pgplumb.syntax.annotations import read_annotations
from pgplumb.syntax.defined import search_paths
from pgplumb.syntax.split import parse_file

if TYPE_CHECKING:
    from pgplumb.model.annotations import Annotations


def read(text: str) -> Annotations:
    parsed = parse_file(text, "a.sql")
    return read_annotations([(parsed, [(path or ("public",))[0] for path in search_paths(parsed.statements)])])


TABLE = ObjectId("table", "public", "t")


def column(name: str, table: str = "t", schema: str = "public") -> ObjectId:
    return ObjectId("column", schema, name, table)


def label(text: str) -> ObjectId:
    return ObjectId("label", "app", text, "t")


@pytest.mark.parametrize(
    ("text", "renames"),
    [
        ("-- pgplumb: renamed from s\nCREATE TABLE t (a int);", {TABLE: "s"}),
        ("-- pgplumb: renamed from public.s\n-- and more\n\nCREATE TABLE t (a int);", {TABLE: "s"}),
        ("CREATE TABLE t (a int); -- pgplumb: renamed from s", {TABLE: "s"}),
        ("CREATE TABLE t ( -- pgplumb: renamed from s\n a int);", {TABLE: "s"}),
        ("CREATE TABLE t\n( -- pgplumb: renamed from s\n a int\n);", {TABLE: "s"}),
        ("/* pgplumb: renamed from s */ CREATE TABLE t ();", {TABLE: "s"}),
        ("CREATE TABLE t (\n a int, -- pgplumb: renamed from b\n c int);", {column("a"): "b"}),
        ("CREATE TABLE t (\n -- pgplumb: renamed from b\n -- why\n a int,\n c int);", {column("a"): "b"}),
        ("CREATE TABLE t (\n a int\n   CHECK (a > 0), -- pgplumb: renamed from b\n c int);", {column("a"): "b"}),
        ("CREATE TABLE t (\n a int,\n c int); -- pgplumb: renamed from b", {column("c"): "b"}),
        ("CREATE TABLE t (\n a int CONSTRAINT k CHECK (a > 0) -- pgplumb: renamed from B\n);", {column("a"): "b"}),
        ("ALTER TABLE t ADD COLUMN a int; -- pgplumb: renamed from b", {column("a"): "b"}),
        ("ALTER TABLE t\n -- pgplumb: renamed from b\n ADD COLUMN IF NOT EXISTS a int;", {column("a"): "b"}),
        ("-- pgplumb: renamed from b\nALTER TABLE t ADD a int;", {column("a"): "b"}),
        ('-- pgplumb: renamed from "Ol""d"\nCREATE TABLE app.t ();', {ObjectId("table", "app", "t"): 'Ol"d'}),
        (
            "SET search_path = app;\n-- pgplumb: renamed from s\nCREATE VIEW v AS SELECT 1;",
            {ObjectId("view", "app", "v"): "s"},
        ),
        ("-- pgplumb: renamed from s\nCREATE TYPE t AS ENUM ('a');", {ObjectId("enum", "public", "t"): "s"}),
        (
            "CREATE TABLE t (\n a int,\n CONSTRAINT k CHECK (a > 0) -- pgplumb: renamed from j\n);",
            {ObjectId("constraint", "public", "k", "t"): "j"},
        ),
        ("CREATE TYPE app.t AS ENUM (\n -- pgplumb: renamed from 'it''s'\n 'é',\n 'b'\n);", {label("é"): "it's"}),
        ("CREATE TYPE app.t AS ENUM (\n 'é',\n 'b' -- pgplumb: renamed from c\n);", {label("b"): "c"}),
        ("SELECT '-- pgplumb: renamed from x';", {}),
        ("-- pgplumb is a tool: see its page\nCREATE TABLE t ();", {}),
    ],
)
def test_renames(text: str, renames: dict[ObjectId, str]) -> None:
    assert read(text).renames == renames


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE t (\n a int NOT NULL, -- pgplumb: backfill coalesce(b, 'x--y')\n b text);",
        "CREATE TABLE t (\n -- pgplumb: backfill coalesce(b, 'x--y')\n a int NOT NULL,\n b text);",
        "ALTER TABLE t ADD COLUMN a int NOT NULL; -- pgplumb: backfill coalesce(b, 'x--y')",
    ],
)
def test_backfills(text: str) -> None:
    assert read(text).backfills == {column("a"): "coalesce(b, 'x--y')"}


def test_extensions_required_anywhere() -> None:
    text = '-- pgplumb: requires extension pg_trgm\n\nCREATE TABLE t (); -- pgplumb: requires extension "uuid-ossp"'
    assert read(text).requires == {"pg_trgm": ("a.sql", 1, 1), "uuid-ossp": ("a.sql", 3, 20)}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("-- pgplumb: rename from s\nCREATE TABLE t ();", 1, "Did you mean `renamed from OLD_NAME`?"),
        ("-- pgplumb: nonsense\nCREATE TABLE t ();", 1, 'unknown directive "nonsense"'),
        ("-- pgplum: renamed from s\nCREATE TABLE t ();", 1, "Did you mean `-- pgplumb: renamed from s`?"),
        ("-- pgplumb: renamed from\nCREATE TABLE t ();", 1, "lacks its OLD_NAME"),
        ("-- pgplumb: renamed from a b\nCREATE TABLE t ();", 1, '"a b" is not a name'),
        ("-- pgplumb: renamed from t\nCREATE TABLE t ();", 1, "its own name"),
        ("-- pgplumb: renamed from other.s\nCREATE TABLE t ();", 1, "the last part of the name only"),
        ("CREATE TABLE t ();\n-- pgplumb: renamed from s\n", 2, "no statement follows"),
        ("-- pgplumb: renamed from s\nCOMMENT ON TABLE t IS 'x';", 1, "creates nothing"),
        ("CREATE TABLE t (\n a int,\n CHECK (a > 0) -- pgplumb: renamed from b\n);", 3, "nothing that has a name"),
        ("CREATE TABLE t (\n a int\n -- pgplumb: renamed from b\n);", 3, "the line below it starts no column,"),
        ("CREATE TABLE t (\n a int, b int, -- pgplumb: renamed from c\n d int);", 2, "could mean"),
        ("-- pgplumb: backfill 1\nCREATE TABLE t (a int);", 1, "stands beside table public.t"),
        ("CREATE TABLE t (\n a int -- pgplumb: backfill 1 +\n);", 2, "not an expression"),
        ("CREATE TABLE t (\n a int -- pgplumb: backfill 1); DROP TABLE (t\n);", 2, "not "),
        ("-- pgplumb: renamed from s\n-- pgplumb: renamed from r\nCREATE TABLE t ();", 2, "already declared"),
    ],
)
def test_mistakes_name_file_and_line(text: str, line: int, words: str) -> None:
    with pytest.raises(AnnotationError) as raised:
        read(text)
    assert raised.value.line == line
    assert words in raised.value.message
    assert raised.value.message.startswith(f"a.sql:{line}:")
