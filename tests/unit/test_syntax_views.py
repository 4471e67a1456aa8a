"""Views of servers before 16 as newer ones print them: which qualifiers go, and which have to stay."""

from __future__ import annotations

import pytest

from pgplumb.syntax.views import with_plain_columns


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (" SELECT note.id,\n    note.text\n   FROM note", " SELECT id,\n    text\n   FROM note"),
        (' SELECT n."a b" AS c\n   FROM odd."Note x" n', ' SELECT "a b" AS c\n   FROM odd."Note x" n'),
        (
            ' SELECT "Größe é"."é" FROM "Größe é" WHERE ("Größe é"."ü" > 1)',
            ' SELECT "é" FROM "Größe é" WHERE ("ü" > 1)',
        ),
        (" SELECT (note.place).street FROM note", " SELECT (place).street FROM note"),
        (" SELECT f.a FROM f() f(a)", " SELECT a FROM f() f(a)"),
        (" SELECT s.a FROM ( SELECT t.a FROM t) s", " SELECT a FROM ( SELECT t.a FROM t) s"),
        (" SELECT note.a, count(*) FROM note GROUP BY note.a", " SELECT a, count(*) FROM note GROUP BY a"),
        # What is asked for within another query keeps its qualifier.
        (
            " SELECT a.x FROM a WHERE (EXISTS ( SELECT b.y FROM b WHERE (b.y = a.x)))",
            " SELECT x FROM a WHERE (EXISTS ( SELECT b.y FROM b WHERE (b.y = a.x)))",
        ),
        # A bare name to sort by would be taken for the output column.
        (" SELECT t.a AS b, t.b AS c FROM t ORDER BY t.b", " SELECT a AS b, b AS c FROM t ORDER BY t.b"),
        (" SELECT t.a AS b FROM t ORDER BY (t.b + 1), t.a", " SELECT a AS b FROM t ORDER BY (b + 1), a"),
        (
            " SELECT t.a AS b, rank() OVER (PARTITION BY t.b ORDER BY t.a) AS rank FROM t",
            " SELECT a AS b, rank() OVER (PARTITION BY t.b ORDER BY a) AS rank FROM t",
        ),
    ],
)
def test_qualifiers_that_newer_servers_leave_out(older: str, newer: str) -> None:
    assert with_plain_columns(older) == newer
    assert with_plain_columns(newer) == newer


@pytest.mark.parametrize(
    "text",
    [
        " SELECT a.x, b.y FROM a, b",
        " SELECT a.x FROM a JOIN b ON (a.x = b.y)",
        " SELECT a.x FROM a UNION SELECT a.y FROM a",
        " SELECT note.*::note AS note FROM note",
        " SELECT 1 AS one",
    ],
)
def test_what_every_server_qualifies(text: str) -> None:
    assert with_plain_columns(text) == text
