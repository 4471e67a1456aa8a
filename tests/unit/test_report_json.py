"""Documents for programs."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pgplumb.model.migration import AppliedMigration
from pgplumb.report.json import drift_json, plan_json, run_json
from tests.documents import valid

if TYPE_CHECKING:
    from tests.unit.conftest import Outcome


def test_a_plan_holds_changes_statements_and_proof(sample: Outcome) -> None:
    found = valid(plan_json(sample))
    assert found["format"] == "pgplumb.plan/1"
    assert found["summary"] == {"add": 3, "change": 2, "drop": 2}
    assert found["changes"][9] == {
        "action": "change",
        "object": {
            "kind": "column",
            "schema": "public",
            "name": "price",
            "table": "seats",
            "signature": "",
            "target": None,
        },
        "title": "column public.seats.price",
        "attribute": "type",
        "before": "integer",
        "after": "bigint",
    }
    assert [batch["transactional"] for batch in found["up"]["batches"]] == [True, False]
    assert found["up"]["batches"][0]["statements"][1] == {
        "sql": "ALTER TABLE seats DROP COLUMN note",
        "subject": None,
        "operation": "alter",
        "origin": "native:test",
        "guard": None,
        "lock": "ACCESS EXCLUSIVE",
        "hazards": [{"code": "data_loss", "message": "column seats.note is lost for good"}],
    }
    assert found["proof"]["filled"] == 12
    assert found["findings"][0]["location"] == {"file": "desired/seats.sql", "line": 3, "column": 5}


def test_a_document_is_the_same_each_time_and_plain_ascii(hostile: Outcome) -> None:
    document = plan_json(hostile)
    assert document == plan_json(hostile)
    assert document.isascii()
    assert "\x1b" not in document
    assert valid(document)["against"] == hostile.against
    assert list(json.loads(document)) == sorted(json.loads(document))


def test_drift_and_runs_name_their_formats(sample: Outcome) -> None:
    row = AppliedMigration(
        version="1",
        slug="x",
        checksum="c",
        applied_at=datetime(2026, 3, 1, tzinfo=UTC),
        duration=timedelta(seconds=1.5),
        applied_by="app",
    )
    assert valid(drift_json(sample))["format"] == "pgplumb.drift/1"
    assert valid(run_json("up", (row,)))["migrations"] == [
        {
            "version": "1",
            "slug": "x",
            "checksum": "c",
            "applied_at": "2026-03-01T00:00:00+00:00",
            "duration": 1.5,
            "applied_by": "app",
            "state": "applied",
        }
    ]
