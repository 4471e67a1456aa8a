"""Statements broken over lines: between tokens alone, where kind or length ask for it."""

from __future__ import annotations

import pytest
from pglast.parser import scan

from pgplumb.syntax.layout import WIDTH, laid_out

LONG = "a_rather_long_name_of_a_column"
KEY = f"CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES {LONG}{LONG}({LONG})"


def tokens(text: str) -> list[tuple[str, str]]:
    return [(token.name, text[token.start : token.end + 1]) for token in scan(text)]


@pytest.mark.parametrize(
    "text",
    [
        "CREATE INDEX seat_row ON public.seat USING btree (row)",
        "CREATE POLICY own ON seat FOR SELECT TO app USING (true)",
        "GRANT SELECT ON TABLE seat TO app",
        "CREATE TABLE seat (\n    id integer NOT NULL,\n    CONSTRAINT seat_pkey PRIMARY KEY (id)\n)",
        "CREATE VIEW v AS\n SELECT " + ", ".join(f"{number} AS c{number}" for number in range(40)),
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ " + "SELECT 1; " * 30 + "$$",
        "COMMENT ON TABLE seat IS 'short'",
        "",
    ],
)
def test_what_is_short_or_printed_by_the_server_stays(text: str) -> None:
    assert laid_out(text) == text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "CREATE TRIGGER t BEFORE UPDATE ON seat FOR EACH ROW EXECUTE FUNCTION f()",
            ["CREATE TRIGGER t", "    BEFORE UPDATE ON seat", "    FOR EACH ROW EXECUTE FUNCTION f()"],
        ),
        ("CREATE TYPE state AS ENUM ('a, b', 'c')", ["CREATE TYPE state AS ENUM (", "    'a, b',", "    'c'", ")"]),
        ("CREATE TYPE pair AS (a numeric(8,2), b text)",
         ["CREATE TYPE pair AS (", "    a numeric(8,2),", "    b text", ")"]),
        (
            f"CREATE INDEX i ON seat USING btree ({LONG}, {LONG}) WHERE ({LONG} > 1)",
            [f"CREATE INDEX i ON seat USING btree ({LONG}, {LONG})", f"    WHERE ({LONG} > 1)"],
        ),
        (
            f"CREATE TABLE t (\n    a integer,\n    {KEY}\n)",
            ["CREATE TABLE t (", "    a integer,", "    CONSTRAINT t_a_fkey FOREIGN KEY (a)",
             f"        REFERENCES {LONG}{LONG}({LONG})", ")"],
        ),
        (
            f"CREATE DOMAIN d AS text CONSTRAINT a CHECK (VALUE <> '{LONG}') CONSTRAINT b CHECK (VALUE <> 'CHECK (')",
            ["CREATE DOMAIN d AS text", f"    CONSTRAINT a CHECK (VALUE <> '{LONG}')",
             "    CONSTRAINT b CHECK (VALUE <> 'CHECK (')"],
        ),
        (f"COMMENT ON COLUMN t.a IS '{LONG * 3} IS'", ["COMMENT ON COLUMN t.a IS", f"    '{LONG * 3} IS'"]),
    ],
)  # fmt: skip
def test_broken_where_a_clause_begins(text: str, lines: list[str]) -> None:
    assert laid_out(text).split("\n") == lines
    assert tokens(laid_out(text)) == tokens(text)


def test_strings_are_never_broken() -> None:
    using = f"USING ((note <> ' USING {LONG} WITH CHECK\n TO'::text))"
    text = f"CREATE POLICY p ON seat {using} WITH CHECK (({LONG} = '{LONG}'))"
    found = laid_out(text)
    assert f"' USING {LONG} WITH CHECK\n TO'" in found
    assert tokens(found) == tokens(text)
    assert max(map(len, found.split("\n"))) <= WIDTH
