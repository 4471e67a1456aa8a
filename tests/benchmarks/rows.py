"""Measures what the harness does in a second on the ticketing system, and what clones and resets take.

Nothing is judged. With --write the figures go into docs/harness.md.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from timeit import timeit
from typing import TYPE_CHECKING

from pgplumb.errors import DatabaseError
from pgplumb.laws.bench import PROFILES
from pgplumb.laws.search import Useless, search
from pgplumb.laws.trial import together
from pgplumb.model.ids import ObjectId
from pgplumb.strategies.breaking import drawn_rows
from pgplumb.workflow.bench import open_bench

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgplumb.laws.bench import Bench
    from pgplumb.strategies.breaking import Trial

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "harness.md"
PLACE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- /figures -->)", re.DOTALL)
TABLES = ("users", "events", "ticket_tiers", "orders", "waitlist")
EXAMPLES = 200
#: How often a clone or a reset is made, and the same inserts; the middle one counts.
TIMES = 20
ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of one table: examples that were drawn, and how many a second are drawn and tried, tried, and tried naively."""

    table: str
    examples: int
    drawn: float
    tried: float
    naive: float


def measured(table: str, bench: Bench) -> Figures:
    """Draw rows of one table and try them, as laws do; then try the same ones again, both ways."""
    trials: list[Trial] = []

    def judge(trial: Trial) -> None:
        trials.append(trial)
        if not try_once(trial, bench):
            raise Useless("refused")

    subject = ObjectId("primary_key", "public", f"{table}_pkey", table)
    profile = replace(bench.profile, examples=EXAMPLES)
    taken = timeit(lambda: search(drawn_rows(subject, bench.scene), profile, judge), number=1)
    batched, apart = [], []
    for _ in range(ROUNDS):
        batched.append(timeit(lambda: [try_once(trial, bench) for trial in trials], number=1))
        apart.append(timeit(lambda: naively(trials, bench), number=1))
    count = len(trials)
    return Figures(
        table=table,
        examples=count,
        drawn=count / taken,
        tried=count / median(batched),
        naive=count / median(apart),
    )


def try_once(trial: Trial, bench: Bench) -> bool:
    """Whether the rows are accepted."""
    with bench.populated() as session:
        return bool(trial.rows) and together(session, *(row.insert() for row in trial.rows)) is None


def naively(trials: Sequence[Trial], bench: Bench) -> None:
    """The same rows over one connection: every statement goes by itself, and waits for its answer."""
    for trial in trials:
        with bench.populated() as session:
            try:
                with session.savepoint():
                    session.execute("SET CONSTRAINTS ALL DEFERRED")
                    for row in trial.rows:
                        session.execute(row.insert())
                    session.execute("SET CONSTRAINTS ALL IMMEDIATE")
            except DatabaseError:
                continue


def clone(bench: Bench) -> None:
    """A database of one's own from the template, made and dropped."""
    with bench.database():
        pass


def reset(bench: Bench) -> None:
    """A transaction that is rolled back, on the session that laws share."""
    with bench.transaction():
        pass


def told(rows: Sequence[Figures], cloned: float, undone: float) -> str:
    """The figures as Markdown."""
    lines = [
        "| table | examples | drawn and tried | tried | naively |",
        "|---|---|---|---|---|",
        *(f"| {r.table} | {r.examples} | {r.drawn:.0f}/s | {r.tried:.0f}/s | {r.naive:.0f}/s |" for r in rows),
        "",
        f"A clone, made and dropped: {cloned * 1000:.1f} ms.",
        f"A transaction, begun and rolled back: {undone * 1000:.2f} ms.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print, and write where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"put the figures into docs/{PAGE.name}")
    write = parser.parse_args().write
    with open_bench(ROOT / "schema" / "ticketing", profile=PROFILES["quick"]) as bench:
        cloned = median(timeit(lambda: clone(bench), number=1) for _ in range(TIMES))
        undone = median(timeit(lambda: reset(bench), number=1) for _ in range(TIMES))
        text = told([measured(table, bench) for table in TABLES], cloned, undone)
    print(text)
    if write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(PLACE.sub(lambda _: text, page), encoding="utf-8")


if __name__ == "__main__":
    main()
