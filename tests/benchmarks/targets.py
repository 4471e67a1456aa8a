"""Measures what the reference systems' specifications set times for, on the volumes; with --write into their READMEs.

A `[[target]]` in a system's spec.toml says what is run: `query`, a named query, or `run`, a statement with parameters
as `:name`; `given` has a query for the value of each parameter, and `limit` is in milliseconds. Where policies are to
have their say, `role` and `settings` name whoever asks. Nothing is judged here.
"""

from __future__ import annotations

import argparse
import importlib
import os
import time
import tomllib
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from pgplumb.postgres.cache import Cache
from pgplumb.postgres.server import open_scratch
from tests.systems.databases import Systems
from tests.systems.how import escaped
from tests.systems.kit import SCHEMA, for_psycopg, query
from tests.systems.report import filled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.systems.kit import Place

#: Runs of each, after one that fills the caches; the middle one and the slowest count.
RUNS = 20
HEADING = "Times"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a specification sets a time for."""

    what: str
    limit: int
    query: str = ""
    run: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    role: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)

    def statement(self, folder: Path) -> str:
        """As psycopg takes it."""
        return query(self.query, folder) if self.query else for_psycopg(self.run)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A target with the milliseconds that its runs took, the middle one and the slowest."""

    target: Target
    middle: float
    slowest: float


def targets(system: str) -> list[Target]:
    """Those of a system."""
    told = tomllib.loads((SCHEMA / system / "spec.toml").read_text(encoding="utf-8"))
    return [Target(**each) for each in told.get("target", ())]


def measured(target: Target, place: Place) -> Figure:
    """Run it many times, each in a transaction of its own that is rolled back."""
    given = {name: place.value(asked) for name, asked in target.given.items()}
    session = place.open(target.role, target.settings) if target.role else place.session
    statement = target.statement(place.folder)
    taken = []
    for _ in range(RUNS + 1):
        session.execute("begin")
        began = time.perf_counter()
        session.execute(statement, given)
        taken.append((time.perf_counter() - began) * 1000)
        session.execute("rollback")
    return Figure(target=target, middle=median(taken[1:]), slowest=max(taken[1:]))


def generated(place: Place) -> str:
    """Fill an empty place with its system's volumes; how many rows that are, and how long it took, in words."""
    seeds = importlib.import_module(f"schema.{place.folder.name}.seeds.volumes")
    began = time.perf_counter()
    seeds.fill(place.dsn.url)
    taken = time.perf_counter() - began
    place.execute("vacuum (analyze)")
    tables = "relkind = 'r' and relnamespace::regnamespace::text !~ '^(pg_|information_schema)'"
    rows = place.value(f"select sum(reltuples)::bigint from pg_class where {tables}")
    return f"{rows:,} rows that were generated in {taken:.1f} s"


def table(figures: Sequence[Figure], volumes: str, label: str) -> str:
    """The figures in Markdown."""
    machine = f"{os.cpu_count()} cores under a load of {os.getloadavg()[0]:.1f}"
    where = f"{label}, {machine}, {RUNS} runs (`nox -s targets -- --write`)"
    rows = [f"On the volumes, {volumes}; {where}.\n"]
    rows += ["| what | at most | middle run | slowest run |", "|---|---|---|---|"]
    for each in figures:
        name = f" (`{each.target.query}`)" if each.target.query else ""
        what = f"{escaped(each.target.what)}{name}"
        rows.append(f"| {what} | {each.target.limit} ms | {each.middle:.1f} ms | {each.slowest:.1f} ms |")
    return "\n".join(rows) + "\n"


def main() -> None:
    """Measure and print every system that has targets, and write where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the figures into the READMEs of the systems")
    parser.add_argument("systems", nargs="*", help="only these")
    asked = parser.parse_args()
    with open_scratch("embedded", cache=Cache(None, 0), environment=os.environ) as scratch:
        for path in sorted(SCHEMA.glob("*/spec.toml")):
            system = path.parent.name
            if asked.systems and system not in asked.systems:
                continue
            listed = targets(system)
            if not listed:
                print(f"{system}: no targets")
                continue
            with Systems(scratch).desired(system) as place:
                volumes = generated(place)
                text = table([measured(each, place) for each in listed], volumes, scratch.label)
            print(f"{system}\n\n{text}")
            if asked.write:
                readme = path.with_name("README.md")
                readme.write_text(
                    filled(readme.read_text(encoding="utf-8"), "targets", text, HEADING), encoding="utf-8"
                )


if __name__ == "__main__":
    main()
