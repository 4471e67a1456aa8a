"""Renames in a plan: told as a changed name where it is certain which became which."""

from __future__ import annotations

from pgplumb.model.catalog import Catalog
from pgplumb.model.change import Added, Change, Removed
from pgplumb.model.general import Comment
from pgplumb.model.ids import ObjectId
from pgplumb.model.plan import Batch, Plan, PlannedStatement, Script
from pgplumb.model.statement import Statement
from pgplumb.report.renamed import renames, told
from pgplumb.report.text import changes_text, summary_text
from tests.unit.conftest import column, default, table

EMPTY = Catalog(server_version=180000, objects={})


def script(*subjects: ObjectId) -> Script:
    statements = tuple(
        PlannedStatement(statement=Statement(sql="ALTER", subject=id, operation="rename", origin="native:rename"))
        for id in subjects
    )
    return Script(batches=(Batch(statements=statements),))


def plan(*changes: Change, new: tuple[ObjectId, ...], old: tuple[ObjectId, ...]) -> Plan:
    return Plan(
        start=EMPTY, end=EMPTY, changes=changes, up=script(*new), down=script(*old), engine="native", engine_reason=""
    )


def remark(on: ObjectId) -> Comment:
    return Comment(id=ObjectId("comment", target=on), text="same")


def test_a_renamed_column_is_one_change_with_what_else_is_new_about_it() -> None:
    old, new = column("note", "seats", "text"), column("remark", "seats", "text", not_null=True)
    found = plan(
        Removed(old),
        Removed(default("note", "seats", "'x'")),
        Removed(remark(old.id)),
        Added(new),
        Added(default("remark", "seats", "'x'")),
        Added(remark(new.id)),
        new=(new.id,),
        old=(old.id,),
    )
    assert (
        changes_text(told(found)).plain
        == """\
  ~ table public.seats
      ~ column remark
          name note -> remark
          not null no -> yes
"""
    )
    assert summary_text(told(found)).plain == "Plan: 0 to add, 1 to change, 0 to drop.\n"
    assert renames(found) == {new.id: old.id}


def test_a_renamed_table_takes_its_columns_with_it() -> None:
    old, new = table("places"), table("seats")
    found = plan(
        Removed(old),
        Removed(column("id", "places")),
        Removed(column("note", "places")),
        Added(new),
        Added(column("id", "seats")),
        Added(column("remark", "seats")),
        Added(column("fresh", "seats")),
        new=(new.id, ObjectId("column", "public", "remark", "seats")),
        old=(old.id, ObjectId("column", "public", "note", "places")),
    )
    assert (
        changes_text(told(found)).plain
        == """\
  ~ table public.seats  name places -> seats
      + column fresh  integer
      ~ column remark  name note -> remark
"""
    )


def test_where_two_names_could_have_become_either_nothing_is_said() -> None:
    a, b, c, d = (column(name, "seats") for name in "abcd")
    found = plan(Removed(a), Removed(b), Added(c), Added(d), new=(c.id, d.id), old=(a.id, b.id))
    assert renames(found) == {}
    assert told(found) == found.changes


def test_a_plan_without_renames_is_told_as_it_is() -> None:
    found = plan(Removed(column("a", "t")), Added(default("b", "t", "1")), new=(), old=())
    assert told(found) is found.changes
