"""Holds the quoting type to PostgreSQL's own rules of quoting, and to refusing plain strings."""

from __future__ import annotations

import pytest

from pgplumb.syntax.sql import Sql, ident, join, literal, raw, sql


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (("users",), "users"),
        (("public", "users"), "public.users"),
        (("", "users"), "users"),
        (("Users",), '"Users"'),
        (("user",), '"user"'),
        (("a", "select"), 'a."select"'),
        (("coalesce",), '"coalesce"'),
        (("left",), '"left"'),
        (("name",), "name"),
        (('we"ird',), '"we""ird"'),
        (("naïve",), '"naïve"'),
        (("9lives",), '"9lives"'),
        (("a\n",), '"a\n"'),
        (("a$b",), '"a$b"'),
    ],
)
def test_names_are_quoted_where_postgresql_would(names: tuple[str, ...], text: str) -> None:
    assert ident(*names) == text
    assert type(ident(*names)) is Sql


@pytest.mark.parametrize(("text", "quoted"), [("a", "'a'"), ("it's", "'it''s'"), ("a\\b'", "E'a\\\\b'''"), ("", "''")])
def test_literals(text: str, quoted: str) -> None:
    assert literal(text) == quoted


def test_templates_take_only_sql() -> None:
    built = sql("COMMENT ON TABLE {} IS {text}", ident("a", "B"), text=literal("x{}"))
    assert built == "COMMENT ON TABLE a.\"B\" IS 'x{}'"
    assert type(built) is Sql
    with pytest.raises(TypeError, match="no Sql"):
        sql("DROP TABLE {}", "users; --")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="name="):
        sql("DROP TABLE {name}", name=ident("a") + "b")  # type: ignore[arg-type]


def test_join_takes_only_sql() -> None:
    assert join(", ", [ident("a"), raw("1 + 2")]) == "a, 1 + 2"
    with pytest.raises(TypeError, match="no Sql"):
        join(", ", ["a"])  # type: ignore[list-item]
