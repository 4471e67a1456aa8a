"""How statements are cut into batches, guarded, and written as scripts."""

from __future__ import annotations

import pytest

from pgplumb.model.plan import Hazard, PlannedStatement, Script
from pgplumb.model.statement import Guard, Statement
from pgplumb.plan.batches import batches, guarded_batches, stands_alone
from pgplumb.plan.script import batch_sql, psql_script
from pgplumb.syntax.parse import parse_statement


def _planned(*texts: str) -> list[PlannedStatement]:
    return [
        PlannedStatement(statement=Statement(sql=text, subject=None, operation="alter", origin="test"))
        for text in texts
    ]


def _cut(*texts: str) -> list[list[str]]:
    return [[each.statement.sql for each in batch.statements] for batch in batches(_planned(*texts))]


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("create index concurrently i on t (a)", True),
        ("create index i on t (a)", False),
        ("drop index concurrently i", True),
        ("reindex index concurrently i", True),
        ("alter table t detach partition p concurrently", True),
        ("alter table t detach partition p finalize", False),
        ("alter table t detach partition p", False),
        ("vacuum t", True),
        ("analyze t", False),
        ("alter system set work_mem = '1MB'", True),
        ("alter type e add value 'a'", False),
    ],
)
def test_stands_alone(text: str, alone: bool) -> None:
    """What the server refuses in a transaction block is told by the syntax tree."""
    assert stands_alone(parse_statement(text)) is alone


def test_concurrent_statement_has_a_batch_of_its_own() -> None:
    """What is around it commits before it, and after it."""
    found = batches(_planned("create table a ()", "create index concurrently i on t (a)", "create table b ()"))
    assert [batch.transactional for batch in found] == [True, False, True]


def test_new_label_commits_before_it_is_used() -> None:
    """The batch ends after the label, not before the use: all the rest stays in one transaction."""
    texts = (
        "alter type e add value 'x'",
        "create table a ()",
        "alter table t alter c set default 'x'::e",
    )
    assert _cut(*texts) == [[texts[0]], [texts[1], texts[2]]]


def test_label_that_nothing_uses_cuts_nothing() -> None:
    """A label of a type made in the same batch may be used at once, too."""
    assert len(_cut("alter type e add value 'x'", "alter table t alter c set default 'y'")) == 1
    made = ("create type e as enum ('a')", "alter type e add value 'x'", "alter table t alter c set default 'x'::e")
    assert len(_cut(*made)) == 1


def test_new_label_commits_before_rows_may_hold_it() -> None:
    """Text that becomes the enum, or what is made of it, may be any label; a column without values is not."""
    label = "alter type e add value 'x'"
    for text in (
        "alter table t alter c type s.e[] using c::s.e[]",
        "alter table t alter c type s.d",
        "insert into t select c::e from u",
        "update t set c = b::s.e",
    ):
        assert _cut(label, text) == [[label], [text]]
    for text in ("alter table t alter c type text using c::text", "alter table t add c s.e"):
        assert _cut(label, text) == [[label, text]]


def test_string_bodies_are_not_checked_when_they_are_created() -> None:
    """A body may name what comes later in the batch; one in standard SQL is bound when it is created."""
    assert _cut("create function f() returns int language sql as 'select 1'")[0][0].startswith("SET LOCAL")
    assert _cut("create function f() returns int language sql begin atomic select 1; end") == [
        ["create function f() returns int language sql begin atomic select 1; end"]
    ]


def test_guards_of_a_batch_become_one_block() -> None:
    """Each asks once, before anything else runs; the way up has none."""
    guard = Guard(reason="rows hold NULL in it's column, 100%", query="SELECT count(*) FROM t WHERE a = '$check$'")
    planned = [
        PlannedStatement(statement=Statement(sql=text, subject=None, operation="alter", origin="test", guard=guard))
        for text in ("alter table t alter a set not null", "alter table t alter b set not null")
    ]
    assert len(batches(planned)[0].statements) == 2
    first = guarded_batches(planned)[0].statements[0].statement.sql
    assert first.count("EXECUTE") == 1
    assert first.startswith("DO $check1$")
    assert type(parse_statement(first)).__name__ == "DoStmt"


def test_script_owns_its_transactions() -> None:
    """BEGIN and COMMIT stand around what is transactional, hazards above their statement, on one line each."""
    hazard = Hazard("data_loss", "lost for good: column a\n; drop table t")
    planned = [
        PlannedStatement(
            statement=Statement(sql="drop table t", subject=None, operation="drop", origin="test"), hazards=(hazard,)
        ),
        *_planned("drop index concurrently i"),
    ]
    assert psql_script(Script(batches=batches(planned))) == (
        "\\set ON_ERROR_STOP on\n\n"
        "BEGIN;\n\n"
        "-- data_loss: lost for good: column a\\n; drop table t\n"
        "drop table t;\n\n"
        "COMMIT;\n\n"
        "drop index concurrently i;\n"
    )


def test_batch_text_has_no_transaction() -> None:
    """A migration file leaves BEGIN and COMMIT to the runner; a comment does not swallow a semicolon."""
    found = batches(_planned("create table a ()", "create table b () -- the second"))[0]
    assert batch_sql(found) == "create table a ();\n\ncreate table b () -- the second\n;\n"


def test_nothing_to_do_is_an_empty_script() -> None:
    """No batches, no text."""
    assert psql_script(Script()) == ""
