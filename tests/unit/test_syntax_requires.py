"""What `-- pgplumb: requires extension` is about, told by where it stands."""

from __future__ import annotations

import pytest

from pgplumb.errors import AnnotationError
from pgplumb.source.files import SourceFile
from pgplumb.source.script import read_script, without
from pgplumb.syntax.requires import read_requirements
from pgplumb.syntax.split import parse_file

X, Y = "-- pgplumb: requires extension x\n", "-- pgplumb: requires extension y\n"
TABLES = "CREATE TABLE a ();\n\nCREATE TABLE b ();\n"


def scopes(text: str) -> tuple[list[str], list[list[str]]]:
    """The extensions of the file, and those of each statement."""
    found = read_requirements(parse_file(text, "a.sql"))
    return [each.extension for each in found.file], [[each.extension for each in own] for own in found.statements]


@pytest.mark.parametrize(
    ("text", "file", "statements"),
    [
        (f"{X}\n{TABLES}", ["x"], [[], []]),
        (f"-- Places.\n{X}\n-- One.\n{TABLES}", ["x"], [[], []]),
        (f"{X}{Y}\n{TABLES}", ["x", "y"], [[], []]),
        (f"{X}{TABLES}", [], [["x"], []]),
        (f"{X}-- One.\n{TABLES}", [], [["x"], []]),
        (f"{X}\n{Y}{TABLES}", ["x"], [["y"], []]),
        (f"{X}   \r\n{TABLES}", ["x"], [[], []]),
        ("CREATE TABLE a ();\n" + X + "CREATE TABLE b ();", [], [[], ["x"]]),
        (f"CREATE TABLE a (); {X}", [], [["x"]]),
        (f"CREATE TABLE a (\n{X});", [], [["x"]]),
        (X, ["x"], []),
    ],
)
def test_a_file_or_a_statement(text: str, file: list[str], statements: list[list[str]]) -> None:
    assert scopes(text) == (file, statements)


@pytest.mark.parametrize("text", [f"CREATE TABLE a ();\n{X}\nCREATE TABLE b ();", f"{TABLES}\n{X}"])
def test_one_that_could_mean_either_is_refused(text: str) -> None:
    with pytest.raises(AnnotationError, match="stands apart from every statement"):
        scopes(text)


def test_what_is_left_out_is_listed_and_everything_about_it_is_gone() -> None:
    places = f"{X}\nCREATE EXTENSION x;\nCREATE TABLE place (at point, -- pgplumb: renamed from spot\n  b int);\n"
    files = [
        SourceFile("places.sql", places),
        SourceFile(
            "seats.sql", f"CREATE TABLE seat ();\n{X}CREATE INDEX near ON seat (a);\n{Y}CREATE VIEW v AS SELECT 1;"
        ),
    ]
    whole = read_script(files)
    found = without(whole, frozenset("x"))
    texts = [placed.statement.text for placed in found.statements]
    assert texts == ["CREATE EXTENSION IF NOT EXISTS y", "CREATE TABLE seat ()", "CREATE VIEW v AS SELECT 1"]
    assert (bool(whole.annotations.renames), found.annotations.renames) == (True, {})
    listed = [(part.extension, str(part.location), [id.name for id in part.objects]) for part in found.left_out]
    assert listed == [("x", "places.sql:1:1", ["x", "place", "at", "b"]), ("x", "seats.sql:2:1", ["x", "near"])]
