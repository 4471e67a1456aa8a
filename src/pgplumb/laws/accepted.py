"""Rows of a table that break nothing: drawn and tried once, for every law that begins with such rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pgplumb.laws.facts import once
from pgplumb.laws.search import Useless, search
from pgplumb.laws.trial import Refused, together
from pgplumb.strategies.breaking import Trial, drawn_rows, table_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.laws.bench import Bench
    from pgplumb.model.ids import ObjectId


@dataclass(frozen=True, slots=True)
class Tried:
    """Rows that were inserted, and who refused; None where they stand."""

    trial: Trial
    refused: Refused | None


@once
def _by_table(bench: Bench) -> dict[ObjectId, Sequence[Tried]]:
    return {}


def tried_rows(subject: ObjectId, bench: Bench) -> Sequence[Tried]:
    """Rows of the table that the subject belongs to, as many as the profile asks for among those that stand.

    A search by the same seed draws the same rows for each constraint of a table: they are drawn and inserted once.
    """
    known = _by_table(bench)
    table = table_of(subject, bench.world).id
    if table not in known:
        known[table] = _tried(subject, bench)
    return known[table]


def accepted(subject: ObjectId, bench: Bench) -> Sequence[Trial]:
    """Those that stand."""
    return [each.trial for each in tried_rows(subject, bench) if each.refused is None]


def _tried(subject: ObjectId, bench: Bench) -> Sequence[Tried]:
    found: list[Tried] = []

    def judge(trial: Trial) -> None:
        statements = [each.insert() for each in (*trial.before, trial.row)]
        with bench.populated() as session:
            refused = together(session, *statements)
        found.append(Tried(trial, refused))
        if refused is not None:
            raise Useless(f"refused: {refused}")

    search(drawn_rows(subject, bench.scene), bench.profile, judge)
    return tuple(found)
