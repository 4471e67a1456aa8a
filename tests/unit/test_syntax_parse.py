"""Small readers of statements, types and expressions."""

from __future__ import annotations

import pytest

from pgplumb.errors import SqlSyntaxError
from pgplumb.syntax.parse import (
    after_word,
    column_names,
    in_parentheses,
    parse_expression,
    parse_statement,
    parse_type,
    strings,
)
from pgplumb.syntax.sql import raw
from pgplumb.syntax.tree import words


def test_syntax_error_is_ours() -> None:
    """It names line and column."""
    with pytest.raises(SqlSyntaxError) as raised:
        parse_statement("create tabel t ()")
    assert (raised.value.line, raised.value.column) == (1, 8)


def test_types_are_read_as_the_server_prints_them() -> None:
    """With modifiers, arrays and quoted names."""
    assert words(parse_type("character varying(20)").names) == ("pg_catalog", "varchar")
    assert words(parse_type('"Odd Schema"."My type"[]').names) == ("Odd Schema", "My type")


def test_word_is_added_after_a_keyword() -> None:
    """Names and comments that look like it are left alone."""
    text = 'CREATE /* ü INDEX */ UNIQUE INDEX "INDEX" ON t (a)'
    assert after_word(text, "INDEX", raw("CONCURRENTLY")) == text.replace("UNIQUE INDEX", "UNIQUE INDEX CONCURRENTLY")


def test_expression_of_a_check_is_cut_out() -> None:
    """Parentheses in texts do not count."""
    assert in_parentheses("CHECK ((a <> ')'::text)) NOT VALID") == "(a <> ')'::text)"
    with pytest.raises(ValueError):
        in_parentheses("CHECK")


def test_constants_and_columns_of_an_expression() -> None:
    """Wherever they stand in it."""
    tree = parse_expression("a = ANY (ARRAY['x', 'y']) AND t.b > length('z')")
    assert strings(tree) == {"x", "y", "z"}
    assert column_names(tree) == {"a", "b"}
