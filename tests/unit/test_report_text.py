"""The plan for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.change import Altered
from pgplumb.model.ids import ObjectId
from pgplumb.report.highlight import coloured_sql
from pgplumb.report.picture import svg
from pgplumb.report.text import changes_text, plan_text, script_text

if TYPE_CHECKING:
    from tests.unit.conftest import Outcome


def test_a_plan_tells_what_changes_what_it_risks_and_what_was_proved(sample: Outcome) -> None:
    assert (
        plan_text(sample, sample.plan.up).plain
        == """\
Compared with the end of the migrations.

  - table public.legacy  1 column
  + table public.offers  1 column
  ~ table public.seats  privileges of app -INSERT +UPDATE
      + column held_until  timestamp with time zone not null default now()
      - column note  text
      ~ column price
          type integer -> bigint
          default none -> 0
      + constraint price_positive  CHECK ((price > 0))

-- one transaction
   1  CREATE TABLE offers (
          id integer NOT NULL DEFAULT 1
      );
   2  ALTER TABLE seats DROP COLUMN note;  -- ACCESS EXCLUSIVE
   3  ALTER TABLE seats ALTER COLUMN price TYPE bigint;  -- ACCESS EXCLUSIVE
-- outside a transaction
   4  CREATE INDEX CONCURRENTLY i ON seats (price);

Risks
  data_loss: rows or values are gone for good
    column seats.note is lost for good  [2]
  table_rewrite: the whole table is written anew while nobody else can use it
    table public.seats is written anew  [3]

Lost for good
  column public.seats.note

desired/seats.sql:3:5: note undeclared_rename: note goes and held_until comes
    Declare it: -- pgplumb: renamed from note

Proved on PostgreSQL 18.6: both ways, 12 of 13 tables filled
  not filled: public.odd
  not covered: what functions read
Written by native: migra does not know policies
Plan: 3 to add, 2 to change, 2 to drop.
"""
    )


def test_a_long_script_is_cut_between_statements(sample: Outcome) -> None:
    assert script_text(sample.plan.up, lines=5).plain.endswith("  ... 3 more lines of SQL (--full shows them)\n")
    assert "CONCURRENTLY" in script_text(sample.plan.up, lines=100).plain


def test_a_changed_body_is_shown_as_the_lines_that_differ() -> None:
    before = "create function f()\nas $$\nbegin\n  one;\n  two;\nend\n$$"
    change = Altered(
        ObjectId("function", "public", "f", "", "integer"), "definition", before, before.replace("two", "three")
    )
    assert (
        changes_text((change,)).plain
        == """\
  ~ function public.f(integer)
      definition
          one;
      -   two;
      +   three;
        end
"""
    )


def test_colours_do_not_change_the_text(sample: Outcome) -> None:
    up = sample.plan.up
    assert plan_text(sample, up, highlight=coloured_sql).plain == plan_text(sample, up).plain


def test_nothing_from_a_database_reaches_the_terminal_as_a_code(hostile: Outcome) -> None:
    shown = plan_text(hostile, hostile.plan.up, highlight=coloured_sql).plain
    assert all(letter.isprintable() or letter == "\n" for letter in shown)
    assert "[red]" in shown
    # Only SQL and running text may have lines of their own, and these are indented.
    assert all(line.startswith(" ") for line in shown.split("\n") if line.startswith(("`x`", "@here")))


def test_a_picture_is_the_same_each_time(sample: Outcome) -> None:
    text = plan_text(sample, sample.plan.up, highlight=coloured_sql)
    image = svg(text, title="pgplumb plan")
    assert image == svg(text, title="pgplumb plan")
    assert "held_until" in image
    assert "cdnjs" not in image
