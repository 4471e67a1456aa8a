"""Outcomes as Markdown for a comment on a change or the summary of a CI job; a hidden mark lets a later run find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.report.escape import code, fence, plain
from pgplumb.report.facts import count_parts, describe, explain
from pgplumb.report.findings import unmentioned
from pgplumb.report.hazards import MEANINGS, further_losses, risks
from pgplumb.report.renamed import told
from pgplumb.report.tree import group, summarise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.model.change import Change
    from pgplumb.model.finding import Finding
    from pgplumb.model.plan import Proof, Script
    from pgplumb.report.failure import Failure
    from pgplumb.report.shapes import DriftOutcome, PlanOutcome, Standing, Verdict
    from pgplumb.report.tree import Entry

_WORDS = {"+": "add", "~": "change", "-": "drop"}

#: How much SQL and how many rows a comment holds: GitHub takes 65,536 characters.
_SQL = 40_000
_ROWS = 100


def plan_markdown(outcome: PlanOutcome, *, up: str, down: str) -> str:
    """A plan with its scripts, as psql would run them."""
    plan = outcome.plan
    parts = ["<!-- pgplumb:plan -->"]
    if plan.is_empty:
        but = " but for what is left out" if plan.is_incomplete else ""
        parts += [f"### Schema: nothing to change{but}", f"Compared with {plain(outcome.against)}."]
        parts += [*_notes(outcome), *_findings(plan.findings)]
        return "\n\n".join(parts) + "\n"
    parts += [f"### Schema: {summarise(group(told(plan)))}", f"Compared with {plain(outcome.against)}."]
    parts += [_table(told(plan)), *_risks(plan.up), *_findings(plan.findings), *_notes(outcome)]
    parts += [_details("SQL, up", up, opened=" open"), _details("SQL, down", down)]
    if plan.proof is not None:
        parts.append(_proof(plan.proof))
    reason = f": {plain(plan.engine_reason)}" if plan.engine_reason else ""
    parts.append(f"<sub>Written by {plain(plan.engine)}{reason}</sub>")
    return "\n\n".join(parts) + "\n"


def drift_markdown(outcome: DriftOutcome, *, down: str) -> str:
    """What the live database differs in, and the script that would undo it."""
    version = f" at version {code(outcome.version)}" if outcome.version else ""
    where = f"{plain(outcome.against)}, compared with the replay of the migrations that it has{version}."
    if not outcome.plan.changes:
        return f"<!-- pgplumb:drift -->\n\n### Drift: none\n\n{where}\n"
    heading = (
        f"### Drift: {len(outcome.plan.changes)} differences"
        if len(outcome.plan.changes) > 1
        else "### Drift: 1 difference"
    )
    parts = ["<!-- pgplumb:drift -->", heading, where, _table(outcome.plan.changes)]
    if down:
        parts.append(_details("SQL that would undo it (not proved)", down))
    return "\n\n".join(parts) + "\n"


def status_markdown(found: Standing) -> str:
    """Each migration and where it stands."""
    states = {row.id: "applied" for row in found.applied}
    states |= {row.id: f"cut off while {row.state.value}" for row in found.dirty}
    states |= {row.id: "missing in the directory" for row in (*found.missing, *found.ahead)}
    states |= {migration.id: "edited after it was applied" for migration in found.edited}
    late = {migration.id for migration in found.out_of_order}
    states |= {m.id: "pending, out of order" if m.id in late else "pending" for m in found.pending}
    rows = [f"| {code(name)} | {state} |" for name, state in sorted(states.items())]
    lines = ["| Migration | State |", "| --- | --- |", *rows]
    heading = f"### Migrations: {len(found.applied)} applied, {len(found.pending)} pending"
    return "\n\n".join(["<!-- pgplumb:status -->", heading, "\n".join(lines)]) + "\n"


def verdict_markdown(verdict: Verdict) -> str:
    """What was checked and what was found."""
    failed = any(finding.severity == "error" for finding in verdict.findings)
    parts = ["<!-- pgplumb:verify -->", "### Migrations: not in order" if failed else "### Migrations: in order"]
    if verdict.checked:
        parts.append("\n".join(f"- {plain(check)}" for check in verdict.checked))
    return "\n\n".join([*parts, *_findings(verdict.findings)]) + "\n"


def failure_markdown(failure: Failure, *, command: str) -> str:
    """Why there is nothing to show, under the mark of what was asked for: a comment never tells of an older state."""
    heading = f"### {failure.rule.title}: no {command}"
    return "\n\n".join((f"<!-- pgplumb:{command} -->", heading, fence(failure.message, ""))) + "\n"


def _table(changes: Sequence[Change]) -> str:
    rows: list[str] = []
    for found in group(changes):
        if found.entry is not None:
            more = count_parts(found.parts) if found.mark != "~" else ""
            rows.append(_row(found.entry, more))
        if found.mark == "~":
            rows += [_row(part, "") for part in found.parts]
    lines = ["| | Object | |", "| --- | --- | --- |", *rows[:_ROWS]]
    if len(rows) > _ROWS:
        lines.append(f"| | and {len(rows) - _ROWS} more | |")
    return "\n".join(lines)


def _row(entry: Entry, more: str) -> str:
    if entry.mark == "~":
        lines = [line for fact in entry.facts for line in explain(fact)]
        what = "<br>".join(code(f"{line.sign} {line.text}" if line.sign else line.text) for line in lines)
    else:
        said = describe(entry)
        what = "; ".join(word for word in (code(said) if said else "", more) if word)
    return f"| {_WORDS[entry.mark]} | {code(str(entry.id))} | {what} |"


def _risks(script: Script) -> list[str]:
    found = risks(script)
    parts = []
    if found:
        lines = [f"| {code(risk.code)} | {MEANINGS[risk.code]} | {plain(risk.message)} |" for risk in found[:_ROWS]]
        parts.append("\n".join(["| Risk | Meaning | Here |", "| --- | --- | --- |", *lines]))
    losses = further_losses(script)
    if losses:
        parts.append("**Lost for good**\n\n" + "\n".join(f"- {plain(loss)}" for loss in losses))
    return parts


def _findings(findings: Sequence[Finding]) -> list[str]:
    lines = []
    for finding in findings:
        place = f"{code(str(finding.location))} " if finding.location else ""
        help_text = f" {plain(finding.help)}" if finding.help else ""
        lines.append(f"- **{finding.severity}** {place}{code(finding.code)}: {plain(finding.message)}{help_text}")
    return ["\n".join(lines)] if lines else []


def _notes(outcome: PlanOutcome) -> list[str]:
    parts = []
    if outcome.missing_roles:
        parts.append(f"Roles that the server lacks: {', '.join(code(role) for role in outcome.missing_roles)}.")
    if unmodelled := unmentioned(outcome.unmodelled, outcome.plan.findings):
        parts.append(f"Not looked at: {', '.join(code(str(id)) for id in unmodelled)}.")
    return parts


def _proof(proof: Proof) -> str:
    tables = proof.filled + len(proof.unfilled)
    said = f"Proved on {plain(proof.server)}: both ways"
    said += f", {proof.filled} of {tables} tables filled." if tables else "."
    if proof.unfilled:
        said += f" Not filled: {', '.join(code(name) for name in proof.unfilled)}."
    return said + "".join(f" Not covered: {plain(gap)}." for gap in proof.not_covered)


def _details(heading: str, sql: str, *, opened: str = "") -> str:
    shown = sql
    if len(sql) > _SQL:
        shown = sql[:_SQL].rpartition("\n")[0] + "\n-- cut here: pgplumb plan --format sql prints all of it"
    return f"<details{opened}><summary>{heading}</summary>\n\n{fence(shown, 'sql')}\n\n</details>"
