"""Values that tests of several renderers share: a plan made by hand, and names that try to break out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from pgplumb.model.catalog import Catalog
from pgplumb.model.change import Added, Altered, Change, Removed
from pgplumb.model.finding import Finding
from pgplumb.model.general import Comment, Grant
from pgplumb.model.ids import ObjectId
from pgplumb.model.location import Location
from pgplumb.model.plan import Batch, Hazard, Plan, PlannedStatement, Proof, Script
from pgplumb.model.relations import Column, Constraint, Default, Table
from pgplumb.model.statement import Operation, Statement

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a renderer reads of an outcome."""

    plan: Plan
    against: str = "the end of the migrations"
    live: bool = False
    version: str = ""
    missing_roles: tuple[str, ...] = ()
    unmodelled: tuple[ObjectId, ...] = ()
    places: Mapping[ObjectId, Location] = field(default_factory=dict)


def table(name: str, schema: str = "public") -> Table:
    return Table(
        id=ObjectId("table", schema, name),
        owner="app",
        unlogged=False,
        partition_key="",
        access_method="heap",
        tablespace="",
        options=(),
        replica_identity="d",
        row_security=False,
        force_row_security=False,
    )


def column(name: str, of: str, type: str = "integer", *, not_null: bool = False, schema: str = "public") -> Column:
    return Column(
        id=ObjectId("column", schema, name, of),
        type=type,
        collation="",
        not_null=not_null,
        not_null_name="",
        not_null_valid=True,
        not_null_no_inherit=False,
        identity="",
        identity_options=(),
        generated="",
        expression="",
        storage="",
        compression="",
        statistics=-1,
        options=(),
        foreign_options=(),
        inherited=False,
        position=1,
    )


def default(name: str, of: str, expression: str) -> Default:
    return Default(id=ObjectId("default", "public", name, of), expression=expression)


def check(name: str, of: str, definition: str) -> Constraint:
    return Constraint(
        id=ObjectId("constraint", "public", name, of),
        type="c",
        definition=definition,
        validated=True,
        options=(),
        tablespace="",
        clustered=False,
        replica_identity=False,
        parent="",
        columns=(),
        references="",
    )


def comment(on: ObjectId, text: str) -> Comment:
    return Comment(id=ObjectId("comment", target=on), text=text)


def grant(on: ObjectId, to: str, *privileges: str) -> Grant:
    return Grant(id=ObjectId("grant", name=to, target=on), privileges=privileges)


def planned(sql: str, operation: Operation = "alter", *hazards: Hazard, lock: str = "") -> PlannedStatement:
    statement = Statement(sql=sql, subject=None, operation=operation, origin="native:test")
    return PlannedStatement(statement=statement, hazards=hazards, lock=lock)


def printed(fingerprint: str) -> Catalog:
    """A catalog of which nothing but its fingerprint matters."""
    return Catalog(server_version=180000, objects={}).known_by(fingerprint)


def outcome(*changes: Change, up: Script | None = None, findings: tuple[Finding, ...] = ()) -> Outcome:
    plan = Plan(
        start=printed("a" * 64),
        end=printed("b" * 64),
        changes=changes,
        up=up or Script(),
        down=Script(),
        engine="native",
        engine_reason="migra does not know policies",
        proof=Proof(
            server="PostgreSQL 18.6", filled=12, unfilled=("public.odd",), not_covered=("what functions read",)
        ),
        findings=findings,
    )
    return Outcome(plan=plan)


@pytest.fixture
def sample() -> Outcome:
    """A table that comes, one that goes, one that changes in five ways; two batches, three hazards."""
    seats = ObjectId("table", "public", "seats")
    lost = Hazard("data_loss", "column seats.note is lost for good")
    rewrite = Hazard("table_rewrite", "table public.seats is written anew")
    changes = (
        Added(table("offers")),
        Added(column("id", "offers", not_null=True)),
        Added(default("id", "offers", "1")),
        Added(comment(ObjectId("table", "public", "offers"), "What a waiting customer is offered")),
        Removed(table("legacy")),
        Removed(column("a", "legacy")),
        Added(column("held_until", "seats", "timestamp with time zone", not_null=True)),
        Added(default("held_until", "seats", "now()")),
        Removed(column("note", "seats", "text")),
        Altered(ObjectId("column", "public", "price", "seats"), "type", "integer", "bigint"),
        Added(default("price", "seats", "0")),
        Added(check("price_positive", "seats", "CHECK ((price > 0))")),
        Altered(ObjectId("grant", name="app", target=seats), "privileges", ("INSERT", "SELECT"), ("SELECT", "UPDATE")),
    )
    up = Script(
        batches=(
            Batch(
                statements=(
                    planned("CREATE TABLE offers (\n    id integer NOT NULL DEFAULT 1\n)", "create"),
                    planned("ALTER TABLE seats DROP COLUMN note", "alter", lost, lock="ACCESS EXCLUSIVE"),
                    planned(
                        "ALTER TABLE seats ALTER COLUMN price TYPE bigint", "alter", rewrite, lock="ACCESS EXCLUSIVE"
                    ),
                )
            ),
            Batch(statements=(planned("CREATE INDEX CONCURRENTLY i ON seats (price)", "create"),), transactional=False),
        ),
        losses=("column public.seats.note",),
    )
    finding = Finding(
        code="undeclared_rename",
        severity="note",
        message="note goes and held_until comes",
        location=Location("desired/seats.sql", 3, 5),
        help="Declare it: -- pgplumb: renamed from note",
    )
    return outcome(*changes, up=up, findings=(finding,))


HOSTILE = "a\x1b[31m\n`x`|[red]</code><script>alert(1)</script>\n```\n@here #1 ]8;;\u202e"


@pytest.fixture
def hostile() -> Outcome:
    """A plan in which every text from a database tries to break out of what shows it."""
    subject = ObjectId("table", HOSTILE, HOSTILE)
    hazard = Hazard("data_loss", HOSTILE)
    up = Script(batches=(Batch(statements=(planned(f"DROP TABLE {HOSTILE}", "drop", hazard),)),), losses=(HOSTILE,))
    finding = Finding(
        code="migration_law",
        severity="error",
        message=HOSTILE,
        subject=subject,
        location=Location(HOSTILE),
        help=HOSTILE,
    )
    changes = (
        Added(table(HOSTILE, HOSTILE)),
        Added(column(HOSTILE, "seats", HOSTILE)),
        Added(check(HOSTILE, "seats", HOSTILE)),
        Altered(ObjectId("comment", target=ObjectId("view", "public", HOSTILE)), "text", HOSTILE, "x"),
        Altered(ObjectId("enum", "public", HOSTILE), "labels", (HOSTILE,), ()),
        Altered(ObjectId("function", "public", HOSTILE, "", HOSTILE), "definition", f"a\n{HOSTILE}", HOSTILE),
        Removed(grant(subject, HOSTILE, HOSTILE)),
    )
    found = outcome(*changes, up=up, findings=(finding,))
    return Outcome(plan=found.plan, against=HOSTILE, missing_roles=(HOSTILE,), unmodelled=(subject,))
