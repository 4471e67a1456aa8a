"""Scripts as text: a batch for a migration file, a whole direction of a plan for psql."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgplumb.model.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pgplumb.model.plan import Batch, Hazard, PlannedStatement, Script


def batch_sql(batch: Batch) -> str:
    """The statements of a batch, each with its semicolon and a blank line after it; no BEGIN, no COMMIT."""
    return "\n".join(f"{_text(planned)}\n" for planned in batch.statements)


def psql_script(script: Script) -> str:
    """A complete script for psql: BEGIN and COMMIT around what is transactional, each hazard above its statement.

    It stops at the first error, so that a later batch never runs without those before it.
    """
    if not script.batches:
        return ""
    parts = ["\\set ON_ERROR_STOP on", *(part for batch in script.batches for part in _psql(batch))]
    return "\n\n".join(parts) + "\n"


def _psql(batch: Batch) -> Iterator[str]:
    if batch.transactional:
        yield "BEGIN;"
    for planned in batch.statements:
        yield "\n".join((*map(hazard_line, planned.hazards), _text(planned)))
    if batch.transactional:
        yield "COMMIT;"


def hazard_line(hazard: Hazard) -> str:
    """A hazard as a comment of one line, whatever the names in it hold."""
    return f"-- {hazard.code}: {printable(hazard.message)}"


def _text(planned: PlannedStatement) -> str:
    """A statement whose text ends in a comment of one line takes its semicolon below it."""
    text = planned.statement.sql.strip().rstrip(";").rstrip()
    return f"{text}\n;" if "--" in text.rpartition("\n")[2] else f"{text};"
