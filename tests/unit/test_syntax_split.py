"""Statement boundaries, places and comments, and what a syntax error says."""

from __future__ import annotations

import pytest

from pgplumb.errors import SqlSyntaxError
from pgplumb.syntax.split import parse_file, split


def test_text_place_and_comments() -> None:
    text = (
        "-- über a\nCREATE TABLE é (a int -- inside\n); -- beside é\n\n"
        "-- above\n/* too */ CREATE VIEW v AS SELECT 1\n-- end"
    )
    one, two = split(text, "a.sql")
    assert one.text == "CREATE TABLE é (a int -- inside\n)"
    assert (one.location.line, one.location.column) == (2, 1)
    assert [comment.text for comment in one.leading] == ["über a"]
    assert [comment.text for comment in one.inner] == ["inside"]
    assert [comment.text for comment in one.trailing] == ["beside é"]
    assert [comment.text for comment in two.leading] == ["above", "too"]
    assert str(two.location) == "a.sql:6:11"
    assert two.text == "CREATE VIEW v AS SELECT 1"
    assert [comment.text for comment in parse_file(text, "a.sql").rest] == ["end"]


def test_semicolons_that_end_nothing() -> None:
    atomic = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 ELSE 2 END; SELECT 2; END"
    texts = [
        "CREATE FUNCTION g() RETURNS int LANGUAGE sql AS $$ SELECT 1; SELECT 2 $$",
        atomic,
        "CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b)",
        "COMMENT ON TABLE t IS 'a;b'",
    ]
    found = split(" ; ;" + " ;;\n".join(texts) + ";", "a.sql")
    assert [statement.text for statement in found] == texts


def test_two_statements_on_a_line_keep_their_comments_apart() -> None:
    one, two = split("CREATE TABLE a (); /* one */ CREATE TABLE b (); -- two", "a.sql")
    assert [comment.text for comment in one.trailing] == ["one"]
    assert [comment.text for comment in two.leading] == []
    assert [comment.text for comment in two.trailing] == ["two"]


def test_restrict_lines_are_passed_over() -> None:
    text = "\\restrict aBc\n\nCREATE TABLE a ();\n\\unrestrict aBc\n"
    (statement,) = split(text, "dump.sql")
    assert statement.location.line == 3


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ("CREATE TABLE é (a int,, b int)", 1, 23, 'syntax error at or near ","'),
        ("SELECT 'é';\n crate x", 2, 2, 'syntax error at or near "crate"'),
        ("SELECT 'é\n", 1, 8, "unterminated quoted string"),
        ("CREATE TABLE x (a int", 1, 22, "syntax error at end of input"),
        ("\\connect other", 1, 1, "psql meta-commands are not SQL"),
        ("COPY t FROM stdin;\n1\tx\n\\.\n", 2, 1, "data of a COPY"),
    ],
)
def test_syntax_errors_show_the_place(text: str, line: int, column: int, reason: str) -> None:
    with pytest.raises(SqlSyntaxError) as raised:
        split(text, "a.sql")
    assert (raised.value.line, raised.value.column) == (line, column)
    assert reason in raised.value.message


def test_the_caret_stands_under_the_word() -> None:
    with pytest.raises(SqlSyntaxError) as raised:
        split("\n\tCREATE TABEL é ();", "a.sql")
    assert raised.value.message == (
        'a.sql:2:9: syntax error at or near "TABEL"\n    2 | \tCREATE TABEL é ();\n      | \t       ^'
    )


def test_escape_codes_in_the_line_do_not_reach_the_terminal() -> None:
    with pytest.raises(SqlSyntaxError) as raised:
        split("CREATE TABEL \x1b[31m", "a.sql")
    assert "\x1b" not in raised.value.excerpt
