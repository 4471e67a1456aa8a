"""Outcomes as JSON: each document names its format and version, keys are sorted, and nothing depends on the clock."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from pgplumb.model.change import Added, Altered, Removed
from pgplumb.model.ids import ObjectId
from pgplumb.model.location import Location
from pgplumb.report.renamed import renames, told
from pgplumb.report.tree import group, summarise
from pgplumb.store.plans import CHECKSUM, FORMAT, checksum

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.model.change import Change
    from pgplumb.model.diagnosis import Diagnosis
    from pgplumb.model.migration import Migration
    from pgplumb.model.plan import Script
    from pgplumb.report.failure import Failure
    from pgplumb.report.shapes import AppliedPlan, DriftOutcome, PlanOutcome, Standing, Verdict


def plan_json(outcome: PlanOutcome) -> str:
    """`pgplumb.plan/1`: the changes, both scripts, the proof; `apply --plan` reads it back."""
    plan = outcome.plan
    content = _content(
        FORMAT,
        live=outcome.live,
        against=outcome.against,
        before=plan.before,
        after=plan.after,
        summary=summarise(group(told(plan))),
        changes=_changes(plan.changes),
        renames=[{"before": old, "after": new} for new, old in renames(plan).items()],
        up=_script(plan.up),
        down=_script(plan.down),
        engine={"name": plan.engine, "reason": plan.engine_reason},
        proof=plan.proof,
        findings=plan.findings,
        missing_roles=outcome.missing_roles,
        unmodelled=outcome.unmodelled,
    )
    return _text(content | {CHECKSUM: checksum(content)})


def applied_plan_json(applied: AppliedPlan) -> str:
    """`pgplumb.applied/1`: a saved plan that was run."""
    return _document(
        "pgplumb.applied/1",
        plan=applied.file,
        before=applied.before,
        after=applied.after,
        statements=applied.statements,
    )


def drift_json(outcome: DriftOutcome) -> str:
    """`pgplumb.drift/1`: how the live database differs from the replay of its migrations; down would undo it."""
    plan = outcome.plan
    return _document(
        "pgplumb.drift/1",
        against=outcome.against,
        version=outcome.version,
        summary=summarise(group(plan.changes)),
        changes=_changes(plan.changes),
        up=_script(plan.up),
        down=_script(plan.down),
    )


def status_json(found: Standing) -> str:
    """`pgplumb.status/1`: each migration that the database or the directory has."""
    return _document(
        "pgplumb.status/1",
        applied=found.applied,
        pending=[_migration(migration) for migration in found.pending],
        dirty=found.dirty,
        edited=[migration.id for migration in found.edited],
        missing=found.missing,
        ahead=found.ahead,
        out_of_order=[migration.id for migration in found.out_of_order],
    )


def verdict_json(verdict: Verdict) -> str:
    """`pgplumb.verify/1`: what was checked, and what was found."""
    return _document("pgplumb.verify/1", checked=verdict.checked, findings=verdict.findings)


def run_json(direction: str, migrations: Sequence[Any]) -> str:
    """`pgplumb.run/1`: the migrations that a run took, in its order."""
    return _document("pgplumb.run/1", direction=direction, migrations=migrations)


def preview_json(direction: str, migrations: Sequence[Migration]) -> str:
    """`pgplumb.preview/1`: the migrations that a run would take, in its order."""
    return _document(
        "pgplumb.preview/1", direction=direction, migrations=[_migration(migration) for migration in migrations]
    )


def mark_json(name: str, state: str) -> str:
    """`pgplumb.mark/1`: what the history now says of a migration."""
    return _document("pgplumb.mark/1", migration=name, state=state)


def error_json(failure: Failure) -> str:
    """`pgplumb.error/1`: why a command failed, in place of the document that it was to print."""
    return _document(
        "pgplumb.error/1",
        code=failure.rule.id,
        message=failure.message,
        exit_status=failure.exit_status,
        location=failure.location,
    )


def doctor_json(found: Diagnosis) -> str:
    """`pgplumb.doctor/1`: every check with its state and its facts. What it is about, time and room, changes."""
    return _document("pgplumb.doctor/1", summary=found.counts, sections=found.sections)


def _document(name: str, **content: Any) -> str:
    return _text(_content(name, **content))


def _content(name: str, **content: Any) -> dict[str, Any]:
    return {"format": name, **_plain(content)}


def _text(content: dict[str, Any]) -> str:
    # ASCII only: a terminal acts on some of what JSON leaves as it is.
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=True) + "\n"


def _changes(changes: Sequence[Change]) -> list[dict[str, Any]]:
    return [_change(change) for change in changes]


def _change(change: Change) -> dict[str, Any]:
    match change:
        case Added(found):
            return {"action": "add", "object": found.id, "title": str(found.id), "attributes": _attributes(found)}
        case Removed(found):
            return {"action": "drop", "object": found.id, "title": str(found.id), "attributes": _attributes(found)}
        case Altered(id, attribute, before, after):
            values = {"attribute": attribute, "before": before, "after": after}
            return {"action": "change", "object": id, "title": str(id), **values}


def _attributes(found: Any) -> dict[str, Any]:
    return {field.name: getattr(found, field.name) for field in fields(found) if field.name != "id"}


def _script(script: Script) -> dict[str, Any]:
    batches = []
    for batch in script.batches:
        statements = [
            {"hazards": planned.hazards, "lock": planned.lock, **_plain(planned.statement)}
            for planned in batch.statements
        ]
        batches.append({"transactional": batch.transactional, "statements": statements})
    return {"batches": batches, "losses": script.losses}


def _migration(migration: Migration) -> dict[str, Any]:
    return {name: getattr(migration, name) for name in _MIGRATION}


_MIGRATION = (
    "id",
    "version",
    "slug",
    "checksum",
    "down_checksum",
    "before",
    "after",
    "engine",
    "hazards",
    "up_losses",
    "down_losses",
    "up_transactional",
    "down_transactional",
)


def _plain(value: Any) -> Any:
    """What json writes, made of values of the model."""
    match value:
        case ObjectId() | Location():
            return {name: _plain(part) for name, part in value._asdict().items()}
        case datetime():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case Enum():
            return value.value
        case PurePath():
            return str(value)
        case dict():
            return {str(key): _plain(part) for key, part in value.items()}
        case list() | tuple():
            return [_plain(part) for part in value]
        case set() | frozenset():
            return sorted(_plain(part) for part in value)
        case _ if is_dataclass(value):
            return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            return value
