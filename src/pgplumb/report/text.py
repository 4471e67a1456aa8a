"""A plan for the terminal: what changes, the SQL, what it risks, what was proved, and the count of it all."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from pgplumb.model.printable import printable
from pgplumb.report.facts import count_parts, describe, explain
from pgplumb.report.findings import finding_lines, unmentioned
from pgplumb.report.hazards import MEANINGS, further_losses, risks
from pgplumb.report.highlight import plain_sql
from pgplumb.report.renamed import told
from pgplumb.report.tree import group, summarise
from pgplumb.report.visible import title, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pgplumb.model.change import Change
    from pgplumb.model.plan import PlannedStatement, Proof, Script
    from pgplumb.report.shapes import PlanOutcome
    from pgplumb.report.tree import Entry, Group

    Highlight = Callable[[str], Text]

STYLES = {"+": "green", "~": "yellow", "-": "red", "": "dim"}

#: How many lines of SQL stand in a plan, unless all are asked for.
SQL_LINES = 60

#: How many risks of one kind are told one by one; a plan that has more says how many.
_RISKS = 12


def plan_text(
    outcome: PlanOutcome, script: Script, *, highlight: Highlight = plain_sql, sql_lines: int = SQL_LINES
) -> Text:
    """A plan with the SQL of one of its scripts, of which at most `sql_lines` lines are shown."""
    plan = outcome.plan
    shown = Text(f"Compared with {printable(outcome.against)}.\n")
    if plan.is_empty:
        if plan.is_incomplete:
            shown.append("Nothing to change but for what is left out.\n", "yellow")
        else:
            shown.append("Nothing to change: the schema is as desired.\n", "green")
        return shown.append_text(notes(outcome))
    shown.append("\n").append_text(changes_text(told(plan)))
    shown.append("\n").append_text(script_text(script, highlight=highlight, lines=sql_lines))
    shown.append_text(risks_text(script))
    shown.append_text(notes(outcome))
    shown.append("\n")
    if plan.proof is not None:
        shown.append_text(proof_text(plan.proof))
    shown.append(f"Written by {printable(plan.engine)}", "dim")
    shown.append(f": {printable(plan.engine_reason)}\n" if plan.engine_reason else "\n", "dim")
    return shown.append_text(summary_text(told(plan)))


def summary_text(changes: Sequence[Change]) -> Text:
    """The count of what changes."""
    return Text(f"Plan: {summarise(group(changes))}.\n", "bold")


def changes_text(changes: Sequence[Change]) -> Text:
    """What changes, as a tree: relations, and what belongs to them."""
    shown = Text()
    for found in group(changes):
        _append_group(shown, found)
    return shown


def script_text(script: Script, *, highlight: Highlight = plain_sql, lines: int = SQL_LINES) -> Text:
    """The SQL of a script, numbered, with the lock that each statement takes; cut after so many lines."""
    blocks: list[Text] = []
    number = 0
    for batch in script.batches:
        if len(script.batches) > 1:
            how = "one transaction" if batch.transactional else "outside a transaction"
            blocks.append(Text(f"-- {how}\n", "dim"))
        for planned in batch.statements:
            number += 1
            blocks.append(_statement(planned, number, highlight))
    shown = Text()
    left = lines
    for index, block in enumerate(blocks):
        height = block.plain.count("\n")
        if index and height > left:
            rest = sum(later.plain.count("\n") for later in blocks[index:])
            return shown.append(f"  ... {rest} more lines of SQL (--full shows them)\n", "dim")
        shown.append_text(block)
        left -= height
    return shown


def risks_text(script: Script) -> Text:
    """What a script risks and what it loses, if anything."""
    shown = Text()
    found = risks(script)
    if found:
        shown.append("\nRisks\n", "bold")
    for code, same in groupby(found, key=lambda risk: risk.code):
        shown.append(f"  {code}", "red" if code in {"data_loss", "irreversible"} else "yellow")
        shown.append(f": {MEANINGS[code]}\n", "dim")
        messages = list(same)
        for risk in messages[:_RISKS]:
            numbers = ", ".join(map(str, risk.statements))
            shown.append(f"    {printable(risk.message)}").append(f"  [{numbers}]\n", "dim")
        if len(messages) > _RISKS:
            shown.append(f"    ... and {len(messages) - _RISKS} more\n", "dim")
    losses = further_losses(script)
    if losses:
        shown.append("\nLost for good\n", "bold")
    for loss in losses:
        shown.append(f"  {printable(loss)}\n", "red")
    return shown


def notes(outcome: PlanOutcome) -> Text:
    """Findings, roles that are missing, and what no plan looks at."""
    shown = Text()
    if outcome.plan.findings:
        shown.append("\n")
        shown.append_text(finding_lines(outcome.plan.findings))
    if outcome.missing_roles:
        roles = ", ".join(map(printable, outcome.missing_roles))
        shown.append("\nRoles that the server lacks: ", "yellow").append(roles)
        shown.append(
            "\n  apply refuses until they are there; with `roles = true` it makes those that the files create.\n",
            "dim",
        )
    if unmodelled := unmentioned(outcome.unmodelled, outcome.plan.findings):
        names = ", ".join(map(title, unmodelled))
        shown.append("\nNot looked at: ", "yellow").append(f"{names}\n")
    return shown


def proof_text(proof: Proof) -> Text:
    """What was shown about a plan, and what was not."""
    tables = proof.filled + len(proof.unfilled)
    shown = Text(f"Proved on {printable(proof.server)}: both ways", "green")
    shown.append(f", {proof.filled} of {tables} tables filled\n" if tables else "\n", "green")
    if proof.unfilled:
        shown.append(f"  not filled: {', '.join(map(printable, proof.unfilled))}\n", "dim")
    for gap in proof.not_covered:
        shown.append(f"  not covered: {printable(gap)}\n", "dim")
    return shown


def _append_group(shown: Text, found: Group) -> None:
    shown.append(f"  {found.mark} {title(found.id)}", STYLES[found.mark])
    entry = found.entry
    if entry is None:
        shown.append("\n")
    else:
        counts = count_parts(found.parts) if found.mark != "~" else ""
        _append_rest(shown, entry, indent="      ", more=counts)
    if found.mark == "~":
        for part in found.parts:
            name = f"{part.id.kind.replace('_', ' ')} {printable(part.id.name)}"
            shown.append(f"      {part.mark} {name}", STYLES[part.mark])
            _append_rest(shown, part, indent="          ", more="")


def _append_rest(shown: Text, entry: Entry, *, indent: str, more: str) -> None:
    """What stands behind an object's name, and below it."""
    if entry.mark != "~":
        words = "; ".join(word for word in (describe(entry), more) if word)
        shown.append(f"  {words}\n" if words else "\n", "dim")
        return
    explained = [explain(fact) for fact in entry.facts]
    if len(explained) == 1 and len(explained[0]) == 1:
        shown.append(f"  {explained[0][0].text}\n")
        return
    shown.append("\n")
    for lines in explained:
        for line in lines:
            sign = f"{line.sign or ' '} " if len(lines) > 1 and line is not lines[0] else ""
            shown.append(f"{indent}{sign}{line.text}\n", STYLES[line.sign] if line.sign else "")


def _statement(planned: PlannedStatement, number: int, highlight: Highlight) -> Text:
    lines = visible(planned.statement.sql.strip()).split("\n")
    lines[-1] += ";"
    shown = Text()
    for index, line in enumerate(_split(highlight("\n".join(lines)))):
        shown.append("\n      " if index else f"{number:>4}  ", "dim").append_text(line)
    if planned.lock:
        shown.append(f"  -- {printable(planned.lock)}", "dim")
    return shown.append("\n")


def _split(text: Text) -> Iterable[Text]:
    return text.split("\n", allow_blank=True)
